//! Whatever the text: nothing panics, every span slices the body to its words, ids are unique, and
//! the same text gives the same bytes.

use std::{collections::HashSet, sync::LazyLock};

use proptest::{collection::vec, prelude::*, sample::select};
use rasd::{
    lang::Pack,
    normalise::{Normaliser, fold},
    pipeline::Engine,
    read::{Document, Documents, InputFormat, Options},
    record::{Extraction, MentionValue, PublishedBasis},
};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builtin("ar").unwrap());

/// Pieces that news is made of, and what breaks programs: marks, controls, both digit sets, line
/// ends, Latin, presentation forms, characters outside the basic plane.
const PIECES: &[&str] = &[
    "قتل",
    "مقتل",
    "أصيب",
    "جرح",
    "خطف",
    "اعتقال",
    "هجوم",
    "تفجير",
    "قصف",
    "اشتباك",
    "انفجار",
    "سيارة مفخخة",
    "جندي",
    "جنود",
    "مدنيين",
    "شخصان",
    "قتيلا",
    "جريح",
    "أطفال",
    "بينهم",
    "من",
    "على الأقل",
    "ما لا يقل عن",
    "أكثر من",
    "نحو",
    "بين",
    "عشرات",
    "خمسة",
    "عشر",
    "مئة",
    "آلاف",
    "ألف",
    "لم",
    "عدم",
    "أي",
    "أحد",
    "واحد",
    "اثنين",
    "ثلاثة وعشرين",
    "في",
    "مدينة",
    "بلدة",
    "قرب",
    "شمال",
    "بغداد",
    "مالي",
    "باماكو",
    "حلب",
    "محافظة",
    "على بعد",
    "كيلومترا",
    "وسط",
    "يوم",
    "الاثنين",
    "أمس",
    "يناير",
    "كانون الثاني",
    "تموز (يوليو)",
    "عام",
    "2023",
    "الماضي",
    "اليوم نفسه",
    "بعد يومين",
    "منذ",
    "حتى",
    "خلال",
    "رمضان",
    "هـ",
    "الجيش",
    "الشرطة",
    "مسلحون",
    "تنظيم",
    "حركة",
    "الشباب",
    "وقال",
    "بحسب",
    "أعلنت",
    "و",
    "ف",
    "ب",
    "ل",
    "ال",
    "لل",
    "ـ",
    "ــ",
    "وب",
    "3",
    "٣",
    "27",
    "٢٧",
    "1,200",
    "1.5",
    "١٫٥",
    "3/4",
    "000",
    "99999999999999999999",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{a0}",
    "\u{2028}",
    ".",
    "،",
    "؛",
    "؟",
    ":",
    "-",
    "(",
    ")",
    "\"",
    "«",
    "»",
    "…",
    "%",
    "\u{200f}",
    "\u{200e}",
    "\u{202e}",
    "\u{2067}",
    "\u{2069}",
    "\u{200c}",
    "\u{200d}",
    "\u{feff}",
    "\u{64e}",
    "\u{651}",
    "\u{670}",
    "\u{301}",
    "\0",
    "\u{1}",
    "\u{85}",
    "ﻗﺘﻴﻞ",
    "ﷺ",
    "İ",
    "Mopti",
    "موبتي Mopti",
    "😀",
    "\u{10ffff}",
    "ß",
    "ﬁ",
    "\u{fdfa}",
    "',=+@",
];

/// How files begin that are not plain text alone.
const STARTS: &[&str] = &[
    "",
    "\u{feff}",
    "---\n",
    "---\npublished: ",
    "---\ntitle: x\n---\n",
    "{\"text\":\"",
    "{\"text\":\"a\"}\n{\"text\":",
    "{\"id\":[",
    "[",
    "[{\"text\":\"a\"},",
    "{\"data\":[{\"text\":\"a\"},",
    "text,id\na,b\n\"",
    "\u{feff}text;id\n",
    "<rss><item><description>",
    "<feed><entry><content type='xhtml'><div>",
    "<!doctype html><meta charset=",
    "<html><script type='application/ld+json'>{\"@type\":[",
    "{\"type\":\"public_channel\",\"messages\":[{\"id\":1,\"text\":[",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 70\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>",
    "\u{1f}\u{8b}",
    "\n\n",
];

/// A text of such pieces, set together with and without spaces, and of any characters at all.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(PIECES).prop_map(str::to_owned),
        6 => select(PIECES).prop_map(|piece| format!("{piece} ")),
        1 => any::<char>().prop_map(String::from),
        1 => any::<String>(),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn document(text: &str, published: Option<&str>) -> Document {
    Document {
        id: "d".to_owned(),
        path: "d.txt".to_owned(),
        source: None,
        url: None,
        channel: None,
        published: published.map(|day| day.parse().unwrap()),
        published_basis: PublishedBasis::None,
        language: None,
        encoding: "utf-8".to_owned(),
        title: None,
        duplicate_of: None,
        text: text.to_owned(),
    }
}

fn extract(text: &str, published: Option<&str>) -> Extraction {
    let document = document(text, published);
    ENGINE.extract(&mut Normaliser::new(&ENGINE.pack.lexicon), &document)
}

/// What `rasd explain` says of a text.
fn explain(text: &str) -> Vec<serde_json::Value> {
    let mut out = Vec::new();
    let mut normaliser = Normaliser::new(&ENGINE.pack.lexicon);
    rasd::explain::jsonl(&ENGINE, &mut normaliser, &document(text, None), &mut out).unwrap();
    let lines = std::str::from_utf8(&out).unwrap().lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The same for a reader.
fn explain_in_words(text: &str) -> String {
    let mut out = Vec::new();
    let mut normaliser = Normaliser::new(&ENGINE.pack.lexicon);
    rasd::explain::text(&ENGINE, &mut normaliser, &document(text, None), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The code points `start..end` of `body`.
fn slice(body: &str, start: usize, end: usize) -> String {
    body.chars().take(end).skip(start).collect()
}

fn check(body: &str, extraction: &Extraction) -> Result<(), TestCaseError> {
    let mut ids = HashSet::new();
    for mention in &extraction.mentions {
        prop_assert_eq!(&slice(body, mention.start, mention.end), &mention.text);
        prop_assert!(mention.start < mention.end, "an empty mention: {:?}", mention);
        prop_assert!(ids.insert(&mention.mention_id), "twice: {:?}", mention);
        if let MentionValue::Date(date) = &mention.value {
            prop_assert!(
                date.date_start.zip(date.date_end).is_none_or(|(a, b)| a <= b),
                "{:?}",
                date
            );
        }
        if let MentionValue::Casualty(count) = &mention.value {
            prop_assert!(count.low.zip(count.high).is_none_or(|(a, b)| a <= b), "{:?}", count);
        }
    }
    let mut events = HashSet::new();
    for event in &extraction.events {
        prop_assert!(events.insert(&event.event_id), "twice: {:?}", event);
        prop_assert!(!event.evidence.is_empty());
        for evidence in &event.evidence {
            prop_assert_eq!(&slice(body, evidence.start, evidence.end), &evidence.text);
        }
        for statement in &event.statements {
            prop_assert!(ids.contains(statement), "{} is no mention", statement);
        }
        for toll in &event.casualties {
            prop_assert!(body.contains(&toll.text));
        }
    }
    for mention in &extraction.mentions {
        prop_assert!(mention.event_ids.iter().all(|id| events.contains(id)));
    }
    let starts: Vec<_> = extraction.mentions.iter().map(|m| (m.start, &m.mention_id)).collect();
    prop_assert!(starts.is_sorted());
    let starts: Vec<_> =
        extraction.events.iter().map(|e| (e.evidence[0].start, &e.event_id)).collect();
    prop_assert!(starts.is_sorted());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_soundly(body in text(), dated in any::<bool>()) {
        let published = dated.then_some("2024-02-29");
        let extraction = extract(&body, published);
        check(&body, &extraction)?;
        let again = extract(&body, published);
        prop_assert_eq!(format!("{extraction:?}"), format!("{again:?}"));
    }

    #[test]
    fn any_text_can_be_explained(body in text()) {
        let mut last = 0;
        for line in explain(&body) {
            let at = |name: &str| line[name].as_u64().unwrap() as usize;
            prop_assert_eq!(slice(&body, at("start"), at("end")), line["text"].as_str().unwrap());
            prop_assert!(last <= at("start"), "not in text order: {}", line);
            prop_assert_eq!(line["reason"].is_null(), line["status"] != "rejected", "{}", line);
            last = at("start");
        }
    }

    /// Nothing of a text reaches the terminal that moves its cursor or reorders other lines.
    #[test]
    fn any_text_is_explained_harmlessly(body in text()) {
        for line in explain_in_words(&body).lines() {
            prop_assert!(!line.contains(char::is_control), "{:?}", line);
            let embeds = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}' | '\u{2067}');
            prop_assert!(!line.contains(embeds), "{:?}", line);
            let isolates = line.matches('\u{2068}').count();
            prop_assert_eq!(isolates, line.matches('\u{2069}').count(), "{:?}", line);
        }
    }

    #[test]
    fn folding_is_idempotent(body in text()) {
        let folded = fold(&body);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn tokens_lie_in_order_inside_the_text(body in text()) {
        let pack: &Pack = &ENGINE.pack;
        let mut normaliser = Normaliser::new(&pack.lexicon);
        let text = normaliser.normalise(&body);
        for pair in text.tokens.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for token in &text.tokens {
            prop_assert!(!token.span.slice(&body).is_empty());
        }
        let covered: Vec<usize> = text.sentences.iter().cloned().flatten().collect();
        prop_assert_eq!(covered, (0..text.tokens.len()).collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(start in select(STARTS), bytes in vec(any::<u8>(), 0..80), body in text()) {
        let folder = tempfile::tempdir().unwrap();
        let content = [start.as_bytes(), body.as_bytes(), &bytes].concat();
        let path = folder.path().join("a");
        std::fs::write(&path, &content).unwrap();
        let formats = InputFormat::names().map(|name| Some(name.parse().unwrap()));
        for format in formats.chain([None]) {
            let options = Options { format, ..Options::default() };
            for document in Documents::open(std::slice::from_ref(&path), options) {
                match document {
                    Ok(document) => prop_assert!(!document.text.trim().is_empty()),
                    Err(failure) => prop_assert!(!failure.to_string().is_empty()),
                }
            }
        }
    }

    #[test]
    fn a_text_without_front_matter_is_read_as_it_stands(body in text()) {
        prop_assume!(!body.starts_with("---") && !body.starts_with('\u{feff}') && !body.trim().is_empty());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, &body).unwrap();
        let read: Vec<_> = Documents::open(&[path], Options::default()).collect();
        prop_assert_eq!(&read[0].as_ref().unwrap().text, &body);
        prop_assert_eq!(read.len(), 1);
    }
}

#[test]
fn every_character_folds_to_something_that_stays() {
    for c in '\0'..=char::MAX {
        let folded = fold(&c.to_string());
        assert_eq!(fold(&folded), folded, "U+{:04X}", c as u32);
    }
}

/// The longest text of one repeated phrase must not take more than a moment.
#[test]
fn a_long_text_of_one_phrase_is_read_soon() {
    for piece in PIECES.iter().filter(|piece| piece.chars().count() > 1) {
        for piece in [format!("{piece} "), format!("{piece}.\n")] {
            let body = piece.repeat(60_000 / piece.len());
            let start = std::time::Instant::now();
            extract(&body, Some("2024-02-29"));
            let seconds = start.elapsed().as_secs_f64();
            assert!(seconds < 3.0, "{piece:?}: {seconds:.1} s for {} bytes", body.len());
        }
    }
}
