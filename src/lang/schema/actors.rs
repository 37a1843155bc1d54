//! `actors.toml`: in, organisations and generic nouns for forces; out, their names in the lexicon
//! by first word.

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile, Role, WordId},
    recognise::phrase::{self, Classes, Form},
    record::PartyClass,
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    open_ended: Vec<String>,
    by: Vec<String>,
    against: Vec<String>,
    claims: Vec<String>,
    again: Vec<String>,
    actor: Vec<ActorSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorSource {
    name: String,
    class: PartyClass,
    names: Vec<String>,
}

/// An organisation or sort of force.
#[derive(Debug)]
pub struct Actor {
    /// English name.
    pub name: String,
    /// What sort of party it is.
    pub class: PartyClass,
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
    /// "By".
    pub by: Vec<Form>,
    /// "Against", and verbs whose object is the target.
    pub against: Vec<Form>,
    /// Verbs of claiming.
    pub claims: Vec<Form>,
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
        classes: &Classes,
        lexicon: &mut Lexicon,
    ) -> Result<ActorRules> {
        let source: Source = file.parse()?;
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
                let open_ended = source
                    .open_ended
                    .iter()
                    .any(|w| w == name || name.starts_with(&format!("{w} ")));
                names.push(ActorName { actor: actors.len(), rest, open_ended });
            }
            actors.push(Actor { name: actor.name, class: actor.class });
        }
        let mut words = |list: &[String]| {
            phrase::choice(&list.join("|"), classes, lexicon).map_err(|e| e.in_file(file.path))
        };
        Ok(ActorRules {
            by: words(&source.by)?,
            against: words(&source.against)?,
            claims: words(&source.claims)?,
            again: words(&source.again)?,
            actors,
            names,
        })
    }
}
