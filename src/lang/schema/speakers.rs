//! `speakers.toml`: in, nouns for speakers by type and the words that make one the speaker; out,
//! compiled patterns in order of precedence.

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::Result,
    lang::{Build, Layers, PackFile, Role, RuleFile, Words},
    recognise::phrase::{Form, Pattern},
    record::AttributionType,
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    disable: Words,
    says: Words,
    according: Words,
    between: Words,
    speaker: Vec<SpeakerSource>,
}

impl RuleFile for Source {
    type Entry = SpeakerSource;

    fn entries(&self) -> &[SpeakerSource] {
        &self.speaker
    }

    fn id(entry: &SpeakerSource) -> &Spanned<String> {
        &entry.id
    }

    fn disabled(&self) -> &[Spanned<String>] {
        &self.disable
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeakerSource {
    id: Spanned<String>,
    #[serde(rename = "type")]
    kind: AttributionType,
    patterns: Words,
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
    /// Compiles the file in its layers; its words and rules join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above, or a pattern is faulty.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<SpeakerRules> {
        let layers = Layers::<Source>::parse(files)?;
        let kind = format!("{}.speaker", build.language);
        let mut speakers = Vec::new();
        for (file, speaker) in layers.rules(&kind)? {
            let rule = build.rule((file, &kind), &speaker.id, speaker.kind, &speaker.patterns)?;
            for pattern in &speaker.patterns {
                speakers.push(SpeakerPhrase {
                    rule: rule.clone(),
                    kind: speaker.kind,
                    pattern: build.pattern(file, pattern, Role::Speaker, speakers.len())?,
                });
            }
        }
        Ok(SpeakerRules {
            speakers,
            says: build.list(&layers, |source| &source.says)?,
            according: build.list(&layers, |source| &source.according)?,
            between: build.list(&layers, |source| &source.between)?,
        })
    }
}
