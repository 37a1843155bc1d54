//! The report: in, what came of each document; out, scores with their intervals.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{FIELDS, MEASURES, bootstrap, document::Scored};

/// What was right, should have been there, and was there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Right answers.
    pub right: u64,
    /// Annotations.
    pub gold: u64,
    /// Answers.
    pub got: u64,
}

impl Tally {
    /// Share of the answers that are right.
    pub fn precision(self) -> f64 {
        share(self.right, self.got)
    }

    /// Share of the annotations that were found.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

pub(super) fn share(right: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { right as f64 / of as f64 }
}

/// The middle 95 % of a score over samples of the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// 2.5 % of the samples are below.
    pub low: f64,
    /// 2.5 % are above.
    pub high: f64,
}

/// A measure over all documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// One of [`MEASURES`].
    pub name: &'static str,
    /// Sums.
    pub tally: Tally,
    /// Of the precision; of a single document there is none.
    pub precision: Option<Interval>,
    /// Of the recall.
    pub recall: Option<Interval>,
    /// Of the F1.
    pub f1: Option<Interval>,
}

/// Of the events found, in how many a field is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// One of [`FIELDS`].
    pub name: &'static str,
    /// Right.
    pub right: u64,
    /// Events found.
    pub of: u64,
    /// Of the share.
    pub interval: Option<Interval>,
}

/// What a rule gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleScore {
    /// One of [`MEASURES`].
    pub measure: &'static str,
    /// Its id.
    pub rule: String,
    /// How much of that is right.
    pub right: u64,
    /// How many dates, places, casualties or events it had a part in.
    pub got: u64,
}

/// Something that was missed or is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Kind of mistake.
    pub what: &'static str,
    /// Where.
    pub document_id: String,
    /// The words.
    pub words: String,
    /// What they were taken for, or should have been.
    pub value: String,
}

/// Scores over documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Annotated documents.
    pub documents: usize,
    /// In the order of [`MEASURES`].
    pub measures: Vec<Measured>,
    /// In the order of [`FIELDS`].
    pub fields: Vec<Share>,
    /// By measure, then by rule.
    pub rules: Vec<RuleScore>,
    /// In the order of the documents.
    pub mistakes: Vec<Mistake>,
}

impl Report {
    pub(super) fn of(scored: Vec<Scored>) -> Report {
        let samples = bootstrap::samples(scored.len());
        Report {
            documents: scored.len(),
            measures: (0..MEASURES.len()).map(|at| measured(at, &scored, &samples)).collect(),
            fields: (0..FIELDS.len()).map(|at| field(at, &scored, &samples)).collect(),
            rules: rules(&scored),
            mistakes: scored.into_iter().flat_map(|document| document.mistakes).collect(),
        }
    }

    /// A measure by its name.
    pub fn measure(&self, name: &str) -> Option<&Measured> {
        self.measures.iter().find(|measure| measure.name == name)
    }

    /// Without the measures of mentions.
    pub(super) fn of_events(mut self) -> Report {
        self.measures.retain(|measure| measure.name.starts_with("event"));
        self
    }
}

fn measured(at: usize, scored: &[Scored], samples: &[Vec<u64>]) -> Measured {
    let sum = |times: &[u64]| {
        let mut sum = Tally::default();
        for (document, times) in scored.iter().zip(times) {
            let tally = document.tallies[at];
            sum.right += tally.right * times;
            sum.gold += tally.gold * times;
            sum.got += tally.got * times;
        }
        sum
    };
    let interval = |of: fn(Tally) -> f64| bootstrap::interval(samples, |times| of(sum(times)));
    Measured {
        name: MEASURES[at],
        tally: sum(&vec![1; scored.len()]),
        precision: interval(Tally::precision),
        recall: interval(Tally::recall),
        f1: interval(Tally::f1),
    }
}

fn field(at: usize, scored: &[Scored], samples: &[Vec<u64>]) -> Share {
    let sum = |times: &[u64]| {
        scored.iter().zip(times).fold((0, 0), |(right, of), (document, times)| {
            let field = document.fields[at];
            (right + field.0 * times, of + field.1 * times)
        })
    };
    let (right, of) = sum(&vec![1; scored.len()]);
    let interval = bootstrap::interval(samples, |times| {
        let (right, of) = sum(times);
        share(right, of)
    });
    Share { name: FIELDS[at], right, of, interval }
}

fn rules(scored: &[Scored]) -> Vec<RuleScore> {
    let mut sums: BTreeMap<(usize, &str), (u64, u64)> = BTreeMap::new();
    for rule in scored.iter().flat_map(|document| &document.rules) {
        let measure = MEASURES.iter().position(|name| *name == rule.measure).unwrap_or_default();
        let (right, got) = sums.entry((measure, &rule.rule)).or_default();
        *right += rule.right;
        *got += rule.got;
    }
    let score = |((measure, rule), (right, got)): ((usize, &str), (u64, u64))| RuleScore {
        measure: MEASURES[measure],
        rule: rule.to_owned(),
        right,
        got,
    };
    sums.into_iter().map(score).collect()
}
