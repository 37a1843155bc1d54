//! `speakers.toml`: in, nouns for speakers by type and the words that make one the speaker; out,
//! compiled patterns in order of precedence.

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile, Role},
    recognise::phrase::{self, Classes, Form, Pattern},
    record::AttributionType,
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    says: Vec<String>,
    according: Vec<String>,
    between: Vec<String>,
    speaker: Vec<SpeakerSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeakerSource {
    id: String,
    #[serde(rename = "type")]
    kind: AttributionType,
    patterns: Vec<toml::Spanned<String>>,
}

/// One pattern for a speaker; payload of [`Role::Speaker`].
#[derive(Debug)]
pub struct SpeakerPhrase {
    /// Rule id: language, `speaker`, the entry's id.
    pub rule: String,
    /// What sort of speaker it is.
    pub kind: AttributionType,
    /// The pattern.
    pub pattern: Pattern,
}

/// The compiled rules.
#[derive(Debug)]
pub struct SpeakerRules {
    /// Patterns in order of precedence.
    pub speakers: Vec<SpeakerPhrase>,
    /// Verbs of saying.
    pub says: Vec<Form>,
    /// "According to".
    pub according: Vec<Form>,
    /// What may stand between those and the speaker.
    pub between: Vec<Form>,
}

impl SpeakerRules {
    /// Compiles the file and adds its words to `lexicon`.
    ///
    /// # Errors
    /// When the file does not have the shape described above, or a pattern is faulty.
    pub fn compile(
        file: PackFile<'_>,
        language: &str,
        classes: &Classes,
        lexicon: &mut Lexicon,
    ) -> Result<SpeakerRules> {
        let source: Source = file.parse()?;
        let mut speakers = Vec::new();
        for speaker in &source.speaker {
            for pattern in &speaker.patterns {
                let row = speakers.len() as u32;
                let text = pattern.get_ref();
                let compiled = phrase::compile(text, Role::Speaker, row, classes, lexicon)
                    .map_err(|e| file.fault(pattern.span().start, e))?;
                let rule = format!("{language}.speaker.{}", speaker.id);
                speakers.push(SpeakerPhrase { rule, kind: speaker.kind, pattern: compiled });
            }
        }
        let mut words = |list: &[String]| {
            phrase::choice(&list.join("|"), classes, lexicon).map_err(|e| e.in_file(file.path))
        };
        Ok(SpeakerRules {
            says: words(&source.says)?,
            according: words(&source.according)?,
            between: words(&source.between)?,
            speakers,
        })
    }
}
