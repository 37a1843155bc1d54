//! The examples of speakers.toml: "words = type".

use super::{Example, Given};
use crate::{
    normalise::Normaliser,
    pipeline::Engine,
    recognise::{
        actor, number, people,
        phrase::Matcher,
        speaker::{Speaker, speakers},
    },
};

pub(super) fn read(engine: &Engine, example: &Example) -> Given {
    let pack = &engine.pack;
    let mut normaliser = Normaliser::new(&pack.lexicon);
    let text = normaliser.normalise(example.text.get_ref());
    let quantities = number::quantities(&text, pack, &number::numbers(&text, pack));
    let peoples = people::peoples(&text, pack, &quantities);
    let matcher = Matcher {
        text: &text,
        lexicon: &pack.lexicon,
        peoples: &peoples,
        among: &pack.casualties.parts,
        places: &[],
        parties: &[],
    };
    let parties = actor::parties(pack, &matcher, &[]);
    let actors = actor::actors(pack, &matcher, &parties);
    let found = speakers(pack, &matcher, &actors);
    let line = |s: &Speaker| format!("{} = {}", text.words(&s.tokens), s.kind);
    Given {
        lines: found.iter().map(line).collect(),
        rules: found.iter().map(|s| s.rule.clone()).collect(),
    }
}
