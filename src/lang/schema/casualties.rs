//! `casualties.toml`: in, phrases that report what happened to persons; out, compiled patterns.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile, Role},
    recognise::phrase::{self, ClassSource, Classes, Form, Pattern},
    record::Effect,
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    class: BTreeMap<String, ClassSource>,
    words: Words,
    phrase: Vec<PhraseSource>,
}

/// Words that steer how statements are read, each a `|`-joined choice of words and classes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    parts: String,
    of_them: String,
    unreal: String,
    not: String,
    through: String,
    silent: String,
    freed: String,
    barrier: String,
    both: String,
    besides: String,
    licence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseSource {
    id: String,
    effect: Effect,
    patterns: Vec<toml::Spanned<String>>,
    #[serde(default)]
    count: Option<u64>,
    #[serde(default)]
    part: bool,
    #[serde(default)]
    new: bool,
    #[serde(default)]
    plural: bool,
    #[serde(default)]
    latest: bool,
    #[serde(default)]
    update: bool,
}

/// One pattern of a casualty phrase; payload of [`crate::lang::Role::Phrase`].
#[derive(Debug)]
pub struct CasualtyPhrase {
    /// Rule id: language, `casualty`, the phrase's id.
    pub rule: String,
    /// What happened to those in the slot.
    pub effect: Effect,
    /// The pattern.
    pub pattern: Pattern,
    /// How many persons, where the slot does not say.
    pub count: Option<u64>,
    /// Counted in another figure too.
    pub part: bool,
    /// Not of persons spoken of before.
    pub new: bool,
    /// The words speak of several persons, without a number.
    pub plural: bool,
    /// Of two figures the second holds: "rose from 8 to 10".
    pub latest: bool,
    /// The count stands in place of those given before.
    pub update: bool,
}

/// The compiled rules.
#[derive(Debug)]
pub struct CasualtyRules {
    /// Patterns in order of preference.
    pub phrases: Vec<CasualtyPhrase>,
    /// "Among them".
    pub parts: Vec<Form>,
    /// Those of them that a count stands before: "three of them".
    pub of_them: Vec<Form>,
    /// What makes a statement a threat, a plan, a fear or a question.
    pub unreal: Vec<Form>,
    /// What denies a statement.
    pub not: Vec<Form>,
    /// What may stand between a denial and what it denies.
    pub through: Vec<Form>,
    /// What makes a denial one of knowledge: "no reports of victims".
    pub silent: Vec<Form>,
    /// What sets persons free.
    pub freed: Vec<Form>,
    /// "Both dead and wounded" behind a count.
    pub both: Vec<Form>,
    /// "In addition to" between two groups.
    pub besides: Vec<Form>,
    /// What an uncounted plural of dead or wounded must follow to be news.
    pub licence: Vec<Form>,
    /// Rule of a counted noun that itself says what happened.
    pub state: String,
    /// Rule of such a noun in the plural without a count.
    pub state_plural: String,
    /// Rule of a group joined to another by "and".
    pub joined: String,
    /// Rule of a group among another.
    pub among: String,
    /// Rule of a count of nobody.
    pub nobody: String,
}

impl CasualtyRules {
    /// Compiles the file and adds its words to `lexicon`; its classes join `classes`.
    ///
    /// # Errors
    /// When the file does not have the shape described above, or a pattern is faulty.
    pub fn compile(
        file: PackFile<'_>,
        language: &str,
        classes: &mut Classes,
        lexicon: &mut Lexicon,
    ) -> Result<CasualtyRules> {
        let source: Source = file.parse()?;
        classes.add(&source.class, lexicon).map_err(|e| e.in_file(file.path))?;
        let mut phrases = Vec::new();
        for phrase in &source.phrase {
            for pattern in &phrase.patterns {
                let row = phrases.len() as u32;
                let compiled =
                    phrase::compile(pattern.get_ref(), Role::Phrase, row, classes, lexicon)
                        .map_err(|e| file.fault(pattern.span().start, e))?;
                phrases.push(CasualtyPhrase {
                    rule: format!("{language}.casualty.{}", phrase.id),
                    effect: phrase.effect,
                    pattern: compiled,
                    count: phrase.count,
                    part: phrase.part,
                    new: phrase.new,
                    plural: phrase.plural,
                    latest: phrase.latest,
                    update: phrase.update,
                });
            }
        }
        let barrier = phrase::choice(&source.words.barrier, classes, lexicon)
            .map_err(|e| e.in_file(file.path))?;
        phrase::register(&barrier, Role::Barrier, 0, lexicon);
        let mut words = |choice: &str| {
            phrase::choice(choice, classes, lexicon).map_err(|e| e.in_file(file.path))
        };
        let rule = |name: &str| format!("{language}.casualty.{name}");
        Ok(CasualtyRules {
            phrases,
            parts: words(&source.words.parts)?,
            of_them: words(&source.words.of_them)?,
            unreal: words(&source.words.unreal)?,
            not: words(&source.words.not)?,
            through: words(&source.words.through)?,
            silent: words(&source.words.silent)?,
            freed: words(&source.words.freed)?,
            both: words(&source.words.both)?,
            besides: words(&source.words.besides)?,
            licence: words(&source.words.licence)?,
            state: rule("state"),
            state_plural: rule("state.plural"),
            joined: rule("joined"),
            among: rule("among"),
            nobody: rule("nobody"),
        })
    }
}
