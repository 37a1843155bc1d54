//! Reading: in, paths; out, documents, and an error for everything that could not be read.

use chrono::NaiveDate;

use crate::record::PublishedBasis;

/// A document as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Unique in a run.
    pub id: String,
    /// File it came from, relative to its root with `/` between the parts; `-` for standard input.
    pub path: String,
    /// Publisher.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Channel of a message export.
    pub channel: Option<String>,
    /// Publication day.
    pub published: Option<NaiveDate>,
    /// How it is known.
    pub published_basis: PublishedBasis,
    /// Language the input names; else the run's.
    pub language: Option<String>,
    /// Encoding the bytes were read in.
    pub encoding: String,
    /// Title given beside the body.
    pub title: Option<String>,
    /// The body.
    pub text: String,
}
