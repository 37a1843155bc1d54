//! rasd turns news text on political violence into data: dated events, places and reported
//! casualty counts, each with the words and the rule that gave it.
//!
//! ```text
//! read ─→ normalise ─→ recognise ─→ resolve ─→ assemble ─→ write
//! input     folded       mentions     values      events      CSV, JSON
//! formats   text +       (spans)      (ISO days,  (records)
//!           offsets                   places)
//! ```
//!
//! ```
//! use rasd::{pipeline::Engine, read::Documents};
//!
//! let engine = Engine::builtin("ar")?;
//! let mut normaliser = engine.normaliser();
//! for document in Documents::open(&["seeds".into()], Default::default()) {
//!     let document = document.expect("the seeds can be read");
//!     let extraction = engine.extract(&mut normaliser, &document);
//!     assert!(!extraction.events.is_empty());
//! }
//! # Ok::<(), rasd::Error>(())
//! ```

pub mod assemble;
pub mod dataset;
pub mod diff;
pub mod error;
pub mod examples;
pub mod explain;
pub mod gazetteer;
pub mod id;
pub mod lang;
pub mod normalise;
mod parallel;
pub mod pipeline;
pub mod quote;
pub mod read;
pub mod recognise;
pub mod record;
pub mod resolve;
pub mod review;
pub mod rules;
pub mod score;
pub mod span;
pub mod write;

pub use error::{Error, Result};
