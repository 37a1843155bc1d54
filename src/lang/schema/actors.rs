//! `actors.toml`: in, organisations and generic nouns for forces, and the phrases that say what a
//! party does; out, names in the lexicon by first word, compiled phrases.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::{Error, Result},
    lang::{Build, Layers, PackFile, Role, RuleFile, WordId, Words},
    recognise::phrase::{ClassSource, Form, Pattern},
    record::{ActorBasis, PartyClass},
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    disable: Words,
    open_ended: Vec<String>,
    strikes: Words,
    of: Words,
    again: Words,
    means: Words,
    nobody: Words,
    class: BTreeMap<String, Spanned<ClassSource>>,
    actor: Vec<ActorSource>,
    role: Vec<RoleSource>,
}

impl RuleFile for Source {
    type Entry = RoleSource;

    fn entries(&self) -> &[RoleSource] {
        &self.role
    }

    fn id(entry: &RoleSource) -> &Spanned<String> {
        &entry.id
    }

    fn disabled(&self) -> &[Spanned<String>] {
        &self.disable
    }
}

/// What a layer says of an actor; of one known below it may leave out what is as it was.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorSource {
    name: Spanned<String>,
    class: Option<PartyClass>,
    generic: Option<bool>,
    #[serde(default)]
    names: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleSource {
    id: Spanned<String>,
    #[serde(default = "reported")]
    basis: ActorBasis,
    patterns: Words,
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
    /// Row of [`ActorRules::actors`]; none for words that only begin like a name.
    pub actor: Option<usize>,
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
    /// "The group", "its men": whoever was named last.
    pub again: Vec<Form>,
    /// A bomber, a gun: the means of who is responsible, never who is.
    pub means: Vec<Form>,
}

impl ActorRules {
    /// Compiles the file in its layers; its words, classes and rules join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above or a name is none.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<ActorRules> {
        let layers = Layers::<Source>::parse(files)?;
        build.classes(&layers, |source| &source.class)?;
        let actors = actors(&layers)?;
        let names = names(&layers, &actors, build)?;
        let kind = format!("{}.actor", build.language);
        let mut roles = Vec::new();
        for (file, role) in layers.rules(&kind)? {
            let rule = build.rule((file, &kind), &role.id, role.basis, &role.patterns)?;
            for pattern in &role.patterns {
                roles.push(RolePhrase {
                    rule: rule.clone(),
                    basis: role.basis,
                    pattern: build.pattern(file, pattern, Role::Party, roles.len())?,
                });
            }
        }
        Ok(ActorRules {
            strikes: build.list(&layers, |source| &source.strikes)?,
            of: build.list(&layers, |source| &source.of)?,
            again: build.list(&layers, |source| &source.again)?,
            means: build.list(&layers, |source| &source.means)?,
            roles,
            actors,
            names,
        })
    }
}

/// The table of actors; an upper layer changes what it says anew of a known one.
fn actors(layers: &Layers<'_, Source>) -> Result<Vec<Actor>> {
    let mut actors: Vec<Actor> = Vec::new();
    for (file, source) in layers.upwards() {
        for said in &source.actor {
            let name = said.name.get_ref();
            if let Some(known) = actors.iter_mut().find(|actor| actor.name == *name) {
                known.class = said.class.unwrap_or(known.class);
                known.generic = said.generic.unwrap_or(known.generic);
                continue;
            }
            let class = said.class.ok_or_else(|| file.fault(&said.name, no_actor(name)))?;
            let generic = said.generic.unwrap_or(false);
            actors.push(Actor { name: name.clone(), class, generic });
        }
    }
    Ok(actors)
}

fn no_actor(name: &str) -> Error {
    let classes = PartyClass::NAMES.join(", ");
    Error::new(format!("no actor {name:?} to add to, and a new one needs a class: {classes}"))
}

/// The written names, those of the top layer first: of two actors named alike the first is meant.
fn names(
    layers: &Layers<'_, Source>,
    actors: &[Actor],
    build: &mut Build,
) -> Result<Vec<ActorName>> {
    let open_ended: BTreeSet<&String> =
        layers.upwards().flat_map(|(_, source)| &source.open_ended).collect();
    let rows: BTreeMap<&str, usize> =
        actors.iter().enumerate().map(|(row, actor)| (actor.name.as_str(), row)).collect();
    let mut names = Vec::new();
    for (file, source) in layers.downwards() {
        let nobody = source.nobody.iter().map(|name| (None, name));
        let somebody = source.actor.iter().flat_map(|actor| {
            let row = rows[actor.name.get_ref().as_str()];
            actor.names.iter().map(move |name| (Some(row), name))
        });
        for (actor, name) in nobody.chain(somebody) {
            let place = (Role::Actor, names.len() as u32);
            let (_, rest) = build.name(file, name, place, Role::Literal)?;
            let open_ended = open_ended.contains(name.get_ref());
            names.push(ActorName { actor, rest, open_ended });
        }
    }
    Ok(names)
}
