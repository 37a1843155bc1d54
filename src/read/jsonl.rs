//! JSON Lines: in, a stream with one object a line; out, a document for each. A bad line is a fault
//! of that line and the rest goes on; lines are read one at a time, whatever the length of the file.

use serde::Deserialize;

use super::{
    Fault, Fields, Format, published,
    stream::{BOM, Line, Stream},
    text::{EMPTY, too_long},
};

/// The format of .jsonl and .ndjson files.
#[derive(Default)]
pub(super) struct JsonLines {
    /// Lines read.
    line: u64,
    /// Lines that hold something, the faulty ones too: mending one changes no other's id.
    record: u64,
    /// Bytes before the next line.
    offset: u64,
    buffer: Vec<u8>,
    /// Whether there is nothing more to read.
    done: bool,
}

/// The fields that are read; others are ignored.
#[derive(Deserialize)]
struct Record {
    id: Option<Id>,
    text: Option<String>,
    published: Option<String>,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

/// Exports give ids as text or as a whole number.
#[derive(Deserialize)]
#[serde(untagged, expecting = "the id must be text or a whole number")]
enum Id {
    Text(String),
    Number(u64),
    Negative(i64),
}

impl JsonLines {
    /// A body may take six times its bytes where a writer escapes every character; the rest is for
    /// the other fields.
    fn longest_line(most: u64) -> u64 {
        most.saturating_mul(6).saturating_add(1 << 20)
    }

    fn fields(&self, most: u64) -> Result<Fields, Fault> {
        let bytes = self.buffer.strip_prefix(BOM).filter(|_| self.line == 1);
        let bytes = bytes.unwrap_or(&self.buffer);
        let base = self.offset + (self.buffer.len() - bytes.len()) as u64;
        let line = std::str::from_utf8(bytes).map_err(|e| Fault::not_utf8(bytes, e, base))?;
        // serde would take an array for a struct
        if !line.trim_start().starts_with('{') {
            return Err(Fault::new("not a JSON record: the line is no object"));
        }
        let record: Record = serde_json::from_str(line).map_err(|e| not_a_record(&e))?;
        let text = record.text.ok_or_else(|| Fault::new("no field \"text\""))?;
        if text.len() as u64 > most {
            return Err(Fault::new(too_long(most)));
        }
        let filled = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
        let published = filled(record.published).map(|value| published::parse(&value)).transpose();
        Ok(Fields {
            record: Some(self.record),
            line: Some(self.line),
            id: filled(record.id.map(|id| match id {
                Id::Text(text) => text,
                Id::Number(number) => number.to_string(),
                Id::Negative(number) => number.to_string(),
            })),
            text,
            published: published.map_err(Fault::published)?,
            title: filled(record.title),
            source: filled(record.source),
            url: filled(record.url),
            language: filled(record.language),
        })
    }
}

impl Format for JsonLines {
    fn next(&mut self, stream: &mut Stream, most: u64) -> Option<Result<Fields, Fault>> {
        while !self.done {
            let read = stream.read_line(&mut self.buffer, JsonLines::longest_line(most));
            self.line += 1;
            let result = match read {
                Ok((0, _)) if self.record > 0 => return None,
                Ok((0, _)) => {
                    self.done = true;
                    return Some(Err(Fault::new(EMPTY)));
                }
                Ok((length, Line::Whole)) if self.buffer.trim_ascii().is_empty() => {
                    self.offset += length;
                    continue;
                }
                Ok((length, line)) => {
                    self.record += 1;
                    let result = match line {
                        Line::Whole => self.fields(most),
                        Line::TooLong => Err(Fault::new(too_long(most))),
                    };
                    self.offset += length;
                    result
                }
                Err(error) => {
                    self.done = true;
                    self.record += 1;
                    Err(Fault::new(format!("cannot read: {error}")))
                }
            };
            let (record, line) = (Some(self.record), Some(self.line));
            return Some(result.map_err(|fault| Fault { record, line, ..fault }));
        }
        None
    }
}

/// What serde says, with our own line instead of its "line 1".
fn not_a_record(error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let reason = match text.rsplit_once(" at line ") {
        Some((cause, _)) => format!("not a JSON record: {cause} at column {}", error.column()),
        None => format!("not a JSON record: {text}"),
    };
    Fault::new(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> Vec<Result<Fields, Fault>> {
        let mut stream = Stream::over(Box::new(text.as_bytes()));
        let mut format = JsonLines::default();
        std::iter::from_fn(|| format.next(&mut stream, 20)).collect()
    }

    #[test]
    fn a_bad_line_does_not_stop_the_rest() {
        let read =
            read("\u{feff}{\"text\":\"a\",\"id\":7}\n\n{\"text\":\n{\"text\":\"b\",\"x\":[]}");
        assert_eq!(read[0].as_ref().unwrap().id.as_deref(), Some("7"));
        let fault = read[1].as_ref().unwrap_err();
        assert_eq!((fault.record, fault.line), (Some(2), Some(3)));
        assert!(fault.reason.contains("at column"), "{}", fault.reason);
        let last = read[2].as_ref().unwrap();
        assert_eq!((last.record, last.line, last.text.as_str()), (Some(3), Some(4), "b"));
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn what_is_no_record() {
        for (line, reason) in [
            ("[1]", "not a JSON record"),
            ("{\"id\":\"a\"}", "no field"),
            ("{\"text\":5}", "not a JSON record"),
            ("{\"text\":\"a\",\"published\":\"today\"}", "published"),
            ("{\"text\":\"123456789012345678901\"}", "longer than 20 bytes"),
            ("{\"text\":\"a\",\"id\":{}}", "the id must be text"),
        ] {
            let fault = read(line).remove(0).unwrap_err();
            assert!(fault.reason.contains(reason), "{line}: {}", fault.reason);
        }
    }
}
