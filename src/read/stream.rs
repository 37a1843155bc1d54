//! The bytes of one input: in, a file or standard input; out, its bytes, unpacked and buffered. The
//! file's own bytes are counted and hashed on the way, so that no file is read twice.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    mem,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use encoding_rs::UTF_8;
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Fault, compression, encoding};

/// The byte order mark of UTF-8.
pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// An input file, as run.json names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputFile {
    /// Relative to its root.
    pub path: String,
    /// Bytes read.
    pub bytes: u64,
    /// SHA-256 of these bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// What was read of a file so far, as it lies on the disk.
#[derive(Clone, Default)]
pub(super) struct Counter(Arc<Mutex<(u64, Sha256)>>);

impl Counter {
    fn add(&self, bytes: &[u8]) {
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sums.0 += bytes.len() as u64;
        sums.1.update(bytes);
    }

    pub(super) fn bytes(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn sha256(&self) -> String {
        let sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        data_encoding::HEXLOWER.encode(&sums.1.clone().finalize())
    }
}

struct Counted<R> {
    inner: R,
    counter: Counter,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.counter.add(&buffer[..read]);
        Ok(read)
    }
}

pub(super) type Reader = BufReader<Box<dyn Read + Send>>;

/// A buffered reader that knows how its bytes begin.
pub(super) struct Stream {
    bytes: Reader,
    counter: Counter,
    head: Vec<u8>,
    /// What its bytes were in before they were decoded, once that is known.
    encoding: Option<encoding::Name>,
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
        let file = File::open(path).map_err(|e| Fault::unread(&e))?;
        Ok(Stream::over(file))
    }

    pub(super) fn stdin() -> Stream {
        Stream::over(io::stdin())
    }

    pub(super) fn over(inner: impl Read + Send + 'static) -> Stream {
        let counter = Counter::default();
        let packed = Counted { inner, counter: counter.clone() };
        let packed = BufReader::with_capacity(Stream::BUFFER, packed);
        let mut rest = compression::unpacked(packed, counter.clone());
        let mut head = Vec::new();
        let failed = rest.by_ref().take(Stream::BUFFER as u64).read_to_end(&mut head).err();
        let bytes = Replayed { head: io::Cursor::new(head.clone()), failed, rest };
        Stream { bytes: buffered(bytes), counter, head, encoding: None }
    }

    /// The first bytes, however many were read.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Has the rest read as UTF-8, if it is in another encoding. Asked again it does nothing.
    pub(super) fn decode(&mut self, named: Option<encoding::Name>) {
        if self.encoding.is_some() {
            return;
        }
        let whole = self.head.len() < Stream::BUFFER;
        let encoding = encoding::of(&self.head, named, whole).unwrap_or(UTF_8);
        if encoding != UTF_8 {
            let decoder =
                DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(self.detach());
            self.bytes = buffered(decoder);
        }
        self.encoding = Some(encoding);
    }

    /// The encoding of its bytes.
    pub(super) fn encoding(&self) -> encoding::Name {
        self.encoding.unwrap_or(UTF_8)
    }

    /// The rest of the bytes, for a parser that wants a reader of its own.
    pub(super) fn detach(&mut self) -> Reader {
        let empty: Box<dyn Read + Send> = Box::new(io::empty());
        mem::replace(&mut self.bytes, BufReader::with_capacity(0, empty))
    }

    /// Everything that is left, unless that is more than `most` bytes.
    pub(super) fn read_all(&mut self, most: u64) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        (&mut self.bytes).take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= most).then_some(bytes))
    }

    /// The next line, left in `line`; its length in bytes with the line feed, 0 at the end.
    pub(super) fn read_line(&mut self, line: &mut Vec<u8>, most: u64) -> io::Result<(u64, Line)> {
        line.clear();
        let (mut length, mut fits) = (0, Line::Whole);
        loop {
            let buffer = self.bytes.fill_buf()?;
            let end = buffer.iter().position(|&b| b == b'\n');
            let piece = end.map_or(buffer.len(), |at| at + 1);
            length += piece as u64;
            if length > most {
                fits = Line::TooLong;
                line.clear();
            } else {
                line.extend_from_slice(&buffer[..end.unwrap_or(piece)]);
            }
            self.bytes.consume(piece);
            if end.is_some() || piece == 0 {
                return Ok((length, fits));
            }
        }
    }

    /// Bytes read so far.
    pub(super) fn bytes(&self) -> u64 {
        self.counter.bytes()
    }

    /// What was read of it.
    pub(super) fn summary(&self, path: &str) -> InputFile {
        let (bytes, sha256) = (self.counter.bytes(), self.counter.sha256());
        InputFile { path: path.to_owned(), bytes, sha256 }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.bytes.fill_buf()
    }

    fn consume(&mut self, read: usize) {
        self.bytes.consume(read);
    }
}

fn buffered(bytes: impl Read + Send + 'static) -> Reader {
    BufReader::with_capacity(Stream::BUFFER, Box::new(bytes))
}

/// Ends what has become too long; whoever reads sets how much may come until the next record.
pub(super) struct Capped {
    pub inner: Reader,
    pub left: u64,
}

/// Whether this is how [`Capped`] ends.
pub(super) fn is_over(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::FileTooLarge
}

impl BufRead for Capped {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let buffer = self.inner.fill_buf()?;
        Ok(&buffer[..buffer.len().min(most)])
    }

    fn consume(&mut self, read: usize) {
        self.left -= read as u64;
        self.inner.consume(read);
    }
}

impl Read for Capped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

/// The first bytes again, then what went wrong after them if something did, then the rest.
struct Replayed {
    head: io::Cursor<Vec<u8>>,
    failed: Option<io::Error>,
    rest: Box<dyn Read + Send>,
}

impl Read for Replayed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 if self.failed.is_some() => self.failed.take().map_or(Ok(0), Err),
            0 => self.rest.read(buffer),
            read => Ok(read),
        }
    }
}
