//! Feeds: in, a file of RSS (0.9 to 2.0) or Atom; out, a document for each entry, with its text freed of
//! HTML. Entries are read one at a time; a feed that breaks off gives those before.

use std::collections::BTreeMap;

use quick_xml::{
    Reader as XmlReader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    Fault, Fields, Format, Options, encoding, html,
    jsonl::longest_record,
    published,
    stream::{Capped, Stream, is_over},
};
use crate::record::PublishedBasis;

/// The format of .rss, .atom and .xml files.
#[derive(Default)]
pub(super) struct Feed {
    xml: Option<XmlReader<Capped>>,
    /// Title of the feed.
    title: Option<String>,
    /// Whether it has turned out to be one.
    known: bool,
    /// Whether its root is closed.
    closed: bool,
    record: u64,
    done: bool,
}

/// The texts of an entry by the names of their elements.
type Entry = BTreeMap<String, String>;

/// Deeper than any entry.
const DEEPEST: usize = 256;

/// Names of the root element.
const ROOTS: [&str; 3] = ["rss", "feed", "RDF"];

/// What holds the text, the fullest first.
const TEXTS: [&str; 4] = ["content:encoded", "content", "description", "summary"];

/// What holds the day of publication, the surest first.
const DAYS: [&str; 5] = ["pubDate", "published", "issued", "dc:date", "updated"];

impl Feed {
    fn open(stream: &mut Stream, options: &Options) -> XmlReader<Capped> {
        let label = encoding::labelled(stream.head());
        let label = label.filter(|label| encoding::is_likely(label, stream.head()));
        stream.decode(options.encoding.or(label));
        let capped = Capped { inner: stream.detach(), left: longest_record(options) };
        let mut xml = XmlReader::from_reader(capped);
        // entries may hold HTML that is not escaped, which closes less than it opens
        xml.config_mut().check_end_names = false;
        xml.config_mut().allow_unmatched_ends = true;
        xml.config_mut().allow_dangling_amp = true;
        xml.config_mut().expand_empty_elements = true;
        xml
    }

    /// Goes on to the end of the next entry; `None` behind the last.
    fn entry(
        &mut self,
        xml: &mut XmlReader<Capped>,
        options: &Options,
    ) -> Result<Option<Entry>, Fault> {
        let (mut buffer, mut place) = (Vec::new(), Place::default());
        loop {
            if place.entry.is_none() {
                xml.get_mut().left = longest_record(options);
            }
            buffer.clear();
            let event = xml.read_event_into(&mut buffer);
            match event.map_err(|error| fault(&error, options))? {
                Event::Start(tag) => {
                    self.check_root(&tag)?;
                    place.start(&tag)?;
                }
                Event::End(tag) => {
                    self.closed |= ROOTS.contains(&tag.local_name().into_inner());
                    if let Some(entry) = place.end(plain(tag.name().into_inner())) {
                        return Ok(Some(entry));
                    }
                }
                Event::Text(text) => self.text(&mut place, &text.xml10_content()),
                Event::CData(text) => self.text(&mut place, &text.xml10_content()),
                Event::GeneralRef(name) => {
                    let text = referred(&name, place.path.len() > 1);
                    self.text(&mut place, &text);
                }
                Event::Eof => return self.end(&place),
                _ => {}
            }
        }
    }

    fn check_root(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        self.known |= ROOTS.contains(&tag.local_name().into_inner());
        match self.known {
            true => Ok(()),
            false => Err(Fault::new(format!("no feed: its root is <{}>", tag.name().into_inner()))),
        }
    }

    fn text(&mut self, place: &mut Place, text: &str) {
        let of_feed = match &place.path[..] {
            [.., parent, own] => own == "title" && ["channel", "feed"].contains(&parent.as_str()),
            _ => false,
        };
        if place.entry.is_some() {
            place.add(text);
        } else if of_feed {
            self.title.get_or_insert_default().push_str(text);
        }
    }

    fn end(&self, place: &Place) -> Result<Option<Entry>, Fault> {
        match () {
            () if place.entry.is_some() => Err(Fault::new("the file ends inside an entry")),
            () if !self.known => Err(Fault::new("no feed: no element in it")),
            () if !self.closed => Err(Fault::new("the file ends inside the feed")),
            () if self.record == 0 => Err(Fault::new("no entry in the feed")),
            () => Ok(None),
        }
    }

    fn fields(&self, entry: &Entry, options: &Options) -> Result<Fields, Fault> {
        let filled = |name: &&str| entry.get(*name).filter(|text| !text.trim().is_empty());
        let words = |name: &str| filled(&name).map(|text| text.trim().to_owned());
        let text = TEXTS.iter().find_map(filled).map_or(Ok(String::new()), |t| html::text_of(t))?;
        if text.len() as u64 > options.max_document_size {
            return Err(Fault::too_long(options));
        }
        let day = |name: &&str| published::any(entry.get(*name)?).ok();
        Ok(Fields {
            id: words("guid").or_else(|| words("id")),
            text,
            published: DAYS.iter().find_map(day),
            basis: Some(PublishedBasis::Feed),
            title: words("title").map(|title| one_line(&title)),
            source: self.title.as_deref().map(one_line).filter(|title| !title.is_empty()),
            url: words("link"),
            ..Fields::default()
        })
    }
}

/// Where in a feed it stands.
#[derive(Default)]
struct Place {
    /// The elements it is inside of, from the entry down where it is in one.
    path: Vec<String>,
    entry: Option<Entry>,
}

impl Place {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        let name = plain(tag.name().into_inner()).to_owned();
        if self.entry.is_none() && (name == "item" || name == "entry") {
            self.path.clear();
            self.entry = Some(Entry::new());
            return Ok(());
        }
        match &mut self.entry {
            Some(entry) if self.path.is_empty() && name == "link" => link(tag, entry),
            Some(_) if !self.path.is_empty() => self.add(&format!("<{name}>")),
            _ => {}
        }
        self.path.push(name);
        match self.path.len() > DEEPEST {
            true => Err(Fault::new(format!("elements nested deeper than {DEEPEST}"))),
            false => Ok(()),
        }
    }

    /// Leaves an element; gives the entry if it is that.
    fn end(&mut self, name: &str) -> Option<Entry> {
        match self.path.iter().rposition(|open| open == name) {
            Some(at) => {
                self.path.truncate(at);
                if at > 0 {
                    self.add(&format!("</{name}>"));
                }
                None
            }
            None if name == "item" || name == "entry" => self.entry.take(),
            None => None,
        }
    }

    /// Adds to the text of the entry's element that it is inside of.
    fn add(&mut self, text: &str) {
        if let (Some(entry), Some(name)) = (&mut self.entry, self.path.first()) {
            match entry.get_mut(name) {
                Some(sum) => sum.push_str(text),
                None => drop(entry.insert(name.clone(), text.to_owned())),
            }
        }
    }
}

/// The address of an entry of Atom, which stands in an attribute.
fn link(tag: &BytesStart<'_>, entry: &mut Entry) {
    let value = |name: &str| {
        let attribute = tag.try_get_attribute(name).ok().flatten()?;
        Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    };
    if value("rel").is_none_or(|rel| rel == "alternate")
        && let Some(address) = value("href")
    {
        entry.insert("link".to_owned(), address);
    }
}

/// A name without the prefix that some give to Atom.
fn plain(name: &str) -> &str {
    name.strip_prefix("atom:").unwrap_or(name)
}

/// What a reference stands for, as a piece of HTML; inside of its elements as it is written.
fn referred(name: &BytesRef<'_>, inside: bool) -> String {
    let character = || name.resolve_char_ref().ok().flatten().map(String::from);
    let entity = || resolve_predefined_entity(name).map(str::to_owned);
    let meant = if inside { None } else { character().or_else(entity) };
    meant.unwrap_or_else(|| format!("&{};", &**name))
}

fn one_line(text: &str) -> String {
    let text = html::text_of(text).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fault(error: &quick_xml::Error, options: &Options) -> Fault {
    match error {
        quick_xml::Error::Io(cause) if is_over(cause) => Fault::too_long(options),
        quick_xml::Error::Io(cause) => Fault::unread(cause),
        _ => Fault::new(format!("not XML: {error}")),
    }
}

impl Format for Feed {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        if self.done {
            return None;
        }
        let mut xml = self.xml.take().unwrap_or_else(|| Feed::open(stream, options));
        let read = self.entry(&mut xml, options);
        let offset = Some(xml.error_position()).filter(|offset| *offset > 0);
        self.xml = Some(xml);
        self.done = !matches!(read, Ok(Some(_)));
        let entry = match read {
            Ok(entry) => entry?,
            Err(fault) => return Some(Err(Fault { offset, ..fault })),
        };
        self.record += 1;
        let record = Some(self.record);
        Some(match self.fields(&entry, options) {
            Ok(fields) => Ok(Fields { record, ..fields }),
            Err(fault) => Err(Fault { record, ..fault }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: impl Into<Vec<u8>>) -> Vec<Result<Fields, Fault>> {
        let mut stream = Stream::over(std::io::Cursor::new(text.into()));
        let options = Options { max_document_size: 1000, ..Options::default() };
        let mut format = Feed::default();
        std::iter::from_fn(|| format.next(&mut stream, &options)).take(20).collect()
    }

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "b">]>
<rss version="2.0" xmlns:content="c" xmlns:media="m"><channel><title>Desk &amp; Co</title>
<image><title>logo</title></image>
<item><title>One</title><link>https://a.b/1</link><guid isPermaLink="false">g1</guid>
 <pubDate>Sun, 10 Mar 2024 23:30:00 +0300</pubDate><media:content url="x">no</media:content>
 <description>short</description>
 <content:encoded><![CDATA[<p>First line.</p><p>Second&nbsp;line.</p><script>x</script>]]></content:encoded></item>
<item><description>&lt;b&gt;Bold&lt;/b&gt; &amp;amp; plain &#1575;</description><dc:date>2024-03-11</dc:date></item>
<item><title>no text</title></item>
<item><description>open <br> tags <p>here</description></item>
</channel></rss>"#;

    #[test]
    fn rss() {
        let read = read(RSS);
        let first = read[0].as_ref().unwrap();
        assert_eq!(words(&first.text), ["First", "line.", "Second", "line."]);
        assert_eq!(first.id.as_deref(), Some("g1"));
        assert_eq!(first.url.as_deref(), Some("https://a.b/1"));
        assert_eq!(first.title.as_deref(), Some("One"));
        assert_eq!(first.source.as_deref(), Some("Desk & Co"));
        assert_eq!(first.published.unwrap().to_string(), "2024-03-10");
        let second = read[1].as_ref().unwrap();
        assert_eq!((second.text.as_str(), second.record), ("Bold & plain \u{627}", Some(2)));
        assert_eq!(second.published.unwrap().to_string(), "2024-03-11");
        assert_eq!(read[2].as_ref().unwrap().text, "");
        assert_eq!(words(&read[3].as_ref().unwrap().text), ["open", "tags", "here"]);
        assert_eq!(read.len(), 4);
    }

    #[test]
    fn atom() {
        let read = read(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">F</title>
            <entry><id>urn:1</id><title>T</title>
            <link rel="self" href="no"/><link href="https://a.b/?c&amp;d"/>
            <updated>2024-03-12T00:00:00Z</updated><published>2024-03-10T23:00:00Z</published>
            <author><name>n</name></author><summary>s</summary>
            <content type="xhtml"><div><p>A &lt; B</p><p>C</p></div></content></entry></feed>"#,
        );
        let entry = read[0].as_ref().unwrap();
        assert_eq!(words(&entry.text), ["A", "<", "B", "C"]);
        assert_eq!(entry.id.as_deref(), Some("urn:1"));
        assert_eq!(entry.url.as_deref(), Some("https://a.b/?c&d"));
        assert_eq!(entry.published.unwrap().to_string(), "2024-03-10");
        assert_eq!(read.len(), 1);
    }

    #[test]
    fn broken_feeds() {
        let one = |text: &str| read(text).pop().unwrap().unwrap_err().reason;
        let item = "<rss><item><description>a</description></item>";
        for (text, reason) in [
            ("", "no feed: no element in it"),
            ("plain", "no feed: no element in it"),
            ("<html><p>x", "no feed: its root is <html>"),
            ("<rss><channel></channel></rss>", "no entry in the feed"),
            (&format!("{item}<item>"), "the file ends inside an entry"),
            (&format!("{item}<item <"), "not XML: "),
            (&format!("{item}<![CDATA["), "not XML: "),
        ] {
            assert!(one(text).starts_with(reason), "{text}: {}", one(text));
        }
        assert!(one(&format!("<rss><item>{}", "<p>".repeat(1000))).contains("nested deeper"));
        let endless = format!("<rss><item><description>{}", "x".repeat(3_000_000));
        assert!(one(&endless).starts_with("longer than 1000 bytes"));
        let cut = read(&RSS[..RSS.len() - 80]);
        assert_eq!(cut[3].as_ref().unwrap_err().reason, "the file ends inside the feed");
    }

    #[test]
    fn a_feed_in_an_old_encoding() {
        let text = "\u{642}\u{62a}\u{644} \u{631}\u{62c}\u{644}";
        let xml = format!(
            "<?xml version='1.0' encoding='windows-1256'?>\
             <rss><item><description>{text}</description></item></rss>"
        );
        let read = read(encoding_rs::WINDOWS_1256.encode(&xml).0.into_owned());
        assert_eq!(read[0].as_ref().unwrap().text, text);
    }
}
