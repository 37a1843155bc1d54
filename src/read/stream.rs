//! The bytes of one input: in, a file or standard input; out, its bytes, buffered, counted and
//! hashed on the way, so that no file is read twice.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Fault;

/// The byte order mark of UTF-8.
pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// An input file, as run.json names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputFile {
    /// Relative to its root.
    pub path: String,
    /// Bytes read.
    pub bytes: u64,
    /// SHA-256 of these bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// A buffered reader that counts and hashes.
pub(super) struct Stream(BufReader<Hashed>);

struct Hashed {
    inner: Box<dyn Read + Send>,
    digest: Sha256,
    bytes: u64,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.digest.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

/// One line as read.
pub(super) enum Line {
    /// Its bytes are in the buffer, without the line feed.
    Whole,
    /// It was longer than allowed and was passed over.
    TooLong,
}

impl Stream {
    const BUFFER: usize = 1 << 16;

    pub(super) fn open(path: &Path) -> Result<Stream, Fault> {
        let file = File::open(path).map_err(|e| Fault::new(format!("cannot read: {e}")))?;
        Ok(Stream::over(Box::new(file)))
    }

    pub(super) fn stdin() -> Stream {
        Stream::over(Box::new(io::stdin()))
    }

    pub(super) fn over(inner: Box<dyn Read + Send>) -> Stream {
        let hashed = Hashed { inner, digest: Sha256::new(), bytes: 0 };
        Stream(BufReader::with_capacity(Stream::BUFFER, hashed))
    }

    /// Everything that is left, unless that is more than `most` bytes.
    pub(super) fn read_all(&mut self, most: u64) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        (&mut self.0).take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= most).then_some(bytes))
    }

    /// The next line, left in `line`; its length in bytes with the line feed, 0 at the end.
    pub(super) fn read_line(&mut self, line: &mut Vec<u8>, most: u64) -> io::Result<(u64, Line)> {
        line.clear();
        let (mut length, mut fits) = (0, Line::Whole);
        loop {
            let buffer = self.0.fill_buf()?;
            let end = buffer.iter().position(|&b| b == b'\n');
            let piece = end.map_or(buffer.len(), |at| at + 1);
            length += piece as u64;
            if length > most {
                fits = Line::TooLong;
                line.clear();
            } else {
                line.extend_from_slice(&buffer[..end.unwrap_or(piece)]);
            }
            self.0.consume(piece);
            if end.is_some() || piece == 0 {
                return Ok((length, fits));
            }
        }
    }

    /// Whether the first bytes are those of a JSON object.
    pub(super) fn begins_like_json(&mut self) -> bool {
        let buffer = self.0.fill_buf().unwrap_or_default();
        let start = buffer.strip_prefix(BOM).unwrap_or(buffer).trim_ascii_start();
        start.strip_prefix(b"{").is_some_and(|rest| {
            let rest = rest.trim_ascii_start();
            rest.is_empty() || rest.starts_with(b"\"") || rest.starts_with(b"}")
        })
    }

    /// What was read of it.
    pub(super) fn summary(self, path: &str) -> InputFile {
        let Hashed { digest, bytes, .. } = self.0.into_inner();
        let sha256 = data_encoding::HEXLOWER.encode(&digest.finalize());
        InputFile { path: path.to_owned(), bytes, sha256 }
    }
}
