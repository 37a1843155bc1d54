//! Resolving: in, what was recognised; out, values: days of the calendar, places on the map.

pub mod date;
pub mod place;
