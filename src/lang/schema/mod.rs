//! The typed shape of every pack file, and its compiled form: in, a parsed file; out, tables whose
//! words stand in the lexicon.

pub mod actors;
pub mod casualties;
pub mod dates;
pub mod events;
pub mod fields;
pub mod numbers;
pub mod people;
pub mod places;
pub mod speakers;
