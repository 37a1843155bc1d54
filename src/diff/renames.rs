//! Ids that moved: in, pairs of rows under other ids; out, for cells that point to such rows the new
//! id, so that a moved row does not change all that point to it.

use std::{borrow::Cow, collections::HashMap};

/// New ids by old ones.
#[derive(Debug, Default)]
pub struct Renames {
    documents: HashMap<String, String>,
    events: HashMap<String, String>,
    mentions: HashMap<String, String>,
}

impl Renames {
    /// Notes that a row named by `column` has another id.
    pub fn add(&mut self, column: &str, old: &str, new: &str) {
        let ids = match column {
            "document_id" => &mut self.documents,
            "event_id" => &mut self.events,
            "mention_id" => &mut self.mentions,
            _ => return,
        };
        ids.insert(old.to_owned(), new.to_owned());
    }

    /// An old cell of `column` with the ids of the new rows.
    pub fn translate<'c>(&self, column: &str, cell: &'c str) -> Cow<'c, str> {
        let ids = match column {
            "document_id" | "duplicate_of" => &self.documents,
            "event_id" | "event_ids" => &self.events,
            "mention_id" => &self.mentions,
            _ => return cell.into(),
        };
        if ids.is_empty() {
            return cell.into();
        }
        if !column.ends_with("_ids") {
            return ids.get(cell).map_or(cell.into(), |new| new.clone().into());
        }
        let list = cell.split(';').map(|id| ids.get(id).map_or(id, String::as_str));
        list.collect::<Vec<_>>().join(";").into()
    }
}
