//! Tables: in, a stream of CSV or TSV with a header; out, a document for each row. A row whose cells do
//! not fit the header is a fault of that row.

use std::io::BufRead;

use csv::{ByteRecord, ReaderBuilder};

use super::{
    Fault, Fields, Format, Options, encoding,
    jsonl::longest_record,
    record::{self, Record, Value},
    stream::{BOM, Capped, Stream, is_over},
    text::{EMPTY, too_long},
};

/// The format of .csv and .tsv files.
pub(super) struct Table {
    /// Between cells; told by the header where it is none.
    delimiter: Option<u8>,
    open: Option<Open>,
    encoding: Option<encoding::Name>,
    done: bool,
}

/// A table whose header has been read.
struct Open {
    csv: csv::Reader<Capped>,
    header: Vec<String>,
    row: ByteRecord,
    /// Rows read, the header not counted.
    rows: u64,
    /// Whether the parser has stopped.
    failed: bool,
}

impl Table {
    /// A table of comma-separated values, or of what stands between the names of its header.
    pub(super) fn csv() -> Table {
        Table { delimiter: None, open: None, encoding: None, done: false }
    }

    /// A table of values separated by tabs.
    pub(super) fn tsv() -> Table {
        Table { delimiter: Some(b'\t'), ..Table::csv() }
    }

    fn open(&mut self, stream: &mut Stream, options: &Options) -> Result<Open, Fault> {
        self.encoding = Some(stream.decode(options.encoding));
        let start = stream.fill_buf().map_err(|error| Fault::unread(&error))?;
        let mark = if start.starts_with(BOM) { BOM.len() } else { 0 };
        let delimiter = self.delimiter.unwrap_or_else(|| between(&start[mark..]));
        stream.consume(mark);
        let capped = Capped { inner: stream.detach(), left: longest_record(options) };
        let mut csv = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(capped);
        let mut row = ByteRecord::new();
        if !read(&mut csv, &mut row, options)? {
            return Err(Fault::new(EMPTY));
        }
        let header: Vec<_> = row.iter().map(|name| cell(name).map(str::to_owned)).collect();
        let header = header.into_iter().collect::<Result<Vec<_>, _>>().map_err(|f| f.at_line(1))?;
        if !header.iter().any(|name| Record::may_hold_text(name.trim(), options)) {
            let missing = record::no_text(options.text_field.as_deref()).reason;
            let columns = header.join(", ");
            return Err(Fault::new(format!("{missing}; the columns are {columns:?}")).at_line(1));
        }
        Ok(Open { csv, header, row, rows: 0, failed: false })
    }
}

impl Open {
    fn next(&mut self, options: &Options) -> Option<Result<Fields, Fault>> {
        let read = read(&mut self.csv, &mut self.row, options);
        self.rows += u64::from(!matches!(read, Ok(false)));
        self.failed = read.is_err();
        let line = self.row.position().map(csv::Position::line);
        let fields = match read {
            Ok(false) => return None,
            Ok(true) => self.fields(options),
            Err(fault) => Err(fault),
        };
        let record = Some(self.rows);
        Some(match fields {
            Ok(fields) => Ok(Fields { record, line, ..fields }),
            Err(fault) => Err(Fault { record, line: fault.line.or(line), ..fault }),
        })
    }

    fn fields(&self, options: &Options) -> Result<Fields, Fault> {
        let (cells, columns) = (self.row.len(), self.header.len());
        if cells != columns {
            let reason = format!("the row has {cells} cells, the header {columns}");
            return Err(Fault::new(reason));
        }
        let mut record = Record::default();
        for (name, bytes) in self.header.iter().zip(&self.row) {
            let value = Value::Text(cell(bytes)?.to_owned());
            record.0.push((name.trim().to_owned(), value));
        }
        record.fields(options)
    }
}

/// The next row; false at the end.
fn read(
    csv: &mut csv::Reader<Capped>,
    row: &mut ByteRecord,
    options: &Options,
) -> Result<bool, Fault> {
    csv.get_mut().left = longest_record(options);
    csv.read_byte_record(row).map_err(|error| match error.kind() {
        csv::ErrorKind::Io(cause) if is_over(cause) => Fault::new(format!(
            "{}, or a quotation mark is not closed",
            too_long(options.max_document_size)
        )),
        csv::ErrorKind::Io(cause) => Fault::unread(cause),
        _ => Fault::unread(&error),
    })
}

/// The text of a cell.
fn cell(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|error| {
        let byte = bytes[error.valid_up_to()];
        Fault::new(format!("not UTF-8: byte {byte:#04x} (name another encoding with --encoding)"))
    })
}

/// What stands between the names of a header most often.
fn between(start: &[u8]) -> u8 {
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| header.iter().filter(|byte| **byte == mark).count();
    // the last of equals, so that a comma wins
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

impl Format for Table {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        if self.done {
            return None;
        }
        if self.open.is_none() {
            match self.open(stream, options) {
                Ok(open) => self.open = Some(open),
                Err(fault) => {
                    self.done = true;
                    return Some(Err(fault));
                }
            }
        }
        let open = self.open.as_mut()?;
        let next = open.next(options);
        match next {
            None if open.rows == 0 => {
                self.done = true;
                Some(Err(Fault::new("no row below the header")))
            }
            Some(Ok(fields)) => Some(Ok(Fields { encoding: self.encoding, ..fields })),
            next => {
                // where the reader has failed it fails again
                self.done = next.is_none() || open.failed;
                next
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut format: Table, text: &str) -> Vec<Result<String, String>> {
        let mut stream = Stream::over(std::io::Cursor::new(text.to_owned()));
        let options = Options { max_document_size: 20, ..Options::default() };
        let read = std::iter::from_fn(|| format.next(&mut stream, &options));
        let shown = read.take(20).map(|read| match read {
            Ok(fields) => Ok(format!("{:?} {}", fields.id, fields.text)),
            Err(fault) => Err(format!("{:?}:{:?} {}", fault.record, fault.line, fault.reason)),
        });
        shown.collect()
    }

    #[test]
    fn commas_semicolons_and_tabs() {
        let two = ["Some(\"007\") a\nb", "None c"].map(|row| Ok(row.to_owned()));
        assert_eq!(read(Table::csv(), "\u{feff}id,Text \r\n007,\"a\nb\"\r\n,c\r\n"), two);
        assert_eq!(read(Table::csv(), "id;body\n007;\"a\nb\"\n;c"), two);
        assert_eq!(read(Table::tsv(), "id\tbody\n007\t\"a\nb\"\n\tc"), two);
    }

    #[test]
    fn broken_rows_and_tables() {
        let one = |text| read(Table::csv(), text).remove(0).unwrap_err();
        assert_eq!(one(""), "None:None empty");
        assert_eq!(one("id,text\n"), "None:None no row below the header");
        let missing = one("id,words\n1,a\n");
        assert!(missing.ends_with("--text-field); the columns are \"id, words\""), "{missing}");
        let found = read(Table::csv(), "id,text\n1,a,b\n2\n3,c\n");
        assert_eq!(found[0], Err("Some(1):Some(2) the row has 3 cells, the header 2".to_owned()));
        assert_eq!(found[1], Err("Some(2):Some(3) the row has 1 cells, the header 2".to_owned()));
        assert_eq!(found[2..], [Ok("Some(\"3\") c".to_owned())]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed() {
        let text = format!("id,text\n1,a\n2,\"{}", "b\n".repeat(2_000_000));
        let found = read(Table::csv(), &text);
        assert_eq!(found[0], Ok("Some(\"1\") a".to_owned()));
        assert!(found[1].as_ref().unwrap_err().contains("a quotation mark is not closed"));
        assert_eq!(found.len(), 2);
    }
}
