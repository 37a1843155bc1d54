//! Cells that were touched: in, a row of an edited sheet and the event as it was; out, whether a cell is
//! as it was written, and what the columns of the review say.

use serde_json::Value;

use super::{
    Draft, Reason, Verb,
    import::{Named, Wrong, wrong},
    sheet::Cell,
};
use crate::record::Event;

/// Whether a cell is what was written into it: a spreadsheet may have cut it, or read it as a number
/// or a date.
pub(super) fn as_it_was(cell: &Cell, written: &str) -> bool {
    let text = cell.text();
    let cut = text
        .strip_suffix('…')
        .is_some_and(|begins| text.encode_utf16().count() > 32_000 && written.starts_with(begins));
    let number = || match cell {
        Cell::Number(number) => written.parse::<f64>().is_ok_and(|was| was == *number),
        Cell::Bool(value) => written == if *value { "true" } else { "false" },
        Cell::Text(text) => {
            written.eq_ignore_ascii_case(text) && matches!(written, "true" | "false")
        }
        _ => false,
    };
    text.trim() == written.replace("\r\n", "\n").trim() || cut || number()
}

/// A remark that is new.
pub(super) fn note(row: &Named<'_>, before: &Event, now: &Event) -> Option<Value> {
    let cell = row.cell("review_note")?;
    let was = before.review.note.clone().unwrap_or_default();
    if as_it_was(cell, &was) || as_it_was(cell, now.review.note.as_deref().unwrap_or_default()) {
        return None;
    }
    let text = cell.text();
    Some(if text.trim().is_empty() { Value::Null } else { text.trim().into() })
}

/// Whether a status says that it is an event.
fn yes(status: &str) -> bool {
    matches!(status, "accepted" | "corrected" | "added")
}

/// What review_status says, unless it said so before.
pub(super) fn verdict(
    row: &Named<'_>,
    before: &Event,
    mine: Option<&str>,
    changed: bool,
) -> std::result::Result<Option<Draft>, Wrong> {
    let Some(cell) = row.cell("review_status") else { return Ok(None) };
    let word = cell.text().trim().to_lowercase();
    let was = before.review.status.clone().unwrap_or_default();
    let alike = |other: &str| other == word || (yes(other) && yes(&word));
    // who gives a new value to an accepted event accepts it with that
    if (alike(&was) || alike(mine.unwrap_or_default())) && !(changed && yes(&word)) {
        return Ok(None);
    }
    let verb = match &*word {
        "" => Verb::Reset,
        _ if yes(&word) => Verb::Accept,
        "rejected" | "duplicate" => Verb::Reject,
        "unsure" => Verb::Unsure,
        _ => {
            let words = "accepted, corrected, rejected, duplicate, unsure";
            return wrong("review_status", format!("{word:?} is none of {words}"));
        }
    };
    let reason = (word == "duplicate").then_some(Reason::Duplicate);
    Ok(Some(Draft { reason, ..Draft::new(verb) }))
}
