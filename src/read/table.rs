//! Tables: in, a stream of CSV or TSV with a header; out, a document for each row. A row whose cells do
//! not fit the header is a fault of that row.

use std::io::BufRead;

use super::{
    Fault, Fields, Format, Options,
    jsonl::longest_record,
    record::{self, Record, Value},
    rows::{Row, Rows},
    stream::{BOM, Stream},
    text::EMPTY,
};

/// The format of .csv and .tsv files.
pub(super) struct Table {
    /// Between cells; told by the header where it is none.
    delimiter: Option<u8>,
    open: Option<Open>,
    done: bool,
}

/// A table whose header has been read.
struct Open {
    rows: Rows,
    header: Vec<String>,
    row: Row,
    /// Rows read, the header not counted.
    read: u64,
}

impl Table {
    /// A table of comma-separated values, or of what stands between the names of its header.
    pub(super) fn csv() -> Table {
        Table { delimiter: None, open: None, done: false }
    }

    /// A table of values separated by tabs.
    pub(super) fn tsv() -> Table {
        Table { delimiter: Some(b'\t'), ..Table::csv() }
    }

    fn open(&self, stream: &mut Stream, options: &Options) -> Result<Open, Fault> {
        stream.decode(options.encoding);
        let start = stream.fill_buf().map_err(|error| Fault::unread(&error))?;
        let mark = if start.starts_with(BOM) { BOM.len() } else { 0 };
        let delimiter = self.delimiter.unwrap_or_else(|| between(&start[mark..]));
        stream.consume(mark);
        let mut rows = Rows::new(delimiter, longest_record(options));
        let mut row = Row::default();
        let line = rows.next(stream, &mut row, None, options)?;
        let line = line.ok_or_else(|| Fault::new(EMPTY))?;
        let header = row.cells().map(|name| cell(name).map(str::to_owned));
        let header = header.collect::<Result<Vec<_>, _>>().map_err(|f| f.at_line(line))?;
        if !header.iter().any(|name| Record::may_hold_text(name.trim(), options)) {
            let missing = record::no_text(options.text_field.as_deref()).reason;
            let columns = header.join(", ");
            return Err(Fault::new(format!("{missing}; the columns are {columns:?}")).at_line(line));
        }
        Ok(Open { rows, header, row, read: 0 })
    }
}

impl Open {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        let columns = Some(self.header.len());
        let line = self.rows.next(stream, &mut self.row, columns, options).transpose()?;
        self.read += 1;
        let record = Some(self.read);
        let fields = line.and_then(|line| match self.fields(options) {
            Ok(fields) => Ok(Fields { record, line: Some(line), ..fields }),
            Err(fault) => Err(fault.at_line(line)),
        });
        Some(fields.map_err(|fault| Fault { record, ..fault }))
    }

    fn fields(&self, options: &Options) -> Result<Fields, Fault> {
        let (cells, columns) = (self.row.len(), self.header.len());
        if cells != columns {
            let reason = format!("the row has {cells} cells, the header {columns}");
            return Err(Fault::new(reason));
        }
        let mut record = Record::default();
        for (name, bytes) in self.header.iter().zip(self.row.cells()) {
            let value = Value::Text(cell(bytes)?.to_owned());
            record.0.push((name.trim().to_owned(), value));
        }
        record.fields(options)
    }
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
        match open.next(stream, options) {
            None if open.read == 0 => {
                self.done = true;
                Some(Err(Fault::new("no row below the header")))
            }
            next => {
                self.done = next.is_none();
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
        let found = read(Table::csv(), "id,text\n1,a\n2,\"b\n3,c\n");
        let lost =
            "Some(2):Some(3) a quotation mark that opens here is not closed: 5 bytes are not read";
        assert_eq!(
            found,
            [Ok("Some(\"1\") a".to_owned()), Err(lost.to_owned()), Ok("Some(\"3\") c".to_owned()),]
        );
        let header = read(Table::csv(), "id,\"text\n1,a\n2,b\n");
        assert_eq!(header.len(), 1);
        assert!(header[0].as_ref().unwrap_err().starts_with("None:Some(1) a quotation mark"));
    }

    #[test]
    fn a_row_without_end() {
        let found = read(Table::csv(), &format!("id,text\n1,{}\n2,b\n", "a".repeat(2_000_000)));
        assert!(found[0].as_ref().unwrap_err().starts_with("Some(1):Some(2) longer than 20 bytes"));
        assert_eq!(found[1..], [Ok("Some(\"2\") b".to_owned())]);
    }
}
