//! A pack in the making: in, words and patterns of one file after another; out, the lexicon, the word
//! classes and the list of rules that all of them share. Errors get the place of the word.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use toml::Spanned;

use super::{Layers, Lexicon, PackFile, Role, WordId};
use crate::{
    error::{Error, Result},
    recognise::phrase::{self, ClassSource, Classes, Form, Pattern},
};

/// A rule as its file has it: what `rasd rules` shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// Full id: language, kind, the entry's id.
    #[serde(skip)]
    pub id: String,
    /// What it makes of what it finds: an effect, a kind of incident.
    pub gives: String,
    /// Its patterns, as written.
    pub patterns: Vec<String>,
    /// All that its file says of it.
    pub source: String,
    /// The file it stands in.
    pub file: String,
    /// The line of its id.
    pub line: u64,
    /// Whether an overlay brought it.
    pub overlay: bool,
}

/// What the files of a pack are compiled into.
#[derive(Debug)]
pub(crate) struct Build {
    /// ISO 639-1 code.
    pub language: String,
    /// Every word so far.
    pub lexicon: Lexicon,
    /// Every rule so far, in the order they are tried.
    pub rules: Vec<Rule>,
    /// Every class so far.
    pub classes: Classes,
}

impl Build {
    /// Nothing but what words may carry.
    pub fn new(language: &str, lexicon: Lexicon) -> Build {
        let (rules, classes) = (Vec::new(), Classes::default());
        Build { language: language.to_owned(), lexicon, rules, classes }
    }

    /// Adds a single word.
    pub fn word(
        &mut self,
        file: PackFile<'_>,
        word: &Spanned<String>,
        role: Role,
        payload: u32,
    ) -> Result<WordId> {
        self.lexicon.add(word.get_ref(), role, payload).map_err(|error| file.fault(word, error))
    }

    /// Adds a name of one word or more under its first; returns the others.
    pub fn name(
        &mut self,
        file: PackFile<'_>,
        name: &Spanned<String>,
        (role, payload): (Role, u32),
        others: Role,
    ) -> Result<(WordId, Vec<WordId>)> {
        let lexicon = &mut self.lexicon;
        let mut words = name.get_ref().split_whitespace();
        let add = || {
            let first = lexicon.add(words.next().unwrap_or_default(), role, payload)?;
            let rest = words.map(|word| lexicon.add(word, others, 0)).collect::<Result<_>>()?;
            Ok((first, rest))
        };
        add().map_err(|error| file.fault(name, error))
    }

    /// Adds the classes of a file. A class of a layer below gains words; what may be written onto
    /// them stays, unless it is said anew.
    pub fn classes<T>(
        &mut self,
        layers: &Layers<'_, T>,
        of: fn(&T) -> &BTreeMap<String, Spanned<ClassSource>>,
    ) -> Result<()> {
        let mut here = BTreeSet::new();
        for (file, source) in layers.upwards() {
            for (name, class) in of(source) {
                let grows = !here.insert(name);
                let row = self.classes.add(name, class.get_ref(), grows);
                let row = row.map_err(|error| file.fault(class, error))?;
                for word in &class.get_ref().words {
                    self.word(file, word, Role::Class, row)?;
                }
            }
        }
        Ok(())
    }

    /// A choice of words and classes, each layer's added to the last; empty where no layer has any.
    pub fn choice<T>(
        &mut self,
        layers: &Layers<'_, T>,
        of: impl Fn(&T) -> &Option<Spanned<String>>,
    ) -> Result<Vec<Form>> {
        let mut forms = Vec::new();
        for (file, source) in layers.upwards() {
            if let Some(choice) = of(source) {
                forms.extend(self.forms(file, choice)?);
            }
        }
        Ok(forms)
    }

    /// The same of a list, an entry for each word or class.
    pub fn list<T>(
        &mut self,
        layers: &Layers<'_, T>,
        of: impl Fn(&T) -> &[Spanned<String>],
    ) -> Result<Vec<Form>> {
        let mut forms = Vec::new();
        for (file, source) in layers.upwards() {
            for word in of(source) {
                forms.extend(self.forms(file, word)?);
            }
        }
        Ok(forms)
    }

    /// A single choice of words and classes.
    pub fn forms(&mut self, file: PackFile<'_>, choice: &Spanned<String>) -> Result<Vec<Form>> {
        phrase::choice(choice.get_ref(), &self.classes, &mut self.lexicon)
            .map_err(|error| file.fault(choice, error))
    }

    /// Compiles a pattern that is found by `role` with payload `row`.
    pub fn pattern(
        &mut self,
        file: PackFile<'_>,
        pattern: &Spanned<String>,
        role: Role,
        row: usize,
    ) -> Result<Pattern> {
        phrase::compile(pattern.get_ref(), role, row as u32, &self.classes, &mut self.lexicon)
            .map_err(|error| file.fault(pattern, error))
    }

    /// Lists a rule and returns its full id.
    pub fn rule<'s>(
        &mut self,
        (file, kind): (PackFile<'_>, &str),
        id: &Spanned<String>,
        gives: impl ToString,
        patterns: impl IntoIterator<Item = &'s Spanned<String>>,
    ) -> Result<String> {
        let full = format!("{kind}.{}", id.get_ref());
        let patterns: Vec<_> = patterns.into_iter().map(|p| p.get_ref().clone()).collect();
        if patterns.is_empty() {
            return Err(file.fault(id, Error::new(format!("{:?} has no pattern", id.get_ref()))));
        }
        self.rules.push(Rule {
            id: full.clone(),
            gives: gives.to_string(),
            patterns,
            source: file.table(id.span().start).to_owned(),
            file: file.path.to_owned(),
            line: file.line_of(id.span().start),
            overlay: file.overlay,
        });
        Ok(full)
    }
}
