//! Web archives: in, the records of a WARC file; out, a document for each response that is a web page.
//! Requests, pictures and what the server refused are passed over; a file that ends in the middle
//! gives what was whole.

use std::io::{self, Read};

use super::{
    Fault, Fields, Format, Options, compression, html,
    kind::InputFormat,
    stream::{Line, Stream},
    text::EMPTY,
};

/// Longest line of a header, and most of them.
const LONGEST_LINE: u64 = 1 << 16;
const MOST_LINES: usize = 1000;

/// More than any header of HTTP.
const LONGEST_HEAD: u64 = 1 << 18;

/// The format of .warc files.
#[derive(Default)]
pub(super) struct Warc {
    /// Records so far, of all kinds.
    record: u64,
    /// Bytes before what comes next.
    offset: u64,
    /// Bytes before the record.
    begin: u64,
    done: bool,
}

/// The fields of a record's header that are used.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    id: Option<String>,
    uri: Option<String>,
    length: u64,
}

/// What a server answered.
struct Answer<'b> {
    media: String,
    chunked: bool,
    encodings: Vec<String>,
    body: &'b [u8],
}

impl Warc {
    /// The next record; `None` at the end of the file, `Some(Ok(None))` when it holds no page.
    fn record(
        &mut self,
        stream: &mut Stream,
        options: &Options,
    ) -> Option<Result<Option<Fields>, Fault>> {
        let header = match self.header(stream) {
            Ok(None) => return None,
            Ok(Some(header)) => header,
            Err(fault) => {
                self.done = true;
                return Some(Err(fault));
            }
        };
        let most = options.max_document_size.saturating_add(LONGEST_HEAD);
        let wanted = header.kind == "response";
        if !wanted || header.length > most {
            return Some(self.pass(stream, header.length).and_then(|()| match wanted {
                true => Err(Fault::too_long(options)),
                false => Ok(None),
            }));
        }
        let mut block = Vec::new();
        let read = stream.by_ref().take(header.length).read_to_end(&mut block);
        self.offset += block.len() as u64;
        if let Err(fault) = self.whole(read, header.length) {
            return Some(Err(fault));
        }
        Some(page(&header, &block, options))
    }

    /// Reads up to the empty line behind a header; `None` where there is no more.
    fn header(&mut self, stream: &mut Stream) -> Result<Option<Header>, Fault> {
        let mut line = Vec::new();
        self.begin = self.offset;
        while self.line(stream, &mut line)? {
            if !line.trim_ascii().is_empty() {
                break;
            }
            self.begin = self.offset;
        }
        if line.is_empty() {
            return match self.record {
                0 => Err(Fault::new(EMPTY)),
                _ => Ok(None),
            };
        }
        self.record += 1;
        if !line.starts_with(b"WARC/") {
            return Err(Fault::new("no record of a web archive begins here (expected WARC/)"));
        }
        let (mut header, mut length) = (Header::default(), None);
        for _ in 0..MOST_LINES {
            if !self.line(stream, &mut line)? {
                return Err(Fault::new("the file ends inside the header of a record"));
            }
            let text = String::from_utf8_lossy(line.trim_ascii());
            if text.is_empty() {
                header.length = length.ok_or_else(|| Fault::new("a record without its length"))?;
                return Ok(Some(header));
            }
            let (name, value) = text.split_once(':').unwrap_or((&text, ""));
            let value = value.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-record-id" => header.id = Some(value).filter(|id| !id.is_empty()),
                "warc-target-uri" => header.uri = Some(value),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        Err(Fault::new("the header of a record does not end"))
    }

    /// The next line with its end; false behind the last.
    fn line(&mut self, stream: &mut Stream, line: &mut Vec<u8>) -> Result<bool, Fault> {
        let read = stream.read_line(line, LONGEST_LINE).map_err(|error| Fault::unread(&error))?;
        self.offset += read.0;
        match read.1 {
            Line::Whole => {
                // an empty line is not the end of the file
                line.extend((read.0 > 0).then_some(b'\n'));
                Ok(read.0 > 0)
            }
            Line::TooLong => Err(Fault::new("a line in the header of a record is too long")),
        }
    }

    fn pass(&mut self, stream: &mut Stream, length: u64) -> Result<(), Fault> {
        let passed = io::copy(&mut stream.by_ref().take(length), &mut io::sink());
        self.offset += passed.as_ref().copied().unwrap_or(0);
        self.whole(passed, length)
    }

    /// Whether all of a block was there; what is cut off is the end of it.
    fn whole(&mut self, read: io::Result<impl TryInto<u64>>, length: u64) -> Result<(), Fault> {
        let fault = match read.map(|read| read.try_into().ok()) {
            Ok(read) if read == Some(length) => return Ok(()),
            Ok(_) => Fault::new("the file ends inside a record"),
            Err(error) => Fault::unread(&error),
        };
        self.done = true;
        Err(fault)
    }
}

impl Format for Warc {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        while !self.done {
            let read = self.record(stream, options);
            let offset = Some(self.begin);
            let record = (self.record > 0).then_some(self.record);
            match read {
                Some(Ok(None)) => {}
                Some(Ok(Some(fields))) => return Some(Ok(Fields { record, ..fields })),
                Some(Err(fault)) => return Some(Err(Fault { record, offset, ..fault })),
                None => self.done = true,
            }
        }
        None
    }
}

/// The document in a response, if it is a page.
fn page(header: &Header, block: &[u8], options: &Options) -> Result<Option<Fields>, Fault> {
    let Some(answer) = answer(block)? else {
        return Ok(None);
    };
    let (media, parameters) = answer.media.split_once(';').unwrap_or((&answer.media, ""));
    let media = media.trim();
    if !media.is_empty() && media != "text/html" && media != "application/xhtml+xml" {
        return Ok(None);
    }
    let body = body(&answer, options)?;
    if media.is_empty() && InputFormat::of_head(&body) != InputFormat::Html {
        return Ok(None);
    }
    let charset = parameters.split_once("charset=").map(|(_, name)| name.trim_matches(['"', ' ']));
    let fields = html::page(&body, charset, options)?;
    let url = header.uri.clone().or(fields.url);
    Ok(Some(Fields { id: header.id.clone(), url, ..fields }))
}

/// What is in a block of HTTP, if the server gave what was asked for.
fn answer(block: &[u8]) -> Result<Option<Answer<'_>>, Fault> {
    let mut headers = vec![httparse::EMPTY_HEADER; 256];
    let mut response = httparse::Response::new(&mut headers);
    let bad = |cause: &str| Fault::new(format!("no answer of a web server: {cause}"));
    let length = match response.parse(block) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Err(bad("its header does not end")),
        Err(error) => return Err(bad(&error.to_string())),
    };
    if response.code != Some(200) {
        return Ok(None);
    }
    let value = |name: &str| {
        let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        let value = header.map(|header| String::from_utf8_lossy(header.value));
        value.unwrap_or_default().trim().to_ascii_lowercase()
    };
    let encodings = value("content-encoding");
    let encodings = encodings.split(',').map(|name| name.trim().to_owned()).rev();
    Ok(Some(Answer {
        media: value("content-type"),
        chunked: value("transfer-encoding").contains("chunked"),
        encodings: encodings.filter(|name| !name.is_empty()).collect(),
        body: &block[length..],
    }))
}

/// The page itself. Archives often hold it unpacked already, under the header of the packed one.
fn body(answer: &Answer<'_>, options: &Options) -> Result<Vec<u8>, Fault> {
    let joined = if answer.chunked { joined(answer.body) } else { None };
    let mut body = joined.unwrap_or_else(|| answer.body.to_vec());
    for name in &answer.encodings {
        if InputFormat::of_head(&body) == InputFormat::Html {
            break;
        }
        body = unpacked(name, &body, options)?;
    }
    Ok(body)
}

fn unpacked(name: &str, body: &[u8], options: &Options) -> Result<Vec<u8>, Fault> {
    let most = options.max_document_size;
    let unpacking = compression::by_name(name, body)
        .ok_or_else(|| Fault::new(format!("packed in a way that is not read: {name:?}")))?;
    let mut plain = Vec::new();
    let read = unpacking.take(most.saturating_add(1)).read_to_end(&mut plain);
    match read {
        Ok(_) if plain.len() as u64 > most => Err(Fault::too_long(options)),
        Ok(_) => Ok(plain),
        Err(error) => Err(Fault::unread(&format!("{name}: {error}"))),
    }
}

/// A body sent in chunks; `None` if it is not.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((start, length))) = httparse::parse_chunk_size(chunks)
        else {
            return None;
        };
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        body.extend_from_slice(chunks.get(start..end)?);
        if length == 0 {
            return Some(body);
        }
        chunks = chunks[end..].strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, id: u8, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{id}>\r\n\
             WARC-Target-URI: https://a.b/{id}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 {status}\r\n{headers}\r\n\r\n").as_bytes(), body].concat()
    }

    fn read(bytes: Vec<u8>) -> Vec<Result<Fields, Fault>> {
        let mut stream = Stream::over(io::Cursor::new(bytes));
        let options = Options { max_document_size: 1000, ..Options::default() };
        let mut format = Warc::default();
        std::iter::from_fn(|| format.next(&mut stream, &options)).take(20).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        let level = flate2::Compression::default();
        flate2::bufread::GzEncoder::new(bytes, level).read_to_end(&mut packed).unwrap();
        packed
    }

    const HTML: &str = "Content-Type: text/html; charset=utf-8";
    const PAGE: &[u8] = b"<html><title>t</title><p>Some words.</p>";

    #[test]
    fn pages_among_other_records() {
        let chunks = b"5;x=y\r\n<p>Ch\r\n4\r\nunks\r\n0\r\n\r\n";
        let packed = gzip(PAGE);
        let file = [
            record("warcinfo", 0, b"software: x"),
            record("request", 1, b"GET / HTTP/1.1\r\n\r\n"),
            record("response", 2, &http("200 OK", HTML, PAGE)),
            record("response", 3, &http("404 Not Found", HTML, PAGE)),
            record("response", 4, &http("200 OK", "Content-Type: image/png", b"\x89PNG")),
            record(
                "response",
                5,
                &http("200", &format!("{HTML}\r\nTransfer-Encoding: chunked"), chunks),
            ),
            record(
                "response",
                6,
                &http("200", &format!("{HTML}\r\nContent-Encoding: gzip"), &packed),
            ),
            record("response", 7, &http("200", &format!("{HTML}\r\nContent-Encoding: br"), PAGE)),
        ];
        let read = read(file.concat());
        let found: Vec<_> = read.iter().map(|read| read.as_ref().unwrap()).collect();
        let ids: Vec<_> = found.iter().map(|fields| fields.id.as_deref().unwrap()).collect();
        assert_eq!(ids, ["urn:x:2", "urn:x:5", "urn:x:6", "urn:x:7"]);
        assert_eq!(found[0].url.as_deref(), Some("https://a.b/2"));
        assert_eq!(found[0].text.trim(), "Some words.");
        assert_eq!(found[1].text.trim(), "Chunks");
        assert_eq!((found[2].text.trim(), found[2].record), ("Some words.", Some(7)));
    }

    #[test]
    fn broken_records_and_files() {
        let good = record("response", 1, &http("200 OK", HTML, PAGE));
        let long = [PAGE, &b"x".repeat(300_000)].concat();
        let bomb = gzip(&b" ".repeat(100_000));
        let file = [
            good.clone(),
            record("response", 2, b"no HTTP"),
            record("response", 3, &http("200 OK", HTML, b"<p>")),
            record("response", 4, &http("200 OK", HTML, &long)),
            record(
                "response",
                5,
                &http("200", &format!("{HTML}\r\nContent-Encoding: gzip"), &bomb),
            ),
            record("response", 6, &http("200", &format!("{HTML}\r\nContent-Encoding: br"), b"x")),
            record("response", 7, &http("200 OK", HTML, PAGE)),
            good[..good.len() - 20].to_vec(),
        ];
        let read = read(file.concat());
        let said = |at: usize| read[at].as_ref().unwrap_err().reason.clone();
        assert!(said(1).starts_with("no answer of a web server: "), "{}", said(1));
        assert_eq!(said(2), "no text on the page");
        assert!(said(3).starts_with("longer than 1000 bytes"));
        assert!(said(4).starts_with("longer than 1000 bytes"));
        assert_eq!(said(5), "packed in a way that is not read: \"br\"");
        assert_eq!(read[6].as_ref().unwrap().id.as_deref(), Some("urn:x:7"));
        assert_eq!(said(7), "the file ends inside a record");
        assert_eq!(read[1].as_ref().unwrap_err().offset, Some(good.len() as u64));
        assert_eq!(read.len(), 8);
    }

    #[test]
    fn what_is_no_archive() {
        for (bytes, reason) in [
            (&b""[..], "empty"),
            (b"\r\n\r\n", "empty"),
            (b"HTTP/1.1 200 OK\r\n", "no record of a web archive"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n", "the file ends inside the header"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "a record without its length"),
            (b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n", "a record without"),
            (b"WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\nx", "the file ends inside"),
        ] {
            let read = read(bytes.to_vec());
            let said = &read[0].as_ref().unwrap_err().reason;
            assert!(said.starts_with(reason), "{said}");
            assert_eq!(read.len(), 1);
        }
    }
}
