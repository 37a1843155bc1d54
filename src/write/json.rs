//! JSON: in, records; out, JSON Lines, or one array with an element on each line, as events.json is.

use std::io::Write;

use serde::Serialize;

use crate::{Error, Result};

/// Writes `record` on a line of its own.
pub fn line(out: &mut impl Write, record: &impl Serialize) -> Result<()> {
    value(out, record)?;
    Ok(out.write_all(b"\n")?)
}

fn value(out: &mut impl Write, record: &impl Serialize) -> Result<()> {
    serde_json::to_writer(out, record).map_err(|error| Error::new(error.to_string()))
}

/// Writes an array, one element a line.
#[derive(Debug)]
pub struct Array<W> {
    out: W,
    begun: bool,
}

impl<W: Write> Array<W> {
    /// An array that goes to `out`.
    pub fn new(out: W) -> Array<W> {
        Array { out, begun: false }
    }

    /// Adds an element.
    pub fn push(&mut self, record: &impl Serialize) -> Result<()> {
        self.out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        self.begun = true;
        value(&mut self.out, record)
    }

    /// Ends the array.
    pub fn finish(mut self) -> Result<W> {
        self.out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })?;
        Ok(self.out)
    }
}
