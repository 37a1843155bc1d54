//! Reading: in, paths; out, documents one at a time, and a failure for everything that could not be
//! read. One module per format; a format knows its bytes and nothing of paths, ids or defaults.

mod files;
mod front_matter;
mod jsonl;
mod published;
mod stream;
mod text;

use std::{collections::HashSet, fmt, path::PathBuf, vec};

use chrono::NaiveDate;

pub use published::parse as parse_published;
pub use stream::InputFile;

use crate::{
    id::brief,
    record::{PublishedBasis, ReadError},
};
use files::{Found, Origin};
use stream::Stream;

/// A document as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Unique in a run.
    pub id: String,
    /// File it came from, relative to its root with `/` between the parts; `-` for standard input.
    pub path: String,
    /// Publisher.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Channel of a message export.
    pub channel: Option<String>,
    /// Publication day.
    pub published: Option<NaiveDate>,
    /// How it is known.
    pub published_basis: PublishedBasis,
    /// Language the input names; else the run's.
    pub language: Option<String>,
    /// Encoding the bytes were read in.
    pub encoding: String,
    /// Title given beside the body.
    pub title: Option<String>,
    /// The body.
    pub text: String,
}

impl Document {
    /// A document of a text at hand, with nothing known of it but its id.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Document {
        Document {
            id: id.into(),
            path: String::from("-"),
            source: None,
            url: None,
            channel: None,
            published: None,
            published_basis: PublishedBasis::None,
            language: None,
            encoding: String::from("UTF-8"),
            title: None,
            text: text.into(),
        }
    }
}

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Publication day of documents that name none.
    pub published: Option<NaiveDate>,
    /// Longest body in bytes.
    pub max_document_size: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { published: None, max_document_size: 10_000_000 }
    }
}

/// What could not be read: the row of errors.jsonl, and the file as the user knows it.
#[derive(Clone, Debug)]
pub struct Failure {
    /// For errors.jsonl.
    pub row: ReadError,
    /// Path to show, with its root.
    pub file: PathBuf,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.row.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}", self.row.reason)
    }
}

/// What a format read of one document.
#[derive(Debug, Default)]
struct Fields {
    /// 1-based number in a file of many.
    record: Option<u64>,
    line: Option<u64>,
    id: Option<String>,
    text: String,
    published: Option<NaiveDate>,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

/// What was wrong with a document, and where in its file.
#[derive(Debug, Default)]
struct Fault {
    record: Option<u64>,
    line: Option<u64>,
    offset: Option<u64>,
    reason: String,
}

impl Fault {
    fn new(reason: impl Into<String>) -> Fault {
        Fault { reason: reason.into(), ..Fault::default() }
    }

    /// A publication day that is none, with what [`published::parse`] says of it.
    fn published(reason: String) -> Fault {
        Fault::new(format!("published: {reason}"))
    }

    fn at_line(self, line: u64) -> Fault {
        Fault { line: Some(line), ..self }
    }

    /// Bytes that are not UTF-8, in a piece of the file that begins at byte `base`.
    fn not_utf8(bytes: &[u8], error: std::str::Utf8Error, base: u64) -> Fault {
        let at = error.valid_up_to();
        let offset = base + at as u64;
        let reason = format!("not UTF-8: byte {:#04x} at offset {offset}", bytes[at]);
        Fault { offset: Some(offset), ..Fault::new(reason) }
    }
}

/// A file format: takes the documents out of a stream one by one.
trait Format: Send {
    /// The next document, `None` at the end of the stream.
    fn next(&mut self, stream: &mut Stream, most: u64) -> Option<Result<Fields, Fault>>;
}

/// The documents of a run in input order: files by path (bytewise), records in file order. Holds
/// one document at a time.
pub struct Documents {
    found: vec::IntoIter<Found>,
    skipped: Vec<PathBuf>,
    open: Option<(Found, Stream, Box<dyn Format>)>,
    options: Options,
    /// Ids given so far, in brief.
    taken: HashSet<u128>,
    inputs: Vec<InputFile>,
}

impl Documents {
    /// The documents of `paths`: files, directories, or `-` for standard input.
    pub fn open(paths: &[PathBuf], options: Options) -> Documents {
        let (found, skipped) = files::find(paths);
        Documents {
            found: found.into_iter(),
            skipped,
            open: None,
            options,
            taken: HashSet::new(),
            inputs: Vec::new(),
        }
    }

    /// Files of a directory that were passed over, for their kind is not one that is read.
    pub fn skipped(&self) -> &[PathBuf] {
        &self.skipped
    }

    /// The files read so far, with their hashes.
    pub fn inputs(&self) -> &[InputFile] {
        &self.inputs
    }

    /// Opens the next file; `Err` when it cannot be.
    fn advance(&mut self) -> Option<Result<(), Failure>> {
        let found = self.found.next()?;
        let opened = match &found.origin {
            Origin::File(path) => Stream::open(path),
            Origin::Stdin => Ok(Stream::stdin()),
            Origin::Fault(reason) => Err(Fault::new(reason)),
        };
        Some(match opened {
            Ok(mut stream) => {
                let format: Box<dyn Format> = match found.is_jsonl(&mut stream) {
                    true => Box::new(jsonl::JsonLines::default()),
                    false => Box::new(text::Text::default()),
                };
                self.open = Some((found, stream, format));
                Ok(())
            }
            Err(fault) => Err(failure(&found, fault)),
        })
    }

    /// Gives the document its id, path and defaults.
    fn complete(&mut self, found: &Found, fields: Fields) -> Result<Document, Failure> {
        let id = fields.id.unwrap_or_else(|| match fields.record {
            Some(record) => format!("{}#{record}", found.path),
            None => found.path.clone(),
        });
        let refuse = |reason| {
            let (record, line) = (fields.record, fields.line);
            failure(found, Fault { record, line, reason, ..Fault::default() })
        };
        if fields.text.trim().is_empty() {
            return Err(refuse("no text".to_owned()));
        }
        if !self.taken.insert(brief(&id)) {
            return Err(refuse(format!("duplicate id {id:?}: an earlier document has it")));
        }
        let published = fields.published.or(self.options.published);
        Ok(Document {
            id,
            path: found.path.clone(),
            source: fields.source,
            url: fields.url,
            channel: None,
            published,
            published_basis: published.map_or(PublishedBasis::None, |_| PublishedBasis::Given),
            language: fields.language,
            encoding: "utf-8".to_owned(),
            title: fields.title,
            text: fields.text,
        })
    }
}

impl Iterator for Documents {
    type Item = Result<Document, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((found, mut stream, mut format)) = self.open.take() else {
                match self.advance()? {
                    Ok(()) => continue,
                    Err(failure) => return Some(Err(failure)),
                }
            };
            match format.next(&mut stream, self.options.max_document_size) {
                Some(Ok(fields)) => {
                    let document = self.complete(&found, fields);
                    self.open = Some((found, stream, format));
                    return Some(document);
                }
                Some(Err(fault)) => {
                    let failure = failure(&found, fault);
                    self.open = Some((found, stream, format));
                    return Some(Err(failure));
                }
                None => self.inputs.push(stream.summary(&found.path)),
            }
        }
    }
}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Documents").field("options", &self.options).finish_non_exhaustive()
    }
}

fn failure(found: &Found, fault: Fault) -> Failure {
    let Fault { record, line, offset, reason } = fault;
    let row = ReadError { path: found.path.clone(), record, line, offset, reason };
    Failure { row, file: found.shown.clone() }
}
