//! Examples beside the rules: in, a `*.examples.toml` file; out, every example whose text does not
//! give what it must, with file, line and both readings.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::PackFile;
use crate::error::Result;

/// One example: a text and what it gives, in text order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// The text.
    pub text: toml::Spanned<String>,
    /// Publication day of the text (ISO 8601).
    pub published: Option<chrono::NaiveDate>,
    /// `words = value` of everything recognised, in text order; empty for a text that must give
    /// nothing.
    pub gives: Vec<String>,
    /// Rule that must be among those that fired.
    pub rule: Option<String>,
    /// Why the example is there.
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    example: Vec<Example>,
}

/// What reading a text gave: `words = value` lines and the ids of the rules that fired.
pub(crate) struct Given {
    /// In text order.
    pub lines: Vec<String>,
    /// Rules that fired.
    pub rules: Vec<String>,
}

/// What running a file of examples showed.
pub(crate) struct Checked {
    failures: Vec<String>,
    fired: BTreeSet<String>,
}

impl Checked {
    /// Fails unless every example gave what it must.
    pub fn hold(self) -> Checked {
        assert!(self.failures.is_empty(), "\n{}", self.failures.join("\n"));
        self
    }

    /// Fails unless every rule of `rules` fired in an example.
    pub fn cover<'r>(&self, rules: impl IntoIterator<Item = &'r str>) {
        let fired = |rule: &&str| !self.fired.contains(*rule);
        let missing: Vec<&str> = rules.into_iter().filter(fired).collect();
        assert!(missing.is_empty(), "rules without an example: {missing:?}");
    }
}

/// Runs the examples of `file` through `read`.
pub(crate) fn check(file: PackFile<'_>, read: impl Fn(&Example) -> Given) -> Result<Checked> {
    let examples: ExampleFile = file.parse()?;
    let mut checked = Checked { failures: Vec::new(), fired: BTreeSet::new() };
    for example in &examples.example {
        let given = read(example);
        let fired = example.rule.as_ref().is_none_or(|rule| given.rules.contains(rule));
        if given.lines != example.gives || !fired {
            let line = file.line_of(example.text.span().start);
            checked.failures.push(format!(
                "{}:{line}: {}\n  wants {:?} {}\n  gives {:?} by {:?}",
                file.path,
                example.text.get_ref(),
                example.gives,
                example.rule.as_deref().unwrap_or(""),
                given.lines,
                given.rules,
            ));
        }
        checked.fired.extend(given.rules);
    }
    Ok(checked)
}
