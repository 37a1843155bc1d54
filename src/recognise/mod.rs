//! Recognising: in, a normalised [`Text`](crate::normalise::Text) and the pack; out, mentions by
//! kind with the tokens they cover. No word of any language stands here: what a word means comes
//! from the pack.

pub mod actor;
pub mod casualty;
pub mod date;
pub mod number;
pub mod people;
pub mod phrase;
pub mod place;
pub mod speaker;
pub mod trigger;
