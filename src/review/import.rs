//! Decisions made in a spreadsheet: in, an edited sheet; out, drafts, and a report of what was not
//! understood. Rows are known by their event_id, wherever they stand; one without is an addition. A
//! cell is compared with what it was when the sheet was written: what is as it was, is no decision.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde_json::Map;

use super::{
    Committed, Draft, Refused, Review, Verb, adding, fields, records,
    sheet::{self, Cell, Row, Sheet},
    touched::{as_it_was, note, verdict},
    values::same,
};
use crate::{Error, Result, record::Event};

/// Something in a sheet that was not understood: the row was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The sheet, or the file where it is one table.
    pub sheet: String,
    /// The row, as the spreadsheet numbers it.
    pub row: u64,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, row {}", self.sheet, self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// What an edited sheet says.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// What is to be done.
    pub drafts: Vec<Draft>,
    /// What was not understood.
    pub problems: Vec<Problem>,
    /// What the user should know.
    pub notes: Vec<String>,
    /// Rows with an event_id, and those without.
    pub rows: [usize; 2],
}

/// The events as they were when the sheet was written.
struct Before {
    events: BTreeMap<String, Event>,
}

impl Before {
    /// A sheet in the folder of a run was written with it; of any other it is not known.
    fn of(path: &Path) -> Before {
        let folder = path.parent().filter(|folder| folder.join("run.json").exists());
        let read = folder.map(records::read).and_then(Result::ok).unwrap_or_default();
        let events = read.into_iter().flat_map(|extraction| extraction.events);
        Before { events: events.map(|event| (event.event_id.clone(), event)).collect() }
    }
}

impl Review {
    /// Reads an edited sheet; changes nothing.
    ///
    /// # Errors
    /// When it cannot be read, or has no table of events.
    pub fn read_sheet(&self, path: &Path, reviewer: &str) -> Result<Import> {
        let (sheets, notes) = sheet::read(path)?;
        let mut reading = Reading {
            review: self,
            reviewer,
            before: Before::of(path),
            import: Import { notes, ..Import::default() },
            seen: BTreeSet::new(),
            undecided: 0,
        };
        sheets.iter().for_each(|sheet| reading.sheet(sheet));
        if reading.undecided > 0 {
            reading.import.notes.push(format!(
                "{} rows have new values and no review_status: they stay open",
                reading.undecided
            ));
        }
        Ok(reading.import)
    }

    /// Applies what a sheet says, as one batch.
    ///
    /// # Errors
    /// When the log cannot be written, or somebody decided otherwise meanwhile.
    pub fn import(&mut self, reviewer: &str, import: &Import) -> Result<Committed> {
        self.commit(reviewer, import.drafts.clone()).map_err(|refused| match refused {
            Refused::Store(error) => error,
            other => Error::new(other.to_string()),
        })
    }
}

struct Reading<'r> {
    review: &'r Review,
    reviewer: &'r str,
    before: Before,
    import: Import,
    seen: BTreeSet<String>,
    undecided: usize,
}

/// Why a row is left alone: the column, and what is wrong.
pub(super) type Wrong = (Option<String>, String);

pub(super) fn wrong<T>(column: &str, message: impl Into<String>) -> std::result::Result<T, Wrong> {
    Err((Some(column.to_owned()), message.into()))
}

/// A row with its columns.
pub(super) struct Named<'s> {
    sheet: &'s Sheet,
    row: &'s Row,
}

impl Named<'_> {
    /// The cell of a column; of one that the sheet has not, none.
    pub(super) fn cell(&self, name: &str) -> Option<&Cell> {
        let at = self.sheet.columns.iter().position(|column| column == name)?;
        Some(self.row.cells.get(at).unwrap_or(&Cell::Empty))
    }

    fn text(&self, name: &str) -> String {
        self.cell(name).map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    }
}

impl Reading<'_> {
    fn sheet(&mut self, sheet: &Sheet) {
        let unknown = |name: &&String| !name.is_empty() && fields::column(name).is_none();
        for name in sheet.columns.iter().filter(unknown) {
            let message = "unknown column: it was not read".to_owned();
            self.problem(sheet, 1, (Some(name.clone()), message));
        }
        for row in sheet.rows.iter().filter(|row| !row.cells.iter().all(Cell::is_empty)) {
            let named = Named { sheet, row };
            let added = named.text("event_id").is_empty();
            self.import.rows[usize::from(added)] += 1;
            let drafts = if added { self.addition(&named) } else { self.decision(&named) };
            let drafts = drafts.and_then(|drafts| self.tried(drafts));
            match drafts {
                Ok(drafts) => {
                    let only_edits = drafts.iter().all(|draft| draft.verb == Verb::Edit);
                    self.undecided += usize::from(!drafts.is_empty() && only_edits);
                    self.import.drafts.extend(drafts);
                }
                Err(wrong) => self.problem(sheet, row.number, wrong),
            }
        }
    }

    fn problem(&mut self, sheet: &Sheet, row: u64, (column, message): Wrong) {
        let sheet = sheet.name.clone();
        self.import.problems.push(Problem { sheet, row, column, message });
    }

    /// The drafts, if the log would take them.
    fn tried(&self, drafts: Vec<Draft>) -> std::result::Result<Vec<Draft>, Wrong> {
        match self.review.would_take(self.reviewer, &drafts) {
            Ok(()) => Ok(drafts),
            Err(Refused::Invalid { field, message, .. }) => wrong(&field, message),
            Err(other) => Err((None, other.to_string())),
        }
    }

    /// What a row says of an event.
    fn decision(&mut self, row: &Named<'_>) -> std::result::Result<Vec<Draft>, Wrong> {
        let id = row.text("event_id");
        if !self.seen.insert(id.clone()) {
            return wrong("event_id", format!("{id} stands in an earlier row, too"));
        }
        let now = self.review.item(&id, self.reviewer);
        let Some(now) = now.filter(|item| item.event.event_id == id) else {
            return wrong("event_id", format!("there is no event {id}"));
        };
        let extracted = now.extracted.as_ref().unwrap_or(&now.event);
        let before = self.before.events.get(&id).unwrap_or(extracted);
        self.unmoved(row, before, extracted, &now.event)?;
        let mut drafts = Vec::new();
        for column in fields::columns() {
            let name = column.field.name;
            let Some(cell) = row.cell(name) else { continue };
            if as_it_was(cell, &column.cell(before).text()) {
                continue;
            }
            let new = cell.value(name).or_else(|why| wrong(name, why))?;
            let (was, is) = (fields::read(before, name), fields::read(&now.event, name));
            if same(&new, &was) || same(&new, &is) {
                continue;
            }
            if !same(&was, &is) && !same(&fields::read(extracted, name), &is) {
                return wrong(name, format!("it was {was} in the sheet, and is {is} by now"));
            }
            drafts.push(Draft::edit(&id, name, new));
        }
        let known = [before.aggregate, now.event.aggregate];
        if let Some(total) = row.sheet.aggregates.filter(|total| !known.contains(total)) {
            drafts.push(Draft::edit(&id, "aggregate", total.into()));
        }
        drafts.extend(
            note(row, before, &now.event)
                .map(|note| Draft { new: Some(note), ..Draft::of(Verb::Note, &id) }),
        );
        let mine = now.mine.as_ref().and_then(|decision| decision.status);
        drafts.extend(
            verdict(row, before, mine, !drafts.is_empty())?
                .map(|draft| Draft { event_id: Some(id), ..draft }),
        );
        Ok(drafts)
    }

    /// Whether what cannot be changed stands as it was, and is still what the run has.
    fn unmoved(
        &self,
        row: &Named<'_>,
        before: &Event,
        extracted: &Event,
        now: &Event,
    ) -> std::result::Result<(), Wrong> {
        let sentence = |event: &Event| event.evidence.first().map(|e| e.text.clone());
        if sentence(before) != sentence(extracted) {
            return wrong("evidence", "stale: the run has other words for this event by now");
        }
        for name in fields::fixed() {
            let Some((cell, column)) = row.cell(name).zip(fields::column(name)) else { continue };
            let known = [before, now].map(|event| column.cell(event).text().into_owned());
            if !known.iter().any(|text| as_it_was(cell, text)) {
                let message = match name {
                    "evidence" | "evidence_start" | "evidence_end" => {
                        "stale, or changed: the run has other words for this event"
                    }
                    _ => "it cannot be changed",
                };
                return wrong(name, message);
            }
        }
        Ok(())
    }

    /// An event that the machine missed.
    fn addition(&mut self, row: &Named<'_>) -> std::result::Result<Vec<Draft>, Wrong> {
        let document = row.text("document_id");
        let Some(extraction) = self.review.document(&document) else {
            return wrong("document_id", format!("there is no document {document:?}"));
        };
        if !matches!(&*row.text("review_status").to_lowercase(), "" | "added" | "accepted") {
            return wrong("review_status", "a row without event_id is an event that was added");
        }
        let mut event = Map::new();
        for column in fields::columns() {
            let name = column.field.name;
            let Some(cell) = row.cell(name).filter(|cell| !cell.is_empty()) else { continue };
            event.insert(name.to_owned(), cell.value(name).or_else(|why| wrong(name, why))?);
        }
        event.insert("aggregate".to_owned(), (row.sheet.aggregates == Some(true)).into());
        let words = row.cell("evidence").map(Cell::text).unwrap_or_default();
        let body = extraction.document.text.as_deref().unwrap_or_default();
        let evidence = match words.trim() {
            "" => Vec::new(),
            words => match body.find(words) {
                Some(at) => {
                    let start = body[..at].chars().count();
                    let end = start + words.chars().count();
                    vec![serde_json::json!({ "start": start, "end": end })]
                }
                None => return wrong("evidence", "these words do not stand in the document"),
            },
        };
        event.insert("evidence".to_owned(), evidence.into());
        let mut draft = Draft::new(Verb::Add);
        draft.document_id = Some(document);
        draft.new = Some(event.into());
        if adding::known(self.review, &draft) {
            return Ok(Vec::new());
        }
        Ok(vec![draft])
    }
}
