//! A report for readers: in, a [`Report`]; out, text and JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::report::{Interval, Measured, Mistake, Report, RuleScore, Share, Tally, share};
use crate::quote::quote;

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

impl Report {
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
