//! The examples of speakers.toml: "words = type".

use super::{Speaker, speakers};
use crate::{
    lang::{
        Pack, builtin_file,
        examples::{Example, Given, check},
    },
    normalise::Normaliser,
    recognise::{actor, number, people, phrase::Matcher},
};

#[test]
fn examples() {
    let pack = Pack::builtin("ar").unwrap();
    let checked = check(builtin_file("ar", "speakers.examples.toml"), |e| read(&pack, e));
    checked.unwrap().hold().cover(pack.speakers.speakers.iter().map(|s| s.rule.as_str()));
}

fn read(pack: &Pack, example: &Example) -> Given {
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
