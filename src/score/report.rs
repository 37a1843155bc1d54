//! The report: in, what came of each document; out, scores with their intervals, as text and JSON.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{FIELDS, MEASURES, bootstrap, document::Scored};
use crate::quote::quote;

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

fn share(right: u64, of: u64) -> f64 {
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

/// Kinds of mistakes, in the order of a list of them.
const MISTAKES: [&str; 9] = [
    "date missed",
    "date wrong",
    "place missed",
    "place wrong",
    "casualty missed",
    "casualty wrong",
    "event missed",
    "event wrong",
    "event not strict",
];

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

    /// Mistakes by kind, in order; at most `most` of each.
    pub fn mistakes_by_kind(&self, most: usize) -> impl Iterator<Item = &Mistake> {
        MISTAKES.into_iter().flat_map(move |what| {
            self.mistakes.iter().filter(move |mistake| mistake.what == what).take(most)
        })
    }

    /// As JSON, shares with four decimals: what the tool of the annotations prints, and more.
    pub fn json(&self, by_rule: bool, errors: usize) -> Value {
        let mut object = Map::new();
        for measure in &self.measures {
            object.insert(measure.name.to_owned(), measure.json());
        }
        let share =
            |field: &Share| (field.name.to_owned(), round4(share(field.right, field.of)).into());
        object
            .insert("event_fields".into(), Value::Object(self.fields.iter().map(share).collect()));
        let interval = |field: &Share| (field.name.to_owned(), interval_json(field.interval));
        let intervals = self.fields.iter().map(interval).collect();
        object.insert("event_fields_95".into(), Value::Object(intervals));
        object.insert("documents".into(), self.documents.into());
        if by_rule {
            object.insert("rules".into(), self.rules.iter().map(RuleScore::json).collect());
        }
        if errors > 0 {
            let errors = self.mistakes_by_kind(errors).map(|mistake| json!(mistake));
            object.insert("errors".into(), errors.collect());
        }
        Value::Object(object)
    }

    /// For reading.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn text(&self, by_rule: bool, errors: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}", self.heading())?;
        self.measures.iter().try_for_each(|measure| measure.line(out))?;
        writeln!(out, "of the events found, right:")?;
        for Share { name, right, of, interval } in &self.fields {
            writeln!(out, "  {name:14} {:.3}{}", share(*right, *of), brackets(*interval))?;
        }
        if by_rule {
            self.rule_lines(out)?;
        }
        self.mistakes_by_kind(errors).try_for_each(|mistake| {
            let [id, words] = [&mistake.document_id, &mistake.words].map(|text| quote(text));
            writeln!(out, "{}:  {id}  {words}  {}", mistake.what, quote(&mistake.value))
        })
    }

    fn heading(&self) -> String {
        match self.documents {
            1 => "1 document".to_owned(),
            count => format!("{count} documents; in brackets the middle 95 % over samples of them"),
        }
    }

    fn rule_lines(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "by rule, what it gave:")?;
        let width = self.rules.iter().map(|rule| rule.rule.len()).max().unwrap_or_default();
        self.rules.iter().try_for_each(|RuleScore { measure, rule, right, got }| {
            let precision = share(*right, *got);
            writeln!(out, "  {measure:12}  {rule:width$}  {precision:.3}  ({right} of {got} right)")
        })
    }
}

impl Measured {
    fn line(&self, out: &mut impl Write) -> io::Result<()> {
        let Tally { right, gold, got } = self.tally;
        write!(out, "{:13}", self.name)?;
        for (name, score, interval) in [
            ("P", self.tally.precision(), self.precision),
            ("R", self.tally.recall(), self.recall),
            ("F1", self.tally.f1(), self.f1),
        ] {
            write!(out, " {name} {score:.3}{} ", brackets(interval))?;
        }
        writeln!(out, "  ({right} right, {gold} gold, {got} got)")
    }

    fn json(&self) -> Value {
        let Tally { right, gold, got } = self.tally;
        json!({
            "precision": round4(self.tally.precision()),
            "recall": round4(self.tally.recall()),
            "f1": round4(self.tally.f1()),
            "right": right,
            "gold": gold,
            "got": got,
            "precision_95": interval_json(self.precision),
            "recall_95": interval_json(self.recall),
            "f1_95": interval_json(self.f1),
        })
    }
}

impl RuleScore {
    fn json(&self) -> Value {
        let precision = round4(share(self.right, self.got));
        json!({
            "measure": self.measure,
            "rule": self.rule,
            "precision": precision,
            "right": self.right,
            "got": self.got,
        })
    }
}

fn interval_json(interval: Option<Interval>) -> Value {
    json!(interval.map(|Interval { low, high }| [round4(low), round4(high)]))
}

/// An interval in brackets, where there is one.
fn brackets(interval: Option<Interval>) -> String {
    interval.map_or(String::new(), |Interval { low, high }| format!(" [{low:.3} {high:.3}]"))
}

/// Four decimals, rounded as they are printed.
fn round4(share: f64) -> f64 {
    format!("{share:.4}").parse().unwrap_or(share)
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
