//! `actors.toml`: in, organisations and generic nouns for forces, and the phrases that say what a
//! party does; out, names in the lexicon by first word, compiled phrases.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile, Role, WordId},
    recognise::phrase::{self, ClassSource, Classes, Form, Pattern},
    record::{ActorBasis, PartyClass},
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    open_ended: Vec<String>,
    strikes: Vec<String>,
    of: Vec<String>,
    again: Vec<String>,
    class: BTreeMap<String, ClassSource>,
    actor: Vec<ActorSource>,
    role: Vec<RoleSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorSource {
    name: String,
    class: PartyClass,
    #[serde(default)]
    generic: bool,
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleSource {
    id: String,
    #[serde(default = "reported")]
    basis: ActorBasis,
    patterns: Vec<toml::Spanned<String>>,
}

fn reported() -> ActorBasis {
    ActorBasis::Reported
}

/// One pattern that gives parties their roles; payload of [`Role::Party`].
#[derive(Debug)]
pub struct RolePhrase {
    /// Rule id: language, `actor`, the entry's id.
    pub rule: String,
    /// On whose word the actor is the actor.
    pub basis: ActorBasis,
    /// The pattern.
    pub pattern: Pattern,
}

/// An organisation or sort of force.
#[derive(Debug)]
pub struct Actor {
    /// English name.
    pub name: String,
    /// What sort of party it is.
    pub class: PartyClass,
    /// A noun that organisations are named with: the name of one are its words.
    pub generic: bool,
}

/// One written name of an actor; payload of [`Role::Actor`].
#[derive(Debug)]
pub struct ActorName {
    /// Row of [`ActorRules::actors`].
    pub actor: usize,
    /// The words after the first.
    pub rest: Vec<WordId>,
    /// Adjectives and names behind it belong to it.
    pub open_ended: bool,
}

/// The compiled rules.
#[derive(Debug)]
pub struct ActorRules {
    /// Organisations and generic nouns.
    pub actors: Vec<Actor>,
    /// Their names.
    pub names: Vec<ActorName>,
    /// Phrases that give roles, in order of precedence.
    pub roles: Vec<RolePhrase>,
    /// Nouns for a strike, behind which a nationality is who struck.
    pub strikes: Vec<Form>,
    /// What stands between the noun for members and the name of their group.
    pub of: Vec<Form>,
    /// "The group": whoever was named last.
    pub again: Vec<Form>,
}

impl ActorRules {
    /// Compiles the file and adds its words to `lexicon`.
    ///
    /// # Errors
    /// When the file does not have the shape described above or a name is none.
    pub fn compile(
        file: PackFile<'_>,
        language: &str,
        classes: &mut Classes,
        lexicon: &mut Lexicon,
    ) -> Result<ActorRules> {
        let source: Source = file.parse()?;
        classes.add(&source.class, lexicon).map_err(|e| e.in_file(file.path))?;
        let (mut actors, mut names) = (Vec::new(), Vec::new());
        for actor in source.actor {
            for name in &actor.names {
                let mut words = name.split_whitespace();
                let first = words.next().unwrap_or_default();
                let rest = words
                    .map(|w| lexicon.add(w, Role::Literal, 0))
                    .collect::<Result<Vec<_>>>()
                    .map_err(|e| e.in_file(file.path))?;
                lexicon
                    .add(first, Role::Actor, names.len() as u32)
                    .map_err(|e| e.in_file(file.path))?;
                let open_ended = source.open_ended.contains(name);
                names.push(ActorName { actor: actors.len(), rest, open_ended });
            }
            actors.push(Actor { name: actor.name, class: actor.class, generic: actor.generic });
        }
        let mut roles = Vec::new();
        for role in &source.role {
            for pattern in &role.patterns {
                let row = roles.len() as u32;
                let text = pattern.get_ref();
                let compiled = phrase::compile(text, Role::Party, row, classes, lexicon)
                    .map_err(|e| file.fault(pattern.span().start, e))?;
                let rule = format!("{language}.actor.{}", role.id);
                roles.push(RolePhrase { rule, basis: role.basis, pattern: compiled });
            }
        }
        let mut words = |list: &[String]| {
            phrase::choice(&list.join("|"), classes, lexicon).map_err(|e| e.in_file(file.path))
        };
        Ok(ActorRules {
            strikes: words(&source.strikes)?,
            of: words(&source.of)?,
            roles,
            again: words(&source.again)?,
            actors,
            names,
        })
    }
}
