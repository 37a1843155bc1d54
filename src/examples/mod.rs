//! Examples beside the rules: in, a pack's `*.examples.toml` files in all their layers; out, for every
//! example what it wants and what the text gave, by which rules. One reader for each file.

mod actors;
mod casualties;
mod check;
mod dates;
mod events;
mod numbers;
mod places;
mod speakers;

use std::{collections::BTreeSet, fmt};

pub use check::{Report, check};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{Result, lang::PackFile, pipeline::Engine, quote::quote};

/// One example: a text and what it gives, in text order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    /// The text.
    text: toml::Spanned<String>,
    /// Publication day of the text (ISO 8601).
    published: Option<NaiveDate>,
    /// `words = value` of everything recognised, in text order; empty for a text that must give
    /// nothing.
    gives: Vec<String>,
    /// Rule that must be among those that fired.
    rule: Option<String>,
    /// Why the example is there.
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ExampleFile {
    example: Vec<Example>,
}

/// What reading a text gave: `words = value` lines and the ids of the rules that fired.
struct Given {
    lines: Vec<String>,
    rules: Vec<String>,
}

/// How the examples of a file are read.
type Reader = fn(&Engine, &Example) -> Given;

/// Every file of examples. What a line of `gives` looks like is told at the head of each reader.
const READERS: [(&str, Reader); 7] = [
    ("numbers.examples.toml", numbers::read),
    ("dates.examples.toml", dates::read),
    ("places.examples.toml", places::read),
    ("casualties.examples.toml", casualties::read),
    ("events.examples.toml", events::read),
    ("actors.examples.toml", actors::read),
    ("speakers.examples.toml", speakers::read),
];

/// An example after its text was read. `Display` says where it stands, what it wants and what came.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The file it stands in.
    pub file: String,
    /// The line of its text.
    pub line: u64,
    /// Whether an overlay brought it.
    pub overlay: bool,
    /// The text.
    pub text: String,
    /// What it must give.
    pub wants: Vec<String>,
    /// Rule that must fire.
    pub rule: Option<String>,
    /// What it gave.
    pub gives: Vec<String>,
    /// Rules that fired, each once, in text order.
    pub fired: Vec<String>,
}

impl Outcome {
    /// Whether the text gave what it must, by the rule it must.
    pub fn holds(&self) -> bool {
        let fired = self.rule.as_ref().is_none_or(|rule| self.fired.contains(rule));
        fired && self.gives == self.wants
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}: {}", self.file, self.line, quote(&self.text))?;
        // as TOML writes a list: what came may be copied into the file
        let list = |lines: &[String]| serde_json::to_string(lines).unwrap_or_default();
        writeln!(f, "  wants {}", list(&self.wants))?;
        if let Some(rule) = &self.rule {
            writeln!(f, "     by {rule}")?;
        }
        write!(f, "  gives {}", list(&self.gives))?;
        if self.fired.is_empty() {
            Ok(())
        } else {
            write!(f, "\n     by {}", self.fired.join(", "))
        }
    }
}

/// Runs every example of the engine's pack, those of overlays included.
///
/// # Errors
/// When a file of examples does not have the shape it must.
pub fn run(engine: &Engine) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for (name, read) in READERS {
        for file in engine.pack.files(name) {
            outcomes.extend(run_file(engine, file, read)?);
        }
    }
    Ok(outcomes)
}

fn run_file(engine: &Engine, file: PackFile<'_>, read: Reader) -> Result<Vec<Outcome>> {
    let examples: ExampleFile = file.parse()?;
    let outcome = |example: Example| {
        let mut given = read(engine, &example);
        let mut seen = BTreeSet::new();
        given.rules.retain(|rule| seen.insert(rule.clone()));
        Outcome {
            file: file.path.to_owned(),
            line: file.line_of(example.text.span().start),
            overlay: file.overlay,
            text: example.text.into_inner(),
            wants: example.gives,
            rule: example.rule,
            gives: given.lines,
            fired: given.rules,
        }
    };
    Ok(examples.example.into_iter().map(outcome).collect())
}

/// The ids of all rules that fired in an example that holds.
pub fn fired(outcomes: &[Outcome]) -> BTreeSet<&str> {
    let hold = outcomes.iter().filter(|outcome| outcome.holds());
    hold.flat_map(|outcome| &outcome.fired).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every example of a built-in file holds, and every rule of `kind` fires in one of them.
    fn hold(name: &str, kind: &str) {
        let engine = Engine::builtin("ar").unwrap();
        let (_, read) = READERS.into_iter().find(|(file, _)| *file == name).unwrap();
        let files = engine.pack.files(name);
        let outcomes = run_file(&engine, files[0], read).unwrap();
        let failures: Vec<String> =
            outcomes.iter().filter(|o| !o.holds()).map(ToString::to_string).collect();
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
        let fired = fired(&outcomes);
        let ids = engine.pack.rules.iter().map(|rule| rule.id.as_str());
        let missing: Vec<&str> =
            ids.filter(|id| id.starts_with(kind) && !fired.contains(id)).collect();
        assert!(missing.is_empty(), "rules without an example: {missing:?}");
    }

    #[test]
    fn numbers() {
        hold("numbers.examples.toml", "ar.number.");
    }

    #[test]
    fn dates() {
        hold("dates.examples.toml", "ar.date.");
    }

    #[test]
    fn places() {
        hold("places.examples.toml", "ar.place.");
    }

    #[test]
    fn casualties() {
        hold("casualties.examples.toml", "ar.casualty.");
    }

    #[test]
    fn events() {
        hold("events.examples.toml", "ar.event.");
    }

    #[test]
    fn actors() {
        hold("actors.examples.toml", "ar.actor.");
    }

    #[test]
    fn speakers() {
        hold("speakers.examples.toml", "ar.speaker.");
    }

    #[test]
    fn every_file_of_examples_has_a_reader() {
        let read: BTreeSet<&str> = READERS.iter().map(|(name, _)| *name).collect();
        let names = crate::lang::file_names("ar");
        let there: BTreeSet<&str> =
            names.into_iter().filter(|name| name.ends_with(".examples.toml")).collect();
        assert_eq!(read, there);
    }
}
