//! documents.csv: in, a [`DocumentRecord`]; out, its row.

use super::table::{Column, Kind, Row, Table, flags, term, terms};
use crate::record::{DocumentRecord, Flag, PublishedBasis};

/// Every document, also those that gave no event.
pub const DOCUMENTS: Table = Table {
    name: "documents",
    description: "Input documents, also those that gave no event.",
    key: &["document_id"],
    foreign: &[],
};

type Col = Column<DocumentRecord>;

impl Row for DocumentRecord {
    fn columns() -> Vec<Col> {
        use Kind::{Day, Text, Whole};
        vec![
            Col::new("document_id", Text, "Unique in a run", |d| (&d.document_id).into())
                .required(),
            Col::new("path", Text, "File, relative to its root; - for standard input", |d| {
                (&d.path).into()
            })
            .required(),
            Col::new("source", Text, "Publisher, as given", |d| (&d.source).into()),
            Col::new("url", Text, "Address, as given", |d| (&d.url).into()),
            Col::new("channel", Text, "Channel of a message export", |d| (&d.channel).into()),
            Col::new("published", Day, "Publication day", |d| d.published.into()),
            Col::new("published_basis", term(PublishedBasis::NAMES), "How it is known", |d| {
                d.published_basis.as_str().into()
            })
            .required(),
            Col::new("language", Text, "ISO 639-1 code of the rules used", |d| {
                (&d.language).into()
            })
            .required(),
            Col::new("encoding", Text, "Encoding the bytes were read in", |d| (&d.encoding).into())
                .required(),
            Col::new("title", Text, "Title, as given; no part of the body", |d| (&d.title).into()),
            Col::new("characters", Whole, "Code points of the body", |d| d.characters.into())
                .required(),
            Col::new("sentences", Whole, "Sentences of the body", |d| d.sentences.into())
                .required(),
            Col::new("events", Whole, "Incidents and totals read in it", |d| d.events.into())
                .required(),
            Col::new("mentions", Whole, "Mentions found in it", |d| d.mentions.into()).required(),
            Col::new("duplicate_of", Text, "Earlier document with the same text", |d| {
                (&d.duplicate_of).into()
            }),
            Col::new("flags", terms(Flag::NAMES), "Doubts about all of it", |d| flags(&d.flags)),
            Col::new("sha256", Text, "SHA-256 of the body's UTF-8", |d| (&d.sha256).into())
                .required(),
        ]
    }
}
