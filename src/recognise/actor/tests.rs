//! The examples of actors.toml: "words = name, role", the basis where there is one.

use crate::{
    lang::{
        builtin_file,
        examples::{Example, Given, check},
    },
    pipeline::Engine,
    read::Document,
};

#[test]
fn examples() {
    let engine = Engine::builtin("ar").unwrap();
    let file = builtin_file("ar", "actors.examples.toml");
    let roles = engine.pack.actors.roles.iter().map(|r| r.rule.as_str());
    check(file, |e| read(&engine, e)).unwrap().hold().cover(roles);
}

fn read(engine: &Engine, example: &Example) -> Given {
    let document = Document::new("example", example.text.get_ref().as_str());
    engine.read(&mut engine.normaliser(), &document, |stages| {
        let (text, pack) = (stages.parts.text, stages.parts.pack);
        let line = |a: &super::ActorMention| {
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
