//! HXL: in, an incident; out, its row in a table whose second line has the hashtags of the
//! Humanitarian Exchange Language 1.1. The columns are those of events.csv.

use super::Columns;
use crate::{record::Event, write::table::Row};

/// Columns of events.csv and their hashtags, in the order of the table.
pub(super) const TAGS: [(&str, &str); 36] = [
    ("event_id", "#event+id"),
    ("event_kind", "#event+type"),
    ("acled_event_type", "#event+type+acled"),
    ("acled_sub_event_type", "#event+subtype+acled"),
    ("date_start", "#date+start"),
    ("date_end", "#date+end"),
    ("date_precision", "#date+precision"),
    ("place_name", "#loc+name+i_en"),
    ("place_text", "#loc+name+source"),
    ("latitude", "#geo+lat"),
    ("longitude", "#geo+lon"),
    ("place_precision", "#geo+precision"),
    ("admin2", "#adm2+name+i_en"),
    ("admin1", "#adm1+name+i_en"),
    ("country", "#country+name+i_en"),
    ("country_code", "#country+code+v_iso2"),
    ("actor", "#group+name+actor"),
    ("target", "#group+name+target"),
    ("killed_low", "#affected+killed+min"),
    ("killed_best", "#affected+killed"),
    ("killed_high", "#affected+killed+max"),
    ("injured_low", "#affected+injured+min"),
    ("injured_best", "#affected+injured"),
    ("injured_high", "#affected+injured+max"),
    ("abducted_low", "#affected+abducted+min"),
    ("abducted_high", "#affected+abducted+max"),
    ("missing_low", "#affected+missing+min"),
    ("missing_high", "#affected+missing+max"),
    ("displaced_low", "#affected+displaced+min"),
    ("displaced_high", "#affected+displaced+max"),
    ("confidence", "#meta+confidence"),
    ("flags", "#meta+flags"),
    ("evidence", "#description"),
    ("source", "#meta+source"),
    ("url", "#meta+url"),
    ("published", "#date+reported"),
];

pub(super) fn columns() -> Columns {
    let mut all = Event::columns();
    let mut take = |name: &str| {
        let at = all.iter().position(|column| column.field.name == name)?;
        Some(all.swap_remove(at))
    };
    TAGS.iter().filter_map(|(name, _)| take(name)).collect()
}
