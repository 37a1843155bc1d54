//! Time expressions: in, tokens and numbers; out, unresolved expressions ("the last Tuesday", "two
//! days later", "12 Rajab 1444") for [`crate::resolve::date`].
//!
//! ```text
//! words      what a token means in a date, clitics cut
//! calendar   days, months, years: "Tuesday 2 November 2021", "3-5 March", "11/9/2001"
//! relative   units and days counted from the publication day or the story
//! span       counted and vague spans, "N ago", "N later"
//! ```

mod calendar;
mod relative;
mod span;
mod words;

use super::number::Number;
use crate::{
    lang::{
        Pack, Role, RoleSet,
        schema::dates::{DateWord, Season, Unit},
    },
    normalise::{Text, TokenKind, Tokens},
    record::DateModifier,
};
use words::Reader;

/// A time expression before anything was reckoned.
#[derive(Clone, Debug, PartialEq)]
pub struct DateExpression {
    /// Tokens it covers.
    pub tokens: Tokens,
    /// What it says.
    pub time: Time,
    /// What stands before it and bends it.
    pub modifier: Option<DateModifier>,
    /// The sentence speaks of what is to come.
    pub future: bool,
    /// Two parts contradict each other.
    pub conflict: bool,
    /// Number of its sentence.
    pub sentence: usize,
    /// Rule that recognised it.
    pub rule: &'static str,
}

/// What a time expression says.
#[derive(Clone, Debug, PartialEq)]
pub enum Time {
    /// A day or several of one month, perhaps with the weekday.
    Day {
        /// Monday is 1.
        weekday: Option<u32>,
        /// First and last day of the month.
        days: (u32, u32),
        /// January is 1.
        month: u32,
        /// The year.
        year: Year,
    },
    /// A month.
    Month(u32, Year),
    /// A year.
    Year(i32),
    /// The n-th month or day of a unit that is itself an expression: "the 12th of this month".
    Nth(Unit, u32, Box<Time>),
    /// The first `count` units of another: "the first six months of the year", a half, a quarter
    /// (`count` months from month `from`).
    Months {
        /// First month, January is 1.
        from: u32,
        /// How many.
        count: u32,
        /// Of which year.
        of: Box<Time>,
    },
    /// A third of a month or year.
    Third(Third, Box<Time>),
    /// A season.
    Season(Season, Year),
    /// Ten years from the one given.
    Decade(i32),
    /// A century; 1900 is the twentieth.
    Century(i32),
    /// A weekday.
    Weekday(u32, Shift),
    /// Two days that a night joins.
    Night(u32, u32),
    /// Days from the publication day, perhaps with the weekday.
    Today(i32, Option<u32>),
    /// A unit of the calendar, counted from the one that holds the anchor.
    Unit(Unit, i32, Anchor),
    /// Saturday and Sunday, of the week so many after the publication day's.
    Weekend(i32),
    /// So many units before the anchor: the day, or the unit of the calendar that holds it.
    Ago(Unit, u32, Anchor),
    /// So many units after the anchor.
    Later(Unit, u32, Anchor),
    /// So many units up to the anchor, or after it.
    Span {
        /// Unit counted.
        unit: Unit,
        /// How many; none where the text does not say.
        count: Option<u32>,
        /// After the anchor, not before.
        ahead: bool,
        /// Counted from.
        anchor: Anchor,
    },
    /// A day of the Hijri calendar, a month of it without a day.
    Hijri {
        /// Day of the month.
        day: Option<u32>,
        /// Muharram is 1.
        month: u32,
        /// Hijri year.
        year: Option<i32>,
    },
    /// From one to the other.
    Range(Box<Time>, Box<Time>),
}

/// What is said of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// Given in full.
    Given(i32),
    /// Counted from the publication year.
    Offset(i32),
    /// The last such month or day.
    Last,
    /// The next.
    Next,
    /// Of the date told before.
    Story,
    /// Nothing.
    Unsaid,
}

/// Which weekday is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// The last one up to the publication day.
    None,
    /// The last one before it.
    Last,
    /// The first one after it.
    Next,
    /// The first one after the story's date.
    Following,
}

/// What is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The publication day.
    Published,
    /// The date the narrative stands on.
    Story,
    /// The next date of the sentence.
    Ahead,
}

/// A third of a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Third {
    /// First.
    Early,
    /// Middle.
    Mid,
    /// Last.
    Late,
}

/// An expression read, the token after it, the rule.
pub(super) struct Read {
    time: Time,
    start: usize,
    end: usize,
    conflict: bool,
    rule: &'static str,
}

impl Read {
    fn new(time: Time, tokens: Tokens, rule: &'static str) -> Read {
        Read { time, start: tokens.start, end: tokens.end, conflict: false, rule }
    }
}

/// The time expressions of a text, in text order, none overlapping.
pub fn dates(text: &Text<'_>, pack: &Pack, numbers: &[Number]) -> Vec<DateExpression> {
    let reader = Reader { text, pack, numbers };
    let mut found: Vec<DateExpression> = Vec::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        let first = found.len();
        let mut at = sentence.start;
        while at < sentence.end {
            match reader.expression(at, sentence) {
                Some(read) => {
                    at = read.end.max(at + 1);
                    found.push(reader.finish(read, sentence));
                }
                None => at += 1,
            }
        }
        if found.len() > first && reader.speaks_of_future(sentence) {
            found[first..].iter_mut().for_each(|e| e.future = true);
        }
        found[first..].iter_mut().for_each(|e| e.sentence = number);
    }
    found
}

impl Reader<'_> {
    /// The expression that begins at `at`.
    fn expression(&self, at: usize, within: &Tokens) -> Option<Read> {
        let token = &self.text.tokens[at];
        let live = RoleSet::of(Role::Date) | RoleSet::of(Role::Number);
        if token.kind != TokenKind::Figure && !token.roles.meets(live) {
            return None;
        }
        let read = self
            .numeric(at)
            .or_else(|| self.range(at))
            .or_else(|| self.one(at))
            .filter(|read| read.end <= within.end)?;
        Some(self.extended(read))
    }

    /// One expression that is no range.
    fn one(&self, at: usize) -> Option<Read> {
        self.third(at)
            .or_else(|| self.night(at))
            .or_else(|| self.calendar(at))
            .or_else(|| self.hijri(at))
            .or_else(|| self.today(at))
            .or_else(|| self.weekday_alone(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.later(at))
            .or_else(|| self.span(at))
            .or_else(|| self.unit(at))
            .or_else(|| self.season(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.month_alone(at))
            .or_else(|| self.year(at))
    }

    /// "From A to B", "between A and B", "since A until B", where both are expressions.
    fn range(&self, at: usize) -> Option<Read> {
        let (word, start) = self.opens_range(at)?;
        let first = self.one(start).or_else(|| self.month_between(start))?;
        let second = self.closes_range(word, first.end)?;
        let last = self
            .one(second)
            .or_else(|| self.month_between(second))
            .filter(|r| !self.is_span(&r.time))?;
        if self.is_span(&first.time) {
            return None;
        }
        let time = Time::Range(Box::new(first.time), Box::new(last.time));
        Some(Read::new(time, at..last.end, "date.range"))
    }

    fn is_span(&self, time: &Time) -> bool {
        matches!(time, Time::Span { .. } | Time::Range(..))
    }

    /// "A - B" behind an expression: a range.
    fn extended(&self, read: Read) -> Read {
        let dash = matches!(self.text.mark(read.end), Some('-' | '–' | '—'));
        let years = matches!(read.time, Time::Year(_));
        if dash
            && years
            && let Some(last) = self.plain_year(read.end + 1)
        {
            let time = Time::Range(Box::new(read.time), Box::new(Time::Year(last)));
            return Read::new(time, read.start..read.end + 2, "date.range");
        }
        read
    }

    /// The expression with what stands before it.
    fn finish(&self, read: Read, within: &Tokens) -> DateExpression {
        let modifier = match read.time {
            Time::Ago(..) | Time::Span { .. } | Time::Range(..) => None,
            _ => self.modifier_before(read.start, within),
        };
        DateExpression {
            tokens: read.start..read.end,
            time: read.time,
            modifier,
            future: false,
            conflict: read.conflict,
            sentence: 0,
            rule: read.rule,
        }
    }

    fn modifier_before(&self, at: usize, within: &Tokens) -> Option<DateModifier> {
        let from = at.saturating_sub(2).max(within.start);
        let skip = |w: DateWord| {
            matches!(w, DateWord::PartOfDay | DateWord::Unit(Unit::Day, _) | DateWord::About)
        };
        for t in (from..at).rev() {
            let word = self.word(t)?.word;
            match word {
                DateWord::Since => return Some(DateModifier::Since),
                DateWord::Until => return Some(DateModifier::Until),
                DateWord::Before => return Some(DateModifier::Before),
                DateWord::After => return Some(DateModifier::After),
                DateWord::About => return Some(DateModifier::About),
                word if skip(word) => {}
                _ => return None,
            }
        }
        None
    }

    fn speaks_of_future(&self, within: &Tokens) -> bool {
        within.clone().any(|t| {
            self.text.tokens[t].roles.has(Role::Date)
                && self.words(t).any(|found| found.word == DateWord::Future)
        })
    }
}

#[cfg(test)]
mod tests;
