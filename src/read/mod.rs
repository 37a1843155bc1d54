//! Reading: in, paths; out, documents one at a time, and a failure for everything that could not be
//! read. One module per format; a format knows its bytes and nothing of paths, ids or defaults.

mod compression;
mod encoding;
mod feed;
mod files;
mod front_matter;
mod html;
mod json;
mod jsonl;
mod kind;
mod published;
mod record;
mod rows;
mod scan;
mod stream;
mod table;
mod telegram;
mod text;
mod texts;
mod warc;

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    path::PathBuf,
    vec,
};

use chrono::NaiveDate;
use encoding_rs::Encoding;

pub use encoding::parse as parse_encoding;
pub use kind::InputFormat;
pub use published::parse as parse_published;
pub use stream::InputFile;
pub use texts::Texts;

use crate::{
    id::brief,
    lang::schema::fields::FieldNames,
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
    /// Earlier document of the run with the same body.
    pub duplicate_of: Option<String>,
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
            duplicate_of: None,
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
    /// Format of all files; else it is told by their names and first bytes.
    pub format: Option<InputFormat>,
    /// Encoding of what has no byte order mark; else it is UTF-8 or guessed.
    pub encoding: Option<&'static Encoding>,
    /// Field of a record, or column of a table, that holds the text.
    pub text_field: Option<String>,
    /// The same with the day of publication.
    pub date_field: Option<String>,
    /// How such days are written (as for `strftime`), if not as in ISO 8601.
    pub date_format: Option<String>,
    /// The same with the id.
    pub id_field: Option<String>,
    /// What the language calls these, and others.
    pub names: FieldNames,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            published: None,
            max_document_size: 10_000_000,
            format: None,
            encoding: None,
            text_field: None,
            date_field: None,
            date_format: None,
            id_field: None,
            names: FieldNames::default(),
        }
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
    /// Where that stands, if not where a user would put it.
    basis: Option<PublishedBasis>,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    channel: Option<String>,
    language: Option<String>,
    /// Encoding of its bytes, if not that of its file.
    encoding: Option<&'static Encoding>,
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

    /// A document over the limit.
    fn too_long(options: &Options) -> Fault {
        let most = options.max_document_size;
        Fault::new(format!("longer than {most} bytes (raise the limit with --max-document-size)"))
    }

    /// Bytes that could not be had.
    fn unread(error: &impl fmt::Display) -> Fault {
        Fault::new(format!("cannot read: {error}"))
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
        let reason = format!(
            "not UTF-8: byte {:#04x} at offset {offset} (name another encoding with --encoding)",
            bytes[at]
        );
        Fault { offset: Some(offset), ..Fault::new(reason) }
    }
}

/// A file format: takes the documents out of a stream one by one.
trait Format: Send {
    /// The next document, `None` at the end of the stream.
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>>;
}

/// The documents of a run in input order: files by path (bytewise), records in file order. Holds
/// one document at a time.
pub struct Documents {
    found: vec::IntoIter<Found>,
    skipped: Vec<PathBuf>,
    open: Option<(Found, Stream, Box<dyn Format>)>,
    options: Options,
    /// Ids given so far and the text of each, in brief.
    taken: HashMap<u128, u128>,
    texts: Texts,
    inputs: Vec<InputFile>,
    /// Bytes of these.
    bytes: u64,
}

impl Documents {
    /// The documents of `paths`: files, directories, patterns of these, or `-` for standard input.
    pub fn open(paths: &[PathBuf], options: Options) -> Documents {
        let (found, skipped) = files::find(paths, &options);
        Documents {
            found: found.into_iter(),
            skipped,
            open: None,
            options,
            taken: HashMap::new(),
            texts: Texts::default(),
            inputs: Vec::new(),
            bytes: 0,
        }
    }

    /// The same, after others were read that had these texts.
    pub fn after(self, texts: Texts) -> Documents {
        Documents { texts, ..self }
    }

    /// Files of a directory that were passed over, for their kind is not one that is read.
    pub fn skipped(&self) -> &[PathBuf] {
        &self.skipped
    }

    /// The files read so far, with their hashes.
    pub fn inputs(&self) -> &[InputFile] {
        &self.inputs
    }

    /// Bytes of files read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes + self.open.as_ref().map_or(0, |(_, stream, _)| stream.bytes())
    }

    /// Bytes of the files that are still to be opened; `None` where one is a stream without end.
    pub fn bytes_ahead(&self) -> Option<u64> {
        let size = |found: &Found| match &found.origin {
            Origin::File(path) => path.metadata().ok().filter(|m| m.is_file()).map(|m| m.len()),
            Origin::Stdin => None,
            Origin::Fault(_) => Some(0),
        };
        self.found.as_slice().iter().map(size).sum()
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
            Ok(stream) => {
                let told = || InputFormat::of(&found.path, stream.head());
                let format = self.options.format.unwrap_or_else(told);
                self.open = Some((found, stream, format.reader()));
                Ok(())
            }
            Err(fault) => Err(failure(&found, fault)),
        })
    }

    /// The id of a document, its own or that by its path. A record that comes again, as in two copies
    /// of a feed, is a duplicate like any other, and takes the one by its path.
    fn name(&mut self, own: Option<String>, by_path: String, text: &str) -> Result<String, String> {
        let text = brief(text);
        for id in own.into_iter().chain([by_path.clone()]) {
            match self.taken.entry(brief(&id)) {
                Entry::Vacant(free) => {
                    free.insert(text);
                    return Ok(id);
                }
                Entry::Occupied(other) if *other.get() == text => {}
                Entry::Occupied(_) => {
                    return Err(format!(
                        "duplicate id {id:?}: an earlier document has it, with another text"
                    ));
                }
            }
        }
        Err(format!("duplicate id {by_path:?}: an earlier document has it"))
    }

    /// Gives the document its id, path and defaults.
    fn complete(
        &mut self,
        found: &Found,
        stream: &Stream,
        fields: Fields,
    ) -> Result<Document, Failure> {
        let encoding = fields.encoding.unwrap_or_else(|| stream.encoding());
        let by_path = match fields.record {
            Some(record) => format!("{}#{record}", found.path),
            None => found.path.clone(),
        };
        let refuse = |reason| {
            let (record, line) = (fields.record, fields.line);
            failure(found, Fault { record, line, reason, ..Fault::default() })
        };
        if fields.text.trim().is_empty() {
            return Err(refuse("no text".to_owned()));
        }
        let id = self.name(fields.id, by_path, &fields.text).map_err(refuse)?;
        let duplicate_of = self.texts.first(brief(&fields.text), &id).map(str::to_owned);
        let published = fields.published.or(self.options.published);
        let basis = fields.published.and(fields.basis).unwrap_or(PublishedBasis::Given);
        Ok(Document {
            id,
            path: found.path.clone(),
            source: fields.source,
            url: fields.url,
            channel: fields.channel,
            published,
            published_basis: published.map_or(PublishedBasis::None, |_| basis),
            language: fields.language,
            encoding: encoding.name().to_ascii_lowercase(),
            title: fields.title,
            duplicate_of,
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
            match format.next(&mut stream, &self.options) {
                Some(Ok(fields)) => {
                    let document = self.complete(&found, &stream, fields);
                    self.open = Some((found, stream, format));
                    return Some(document);
                }
                Some(Err(fault)) => {
                    let failure = failure(&found, fault);
                    self.open = Some((found, stream, format));
                    return Some(Err(failure));
                }
                None => {
                    let file = stream.summary(&found.path);
                    self.bytes += file.bytes;
                    self.inputs.push(file);
                }
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
