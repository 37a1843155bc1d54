//! Durations: in, quantities; out, those that count units of time: "two years", "24 hours".

use super::words::Reader;
use crate::{
    lang::{
        Clitics, Pack,
        schema::dates::{DateWord, Unit},
    },
    normalise::{Text, Tokens},
    recognise::number::Quantity,
    record::Qualifier,
};

/// A counted span of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    /// Tokens of count and unit.
    pub tokens: Tokens,
    /// Fewest units.
    pub low: Option<u64>,
    /// Most units.
    pub high: Option<u64>,
    /// How the count was worded.
    pub qualifier: Qualifier,
    /// Unit: minute, hour, day, week, month, year, decade, century.
    pub unit: &'static str,
}

/// The durations of a text, in text order.
pub fn durations(text: &Text<'_>, pack: &Pack, quantities: &[Quantity]) -> Vec<Duration> {
    let reader = Reader { text, pack, numbers: &[] };
    let counted = |q: &Quantity| {
        let (unit, end) = unit(&reader, q.core.end)?;
        let tokens = q.tokens.start..end.max(q.tokens.end);
        Some(Duration { tokens, low: q.low, high: q.high, qualifier: q.qualifier, unit })
    };
    quantities.iter().filter_map(counted).collect()
}

/// The unit named at `at`, and the token after it.
fn unit(reader: &Reader<'_>, at: usize) -> Option<(&'static str, usize)> {
    reader.words(at).filter(|f| f.clitics == Clitics::NONE).find_map(|found| {
        let name = match found.word {
            DateWord::Unit(Unit::Day, _) => "day",
            DateWord::Unit(Unit::Week, _) => "week",
            DateWord::Unit(Unit::Month, _) => "month",
            DateWord::Unit(Unit::Year, _) => "year",
            DateWord::Unit(Unit::Decade, _) => "decade",
            DateWord::Unit(Unit::Century, _) => "century",
            DateWord::Hours => "hour",
            DateWord::Minutes => "minute",
            _ => return None,
        };
        Some((name, found.end))
    })
}
