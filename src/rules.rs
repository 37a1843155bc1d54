//! Rules to look at: in, an engine; out, every rule it has with its patterns, the words of their
//! classes, and the examples in which it fires. Rules of the program itself, such as those for dates,
//! are known by their examples alone.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Result, examples, lang::Rule, pipeline::Engine, recognise::phrase::class_names};

/// A rule as `rasd rules` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct RuleCard {
    /// Its id.
    pub id: String,
    /// What its file says; none of a rule of the program itself.
    #[serde(flatten)]
    pub rule: Option<Rule>,
    /// The classes that its patterns name, with their words.
    pub classes: BTreeMap<String, Vec<String>>,
    /// Examples in which it fires.
    pub examples: Vec<Sample>,
}

/// An example in which a rule fires.
#[derive(Clone, Debug, Serialize)]
pub struct Sample {
    /// The file it stands in.
    pub file: String,
    /// Its line.
    pub line: u64,
    /// The text.
    pub text: String,
    /// All that the text gives.
    pub gives: Vec<String>,
}

/// Every rule: those of the files in the order they are tried, then those of the program by id.
///
/// # Errors
/// When a file of examples does not have the shape it must.
pub fn rules(engine: &Engine) -> Result<Vec<RuleCard>> {
    let mut samples = samples(engine)?;
    let of_file = |rule: &Rule| RuleCard {
        id: rule.id.clone(),
        classes: classes(engine, rule),
        examples: samples.remove(&rule.id).unwrap_or_default(),
        rule: Some(rule.clone()),
    };
    let mut cards: Vec<RuleCard> = engine.pack.rules.iter().map(of_file).collect();
    cards.extend(samples.into_iter().map(|(id, examples)| RuleCard {
        id,
        rule: None,
        classes: BTreeMap::new(),
        examples,
    }));
    Ok(cards)
}

/// The examples of all layers by the rules that fire in them.
fn samples(engine: &Engine) -> Result<BTreeMap<String, Vec<Sample>>> {
    let mut samples: BTreeMap<String, Vec<Sample>> = BTreeMap::new();
    for outcome in examples::run(engine)? {
        let sample = Sample {
            file: outcome.file,
            line: outcome.line,
            text: outcome.text,
            gives: outcome.gives,
        };
        for rule in outcome.fired {
            samples.entry(rule).or_default().push(sample.clone());
        }
    }
    Ok(samples)
}

fn classes(engine: &Engine, rule: &Rule) -> BTreeMap<String, Vec<String>> {
    let named = rule.patterns.iter().flat_map(|pattern| class_names(pattern));
    named.map(|name| (name.to_owned(), engine.pack.classes.words(name).to_vec())).collect()
}
