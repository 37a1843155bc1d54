//! Rows of a table: in, a stream of CSV or TSV; out, the cells of one row at a time. A quotation mark
//! without its partner costs the row it opens in: reading goes on at the next line that begins a row
//! with as many cells as the header.

use std::{io, io::BufRead, ops::Range};

use super::{Fault, Options, stream::Stream};

/// Where the next row is in a stream, and what was read of it ahead.
pub(super) struct Rows {
    delimiter: u8,
    /// Bytes of the longest row.
    most: usize,
    ahead: Vec<u8>,
    /// Where the next row begins in these.
    at: usize,
    /// The line that is in.
    line: u64,
    /// Whether the stream has broken off.
    failed: bool,
}

/// The cells of a row.
#[derive(Default)]
pub(super) struct Row {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// Why a row does not end.
enum Broken {
    /// No end within the bytes that a row may have; where a quotation mark is open, if one is.
    TooLong(Option<usize>),
    /// The quotation mark here is not closed, or not at the end of a cell.
    Open(usize),
    Unread(io::Error),
}

/// Where in a cell it stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark that closes, unless another follows.
    Closed,
}

impl Row {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

impl Rows {
    pub(super) fn new(delimiter: u8, most: u64) -> Rows {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Rows { delimiter, most, ahead: Vec::new(), at: 0, line: 1, failed: false }
    }

    /// Reads the next row, of a table with so many columns if they are known; gives the line it
    /// begins in, or `None` at the end.
    pub(super) fn next(
        &mut self,
        stream: &mut Stream,
        row: &mut Row,
        columns: Option<usize>,
        options: &Options,
    ) -> Result<Option<u64>, Fault> {
        if self.failed {
            return Ok(None);
        }
        let read = self.read(stream, row, columns, options);
        read.unwrap_or_else(|error| {
            self.failed = true;
            Err(Fault::unread(&error).at_line(self.line))
        })
    }

    fn read(
        &mut self,
        stream: &mut Stream,
        row: &mut Row,
        columns: Option<usize>,
        options: &Options,
    ) -> io::Result<Result<Option<u64>, Fault>> {
        while let Some(b'\n' | b'\r') = self.byte(stream, self.at)? {
            self.pass(self.at + 1);
        }
        let line = self.line;
        let fault = match self.parse(stream, row) {
            Ok(None) => return Ok(Ok(None)),
            Ok(Some(end)) => {
                self.pass(end);
                return Ok(Ok(Some(line)));
            }
            Err(Broken::Unread(error)) => return Err(error),
            Err(Broken::Open(mark)) => self.recover(stream, row, mark, columns)?,
            Err(Broken::TooLong(None)) => {
                self.pass_line(stream)?;
                Fault::too_long(options).at_line(line)
            }
            Err(Broken::TooLong(Some(mark))) => {
                let fault = self.recover(stream, row, mark, columns)?;
                let reason = format!("{}, or {}", Fault::too_long(options).reason, fault.reason);
                Fault { reason, ..fault }
            }
        };
        Ok(Err(fault))
    }

    /// The byte at a place of what is ahead; `None` behind the last.
    fn byte(&mut self, stream: &mut Stream, at: usize) -> io::Result<Option<u8>> {
        if at == self.ahead.len() {
            let bytes = stream.fill_buf()?;
            let read = bytes.len();
            self.ahead.extend_from_slice(bytes);
            stream.consume(read);
        }
        Ok(self.ahead.get(at).copied())
    }

    /// Takes the row apart; gives where it ends, `None` at the end of the file.
    fn parse(&mut self, stream: &mut Stream, row: &mut Row) -> Result<Option<usize>, Broken> {
        row.clear();
        let (mut place, mut mark, mut lines) = (Place::Start, 0, false);
        for at in self.at.. {
            if at - self.at > self.most {
                return Err(Broken::TooLong((place == Place::Quoted).then_some(mark)));
            }
            let byte = self.byte(stream, at).map_err(Broken::Unread)?;
            place = match (place, byte) {
                (Place::Quoted, None) => return Err(Broken::Open(mark)),
                (_, None) if at == self.at => return Ok(None),
                (Place::Quoted, Some(b'"')) => Place::Closed,
                (Place::Start, Some(b'"')) => {
                    (mark, lines) = (at, false);
                    Place::Quoted
                }
                (Place::Closed, Some(b'"')) => {
                    row.bytes.push(b'"');
                    Place::Quoted
                }
                (Place::Quoted, Some(byte)) => {
                    lines |= byte == b'\n';
                    row.bytes.push(byte);
                    Place::Quoted
                }
                (_, None | Some(b'\n' | b'\r')) => {
                    row.end_cell();
                    return Ok(Some(at));
                }
                (_, Some(byte)) if byte == self.delimiter => {
                    row.end_cell();
                    Place::Start
                }
                // a mark that opens in a later row closes this one
                (Place::Closed, Some(_)) if lines => return Err(Broken::Open(mark)),
                (_, Some(byte)) => {
                    row.bytes.push(byte);
                    Place::Plain
                }
            };
        }
        Ok(None)
    }

    /// Goes on behind a row whose quotation mark at `mark` is not closed; says what was lost.
    fn recover(
        &mut self,
        stream: &mut Stream,
        row: &mut Row,
        mark: usize,
        columns: Option<usize>,
    ) -> io::Result<Fault> {
        let line = self.line + self.line_ends(self.at..mark);
        let mut lost = (mark - self.at) as u64;
        self.pass(mark);
        loop {
            lost += self.pass_line(stream)?;
            if self.byte(stream, self.at)?.is_none() {
                break;
            }
            // lines of a table with one column all look like rows
            let Some(columns) = columns.filter(|columns| *columns > 1) else { continue };
            match self.parse(stream, row) {
                Ok(Some(_)) if row.len() == columns => break,
                Err(Broken::Unread(error)) => return Err(error),
                _ => {}
            }
        }
        let reason =
            format!("a quotation mark that opens here is not closed: {lost} bytes are not read");
        Ok(Fault::new(reason).at_line(line))
    }

    /// Passes what is left of a line; says how much that was.
    fn pass_line(&mut self, stream: &mut Stream) -> io::Result<u64> {
        let mut passed = 0;
        while self.byte(stream, self.at)?.is_some() {
            let rest = &self.ahead[self.at..];
            let end = rest.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let length = end.unwrap_or(rest.len());
            passed += length as u64;
            self.pass(self.at + length);
            if end.is_some() {
                break;
            }
        }
        Ok(passed)
    }

    /// Goes on to a place in what is ahead.
    fn pass(&mut self, to: usize) {
        self.line += self.line_ends(self.at..to);
        self.at = to;
        // not for every row, which would move the rest each time
        if self.at == self.ahead.len() || self.at >= 1 << 16 {
            self.ahead.drain(..self.at);
            self.at = 0;
        }
    }

    fn line_ends(&self, range: Range<usize>) -> u64 {
        self.ahead[range].iter().filter(|byte| **byte == b'\n').count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line and the cells of a row, or the line and the reason of a fault.
    type Found = Result<(u64, Vec<String>), (Option<u64>, String)>;

    fn read(text: &str, most: u64) -> Vec<Found> {
        let mut stream = Stream::over(io::Cursor::new(text.to_owned()));
        let (mut rows, mut row) = (Rows::new(b',', most), Row::default());
        let mut found = Vec::new();
        loop {
            match rows.next(&mut stream, &mut row, Some(2), &Options::default()) {
                Ok(None) => return found,
                Ok(Some(line)) => {
                    let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
                    found.push(Ok((line, row.cells().map(text).collect())));
                }
                Err(fault) => {
                    let reason = fault.reason.trim_start_matches("longer than 10000000 bytes (");
                    let reason =
                        reason.trim_start_matches("raise the limit with --max-document-size)");
                    found.push(Err((fault.line, reason.trim_start_matches(", or ").to_owned())));
                }
            }
        }
    }

    fn cells(line: u64, cells: &[&str]) -> Found {
        Ok((line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
    }

    #[test]
    fn quotation_marks() {
        let text = "a,\"b\"\"c\"\r\n\r\n\"d\ne\",f\r\"g\" h,i \"j\"\n,\n\"\",k";
        let rows = [
            cells(1, &["a", "b\"c"]),
            cells(3, &["d\ne", "f"]),
            cells(4, &["g h", "i \"j\""]),
            cells(5, &["", ""]),
            cells(6, &["", "k"]),
        ];
        assert_eq!(read(text, 100), rows);
    }

    #[test]
    fn the_next_row_is_found_again() {
        let lost = |line: u64, bytes: usize| {
            let reason = "a quotation mark that opens here is not closed";
            Err((Some(line), format!("{reason}: {bytes} bytes are not read")))
        };
        // closed by a mark that opens in the next row but one
        let text = "1,\"a\n2,b\n3,\"c\"\n4,d\n";
        let rest = [cells(2, &["2", "b"]), cells(3, &["3", "c"]), cells(4, &["4", "d"])];
        assert_eq!(read(text, 100), [&[lost(1, 5)], &rest[..]].concat());
        // never closed, in the second line of its row, with lines that are no rows
        let text = "\"x\ny\",\"z\nno row\nz,z,z\n2,b\n";
        assert_eq!(read(text, 100), [lost(2, 22), cells(5, &["2", "b"])]);
        // to the end of the file
        assert_eq!(read("1,a\n2,\"b\nc\n", 100), [cells(1, &["1", "a"]), lost(2, 7)]);
        // a cell too long
        let text = format!("1,\"{}\n2,b\n", "x\n".repeat(100_000));
        assert_eq!(read(&text, 1000), [lost(1, 200_004), cells(100_002, &["2", "b"])]);
    }

    #[test]
    fn a_line_without_end_is_passed() {
        let text = format!("1,a\n2,{}\n3,c\n", "b".repeat(300_000));
        let rows = [cells(1, &["1", "a"]), Err((Some(2), String::new())), cells(3, &["3", "c"])];
        assert_eq!(read(&text, 1000), rows);
    }
}
