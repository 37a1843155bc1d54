//! Web pages: in, a page; out, its article as a document, with the title, the day of publication and the
//! address that its metadata name. Menus, lists of links and the like are left out.

use std::collections::HashMap;

use chrono::NaiveDate;
use dom_query::{Document as Tree, NodeRef};
use dom_smoothie::{Article, Config, Readability, TextMode};
use encoding_rs::UTF_8;

use super::{
    Fault, Fields, Format, Options,
    encoding::{self, Name},
    published,
    stream::Stream,
    text::whole,
};
use crate::record::PublishedBasis;

/// Browsers go no deeper; parsers of pages that do take very long.
const DEEPEST: usize = 512;

/// More references like `&amp;` than any article has, even if each of its letters is one. The parser
/// takes the square of their number.
const MOST_REFERENCES: usize = 500_000;

/// More elements than any page forgets to close.
const MOST_OPEN: usize = 2_000;

/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose end may be left out.
const CLOSED_BY_THE_NEXT: [&str; 14] = [
    "body", "dd", "dt", "head", "html", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead",
    "tr",
];

/// More elements than any article has about it.
const MOST_ELEMENTS: usize = 200_000;

/// Where pages say when they were published, beside JSON-LD and OpenGraph: what to look for, and the
/// attribute that holds it. The surest first.
const DATES: [(&str, &str); 4] = [
    ("time[itemprop='datePublished'], time[pubdate]", "datetime"),
    ("meta[itemprop='datePublished']", "content"),
    (
        "meta[name='date'], meta[name='pubdate'], meta[name='publishdate'], \
         meta[name='publish-date'], meta[name='publication_date'], meta[name='DC.date'], \
         meta[name='DC.date.issued'], meta[name='dcterms.created'], meta[name='parsely-pub-date']",
        "content",
    ),
    ("article time[datetime]", "datetime"),
];

/// Parts of a page that are not its text.
const ASIDE: &str =
    "script, style, noscript, template, nav, header, footer, aside, form, button, select, iframe";

/// The format of .html files.
#[derive(Default)]
pub(super) struct Html {
    done: bool,
}

impl Format for Html {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        (!std::mem::replace(&mut self.done, true))
            .then(|| page(&whole(stream, options)?, None, options))
    }
}

/// The document of a page, whose server may have named its encoding.
pub(super) fn page(bytes: &[u8], served: Option<&str>, options: &Options) -> Result<Fields, Fault> {
    let (html, encoding) = decode(bytes, served, options)?;
    let tree = parse(&html)?;
    let url = address(&tree);
    let day = published_in(&tree);
    let read = Readability::with_document(tree, None, Some(config()))
        .and_then(|mut readability| readability.parse());
    let article = read.ok().filter(|article| !article.text_content.trim().is_empty());
    let fields = Fields {
        url: url.or_else(|| article.as_ref()?.url.clone()),
        encoding: Some(encoding),
        basis: Some(PublishedBasis::Metadata),
        ..Fields::default()
    };
    match article {
        Some(article) => Ok(of_article(article, day, fields)),
        None => of_body(&html, day, fields),
    }
}

fn config() -> Config {
    Config {
        max_elements_to_parse: MOST_ELEMENTS,
        text_mode: TextMode::Formatted,
        ..Config::default()
    }
}

fn of_article(article: Article, day: Option<NaiveDate>, fields: Fields) -> Fields {
    let stated = article.published_time.and_then(|value| published::any(&value).ok());
    Fields {
        text: article.text_content.to_string(),
        published: stated.or(day),
        title: filled(Some(article.title)),
        source: filled(article.site_name),
        ..fields
    }
}

/// All text of a page in which no article was found.
fn of_body(html: &str, day: Option<NaiveDate>, fields: Fields) -> Result<Fields, Fault> {
    let tree = parse(html)?;
    tree.select(ASIDE).remove();
    let text = tree.body().map(|body| body.formatted_text().to_string()).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Fault::new("no text on the page"));
    }
    let title = tree.select("title").text().to_string();
    Ok(Fields { text, published: day, title: filled(Some(title)), ..fields })
}

fn parse(html: &str) -> Result<Tree, Fault> {
    let deep = || Fault::new(format!("elements nested deeper than {DEEPEST}"));
    if html.bytes().filter(|byte| *byte == b'&').count() > MOST_REFERENCES {
        return Err(Fault::new(format!("more than {MOST_REFERENCES} character references")));
    }
    if left_open(html) > MOST_OPEN {
        return Err(deep());
    }
    let tree = Tree::from(html);
    if too_deep(&tree.root()) { Err(deep()) } else { Ok(tree) }
}

/// About how many elements are open at once, at most. A parser walks all of them for each tag, so this
/// has to be known before it begins.
fn left_open(html: &str) -> usize {
    let foreign = html.contains("<svg") || html.contains("<math");
    let (mut open, mut sum, mut most) = (HashMap::<&str, usize>::new(), 0_usize, 0);
    for tag in html.split('<').skip(1) {
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let implied = CLOSED_BY_THE_NEXT.iter().any(|one| one.eq_ignore_ascii_case(name));
        if name.is_empty() || VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) {
            continue;
        }
        // inside of pictures and formulas nothing is closed by the next
        if implied && !foreign {
            continue;
        }
        let count = open.entry(name).or_default();
        match closing {
            true if *count > 0 => (*count, sum) = (*count - 1, sum - 1),
            true => {}
            false => (*count, sum) = (*count + 1, sum + 1),
        }
        most = most.max(sum);
    }
    most
}

/// Goes down without recursion, for the page may be made to break it.
fn too_deep(root: &NodeRef<'_>) -> bool {
    let mut open = vec![(*root, 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return true;
        }
        open.extend(node.children().into_iter().map(|child| (child, depth + 1)));
    }
    false
}

/// The plain text of a piece of HTML, as feeds hold it.
pub(super) fn text_of(html: &str) -> Result<String, Fault> {
    let tree = parse(html)?;
    tree.select("script, style").remove();
    Ok(tree.formatted_text().to_string())
}

fn address(tree: &Tree) -> Option<String> {
    let canonical = tree.select_single("link[rel='canonical']").attr("href");
    let shared = || tree.select_single("meta[property='og:url']").attr("content");
    let url = filled(canonical.or_else(shared).map(|url| url.to_string()))?;
    url.starts_with("http").then_some(url)
}

/// The day in the first of the usual places that has one; a page with several `<time>` elements has
/// it there only if they agree.
fn published_in(tree: &Tree) -> Option<NaiveDate> {
    let days = |(selector, attribute): &(&str, &str)| {
        let found = tree.select(selector);
        let values = found.nodes().iter().filter_map(|node| node.attr(attribute));
        values.filter_map(|value| published::any(&value).ok()).collect::<Vec<_>>()
    };
    let stated = DATES.iter().find_map(|place| days(place).first().copied());
    stated.or_else(|| {
        let all = days(&("time[datetime]", "datetime"));
        let first = *all.first()?;
        all.iter().all(|day| *day == first).then_some(first)
    })
}

fn filled(value: Option<String>) -> Option<String> {
    let value = value?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then_some(value)
}

/// The text of a page. Labels are believed as far as the bytes agree; single broken characters are
/// replaced, as browsers do.
fn decode(bytes: &[u8], served: Option<&str>, options: &Options) -> Result<(String, Name), Fault> {
    let label = served.and_then(|name| encoding::parse(name).ok());
    let label = label.or_else(|| encoding::labelled(bytes));
    let likely = label.filter(|label| encoding::is_likely(label, bytes));
    let first = encoding::of(bytes, options.encoding.or(likely), true);
    let strict = |encoding| encoding::strict(bytes, encoding).map(|text| (text, encoding));
    if let Some(found) = first.and_then(strict) {
        return Ok(found);
    }
    if let Some(found) = encoding::sniff(bytes, true).and_then(strict) {
        return Ok(found);
    }
    let encoding = first.or(label).unwrap_or(UTF_8);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let broken = text.matches('\u{fffd}').count();
    match broken * 100 > text.chars().count() {
        true => Err(Fault::new(format!("not {}", encoding.name()))),
        false => Ok((text.into_owned(), encoding)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "<p>The quick brown fox jumps over the lazy dog, and then it does so again, \
        for the sake of a paragraph that is long enough, with commas, to be one.</p>";

    fn read(html: &str) -> Result<Fields, String> {
        page(html.as_bytes(), None, &Options::default()).map_err(|fault| fault.reason)
    }

    #[test]
    fn the_article_and_what_its_page_says_of_it() {
        let html = format!(
            "<!doctype html><html><head><title>T - Site</title>
            <meta property='og:title' content='T'><meta property='og:site_name' content='S'>
            <link rel=canonical href='https://a.b/c'>
            <meta property='article:published_time' content='2024-03-10T23:00:00-05:00'></head>
            <body><nav><a href=/>Home</a> <a href=/x>News</a></nav><main><article><h1>T</h1>{}
            </article></main><script>var x = 1;</script><footer>All rights</footer></body></html>",
            LINE.repeat(5)
        );
        let read = read(&html).unwrap();
        assert_eq!(read.text.matches("quick brown").count(), 5);
        for noise in ["Home", "var x", "rights"] {
            assert!(!read.text.contains(noise), "{}", read.text);
        }
        assert_eq!((read.title.as_deref(), read.source.as_deref()), (Some("T"), Some("S")));
        assert_eq!(read.url.as_deref(), Some("https://a.b/c"));
        assert_eq!(read.published.unwrap().to_string(), "2024-03-10");
    }

    #[test]
    fn where_the_day_of_publication_stands() {
        for (head, day) in [
            (
                "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\
                 \"@type\":\"NewsArticle\",\"headline\":\"T\",\
                 \"datePublished\":\"2024-03-10T10:00:00Z\"}</script>",
                Some("2024-03-10"),
            ),
            ("<meta property=article:published_time content=2024-03-10>", Some("2024-03-10")),
            ("<time itemprop=datePublished datetime=2024-03-10>x</time>", Some("2024-03-10")),
            ("<meta name=pubdate content='Sun, 10 Mar 2024 10:00:00 GMT'>", Some("2024-03-10")),
            (
                "<time datetime=2024-03-10>x</time><time datetime='2024-03-10 20:00'>",
                Some("2024-03-10"),
            ),
            ("<time datetime=2024-03-10>x</time><time datetime=2024-03-11>y</time>", None),
            ("<meta name=date content=yesterday>", None),
        ] {
            let read = read(&format!("<html><body>{head}{}", LINE.repeat(5))).unwrap();
            assert_eq!(read.published.map(|day| day.to_string()).as_deref(), day, "{head}");
        }
    }

    #[test]
    fn a_short_page_is_read_whole_and_an_empty_one_is_none() {
        assert_eq!(read("<title>t</title><p>Two words.</p>").unwrap().text.trim(), "Two words.");
        for html in ["", "<p> ", "<html><body><script>x</script>", "<img src=a.png>"] {
            assert_eq!(read(html).unwrap_err(), "no text on the page", "{html}");
        }
    }

    #[test]
    fn labels_are_believed_as_far_as_the_bytes_agree() {
        let words = "\u{642}\u{62a}\u{644} \u{631}\u{62c}\u{644} \u{641}\u{64a} \
            \u{627}\u{644}\u{645}\u{62f}\u{64a}\u{646}\u{629} \u{627}\u{644}\u{64a}\u{648}\u{645}";
        let old = |label: &str| {
            let html = format!("<meta charset={label}><p>{words}</p>");
            encoding_rs::WINDOWS_1256.encode(&html).0.into_owned()
        };
        for label in ["windows-1256", "utf-8", "nonsense", "'cp1256'"] {
            let read = page(&old(label), None, &Options::default()).unwrap();
            assert_eq!(read.encoding, Some(encoding_rs::WINDOWS_1256), "{label}");
            assert_eq!(read.text.trim(), words);
        }
        let read = page(&old("utf-8"), Some("windows-1256"), &Options::default()).unwrap();
        assert_eq!(read.text.trim(), words);
        // one broken letter costs one letter
        let mut bytes = format!("<meta charset=utf-8><p>{}", words.repeat(5)).into_bytes();
        let last = bytes.len() - 1;
        bytes[last] = b' ';
        let read = page(&bytes, None, &Options::default()).unwrap();
        assert_eq!(read.text.matches('\u{fffd}').count(), 1);
    }

    #[test]
    fn pages_made_to_break_readers_are_refused_soon() {
        let list = "[".repeat(500_000);
        let _ = read(&format!("<script type='application/ld+json'>{list}</script><p>a"));
        for piece in [
            "<div>",
            "<a>",
            "<b><p>",
            "<b><div></b>",
            "<table><td>",
            "<p>a</p>",
            "<p>a",
            "<br>",
            "<form><div>",
            "<svg><li>",
            "<!--",
            "&amp",
            "<a-\u{e9}",
        ] {
            let start = std::time::Instant::now();
            let _ = read(&piece.repeat(100_000 / piece.len()));
            let seconds = start.elapsed().as_secs_f64();
            eprintln!("{piece} {seconds:.2}");
            assert!(seconds < 5.0, "{piece}: {seconds:.1} s");
        }
        assert!(read(&"&amp".repeat(600_000)).unwrap_err().contains("character references"));
        assert!(read(&"<div>".repeat(3000)).unwrap_err().contains("nested deeper than 512"));
        assert!(read(&"<div>".repeat(600)).unwrap_err().contains("nested deeper than 512"));
    }
}
