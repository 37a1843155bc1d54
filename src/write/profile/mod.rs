//! Profiles: in, incidents; out, a table with the columns and codes of another dataset, for those
//! who have scripts for it. What the text does not settle stays empty: docs/profiles.md lists the
//! mapping, column by column.

mod acled;
mod hxl;
mod ucdp;

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use super::{
    Format, Note,
    csv::Rows,
    stage::{Stage, StagedFile},
    table::{Cell, Column, Kind, cells},
};
use crate::{
    Result,
    record::{Effect, Event, EventPlace, Extraction, Feature, PlacePrecision, Toll},
};

type Columns = Vec<Column<Event>>;

/// A dataset whose form is imitated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// Armed Conflict Location & Event Data.
    Acled,
    /// UCDP Georeferenced Event Dataset.
    Ucdp,
    /// A table with HXL hashtags.
    Hxl,
}

impl Profile {
    /// All of them, by their names on the command line.
    pub const ALL: [(&str, Profile); 3] =
        [("acled", Profile::Acled), ("ucdp", Profile::Ucdp), ("hxl", Profile::Hxl)];

    /// Its one file.
    pub(super) fn files(self) -> &'static [&'static str; 1] {
        match self {
            Profile::Acled => &["acled.csv"],
            Profile::Ucdp => &["ucdp.csv"],
            Profile::Hxl => &["hxl.csv"],
        }
    }

    fn columns(self) -> Columns {
        match self {
            Profile::Acled => acled::columns(),
            Profile::Ucdp => ucdp::columns(),
            Profile::Hxl => hxl::columns(),
        }
    }

    /// Whether the dataset would have a row for the incident.
    fn takes(self, event: &Event) -> bool {
        match self {
            Profile::Acled => event.acled_event_type.is_some(),
            Profile::Ucdp => ucdp::takes(event),
            Profile::Hxl => true,
        }
    }
}

/// The table of a profile, open.
pub(super) struct ProfileTable {
    profile: Profile,
    columns: Columns,
    rows: Rows<StagedFile>,
}

impl ProfileTable {
    /// Writes the header.
    pub(super) fn create(profile: Profile, stage: &Stage) -> Result<ProfileTable> {
        let columns = profile.columns();
        let header = columns.iter().map(|column| column.field.name);
        let file = stage.create(profile.files()[0])?;
        let mut rows = Rows::new(file, header, csv::Terminator::Any(b'\n'))?;
        if profile == Profile::Hxl {
            rows.row(hxl::TAGS.iter().map(|(_, tag)| Cow::Borrowed(*tag)))?;
        }
        Ok(ProfileTable { profile, columns, rows })
    }
}

impl Format for ProfileTable {
    fn document(&mut self, extraction: &Extraction) -> Result<()> {
        let incidents = extraction.events.iter().filter(|event| !event.aggregate);
        for event in incidents.filter(|event| self.profile.takes(event)) {
            self.rows.row(cells(&self.columns, event).iter().map(Cell::text))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        stage.close(self.rows.finish()?)?;
        Ok(None)
    }
}

/// A column of the dataset that a text does not fill.
fn uncoded(name: &'static str) -> Column<Event> {
    Column::new(name, Kind::Text, "", |_| Cell::Empty)
}

/// A column of text or numbers; what it means is in docs/profiles.md.
fn column(
    name: &'static str,
    get: impl for<'r> Fn(&'r Event) -> Cell<'r> + Send + Sync + 'static,
) -> Column<Event> {
    Column::new(name, Kind::Text, "", get)
}

/// First and last day, where both are known.
fn days(event: &Event) -> Option<(NaiveDate, NaiveDate)> {
    Some((event.date.start?, event.date.end?))
}

/// How many days the date spans, and the one in their middle.
fn span(event: &Event) -> Option<(u64, NaiveDate)> {
    let (start, end) = days(event)?;
    let length = u64::try_from((end - start).num_days()).ok()?;
    Some((length + 1, start.checked_add_days(Days::new(length / 2))?))
}

/// The figure for the dead.
fn killed(event: &Event) -> Option<&Toll> {
    event.casualties.iter().find(|toll| toll.effect == Effect::Killed)
}

/// The place in the event's row.
fn place(event: &Event) -> Option<&EventPlace> {
    event.places.first()
}

/// The first-level division that a place lies in or is.
fn admin1(place: &EventPlace) -> Option<&str> {
    match place.feature {
        Some(Feature::Admin) if place.admin1.is_none() => Some(&place.name),
        _ => place.admin1.as_deref(),
    }
}

/// The second-level division that a place lies in or is.
fn admin2(place: &EventPlace) -> Option<&str> {
    match place.feature {
        Some(Feature::Admin) if place.admin1.is_some() => Some(&place.name),
        _ => place.admin2.as_deref(),
    }
}

/// Whether the coordinates stand for a division.
fn is_division(place: &EventPlace) -> bool {
    place.precision == Some(PlacePrecision::Admin) || place.feature == Some(Feature::Admin)
}
