//! Spans: in, a token; out, a counted or vague number of units back from the publication day, on
//! from the story, or ago.

use super::{Anchor, Read, Time, words::Reader};
use crate::{
    lang::{
        Clitics,
        schema::dates::{DateWord, Grammar, Unit},
    },
    recognise::number::Number,
};

/// Most of a unit that a story speaks of.
const MOST: u64 = 5000;

/// A count of units and the token after it.
struct Counted {
    unit: Unit,
    count: Option<u32>,
    end: usize,
}

impl Reader<'_> {
    /// "Five months ago", "two weeks ago", "since a month", "some days ago".
    pub(super) fn ago(&self, at: usize) -> Option<Read> {
        let opening = |w| matches!(w, DateWord::Before | DateWord::Since).then_some(w);
        let (word, found) = self.pick(at, opening)?;
        let counted = self.counted(found.end)?;
        if counted.unit == Unit::Year && self.year_number(counted.end).is_some() {
            return None;
        }
        let of = self.is(counted.end, DateWord::From).map(|f| f.end);
        let anchored = word == DateWord::Before && of.is_some_and(|t| self.starts_event(t));
        let anchor = if anchored { Anchor::Story } else { Anchor::Published };
        let time = match counted.count {
            Some(count) => Time::Ago(counted.unit, count, anchor),
            None if anchored || counted.unit == Unit::Year => return None,
            None => Time::Span { unit: counted.unit, count: None, ahead: false, anchor },
        };
        Some(Read::new(time, at..counted.end, "date.ago"))
    }

    /// Behind "N days before": "of the attack", not "of this", "of work".
    fn starts_event(&self, at: usize) -> bool {
        self.text.tokens.get(at).is_some_and(|_| {
            self.pack.lexicon.looks_definite(self.text.folded(at)) || self.one_at(at)
        })
    }

    fn one_at(&self, at: usize) -> bool {
        self.calendar(at).is_some() || self.month_alone(at).is_some()
    }

    /// "Two days later", "three days after".
    pub(super) fn later(&self, at: usize) -> Option<Read> {
        let found = self.is(at, DateWord::After)?;
        let pronoun = found.clitics.has(Clitics::PRONOUN);
        let counted = self.counted(found.end)?;
        let count = counted.count?;
        // "year after year"
        let again = at > 0 && self.unit_at(at - 1).is_some_and(|u| u.0 == counted.unit);
        if pronoun && !self.with(found.end) || again {
            return None;
        }
        // "two days after the attack on Saturday" counts from the date that follows
        let ahead =
            self.is(counted.end, DateWord::From).or_else(|| self.is(counted.end, DateWord::On));
        let anchor = if ahead.is_some() { Anchor::Ahead } else { Anchor::Story };
        let time = Time::Later(counted.unit, count, anchor);
        Some(Read::new(time, at..counted.end, "date.later"))
    }

    /// "The last three days", "last three years" with "last" before the count; "3 past days".
    pub(super) fn latest(&self, at: usize) -> Option<Read> {
        let latest = self.is(at, DateWord::Latest);
        let counted = self.counted(latest.map_or(at, |f| f.end))?;
        let count = counted.count.filter(|n| *n > 1 || latest.is_some())?;
        let (ahead, end) = match (latest, self.shift_behind(counted.end)) {
            (Some(_), _) if count > 1 => (false, counted.end),
            (None, Some((DateWord::Last, end))) => (false, end),
            (None, Some((DateWord::Next, end))) => (true, end),
            _ => return None,
        };
        let anchor = Anchor::Published;
        let time = Time::Span { unit: counted.unit, count: Some(count), ahead, anchor };
        Some(Read::new(time, at..end, "date.span"))
    }

    /// Whether the word at `at` has a preposition of place or means: "after it *by* two days".
    fn with(&self, at: usize) -> bool {
        self.text.readings(at).iter().any(|r| r.clitics.has(Clitics::IN))
    }

    /// "The last two days", "the past six months", "recent weeks", "the following four days", "the
    /// first six months of the year".
    pub(super) fn span(&self, at: usize) -> Option<Read> {
        let (unit, grammar, noun) = self.unit_at(at).filter(|u| u.2.definite())?;
        let mut end = noun.end;
        let mut count = (grammar == Grammar::Two).then_some(2);
        if let Some(number) = self.number(end).filter(|n| fits(n)) {
            count = number.whole().map(|n| n as u32);
            end = number.tokens.end;
            if number.ordinal {
                return None;
            }
        }
        let few = self.is(end, DateWord::Few);
        end = few.map_or(end, |f| f.end);
        if grammar == Grammar::One {
            return None;
        }
        if let Some(read) = self.first_months(at, unit, count, end) {
            return Some(read);
        }
        let (word, end) = self.shift_behind(end)?;
        let (ahead, anchor) = match word {
            DateWord::Last => (false, Anchor::Published),
            DateWord::Next => (true, Anchor::Published),
            DateWord::Following => (true, Anchor::Story),
            DateWord::Previous => (false, Anchor::Story),
            _ => return None,
        };
        let vague = count.is_none();
        let anchor = if vague { Anchor::Published } else { anchor };
        let time = Time::Span { unit, count, ahead, anchor };
        let rule = if vague { "date.vague" } else { "date.span" };
        Some(Read::new(time, at..end, rule))
    }

    /// "The first six months of the year", "the first ten days of May".
    fn first_months(&self, at: usize, unit: Unit, count: Option<u32>, end: usize) -> Option<Read> {
        let first = self.number(end).filter(|n| n.ordinal && n.whole() == Some(1))?;
        let count = count?;
        let of = Some(self.of(first.tokens.end)).filter(|of| *of > first.tokens.end)?;
        let holder = self.part_holder(of)?;
        let year = matches!(holder.time, Time::Year(_) | Time::Unit(Unit::Year, ..));
        let of = Box::new(holder.time);
        let time = match unit {
            Unit::Month if year && count < 12 => Time::Months { from: 1, count, of },
            Unit::Week if count <= 4 => Time::FirstDays(count * 7, of),
            Unit::Day if count <= 31 => Time::FirstDays(count, of),
            _ => return None,
        };
        Some(Read::new(time, at..holder.end, "date.first_units"))
    }

    /// "Five months", "two days", "a week", "some days", with what bounds it.
    fn counted(&self, at: usize) -> Option<Counted> {
        let start = self.is(at, DateWord::About).map_or(at, |f| f.end);
        let start = self.is(start, DateWord::Few).map_or(start, |f| f.end);
        if let Some(number) = self.number(start).filter(|n| fits(n) && !n.ordinal) {
            let (unit, _, noun) =
                self.unit_at(number.tokens.end).filter(|u| plain(&u.2.clitics))?;
            let count = number.whole().map(|n| n as u32);
            return Some(Counted { unit, count, end: noun.end });
        }
        let (unit, grammar, noun) = self.unit_at(start)?;
        if !noun.clitics.within(Clitics::IN) {
            return None;
        }
        let count = match grammar {
            Grammar::One => Some(1),
            Grammar::Two => Some(2),
            Grammar::Many => None,
        };
        // "one day", "two days" with the numeral behind
        let numeral =
            self.number(noun.end).filter(|n| count.is_some() && n.whole() == count.map(u64::from));
        let end = numeral.map_or(noun.end, |n| n.tokens.end);
        let few = self.is(end, DateWord::Few).filter(|_| count.is_none());
        Some(Counted { unit, count, end: few.map_or(end, |f| f.end) })
    }
}

fn fits(number: &Number) -> bool {
    number.whole().is_some_and(|n| (1..=MOST).contains(&n))
}

fn plain(clitics: &Clitics) -> bool {
    *clitics == Clitics::NONE
}
