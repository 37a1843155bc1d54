//! The formats that are read: what each gives to documents.csv, and what is said when it is broken.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
};

use flate2::{Compression, write::GzEncoder};

use crate::place::{Place, SENTENCE, table};

type Row = BTreeMap<String, String>;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// The rows of documents.csv, after a run with this exit status.
fn documents(place: &Place, arguments: &str, status: i32) -> Vec<Row> {
    let said = place.rasd(&format!("extract {arguments}"));
    assert_eq!(said.status, status, "{}", said.err);
    table(&place.read("output/documents.csv"))
}

fn column<'r>(rows: &'r [Row], name: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[name].as_str()).collect()
}

fn reasons(place: &Place) -> Vec<String> {
    let errors = place.lines("output/errors.jsonl");
    errors.iter().map(|row| row["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn compressed_files_are_read_like_what_they_hold() {
    let place = Place::new();
    let lines = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"b\"}}\n", SENTENCE.trim());
    place.write("in/a.txt.gz", gzip(SENTENCE.as_bytes()));
    place.write("in/b.jsonl.GZ", [gzip(lines.as_bytes()), gzip(b"{\"text\":\"c\"}")].concat());
    place.write("in/c.txt.zst", zstd("d".as_bytes()));
    let skipped = [&b"\x50\x2a\x4d\x18\x03\0\0\0abc"[..], &zstd(b"f")].concat();
    place.write("in/d.txt.zst", [zstd("e".as_bytes()), skipped].concat());
    place.write("in/e.txt", gzip(b"g"));
    let rows = documents(&place, "in", 0);
    let ids =
        ["a.txt.gz", "b.jsonl.GZ#1", "b.jsonl.GZ#2", "b.jsonl.GZ#3", "c.txt.zst", "d.txt.zst"];
    assert_eq!(column(&rows, "document_id"), [&ids[..], &["e.txt"]].concat());
    let whole = SENTENCE.chars().count();
    let counts = [whole, whole - 1, 1, 1, 1, 2, 1].map(|count| count.to_string());
    assert_eq!(column(&rows, "characters"), counts);
    // the hash is that of the file, not of what is in it
    let run: serde_json::Value = serde_json::from_str(&place.read("output/run.json")).unwrap();
    let mut bytes = Vec::new();
    std::fs::File::open(place.path().join("in/a.txt.gz")).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(run["inputs"][0]["bytes"], bytes.len());
}

#[test]
fn damaged_and_hostile_archives() {
    let place = Place::new();
    let lines = (0..2000).map(|n| format!("{{\"text\":\"line {n} of {}\"}}\n", n * 7919));
    let whole = gzip(lines.collect::<String>().as_bytes());
    place.write("in/cut.jsonl.gz", &whole[..whole.len() / 2]);
    let mut wrong = whole.clone();
    let middle = wrong.len() / 2;
    wrong[middle..middle + 50].fill(0xff);
    place.write("in/wrong.jsonl.gz", wrong);
    place.write("in/not.txt.zst", b"\x28\xb5\x2f\xfd\xff\xff\xff\xff");
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![b' '; 1 << 20];
    (0..300).for_each(|_| bomb.write_all(&zeros).unwrap());
    place.write("in/bomb.jsonl.gz", bomb.finish().unwrap());
    let rows = documents(&place, "in", 2);
    let read = column(&rows, "path").iter().filter(|path| **path == "cut.jsonl.gz").count();
    assert!((500..2000).contains(&read), "{read} of 2000");
    let reasons = reasons(&place);
    assert_eq!(reasons[0], "cannot read: unpacks to more than 200 times its size");
    for end in ["incomplete deflate stream", "not have a matching checksum"] {
        let said = |reason: &&String| reason.starts_with("cannot read: ") && reason.ends_with(end);
        assert_eq!(reasons.iter().filter(said).count(), 1, "{reasons:?}");
    }
}

#[test]
fn the_encoding_is_told_and_named() {
    let place = Place::new();
    let old = |label: &str, text: &str| {
        encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
    };
    let utf16: Vec<u8> = SENTENCE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let line = format!("{{\"text\":\"{}\"}}\n", SENTENCE.replace('ُ', "").trim());
    let plain = SENTENCE.replace('ُ', "");
    place.write("in/a.txt", SENTENCE);
    place.write("in/b.txt", old("windows-1256", &plain));
    place.write("in/c.txt", old("iso-8859-6", &plain));
    place.write("in/d.txt", [b"\xff\xfe", &utf16[..]].concat());
    place.write("in/e.txt", &utf16);
    place.write("in/f.jsonl", old("windows-1256", &line.repeat(3)));
    place.write(
        "in/g.csv",
        [
            b"\xff\xfe",
            &"text\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()[..],
            &utf16[..],
        ]
        .concat(),
    );
    let rows = documents(&place, "in --keep-duplicates", 0);
    assert_eq!(
        column(&rows, "encoding"),
        [
            "utf-8",
            "windows-1256",
            "iso-8859-6",
            "utf-16le",
            "utf-16le",
            "windows-1256",
            "windows-1256",
            "windows-1256",
            "utf-16le"
        ]
    );
    assert!(column(&rows, "events").iter().all(|events| *events == "1"), "{rows:?}");

    let place = Place::with(&[("a.txt", b"\xe3\xc7")]);
    assert_eq!(
        documents(&place, "a.txt --encoding windows-1256", 0)[0]["encoding"],
        "windows-1256"
    );
    assert_eq!(place.rasd("extract a.txt").status, 2);
}

#[test]
fn json_lists_objects_and_fields_of_other_names() {
    let place = Place::new();
    let export = r#"{"status":"ok","articles":[
        {"ID":5,"content":"a","pubDate":"Sun, 10 Mar 2024 23:30:00 -0500","headline":"t","link":"u"},
        {"content":"b","pubDate":"soon"},
        {"content":"c","date":1710028800,"publisher":"p","tags":[{"x":[]}]}]}"#;
    place.write("in/export.json", export);
    place.write("in/one.json", "{\n \"text\": \"d\"\n}");
    let rows = documents(&place, "in", 2);
    assert_eq!(column(&rows, "document_id"), ["5", "export.json#3", "one.json"]);
    assert_eq!(column(&rows, "published"), ["2024-03-10", "2024-03-10", ""]);
    assert_eq!(column(&rows, "title"), ["t", "", ""]);
    assert_eq!(column(&rows, "source"), ["", "p", ""]);
    assert_eq!(reasons(&place), ["pubDate: \"soon\" is no date (expected YYYY-MM-DD)"]);

    place.write("x.json", r#"[{"words":"a","day":"10/03/2024","n":"k","text":"no"}]"#);
    let named = "x.json --text-field words --date-field day --date-format %d/%m/%Y --id-field n";
    let rows = documents(&place, named, 0);
    assert_eq!((&*rows[0]["document_id"], &*rows[0]["published"]), ("k", "2024-03-10"));
    assert_eq!(rows[0]["characters"], "1");
}

#[test]
fn tables_give_a_document_a_row() {
    let place = Place::new();
    place.write(
        "in/a.csv",
        "id,date,title,text\n1,2024-03-10,\"t, u\",\"a\nb\"\n2,,,c\n3,,d\n,,,\n",
    );
    place.write("in/b.tsv", "text\tlink\ne\thttps://a.b/c\n");
    place.write("in/c.csv", "id,words\n1,a\n");
    let rows = documents(&place, "in", 2);
    assert_eq!(column(&rows, "document_id"), ["1", "2", "b.tsv#1"]);
    assert_eq!(rows[0]["title"], "t, u");
    assert_eq!(rows[2]["url"], "https://a.b/c");
    let errors = place.lines("output/errors.jsonl");
    let at = |n: usize| (errors[n]["record"].as_u64(), errors[n]["line"].as_u64());
    assert_eq!((at(0), at(1), at(2)), ((Some(3), Some(5)), (Some(4), Some(6)), (None, Some(1))));
    let reasons = reasons(&place);
    assert_eq!(reasons[..2], ["the row has 3 cells, the header 4", "no text"]);
    assert!(reasons[2].contains("--text-field); the columns are \"id, words\""), "{reasons:?}");
    assert_eq!(documents(&place, "in/c.csv --text-field words", 0).len(), 1);
}

#[test]
fn a_quotation_mark_that_is_not_closed_costs_one_row() {
    let place = Place::new();
    let mut sheet = String::from("id,date,text\n");
    for n in 1..=20 {
        // the third and the last row lack the mark at their end
        let end = if n == 3 || n == 20 { "" } else { "\"" };
        sheet +=
            &format!("{n},2024-03-10,\"{} {n}\nقال شهود, إن القتال توقف.{end}\n", SENTENCE.trim());
    }
    place.write("a.csv", &sheet);
    let rows = documents(&place, "a.csv", 2);
    assert_eq!(rows.len(), 18);
    assert!(column(&rows, "events").iter().all(|events| *events == "1"));
    let errors = place.lines("output/errors.jsonl");
    assert_eq!((errors.len(), &errors[0]["record"], &errors[0]["line"]), (2, &3.into(), &6.into()));
    assert_eq!((&errors[1]["record"], &errors[1]["line"]), (&20.into(), &40.into()));
    assert!(reasons(&place)[0].starts_with("a quotation mark that opens here is not closed: "));
}

#[test]
fn fields_and_columns_with_arabic_names() {
    let place = Place::new();
    let text = SENTENCE.trim();
    place.write(
        "in/a.csv",
        format!("المعرّف;تاريخ_النشر;العنوان;النص;الرابط\n7;2024-03-10;خبر;{text};u\n"),
    );
    place.write(
        "in/b.json",
        format!("{{\"الأخبار\":[{{\"نص الخبر\":\"{text} ب\",\"المصدر\":\"وكالة\"}}]}}"),
    );
    // an English name is looked for first, and counts if it has a value
    place.write(
        "in/c.jsonl",
        format!("{{\"text\":\"\",\"النص\":\"{text} ج\",\"التاريخ\":\"2024/03/11\"}}"),
    );
    let rows = documents(&place, "in", 0);
    assert_eq!(column(&rows, "document_id"), ["7", "b.json#1", "c.jsonl#1"]);
    assert_eq!(column(&rows, "published"), ["2024-03-10", "", "2024-03-11"]);
    assert_eq!((&*rows[0]["title"], &*rows[0]["url"], &*rows[1]["source"]), ("خبر", "u", "وكالة"));
    assert_eq!(column(&rows, "events"), ["1", "1", "1"]);
    // a pack adds its own
    place.write("d.csv", format!("القصة\n{text}\n"));
    place.write("own/fields.toml", "text = ['القصّة']\n");
    assert_eq!(documents(&place, "d.csv --pack own", 0).len(), 1);
    assert_eq!(place.rasd("extract d.csv").status, 2);
}

#[test]
fn paths_by_pattern_and_from_a_list() {
    let place = Place::with(&[
        ("in/2023/a.txt", b"1"),
        ("in/2024/a.txt", b"2"),
        ("in/2024/b.log", b"3"),
        ("in/2024/.c.txt", b"4"),
        ("list.txt", b"in/2023\n\nin/*/b.*\n"),
    ]);
    let rows = documents(&place, "in/*/[ab].*", 0);
    assert_eq!(column(&rows, "document_id"), ["2023/a.txt", "2024/a.txt", "2024/b.log"]);
    let rows = documents(&place, "--files-from list.txt", 0);
    assert_eq!(column(&rows, "document_id"), ["2024/b.log", "a.txt"]);
    assert_eq!(place.rasd_reading("extract --files-from -", "in/2024/a.txt").status, 0);
    let said = place.rasd("extract none/*.txt");
    assert!(said.err.contains("error: none/*.txt: no file has a name like this"), "{}", said.err);
    let said = place.rasd("extract --files-from gone.txt");
    assert_eq!((said.status, said.err.starts_with("error: gone.txt: ")), (1, true), "{}", said.err);
}

#[test]
fn a_format_that_is_named_is_taken_for_all_files() {
    let place = Place::with(&[("in/page", b"{\"text\":\"a\"}"), ("in/b.txt", b"{\"text\":\"b\"}")]);
    let rows = documents(&place, "in --input-format jsonl", 0);
    assert_eq!(column(&rows, "document_id"), ["b.txt#1", "page#1"]);
}

/// A page as a newspaper has it.
fn page(charset: &str, text: &str) -> String {
    format!(
        r#"<!doctype html><html lang="ar"><head><meta charset="{charset}"><title>عنوان - الصحيفة</title>
<meta property="og:title" content="عنوان"><meta property="og:site_name" content="الصحيفة">
<link rel="canonical" href="https://paper.example/news/1">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"عنوان","datePublished":"2024-03-10T21:00:00+03:00"}}</script></head>
<body><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/s">رياضة</a></li></ul></nav>
<article><h1>عنوان</h1><p>{text}</p><p>{text}</p></article>
<aside><a href="/2">قُتل سبعة أشخاص في خبر آخر</a></aside><footer>كل الحقوق محفوظة</footer></body></html>"#
    )
}

const STORY: &str = "قُتل خمسة جنود في هجوم مسلح على قاعدة عسكرية في مدينة غاو شمالي مالي، الثلاثاء \
    الماضي، وقال شهود إن المهاجمين انسحبوا بعد ساعات من القتال، فيما لم تعلن أي جهة مسؤوليتها عن الهجوم.";

#[test]
fn pages_give_their_article_and_metadata() {
    let place = Place::with(&[("in/b.html", b"<html><body><img src=x></body></html>")]);
    place.write("in/a.html", page("utf-8", STORY));
    let labelled_wrongly = page("utf-8", &STORY.replace('ُ', "")).replace('ُ', "");
    let old = encoding_rs::WINDOWS_1256.encode(&labelled_wrongly).0.into_owned();
    place.write("in/c.htm.gz", gzip(&old));
    let rows = documents(&place, "in", 2);
    assert_eq!(column(&rows, "encoding"), ["utf-8", "windows-1256"]);
    for row in &rows {
        assert_eq!((&*row["title"], &*row["source"]), ("عنوان", "الصحيفة"));
        assert_eq!((&*row["published"], &*row["published_basis"]), ("2024-03-10", "metadata"));
        assert_eq!(row["url"], "https://paper.example/news/1");
    }
    let text = place.lines("output/documents.jsonl")[0]["text"].as_str().unwrap().to_owned();
    assert_eq!(text.matches(STORY).count(), 2, "{text}");
    for noise in ["رياضة", "خبر آخر", "الحقوق", "schema.org"] {
        assert!(!text.contains(noise), "{text}");
    }
    assert_eq!(reasons(&place), ["no text on the page"]);
    let events = table(&place.read("output/events.csv"));
    assert_eq!(events[0]["date_start"], "2024-03-05");
}

#[test]
fn messages_of_a_channel() {
    let place = Place::new();
    let export = format!(
        r#"{{"name": "قناة", "type": "public_channel", "id": 99, "messages": [
        {{"id": 1, "type": "service", "date": "2024-03-10T10:00:00", "action": "create_channel", "text": ""}},
        {{"id": 2, "type": "message", "date": "2024-03-10T10:00:00", "forwarded_from": "وكالة",
          "text": ["عاجل: ", {{"type": "bold", "text": "{STORY}"}}], "text_entities": []}},
        {{"id": 3, "type": "message", "date": "2024-03-10T11:00:00", "photo": "x.jpg", "text": ""}}]}}"#
    );
    place.write("in/result.json", export);
    let rows = documents(&place, "in", 0);
    assert_eq!(column(&rows, "document_id"), ["99/2"]);
    let row = &rows[0];
    assert_eq!((&*row["channel"], &*row["source"]), ("قناة", "وكالة"));
    assert_eq!((&*row["published"], &*row["published_basis"]), ("2024-03-10", "metadata"));
    assert_eq!(row["events"], "1");
}

#[test]
fn entries_of_a_feed() {
    let place = Place::new();
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>الصحيفة</title>\
         <item><title>خبر</title><link>https://paper.example/1</link>\
         <guid>https://paper.example/1</guid><pubDate>Sun, 10 Mar 2024 21:00:00 +0300</pubDate>\
         <description><![CDATA[<p>{STORY}</p>]]></description></item>\
         <item><title>لا نص</title></item></channel></rss>"
    );
    place.write("in/a.xml", &feed);
    place.write("in/b.rss", &feed[..feed.len() - 30]);
    place.write("in/c.rss", feed.replace("خمسة", "ستة"));
    let rows = documents(&place, "in", 2);
    // the same entry in two copies of a feed is one text
    assert_eq!(column(&rows, "document_id"), ["https://paper.example/1", "b.rss#1"]);
    assert_eq!(column(&rows, "duplicate_of"), ["", "https://paper.example/1"]);
    assert_eq!(column(&rows, "events"), ["1", "0"]);
    let row = &rows[0];
    assert_eq!((&*row["title"], &*row["source"]), ("خبر", "الصحيفة"));
    assert_eq!((&*row["published"], &*row["published_basis"]), ("2024-03-10", "feed"));
    let reasons = reasons(&place);
    assert_eq!(reasons[0], "no text");
    assert!(reasons[1].starts_with("not XML: "), "{reasons:?}");
    let another =
        "duplicate id \"https://paper.example/1\": an earlier document has it, with another text";
    assert_eq!(reasons[2..], [another, "no text"]);
}

#[test]
fn an_archive_that_was_cut_off() {
    let record = |number: usize| {
        let html = page("utf-8", &format!("{STORY} {number}"));
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\
             Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{html}\r\n0\r\n\r\n",
            html.len()
        );
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n\
             WARC-Target-URI: https://paper.example/{number}\r\nContent-Length: {}\r\n\r\n",
            http.len()
        );
        gzip(format!("{head}{http}\r\n\r\n").as_bytes())
    };
    let whole = [record(1), record(2), record(3)].concat();
    let place = Place::new();
    place.write("a.warc.gz", &whole[..whole.len() - 100]);
    let rows = documents(&place, "a.warc.gz", 2);
    assert_eq!(column(&rows, "document_id"), ["urn:uuid:1", "urn:uuid:2"]);
    assert_eq!(rows[1]["url"], "https://paper.example/2");
    assert_eq!(rows[1]["published"], "2024-03-10");
    let errors = place.lines("output/errors.jsonl");
    assert_eq!((errors.len(), errors[0]["record"].as_u64()), (1, Some(3)));
    assert!(errors[0]["offset"].as_u64().unwrap() > 1000);
}

#[test]
fn a_text_is_extracted_once() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes()), ("b.txt", SENTENCE.as_bytes())]);
    let rows = documents(&place, "a.txt b.txt", 0);
    assert_eq!(column(&rows, "duplicate_of"), ["", "a.txt"]);
    assert_eq!(column(&rows, "events"), ["1", "0"]);
    assert_eq!(column(&rows, "sentences"), ["1", "1"]);
    assert_eq!(table(&place.read("output/events.csv")).len(), 1);
    let rows = documents(&place, "a.txt b.txt --keep-duplicates", 0);
    assert_eq!(column(&rows, "duplicate_of"), ["", "a.txt"]);
    assert_eq!(column(&rows, "events"), ["1", "1"]);
}

/// Articles with what is hard to carry from one format to another.
fn articles() -> Vec<[String; 4]> {
    let texts = [
        "قُتل خمسة جنود في هجوم مسلح على قاعدة عسكرية في مدينة غاو شمالي مالي، الثلاثاء الماضي.\n\nوأصيب ثلاثة آخرون.",
        "قال شاهد: \"سمعنا دوي انفجار\"؛ وقُتل مدنيان, وأُصيب 7 في بغداد يوم 5 يناير 2022.",
        "\u{1f534} عاجل:\tخطف مسلحون راهبا،\r\nثم أفرجوا عنه. \\n ليست سطرا {\"text\": 1}",
        "=لا شيء هنا; ولا هناك, إلا 'فاصلة' و\u{200f}علامة اتجاه\u{200f}.",
    ];
    let article = |(number, text): (usize, &&str)| {
        let title = format!("عنوان \"{number}\", وفاصلة");
        [format!("وكالة/{number}"), "2024-03-10".to_owned(), title, (*text).to_owned()]
    };
    texts.iter().enumerate().map(article).collect()
}

const NAMES: [&str; 4] = ["id", "published", "title", "text"];

fn as_table(articles: &[[String; 4]], delimiter: u8) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    table.write_record(NAMES).unwrap();
    articles.iter().for_each(|article| table.write_record(article).unwrap());
    table.into_inner().unwrap()
}

fn as_objects(articles: &[[String; 4]]) -> Vec<serde_json::Value> {
    let object = |article: &[String; 4]| NAMES.into_iter().zip(article.iter().cloned()).collect();
    articles.iter().map(object).collect()
}

#[test]
fn tables_and_json_give_the_same_values() {
    let (place, articles) = (Place::new(), articles());
    let objects = as_objects(&articles);
    let lines: Vec<String> = objects.iter().map(|object| format!("{object}\n")).collect();
    place.write("a.csv", as_table(&articles, b','));
    place.write("b.csv", as_table(&articles, b';'));
    place.write("c.tsv", as_table(&articles, b'\t'));
    place.write("d.json", serde_json::to_string_pretty(&objects).unwrap());
    place.write("e.jsonl", lines.concat());
    place.write("f.json", serde_json::json!({ "articles": objects }).to_string());
    let tables = ["events.csv", "aggregates.csv", "mentions.jsonl", "events.json"];
    let read = |name: &str| {
        let rows = documents(&place, name, 0);
        let bodies = place.lines("output/documents.jsonl").into_iter();
        let bodies: Vec<_> = bodies.map(|row| row["text"].as_str().unwrap().to_owned()).collect();
        let given: Vec<_> = articles.iter().map(|article| article[3].clone()).collect();
        assert_eq!(bodies, given, "{name}");
        assert_eq!(column(&rows, "title"), articles.iter().map(|a| &*a[2]).collect::<Vec<_>>());
        tables.map(|table| place.read(&format!("output/{table}")))
    };
    let first = read("a.csv");
    assert!(first[0].lines().count() > 3, "{}", first[0]);
    for name in ["b.csv", "c.tsv", "d.json", "e.jsonl", "f.json"] {
        assert!(read(name) == first, "{name}");
    }
    // what is written is read again, with the same rows
    assert_eq!(place.rasd("extract e.jsonl -o first").status, 0);
    assert_eq!(place.rasd("extract first/documents.jsonl -o again").status, 0);
    for table in tables {
        assert_eq!(place.read(&format!("first/{table}")), place.read(&format!("again/{table}")));
    }
}
