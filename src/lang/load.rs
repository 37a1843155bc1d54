//! Reading pack files: in, the text of a TOML file; out, its typed shape, or an error that names
//! file, line and cause. Unknown keys are errors, so that a typing mistake is not a silent no-op.

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// Where pack files come from: the built-in pack, or a folder laid over it.
#[derive(Clone, Copy, Debug)]
pub struct PackFile<'a> {
    /// Name shown in errors.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl PackFile<'_> {
    /// Reads the file into its shape.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map(|span| self.line_of(span.start));
            let mut failure = Error::new(error.message().to_owned()).in_file(self.path);
            if let Some(line) = line {
                failure = failure.at_line(line);
            }
            failure
        })
    }

    /// The 1-based line that holds byte `at`.
    pub fn line_of(&self, at: usize) -> u64 {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        before.iter().filter(|&&b| b == b'\n').count() as u64 + 1
    }

    /// `error` at the line that holds byte `at` of this file.
    pub fn fault(&self, at: usize, error: Error) -> Error {
        error.at_line(self.line_of(at)).in_file(self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        #[allow(dead_code)]
        word: String,
    }

    #[test]
    fn an_unknown_key_names_file_and_line() {
        let file = PackFile { path: "ar/dates.toml", text: "word = \"x\"\nwrod = \"y\"\n" };
        let error = file.parse::<Shape>().unwrap_err().to_string();
        assert!(error.starts_with("ar/dates.toml:2: unknown field `wrod`"), "{error}");
    }
}
