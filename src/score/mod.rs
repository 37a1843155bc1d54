//! How good an extraction is: in, documents annotated after docs/codebook.md and what was read from
//! them; out, precision, recall and F1 of dates, places, casualties and events, with confidence
//! intervals, per field and per rule.
//!
//! | measure | what counts as right |
//! |---|---|
//! | `date` | the same first and last day; once per document and value |
//! | `place` | within 30 km, of divisions and natural features 150 km, of countries the same code; once per document and place |
//! | `casualty` | the words overlap, and effect and bounds are the same |
//! | `event_found` | one to one, half of the fields agree and no two of date, place and dead contradict |
//! | `event_strict` | of those found: group of kinds, dates, first place, bounds and aggregate are right |
//!
//! ```
//! use rasd::score::{Extracted, Gold, score};
//!
//! let gold = r#"{"id": "a", "dates": [{"quote": "5 March 2022", "start": "2022-03-05",
//!     "end": "2022-03-05"}], "places": [], "casualties": [], "events": []}"#;
//! let mention = r#"{"document_id": "a", "kind": "date", "start": 0, "end": 12, "rule": "en.date",
//!     "text": "5 March 2022", "date_start": "2022-03-05", "date_end": "2022-03-05"}"#;
//! let gold = Gold::parse(&gold.replace('\n', " "))?;
//! let extracted = Extracted::parse(&mention.replace('\n', " "), "[]")?;
//!
//! let report = score(&gold, &extracted);
//! assert_eq!(report.measure("date").unwrap().tally.f1(), 1.0);
//! assert_eq!(report.rules[0].rule, "en.date");
//! # Ok::<(), rasd::Error>(())
//! ```

mod bootstrap;
mod document;
pub(crate) mod event;
pub(crate) mod geo;
mod gold;
mod log;
mod output;
mod pairing;
mod render;
mod report;
mod reviewed;
mod words;

pub use self::{
    gold::Gold,
    output::Extracted,
    report::{Interval, Measured, Mistake, Report, RuleScore, Share, Tally},
};

/// The measures, in the order of a report.
pub const MEASURES: [&str; 5] = ["date", "place", "casualty", "event_found", "event_strict"];

/// Fields of the events that were found.
pub const FIELDS: [&str; 10] = [
    "date",
    "place",
    "killed",
    "injured",
    "kind",
    "exact kind",
    "aggregate",
    "actor",
    "target",
    "no stray place",
];

/// Scores what was extracted against annotations. The same input gives the same report, intervals
/// included.
pub fn score(gold: &Gold, extracted: &Extracted) -> Report {
    let articles = crate::lang::articles();
    let one = |document: &gold::GoldDocument| {
        document::score(document, extracted.of(&document.id), &articles, gold.events_only)
    };
    let report = Report::of(gold.documents.iter().map(one).collect());
    if gold.events_only { report.of_events() } else { report }
}
