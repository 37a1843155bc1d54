//! mentions.csv: in, a [`Mention`]; out, its row: the common columns, then the union of those of
//! each kind, empty where the kind has no such field.

use super::table::{Cell, Column, Kind, Row, Table, flags, list, term, terms};
use crate::record::{
    ActorRole, ActorValue, AgeSex, AttributionType, DateAnchor, DateBasis, DateModifier,
    DatePrecision, DateValue, Effect, Feature, Flag, Mention, MentionValue, PartyClass,
    PlacePrecision, PlaceValue, Qualifier, Status, Who,
};

/// Everything recognised.
pub const MENTIONS: Table = Table {
    name: "mentions",
    description: "Dates, places, casualty statements and actors as recognised in the text.",
    key: &["mention_id"],
    foreign: &[("document_id", "documents")],
};

type Col = Column<Mention>;
type Columns = Vec<Col>;

impl Row for Mention {
    fn columns() -> Columns {
        let mut columns = common();
        columns.extend(date());
        columns.extend(place());
        columns.extend(casualty());
        columns.extend(actor());
        columns
    }
}

/// A column that only mentions of one kind fill; `$of` is the variant, `$value` its fields.
macro_rules! column {
    ($of:ident, $name:literal, $kind:expr, $description:literal, |$value:ident| $get:expr) => {
        Col::new($name, $kind, $description, |mention| match &mention.value {
            MentionValue::$of($value) => $get.into(),
            _ => Cell::Empty,
        })
    };
}

fn common() -> Columns {
    use Kind::{List, Text, Whole};
    vec![
        Col::new("mention_id", Text, "Stable id, mn_…", |m| (&m.mention_id).into()).required(),
        Col::new("document_id", Text, "Document it stands in", |m| (&m.document_id).into())
            .required(),
        Col::new("event_ids", List, "Events it belongs to", |m| list(&m.event_ids)),
        Col::new("kind", term(&["date", "place", "casualty", "actor"]), "What it is", |m| {
            m.value.kind().into()
        })
        .required(),
        Col::new("start", Whole, "First code point in the body", |m| m.start.into()).required(),
        Col::new("end", Whole, "One past the last", |m| m.end.into()).required(),
        Col::new("text", Text, "The words", |m| (&m.text).into()).required(),
        Col::new("rule", Text, "Rule that recognised it", |m| (&m.rule).into()).required(),
        Col::new("flags", terms(Flag::NAMES), "Doubts", |m| flags(&m.flags)),
    ]
}

fn date() -> Columns {
    use Kind::{Day, Text};
    let precisions = [DatePrecision::NAMES, PlacePrecision::NAMES].concat();
    vec![
        column!(Date, "date_start", Day, "Date: first day", |d| d.date_start),
        column!(Date, "date_end", Day, "Date: last day", |d| d.date_end),
        Col::new("precision", term(&precisions), "Date: unit; place: nearness", precision),
        column!(Date, "modifier", term(DateModifier::NAMES), "Date: what bends it", |d| {
            d.modifier.map(DateModifier::as_str)
        }),
        column!(Date, "basis", term(DateBasis::NAMES), "Date: what it rests on", |d| {
            d.basis.as_str()
        }),
        column!(Date, "anchor", term(DateAnchor::NAMES), "Date: reckoned from", |d| {
            d.anchor.as_str()
        }),
        column!(Date, "edtf", Text, "Date: ISO 8601-2 (EDTF) form", |d| &d.edtf),
    ]
}

fn precision(mention: &Mention) -> Cell<'_> {
    match &mention.value {
        MentionValue::Date(DateValue { precision, .. }) => precision.as_str().into(),
        MentionValue::Place(PlaceValue { precision, .. }) => {
            precision.map(PlacePrecision::as_str).into()
        }
        _ => Cell::Empty,
    }
}

fn name(mention: &Mention) -> Cell<'_> {
    match &mention.value {
        MentionValue::Place(PlaceValue { name, .. })
        | MentionValue::Actor(ActorValue { name, .. }) => name.into(),
        _ => Cell::Empty,
    }
}

fn place() -> Columns {
    use Kind::{Real, Text, Whole};
    vec![
        Col::new("name", Text, "Place, actor: main name", name),
        column!(Place, "feature", term(Feature::NAMES), "Place: kind of place", |p| {
            p.feature.map(Feature::as_str)
        }),
        column!(Place, "latitude", Real(-90.0, 90.0), "Place: degrees north", |p| p.latitude),
        column!(Place, "longitude", Real(-180.0, 180.0), "Place: degrees east", |p| p.longitude),
        column!(Place, "admin2", Text, "Place: second-level division", |p| &p.admin2),
        column!(Place, "admin1", Text, "Place: first-level division", |p| &p.admin1),
        column!(Place, "country_code", Text, "Place: ISO 3166-1 alpha-2", |p| &p.country_code),
        column!(Place, "gazetteer_id", Text, "Place: row of the gazetteer", |p| &p.gazetteer_id),
        column!(Place, "candidates", Whole, "Place: how many were on offer", |p| p.candidates),
    ]
}

fn casualty() -> Columns {
    use Kind::{Bool, Text, Whole};
    vec![
        column!(Casualty, "effect", term(Effect::NAMES), "Casualty: what happened", |c| {
            c.effect.as_str()
        }),
        column!(Casualty, "low", Whole, "Casualty: fewest the words allow", |c| c.low),
        column!(Casualty, "high", Whole, "Casualty: most; empty: unbounded", |c| c.high),
        column!(Casualty, "qualifier", term(Qualifier::NAMES), "Casualty: wording", |c| {
            c.qualifier.as_str()
        }),
        column!(Casualty, "who", term(Who::NAMES), "Casualty: who they are", |c| {
            c.who.as_str()
        }),
        column!(Casualty, "who_text", Text, "Casualty: head noun, as written", |c| &c.who_text),
        column!(Casualty, "age_sex", term(AgeSex::NAMES), "Casualty: age and sex", |c| {
            c.age_sex.as_str()
        }),
        column!(Casualty, "part", Bool, "Casualty: counted in another figure too", |c| c.part),
        column!(Casualty, "status", term(Status::NAMES), "Casualty: among rivals", |c| {
            c.status.as_str()
        }),
        column!(Casualty, "attribution", Text, "Casualty: who says so", |c| &c.attribution),
        column!(
            Casualty,
            "attribution_type",
            term(AttributionType::NAMES),
            "Casualty: sort of speaker",
            |c| c.attribution_type.map(AttributionType::as_str)
        ),
    ]
}

fn actor() -> Columns {
    vec![
        column!(Actor, "role", term(ActorRole::NAMES), "Actor: what it does", |a| {
            a.role.as_str()
        }),
        column!(Actor, "class", term(PartyClass::NAMES), "Actor: sort of party", |a| {
            a.class.map(PartyClass::as_str)
        }),
    ]
}
