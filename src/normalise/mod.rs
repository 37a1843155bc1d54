//! Normalising: in, a body as read; out, a [`Text`]: folded word tokens with exact offsets into the
//! raw body, each looked up once in the lexicon, and the bounds of sentences and clauses.

mod fold;
mod split;
mod token;

pub use fold::fold;
pub(crate) use fold::skip_letters;
pub use token::{Name, Normaliser, Text, Token, TokenKind, Tokens};
