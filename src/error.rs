//! The one error of the crate: a cause, and around it where it happened (file, line) and what was
//! being done, outermost first.

use std::{fmt, io, path::PathBuf};

/// What every fallible function returns.
pub type Result<T> = std::result::Result<T, Error>;

/// An error with its context. `Display` prints the chain on one line:
/// `reports.jsonl:14: not valid JSON: expected value at column 3`.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    path: Option<PathBuf>,
    line: Option<u64>,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error that says `message`.
    pub fn new(message: impl Into<String>) -> Error {
        Error(Box::new(Inner { path: None, line: None, message: message.into(), source: None }))
    }

    /// `message`, caused by `source`.
    pub fn caused(
        message: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Error {
        let mut error = Error::new(message);
        error.0.source = Some(source.into());
        error
    }

    /// Names the file, unless an inner error already named one.
    pub fn in_file(mut self, path: impl Into<PathBuf>) -> Error {
        self.0.path.get_or_insert(path.into());
        self
    }

    /// Names the 1-based line, unless one is already named.
    pub fn at_line(mut self, line: u64) -> Error {
        self.0.line.get_or_insert(line);
        self
    }

    /// The 1-based line of the file, where known.
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The message and its causes, without file and line.
    pub fn reason(&self) -> String {
        let mut text = self.0.message.clone();
        let mut cause: Option<&(dyn std::error::Error + 'static)> =
            self.0.source.as_deref().map(|s| s as _);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.0.path {
            write!(f, "{}:", path.display())?;
            if let Some(line) = self.0.line {
                write!(f, "{line}:")?;
            }
            f.write_str(" ")?;
        } else if let Some(line) = self.0.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.reason())
    }
}

// `reason` already prints the chain, so `source` stays None: printing both would say it twice.
impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::new(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_file_line_and_cause_once() {
        let inner = io::Error::other("disk on fire");
        let error = Error::caused("cannot read", inner).at_line(3).at_line(9).in_file("a.txt");
        assert_eq!(error.to_string(), "a.txt:3: cannot read: disk on fire");
        assert_eq!(error.line(), Some(3));
    }
}
