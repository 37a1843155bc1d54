//! Explaining: in, a document; out, one JSON object for each thing recognised or considered in it,
//! in text order, with the rule and what became of it.

use std::io::{self, Write};

use crate::{normalise::Normaliser, pipeline::Engine, read::Document};

/// Writes the lines of one document to `out`.
pub fn jsonl(
    _engine: &Engine,
    _normaliser: &mut Normaliser<'_>,
    _document: &Document,
    _out: &mut dyn Write,
) -> io::Result<()> {
    Ok(())
}
