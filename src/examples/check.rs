//! Checking overlays: in, an engine with overlays; out, which of their examples do not hold, which of
//! their rules no example shows, and which built-in examples they break.

use std::collections::BTreeSet;

use super::{Outcome, fired, run};
use crate::{
    Result,
    gazetteer::Gazetteer,
    lang::{Pack, Rule},
    pipeline::Engine,
};

/// What checking showed.
#[derive(Clone, Debug)]
pub struct Report<'e> {
    /// Examples of the overlays.
    pub own: usize,
    /// Those that do not hold.
    pub failed: Vec<Outcome>,
    /// Rules of the overlays that are still there when all are laid on each other.
    pub rules: usize,
    /// Those that fire in no example that holds.
    pub untested: Vec<&'e Rule>,
    /// Built-in examples.
    pub builtin: usize,
    /// Those that held and no longer do.
    pub broken: Vec<Outcome>,
    /// The same, of a text that rested on a rule which the overlays replace or switch off: meant so.
    pub given_up: Vec<Outcome>,
}

impl Report<'_> {
    /// Whether nothing is wrong.
    pub fn holds(&self) -> bool {
        self.failed.is_empty() && self.untested.is_empty() && self.broken.is_empty()
    }
}

/// Runs all examples of the engine's pack, its overlays laid on.
///
/// # Errors
/// When a file of examples does not have the shape it must, or built-in data are damaged.
pub fn check(engine: &Engine) -> Result<Report<'_>> {
    let outcomes = run(engine)?;
    let tested = fired(&outcomes);
    let rules: Vec<&Rule> = engine.pack.rules.iter().filter(|rule| rule.overlay).collect();
    let untested = rules.iter().copied().filter(|rule| !tested.contains(rule.id.as_str()));
    let untested: Vec<&Rule> = untested.collect();
    let rules = rules.len();
    let (own, builtin): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|o| o.overlay);
    let (own_count, builtin_count) = (own.len(), builtin.len());
    let fails =
        |outcomes: Vec<Outcome>| outcomes.into_iter().filter(|o| !o.holds()).collect::<Vec<_>>();
    let (given_up, broken) = apart(&engine.pack, fails(builtin))?;
    Ok(Report {
        own: own_count,
        failed: fails(own),
        rules,
        untested,
        builtin: builtin_count,
        broken,
        given_up,
    })
}

/// Built-in examples that fail: those that rested on a rule which is gone, and the others.
fn apart(pack: &Pack, failed: Vec<Outcome>) -> Result<(Vec<Outcome>, Vec<Outcome>)> {
    if failed.is_empty() {
        return Ok((failed, Vec::new()));
    }
    let plain = Engine::new(Pack::builtin(&pack.code)?, Gazetteer::builtin()?)?;
    let still = |rule: &&Rule| pack.rules.contains(rule);
    let gone: BTreeSet<&str> =
        plain.pack.rules.iter().filter(|rule| !still(rule)).map(|rule| rule.id.as_str()).collect();
    let before = run(&plain)?;
    let rested = |outcome: &Outcome| {
        let same = |o: &&Outcome| (&o.file, o.line) == (&outcome.file, outcome.line);
        let fired = before.iter().find(same).map(|o| o.fired.as_slice()).unwrap_or_default();
        fired.iter().any(|rule| gone.contains(rule.as_str()))
    };
    Ok(failed.into_iter().partition(rested))
}
