//! Which format a file is in: in, its name and its first bytes; out, one of the formats.

use std::{fmt, str::FromStr};

use super::{Format, feed, html, json, jsonl, table, telegram, text, warc};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputFormat {
    /// Plain text, with or without front matter.
    Text,
    /// A list of JSON objects, one object, or one that holds such a list.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A table with a header, its cells separated by commas, semicolons or tabs.
    Csv,
    /// The same, by tabs.
    Tsv,
    /// A web page.
    Html,
    /// The `result.json` of Telegram Desktop, of one chat or of all.
    Telegram,
    /// RSS or Atom.
    Feed,
    /// A web archive.
    Warc,
}

/// Every format: its name on the command line, its extensions.
const FORMATS: &[(InputFormat, &str, &[&str])] = &[
    (InputFormat::Text, "text", &["txt"]),
    (InputFormat::Json, "json", &["json"]),
    (InputFormat::JsonLines, "jsonl", &["jsonl", "ndjson"]),
    (InputFormat::Csv, "csv", &["csv"]),
    (InputFormat::Tsv, "tsv", &["tsv", "tab"]),
    (InputFormat::Html, "html", &["html", "htm", "xhtml"]),
    // a .json file that begins like one
    (InputFormat::Telegram, "telegram", &[]),
    (InputFormat::Feed, "feed", &["rss", "atom", "xml"]),
    (InputFormat::Warc, "warc", &["warc"]),
];

/// Extensions of compressed files, which stand behind that of the format.
const PACKED: [&str; 2] = [".gz", ".zst"];

impl InputFormat {
    /// The names of all formats.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|(_, name, _)| *name)
    }

    /// By the extension of a file's name.
    pub(super) fn of_name(name: &str) -> Option<InputFormat> {
        let name = name.to_ascii_lowercase();
        let name = PACKED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
        let (_, extension) = name.rsplit_once('.')?;
        FORMATS.iter().find(|(_, _, all)| all.contains(&extension)).map(|(format, ..)| *format)
    }

    /// By the name, or the first bytes where it says nothing or too little.
    pub(super) fn of(name: &str, head: &[u8]) -> InputFormat {
        match InputFormat::of_name(name) {
            Some(InputFormat::Json) if telegram::begins_like_it(head) => InputFormat::Telegram,
            Some(format) => format,
            None => InputFormat::of_head(head),
        }
    }

    /// By the first bytes, of a file whose name says nothing. Tables have no mark of their own.
    pub(super) fn of_head(head: &[u8]) -> InputFormat {
        let head = head.strip_prefix(super::stream::BOM).unwrap_or(head).trim_ascii_start();
        match head {
            [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => InputFormat::Json,
            [b'{', ..] if telegram::begins_like_it(head) => InputFormat::Telegram,
            [b'{', rest @ ..] if begins_an_object(rest) => json_or_lines(head),
            [b'<', rest @ ..] => markup(rest),
            _ if head.starts_with(b"WARC/") => InputFormat::Warc,
            _ => InputFormat::Text,
        }
    }

    /// A reader of it.
    pub(super) fn reader(self) -> Box<dyn Format> {
        match self {
            InputFormat::Text => Box::new(text::Text::default()),
            InputFormat::Json => Box::new(json::Json::default()),
            InputFormat::JsonLines => Box::new(jsonl::JsonLines::default()),
            InputFormat::Csv => Box::new(table::Table::csv()),
            InputFormat::Tsv => Box::new(table::Table::tsv()),
            InputFormat::Html => Box::new(html::Html::default()),
            InputFormat::Telegram => Box::new(telegram::Telegram::default()),
            InputFormat::Feed => Box::new(feed::Feed::default()),
            InputFormat::Warc => Box::new(warc::Warc::default()),
        }
    }
}

/// All extensions, for messages.
pub(super) fn extensions() -> String {
    let all = FORMATS.iter().flat_map(|(_, _, extensions)| *extensions);
    all.map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(", ")
}

/// What begins like this behind `<`.
fn markup(rest: &[u8]) -> InputFormat {
    let rest = rest[..rest.len().min(4096)].to_ascii_lowercase();
    let text = String::from_utf8_lossy(&rest);
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match () {
        () if begins(&["!doctype html", "html", "head", "body"]) => InputFormat::Html,
        () if begins(&["rss", "feed", "rdf:rdf"]) => InputFormat::Feed,
        () if begins(&["?xml"]) && has(&["<rss", "<feed", "<rdf:rdf"]) => InputFormat::Feed,
        () if begins(&["?xml"]) && has(&["<html"]) => InputFormat::Html,
        () => InputFormat::Text,
    }
}

fn begins_an_object(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    rest.is_empty() || rest.starts_with(b"\"") || rest.starts_with(b"}")
}

/// An object of several lines is no record of JSON Lines.
fn json_or_lines(head: &[u8]) -> InputFormat {
    let mut lines = head.splitn(2, |byte| *byte == b'\n');
    let (first, more) = (lines.next().unwrap_or_default(), lines.next());
    let one_line = more.is_none_or(|more| more.trim_ascii_start().starts_with(b"{"));
    match one_line || first.trim_ascii_end().ends_with(b"}") {
        true => InputFormat::JsonLines,
        false => InputFormat::Json,
    }
}

impl fmt::Display for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FORMATS.iter().find(|(format, ..)| format == self).map(|(_, name, _)| *name);
        f.write_str(name.unwrap_or_default())
    }
}

impl FromStr for InputFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<InputFormat, String> {
        let format = FORMATS.iter().find(|(_, known, _)| *known == name);
        let known = || InputFormat::names().collect::<Vec<_>>().join(", ");
        format
            .map(|(format, ..)| *format)
            .ok_or_else(|| format!("unknown format {name:?} ({})", known()))
    }
}
