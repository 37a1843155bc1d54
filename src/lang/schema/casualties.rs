//! `casualties.toml`: in, phrases that report what happened to persons; out, compiled patterns.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::Result,
    lang::{Build, Layers, PackFile, Role, RuleFile},
    recognise::phrase::{self, ClassSource, Form, Pattern},
    record::Effect,
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    disable: Vec<Spanned<String>>,
    class: BTreeMap<String, Spanned<ClassSource>>,
    words: Words,
    phrase: Vec<PhraseSource>,
}

impl RuleFile for Source {
    type Entry = PhraseSource;

    fn entries(&self) -> &[PhraseSource] {
        &self.phrase
    }

    fn id(entry: &PhraseSource) -> &Spanned<String> {
        &entry.id
    }

    fn disabled(&self) -> &[Spanned<String>] {
        &self.disable
    }
}

/// Words that steer how statements are read, each a `|`-joined choice of words and classes.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Words {
    parts: Option<Spanned<String>>,
    of_them: Option<Spanned<String>>,
    unreal: Option<Spanned<String>>,
    not: Option<Spanned<String>>,
    through: Option<Spanned<String>>,
    silent: Option<Spanned<String>>,
    freed: Option<Spanned<String>>,
    denied: Option<Spanned<String>>,
    legend: Option<Spanned<String>>,
    illness: Option<Spanned<String>>,
    figurative: Option<Spanned<String>>,
    barrier: Option<Spanned<String>>,
    both: Option<Spanned<String>>,
    besides: Option<Spanned<String>>,
    licence: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseSource {
    id: Spanned<String>,
    effect: Effect,
    patterns: Vec<Spanned<String>>,
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
    #[serde(default)]
    natural: bool,
    /// Words near it that give it another sense.
    #[serde(default)]
    unless: Option<Spanned<String>>,
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
    /// A death that may be natural: none of ours beside a word of illness.
    pub natural: bool,
    /// Words that give it another sense where they stand near.
    pub unless: Vec<Form>,
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
    /// Verbs of denial, which reach over a comma.
    pub denied: Vec<Form>,
    /// Words of religion, history and fiction: a sentence with one is no report.
    pub legend: Vec<Form>,
    /// What makes an injury or a death one of illness.
    pub illness: Vec<Form>,
    /// Words of fields that borrow the words of war: sport, computers.
    pub figurative: Vec<Form>,
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
    /// Compiles the file in its layers; its words, classes and rules join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above, or a pattern is faulty.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<CasualtyRules> {
        let layers = Layers::<Source>::parse(files)?;
        build.classes(&layers, |source| &source.class)?;
        let kind = format!("{}.casualty", build.language);
        let mut phrases = Vec::new();
        for (file, phrase) in layers.rules(&kind)? {
            let rule = build.rule((file, &kind), &phrase.id, phrase.effect, &phrase.patterns)?;
            let unless = match &phrase.unless {
                Some(words) => build.forms(file, words)?,
                None => Vec::new(),
            };
            for pattern in &phrase.patterns {
                phrases.push(CasualtyPhrase {
                    rule: rule.clone(),
                    effect: phrase.effect,
                    pattern: build.pattern(file, pattern, Role::Phrase, phrases.len())?,
                    count: phrase.count,
                    part: phrase.part,
                    new: phrase.new,
                    plural: phrase.plural,
                    latest: phrase.latest,
                    update: phrase.update,
                    natural: phrase.natural,
                    unless: unless.clone(),
                });
            }
        }
        let mut words =
            |of: fn(&Words) -> &Option<Spanned<String>>| build.choice(&layers, |s| of(&s.words));
        let barrier = words(|w| &w.barrier)?;
        let rule = |name: &str| format!("{kind}.{name}");
        let rules = CasualtyRules {
            phrases,
            parts: words(|w| &w.parts)?,
            of_them: words(|w| &w.of_them)?,
            unreal: words(|w| &w.unreal)?,
            not: words(|w| &w.not)?,
            through: words(|w| &w.through)?,
            silent: words(|w| &w.silent)?,
            denied: words(|w| &w.denied)?,
            legend: words(|w| &w.legend)?,
            illness: words(|w| &w.illness)?,
            figurative: words(|w| &w.figurative)?,
            freed: words(|w| &w.freed)?,
            both: words(|w| &w.both)?,
            besides: words(|w| &w.besides)?,
            licence: words(|w| &w.licence)?,
            state: rule("state"),
            state_plural: rule("state.plural"),
            joined: rule("joined"),
            among: rule("among"),
            nobody: rule("nobody"),
        };
        phrase::register(&barrier, Role::Barrier, 0, &mut build.lexicon);
        Ok(rules)
    }
}
