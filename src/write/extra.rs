//! What may be written beside the canonical files: in, its name on the command line; out, its writer
//! and the names of its files.

use super::{
    Format, Profile, csv,
    geojson::GeoJson,
    json::Lines,
    label_studio::LabelStudio,
    profile::ProfileTable,
    stage::Stage,
    table::Field,
    tables::{EVENTS_TABLE, TABLES},
    xlsx,
    xlsx::Xlsx,
};
use crate::Result;

/// The tables as Parquet, in their order.
pub(super) const PARQUET_FILES: [&str; TABLES.len()] = [
    "events.parquet",
    "aggregates.parquet",
    "event_places.parquet",
    "event_casualties.parquet",
    "mentions.parquet",
    "documents.parquet",
];

/// A format or table beside the canonical files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extra {
    /// events.jsonl.
    Jsonl,
    /// The tables for Excel.
    ExcelCsv,
    /// The tables as a workbook.
    Xlsx,
    /// The tables with typed columns, if the program was built with the feature `parquet`.
    Parquet,
    /// The incidents as a map.
    GeoJson,
    /// Tasks with predictions.
    LabelStudio,
    /// The incidents in the form of another dataset.
    Profile(Profile),
}

impl Extra {
    /// All there are, in the order run.json lists their files.
    const ALL: [Extra; 9] = [
        Extra::Jsonl,
        Extra::ExcelCsv,
        Extra::Xlsx,
        Extra::Parquet,
        Extra::GeoJson,
        Extra::LabelStudio,
        Extra::Profile(Profile::Acled),
        Extra::Profile(Profile::Ucdp),
        Extra::Profile(Profile::Hxl),
    ];

    /// Those that `--format` names.
    pub const FORMATS: [(&str, Extra); 5] = [
        ("jsonl", Extra::Jsonl),
        ("xlsx", Extra::Xlsx),
        ("parquet", Extra::Parquet),
        ("geojson", Extra::GeoJson),
        ("label-studio", Extra::LabelStudio),
    ];

    /// Whether it holds the bodies of the documents.
    pub fn needs_text(self) -> bool {
        self == Extra::LabelStudio
    }

    /// Whether this program can write it.
    ///
    /// # Errors
    /// When it was built without it.
    pub fn check(self) -> Result<()> {
        match self {
            #[cfg(not(feature = "parquet"))]
            Extra::Parquet => Err(not_built()),
            _ => Ok(()),
        }
    }

    /// Whether its files cannot grow, and are written from all rows, those of an earlier run first.
    pub(super) fn is_whole(self) -> bool {
        matches!(self, Extra::Xlsx | Extra::Parquet)
    }

    /// The files of which that is so.
    pub(super) fn whole_files() -> impl Iterator<Item = &'static str> {
        let whole = Extra::ALL.into_iter().filter(|extra| extra.is_whole());
        whole.flat_map(Extra::names).copied()
    }

    /// Every file that an extra may write.
    pub(super) fn files() -> impl Iterator<Item = &'static str> {
        Extra::ALL.into_iter().flat_map(Extra::names).copied()
    }

    /// The files that people open in a spreadsheet, and may have changed there.
    pub(super) fn spreadsheets() -> impl Iterator<Item = &'static str> {
        [Extra::ExcelCsv, Extra::Xlsx].into_iter().flat_map(Extra::names).copied()
    }

    /// The files it writes.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Extra::Jsonl => &["events.jsonl"],
            Extra::ExcelCsv => &csv::EXCEL_FILES,
            Extra::Xlsx => &[xlsx::FILE],
            Extra::Parquet => &PARQUET_FILES,
            Extra::GeoJson => &["events.geojson"],
            Extra::LabelStudio => &["label-studio.json", "label-studio.xml"],
            Extra::Profile(profile) => profile.files(),
        }
    }

    /// Opens its files; `fields` are those of the tables.
    pub(super) fn create(self, stage: &Stage, fields: &[Vec<Field>]) -> Result<Box<dyn Format>> {
        Ok(match self {
            Extra::Jsonl => Box::new(Lines(stage.create("events.jsonl")?)),
            Extra::ExcelCsv => Box::new(csv::Excel::create(stage, fields)?),
            Extra::Xlsx => Box::new(Xlsx::create(stage, fields)?),
            #[cfg(feature = "parquet")]
            Extra::Parquet => Box::new(super::parquet::Parquet::create(stage, fields)?),
            #[cfg(not(feature = "parquet"))]
            Extra::Parquet => return Err(not_built()),
            Extra::GeoJson => Box::new(GeoJson::create(stage, &fields[EVENTS_TABLE])?),
            Extra::LabelStudio => Box::new(LabelStudio::create(stage)?),
            Extra::Profile(profile) => Box::new(ProfileTable::create(profile, stage)?),
        })
    }
}

#[cfg(not(feature = "parquet"))]
fn not_built() -> crate::Error {
    crate::Error::new(
        "--format parquet: this program was built without it (build it with \
         `cargo build --release --features parquet`)",
    )
}
