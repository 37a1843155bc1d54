//! JSON Lines: in, a stream with one object a line; out, a document for each. A bad line is a fault
//! of that line and the rest goes on; lines are read one at a time, whatever the length of the file.

use super::{
    Fault, Fields, Format, Options, record,
    stream::{BOM, Line, Stream},
    text::EMPTY,
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

/// A body may take six times its bytes where a writer escapes every character; the rest is for the
/// other fields.
pub(super) fn longest_record(options: &Options) -> u64 {
    options.max_document_size.saturating_mul(6).saturating_add(1 << 20)
}

impl JsonLines {
    fn fields(&self, options: &Options) -> Result<Fields, Fault> {
        let bytes = self.buffer.strip_prefix(BOM).filter(|_| self.line == 1);
        let bytes = bytes.unwrap_or(&self.buffer);
        let base = self.offset + (self.buffer.len() - bytes.len()) as u64;
        let line = std::str::from_utf8(bytes).map_err(|e| Fault::not_utf8(bytes, e, base))?;
        if !line.trim_start().starts_with('{') {
            return Err(Fault::new("not a JSON record: the line is no object"));
        }
        let fields = record::from_json(line.as_bytes())?.fields(options)?;
        let (record, line) = (Some(self.record), Some(self.line));
        Ok(Fields { record, line, ..fields })
    }
}

impl Format for JsonLines {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        stream.decode(options.encoding);
        while !self.done {
            let read = stream.read_line(&mut self.buffer, longest_record(options));
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
                        Line::Whole => self.fields(options),
                        Line::TooLong => Err(Fault::too_long(options)),
                    };
                    self.offset += length;
                    result
                }
                Err(error) => {
                    self.done = true;
                    self.record += 1;
                    Err(Fault::unread(&error))
                }
            };
            let (record, line) = (Some(self.record), Some(self.line));
            return Some(result.map_err(|fault| Fault { record, line, ..fault }));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> Vec<Result<Fields, Fault>> {
        let mut stream = Stream::over(text.as_bytes());
        let mut format = JsonLines::default();
        let options = Options { max_document_size: 20, ..Options::default() };
        std::iter::from_fn(|| format.next(&mut stream, &options)).collect()
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
            ("{\"text\":\"a\",\"published\":\"today\"}", "published"),
            ("{\"text\":\"123456789012345678901\"}", "longer than 20 bytes"),
        ] {
            let fault = read(line).remove(0).unwrap_err();
            assert!(fault.reason.contains(reason), "{line}: {}", fault.reason);
        }
    }
}
