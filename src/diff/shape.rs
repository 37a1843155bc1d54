//! Kinds of tables that can be compared: for each, which columns name a row, by which others it is
//! found where the names moved, and which say what it is about.

/// A kind of table.
#[derive(Debug, PartialEq)]
pub struct Shape {
    /// What its rows are.
    pub name: &'static str,
    /// Columns by which a file is known to be of this kind.
    pub marks: &'static [&'static str],
    /// Columns that together name a row.
    pub key: &'static [&'static str],
    /// Columns that only name: a row that differs in nothing else has moved.
    pub names: &'static [&'static str],
    /// Columns by which rows with other names are matched, the strictest first; the first column of
    /// each must not be empty.
    pub passes: &'static [&'static [&'static str]],
    /// Document, kind, first and end of the words: rows of one kind that overlap are matched last.
    pub span: Option<[&'static str; 4]>,
    /// What kind of thing a row is.
    pub kind: &'static str,
    /// The words it was read from.
    pub words: &'static str,
    /// The rules behind it.
    pub rules: Option<&'static str>,
}

/// Every kind, those with more marks before those that share some.
pub const SHAPES: [&Shape; 6] =
    [&PLACES, &STATEMENTS, &MENTIONS, &EVENTS, &EVENT_OBJECTS, &DOCUMENTS];

/// events.csv and aggregates.csv.
pub const EVENTS: Shape = Shape {
    name: "events",
    marks: &["event_id", "event_kind"],
    key: &["event_id"],
    names: &["event_id", "document_id"],
    passes: &[
        &["evidence", "document_id", "event_kind", "date_start", "killed_low", "place_name"],
        &["evidence", "document_id", "event_kind"],
        &["evidence", "document_id"],
        &["evidence", "event_kind"],
    ],
    span: Some(["document_id", "event_kind", "evidence_start", "evidence_end"]),
    kind: "event_kind",
    words: "evidence",
    rules: Some("rules"),
};

/// events.json and events.jsonl, flattened.
const EVENT_OBJECTS: Shape = Shape {
    name: "events",
    marks: &["event_id", "kind", "evidence.1.text"],
    key: &["event_id"],
    names: &["event_id", "document_id"],
    passes: &[
        &["evidence.1.text", "document_id", "kind", "date.start", "places.1.name"],
        &["evidence.1.text", "document_id", "kind"],
        &["evidence.1.text", "document_id"],
        &["evidence.1.text", "kind"],
    ],
    span: Some(["document_id", "kind", "evidence.1.start", "evidence.1.end"]),
    kind: "kind",
    words: "evidence.1.text",
    rules: Some("rules"),
};

/// mentions.csv and mentions.jsonl.
pub const MENTIONS: Shape = Shape {
    name: "mentions",
    marks: &["mention_id", "rule"],
    key: &["mention_id"],
    names: &["mention_id", "document_id"],
    passes: &[],
    span: Some(["document_id", "kind", "start", "end"]),
    kind: "kind",
    words: "text",
    rules: Some("rule"),
};

/// event_places.csv: the order of an event's places may change, so they are matched by their mention
/// where they can be.
pub const PLACES: Shape = Shape {
    name: "event_places",
    marks: &["event_id", "ordinal"],
    key: &["event_id", "ordinal"],
    names: &["event_id", "ordinal"],
    passes: &[&["event_id", "mention_id", "role"], &["event_id", "ordinal"]],
    span: None,
    kind: "role",
    words: "text",
    rules: None,
};

/// event_casualties.csv.
pub const STATEMENTS: Shape = Shape {
    name: "event_casualties",
    marks: &["event_id", "mention_id", "effect"],
    key: &["event_id", "mention_id"],
    names: &["event_id", "mention_id"],
    passes: &[&["event_id", "mention_id"]],
    span: None,
    kind: "effect",
    words: "text",
    rules: None,
};

/// documents.csv and documents.jsonl.
pub const DOCUMENTS: Shape = Shape {
    name: "documents",
    marks: &["document_id", "sha256"],
    key: &["document_id"],
    names: &["document_id", "path"],
    passes: &[&["sha256"]],
    span: None,
    kind: "language",
    words: "title",
    rules: None,
};

impl Shape {
    /// The kind of a table with these columns.
    pub fn of(columns: &[String]) -> Option<&'static Shape> {
        let has = |mark: &&str| columns.iter().any(|column| column == mark);
        SHAPES.into_iter().find(|shape| shape.marks.iter().all(has))
    }

    /// Whether rows are matched by the passes alone: their key may be another row's in the other set.
    pub fn key_is_a_position(&self) -> bool {
        self.passes.contains(&self.key)
    }
}
