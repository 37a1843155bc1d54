//! JSON: in, a stream with a list of objects, one object, or one that holds such a list; out, a document
//! for each. A broken record is a fault of that record, unless it hides where the next one begins.

use std::mem;

use super::{
    Fault, Fields, Format, Options,
    jsonl::longest_record,
    record::{self, Record},
    scan::{Piece, Scanner},
    stream::Stream,
    text::EMPTY,
};

/// Under these names exports wrap their list of records.
const LISTS: [&str; 9] =
    ["articles", "data", "documents", "entries", "hits", "items", "messages", "records", "results"];

/// The format of .json files.
#[derive(Default)]
pub(super) struct Json {
    scanner: Scanner,
    place: Place,
    /// Records so far, the faulty ones too.
    record: u64,
    buffer: Vec<u8>,
}

/// Where the next record is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Place {
    /// Outside of everything.
    #[default]
    Top,
    /// In the list that the file is.
    List,
    /// In a list inside of an object.
    Wrapped,
    /// Nowhere.
    End,
}

impl Json {
    fn step(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        match self.place {
            Place::Top => self.top(stream, options),
            Place::List | Place::Wrapped => self.element(stream, options),
            Place::End => None,
        }
    }

    fn top(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        match self.scanner.peek(stream) {
            Ok(Some(b'[')) => {
                self.place = Place::List;
                self.scanner.take(stream, b'[').err().map(Err)
            }
            Ok(Some(b'{')) => self.object(stream, options).transpose(),
            Ok(None) if self.record > 0 => self.end(),
            Ok(None) => Some(Err(Fault::new(EMPTY))),
            Ok(Some(_)) => Some(Err(self.scanner.fault("not JSON: expected [ or {"))),
            Err(fault) => Some(Err(fault)),
        }
    }

    /// Reads an object, up to the list in it if there is one.
    fn object(&mut self, stream: &mut Stream, options: &Options) -> Result<Option<Fields>, Fault> {
        let line = self.scanner.line();
        let most = longest_record(options);
        let (mut object, mut fits, mut has_text) = (b"{".to_vec(), true, false);
        self.scanner.take(stream, b'{')?;
        while self.scanner.key(stream, &mut self.buffer)? {
            let key = mem::take(&mut self.buffer);
            let name: String = serde_json::from_slice(&key).unwrap_or_default();
            has_text |= Record::may_hold_text(&name, options);
            let list = !has_text
                && (LISTS.contains(&name.as_str())
                    || options.names.records.position(&name).is_some());
            if list && self.scanner.take(stream, b'[')? {
                self.place = Place::Wrapped;
                return Ok(None);
            }
            let piece = self.scanner.value(stream, &mut self.buffer, most)?;
            fits &= piece == Piece::Whole && ((object.len() + self.buffer.len()) as u64) < most;
            if fits {
                object.extend_from_slice(if object.len() > 1 { b"," } else { b"" });
                object.extend([&key[..], b":", &self.buffer].concat());
            }
        }
        self.record += 1;
        // a file that is one object is one document, named like the file
        let only = self.record == 1 && self.scanner.peek(stream)?.is_none();
        object.push(b'}');
        self.buffer = object;
        let read = if fits { self.fields(options) } else { Err(Fault::too_long(options)) };
        let record = (!only).then_some(self.record);
        match read {
            Ok(fields) => Ok(Some(Fields { record, line: Some(line), ..fields })),
            Err(fault) => Err(Fault { record: Some(self.record), line: Some(line), ..fault }),
        }
    }

    /// Reads the next record of a list.
    fn element(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        match self.scanner.element(stream) {
            Ok(true) => {}
            Ok(false) if self.place == Place::Wrapped => return self.unwrap(stream),
            Ok(false) => {
                self.place = Place::Top;
                return None;
            }
            Err(fault) => return Some(Err(fault)),
        }
        self.record += 1;
        let line = Some(self.scanner.line());
        let record = Some(self.record);
        let read = match self.scanner.value(stream, &mut self.buffer, longest_record(options)) {
            Ok(Piece::Whole) => self.fields(options),
            Ok(Piece::TooLong) => Err(Fault::too_long(options)),
            Err(fault) => {
                self.place = Place::End;
                Err(Fault { line: None, ..fault })
            }
        };
        Some(match read {
            Ok(fields) => Ok(Fields { record, line, ..fields }),
            Err(fault) => Err(Fault { record, line: fault.line.or(line), ..fault }),
        })
    }

    /// Passes what stands behind the list in its object.
    fn unwrap(&mut self, stream: &mut Stream) -> Option<Result<Fields, Fault>> {
        self.place = Place::Top;
        loop {
            match self.scanner.key(stream, &mut self.buffer) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(fault) => return Some(Err(fault)),
            }
            if let Err(fault) = self.scanner.value(stream, &mut self.buffer, 0) {
                return Some(Err(fault));
            }
        }
    }

    fn fields(&self, options: &Options) -> Result<Fields, Fault> {
        record::from_json(&self.buffer)?.fields(options)
    }

    fn end(&mut self) -> Option<Result<Fields, Fault>> {
        self.place = Place::End;
        None
    }
}

impl Format for Json {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        stream.decode(options.encoding);
        while self.place != Place::End {
            match self.step(stream, options) {
                Some(Err(fault)) => {
                    // what belongs to no record hides where the next one begins
                    if fault.record.is_none() {
                        self.place = Place::End;
                    }
                    return Some(Err(fault));
                }
                Some(read) => return Some(read),
                None => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<String, String>> {
        let mut stream = Stream::over(std::io::Cursor::new(text.to_owned()));
        let mut format = Json::default();
        let options = Options { max_document_size: 20, ..Options::default() };
        let read = std::iter::from_fn(|| format.next(&mut stream, &options));
        let shown = read.take(20).map(|read| match read {
            Ok(fields) => Ok(format!("{:?} {}", fields.record, fields.text)),
            Err(fault) => Err(format!("{:?}:{:?} {}", fault.record, fault.line, fault.reason)),
        });
        shown.collect()
    }

    #[test]
    fn lists_objects_and_lists_in_objects() {
        let one = |record: &str, text: &str| Ok(format!("{record} {text}"));
        assert_eq!(read("{\n\"id\":1,\n\"text\":\"a\"\n}\n"), [one("None", "a")]);
        assert_eq!(read("[]"), [Err("None:None empty".to_owned())]);
        let two = [one("Some(1)", "a"), one("Some(2)", "b")];
        for text in [
            r#"[{"text":"a"},{"body":"b"}]"#,
            r#"{"status":"ok","articles":[{"text":"a"},{"text":"b"}],"next":{"x":[1]}}"#,
            r#"{"text":"a"} {"text":"b","data":[{"text":"c"}]}"#,
            r#"{"data":[{"text":"a"}]}{"data":[{"text":"b"}]}"#,
        ] {
            assert_eq!(read(text), two, "{text}");
        }
    }

    #[test]
    fn broken_records() {
        let found = read("[{\"text\":\"a\"},\n{\"text\":x},\n5,\n{\"text\":\"b\"},\n{\"text\":\"");
        assert_eq!(found[0], Ok("Some(1) a".to_owned()));
        let starts = |at: usize, start: &str| {
            let said = found[at].as_ref().unwrap_err();
            assert!(said.starts_with(start), "{said}");
        };
        starts(1, "Some(2):Some(2) not a JSON record: expected value at column 9");
        starts(2, "Some(3):Some(3) not a JSON record: invalid type: integer");
        assert_eq!(found[3], Ok("Some(4) b".to_owned()));
        starts(4, "Some(5):Some(5) not JSON: the file ends inside a value");
        assert_eq!(found.len(), 5);
        let deep = format!("[{}]", "[".repeat(1_000_000));
        assert!(read(&deep)[0].as_ref().unwrap_err().contains("ends inside a value"));
        let deep = format!("[{}{}]", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert!(read(&deep)[0].as_ref().unwrap_err().contains("longer than 20 bytes"));
    }
}
