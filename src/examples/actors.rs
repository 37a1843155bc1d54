//! The examples of actors.toml: "words = name, role", the basis where there is one.

use super::{Example, Given};
use crate::{pipeline::Engine, read::Document, recognise::actor::ActorMention};

pub(super) fn read(engine: &Engine, example: &Example) -> Given {
    let document = Document::new("example", example.text.get_ref().as_str());
    engine.read(&mut engine.normaliser(), &document, |stages| {
        let (text, pack) = (stages.parts.text, stages.parts.pack);
        let line = |a: &ActorMention| {
            let words = text.words(&a.tokens);
            let name = a.actor.map_or(words, |row| pack.actors.actors[row].name.as_str());
            format!("{words} = {name}, {}, {}", a.role, a.basis)
        };
        Given {
            lines: stages.parts.actors.iter().map(line).collect(),
            rules: stages.parts.actors.iter().map(|a| a.rule.clone()).collect(),
        }
    })
}
