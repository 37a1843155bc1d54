//! Actors: in, tokens, the actors table and the role phrases; out, organisations, forces and groups
//! of persons named in the text and what each does: act, be hit, claim.
//!
//! ```text
//! names   parties by name, by the noun for their members, by a nationality behind a strike
//! roles   what the phrases of the pack say that each of them does
//! ```

mod names;
mod roles;

pub use names::{parties, spans};
pub use roles::actors;

use crate::{
    normalise::Tokens,
    record::{ActorBasis, ActorRole, PartyClass},
};

/// A party before its role is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Tokens of the name.
    pub tokens: Tokens,
    /// Row of the actors table, where it stands there.
    pub actor: Option<usize>,
    /// What sort of party it is.
    pub class: PartyClass,
}

/// A party named in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorMention {
    /// Tokens of the name.
    pub tokens: Tokens,
    /// Row of the actors table, where it stands there.
    pub actor: Option<usize>,
    /// What sort of party it is.
    pub class: PartyClass,
    /// What it does.
    pub role: ActorRole,
    /// On whose word it acts.
    pub basis: ActorBasis,
    /// Rule that gave the role, or found the name where none did.
    pub rule: String,
}
