//! `dates.toml`: in, its text; out, the compiled tables of [`crate::recognise`].

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile},
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {}

/// The compiled rules.
#[derive(Debug, Default)]
pub struct DateRules {}

impl DateRules {
    /// Compiles the file and adds its words to `lexicon`.
    ///
    /// # Errors
    /// When the file does not have the shape described above.
    pub fn compile(file: PackFile<'_>, _lexicon: &mut Lexicon) -> Result<DateRules> {
        let Source {} = file.parse()?;
        Ok(DateRules {})
    }
}
