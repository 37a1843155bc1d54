//! Time expressions: in, tokens and numbers; out, unresolved expressions ("the last Tuesday", "two
//! days later", "12 Rajab 1444") for [`crate::resolve::date`].
//!
//! ```text
//! words      what a token means in a date, clitics cut
//! calendar   days, months, years: "Tuesday 2 November 2021", "3-5 March", "11/9/2001"
//! hijri      "12 Rajab 1444"
//! years      "the year 2015", "2014-2018"
//! part       "early March", "the third quarter of 2016"
//! relative   units and days counted from the publication day or the story
//! duration   counted units of time that are no date
//! span       counted and vague spans, "N ago", "N later"
//! ```

mod calendar;
mod duration;
mod hijri;
mod part;
mod relative;
mod span;
mod words;
mod years;

use super::number::Number;
use crate::{
    lang::{
        Pack, Role, RoleSet,
        schema::dates::{DateWord, Openings, Season, Unit},
    },
    normalise::{Text, TokenKind, Tokens},
    record::DateModifier,
};
pub use duration::{Duration, durations};
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
    /// A year of the Hijri calendar.
    HijriYear(i32),
    /// The n-th month, week or day of a unit that is itself an expression: "the 12th of this month";
    /// the last one where n is 0.
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
    /// The first days of a month or year.
    FirstDays(u32, Box<Time>),
    /// A third of a month or year.
    Third(Third, Box<Time>),
    /// The first (1) or second half of a month or year.
    Half(u32, Box<Time>),
    /// The n-th of a weekday in a month, the last one where n is 0.
    NthWeekday(u32, u32, Box<Time>),
    /// The weekday of a week that is itself an expression.
    InWeek(u32, Box<Time>),
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
        /// What is said of the year; the Hijri one where it is given.
        year: Year,
        /// Given as the Gregorian year in which the month begins.
        gregorian: bool,
    },
    /// From one to the other.
    Range(Box<Time>, Box<Time>),
}

/// What is said of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// Given in full.
    Given(i32),
    /// Not written, but known for what happened then.
    Known(i32),
    /// Counted from the publication year.
    Offset(i32),
    /// The last such month or day.
    Last,
    /// The last but one.
    BeforeLast,
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
        for expression in &mut found[first..] {
            expression.future = reader.is_ahead(&expression.tokens, sentence)
                || expression.tokens == *sentence && counts_on(&expression.time);
        }
        found[first..].iter_mut().for_each(|e| e.sentence = number);
        share_years(&mut found[first..]);
    }
    found
}

/// "In March and April 2020": both are of that year.
fn share_years(found: &mut [DateExpression]) {
    for at in (1..found.len()).rev() {
        let (before, behind) = found.split_at_mut(at);
        let (one, next) = (&mut before[at - 1], &behind[0]);
        let joined = next.tokens.start <= one.tokens.end + 1;
        let (Some(to), Some(from)) = (year_of(&mut one.time), given(&next.time)) else { continue };
        if joined && *to == Year::Unsaid {
            *to = from;
        }
    }
}

fn year_of(time: &mut Time) -> Option<&mut Year> {
    match time {
        Time::Day { year, .. } | Time::Month(_, year) => Some(year),
        _ => None,
    }
}

fn given(time: &Time) -> Option<Year> {
    match time {
        Time::Day { year: year @ Year::Given(_), .. } | Time::Month(_, year @ Year::Given(_)) => {
            Some(*year)
        }
        _ => None,
    }
}

/// "In two days" as a text of its own counts from today.
fn counts_on(time: &Time) -> bool {
    match time {
        Time::Later(..) => true,
        Time::InWeek(_, week) => counts_on(week),
        _ => false,
    }
}

/// Reads one kind of expressions at a token.
type Reading<'a> = fn(&Reader<'a>, usize) -> Option<Read>;

/// How many tokens before a date a verb may tell its tense.
const REACH: usize = 12;

impl Reader<'_> {
    /// The expression that begins at `at`.
    fn expression(&self, at: usize, within: &Tokens) -> Option<Read> {
        if !self.may_open(at) {
            return None;
        }
        if self.word(at).is_some_and(|found| found.word == DateWord::NoDate) {
            return None;
        }
        let openings = self.openings(at);
        // "from" and "between" are everywhere, dates behind them are not
        if openings == Openings::RANGE && !self.may_open(at + 1) {
            return None;
        }
        let range = || openings.any(Openings::RANGE).then(|| self.range(at))?;
        let read =
            range().or_else(|| self.of_kind(at, openings)).filter(|read| read.end <= within.end)?;
        Some(self.extended(read, within))
    }

    /// Whether a date may begin with the token at `at`: a cheap test.
    fn may_open(&self, at: usize) -> bool {
        let live = RoleSet::of(Role::DateOpening) | RoleSet::of(Role::Number);
        let token = self.text.tokens.get(at);
        token.is_some_and(|t| t.kind == TokenKind::Figure || t.roles.meets(live))
    }

    /// One expression that is no range.
    fn one(&self, at: usize) -> Option<Read> {
        self.of_kind(at, self.openings(at))
    }

    /// One expression of a kind that `openings` allows, the more telling kinds first.
    fn of_kind(&self, at: usize, openings: Openings) -> Option<Read> {
        let led = Openings::WEEKDAY | Openings::UNIT | Openings::DAY;
        let figures = self.text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Figure);
        let numbered = if figures { self.numeric(at) } else { None };
        let kinds: [(Openings, Reading<'_>); 19] = [
            (Openings::THIRD, Self::third),
            (Openings::PART, Self::part),
            (Openings::NUMBER | Openings::LATEST, Self::nth_weekday),
            (Openings::NIGHT, Self::night),
            (led | Openings::NUMBER | Openings::RANGE, Self::calendar),
            (led | Openings::NUMBER | Openings::HIJRI, Self::hijri),
            (Openings::UNIT | Openings::DAY, Self::today),
            (Openings::WEEKDAY | Openings::UNIT, Self::weekday_alone),
            (Openings::AGO, Self::ago),
            (Openings::LATER, Self::later),
            (Openings::LATEST | Openings::NUMBER, Self::latest),
            (Openings::UNIT, Self::span),
            (Openings::UNIT | Openings::POINTER, Self::unit),
            (Openings::SEASON | Openings::POINTER, Self::season),
            (Openings::TENS, Self::decade),
            (Openings::MONTH, Self::days_behind_month),
            (Openings::MONTH | Openings::UNIT | Openings::POINTER, Self::month_alone),
            (Openings::NUMBER | Openings::UNIT, Self::year),
            (Openings::NUMBER, Self::years),
        ];
        let mut kinds = kinds.iter().filter(|(kind, _)| openings.any(*kind));
        numbered.or_else(|| kinds.find_map(|(_, read)| read(self, at)))
    }

    /// "From A to B", "between A and B", "since A until B", where both are expressions.
    fn range(&self, at: usize) -> Option<Read> {
        let (word, start) = self.opens_range(at)?;
        if self.number(start).is_some() && self.calendar(at).is_some() {
            return None; // days of one month
        }
        let first = self.bound(start)?;
        let second = self.closes_range(word, first.end)?;
        let last = self.bound(second)?;
        let time = Time::Range(Box::new(first.time), Box::new(last.time));
        Some(Read::new(time, at..last.end, "date.range"))
    }

    /// One end of a range: what announces a month or year elsewhere need not stand there.
    fn bound(&self, at: usize) -> Option<Read> {
        let plain = || {
            let year = self.plain_year(at).filter(|_| !self.counts(at))?;
            Some(Read::new(Time::Year(year), at..at + 1, "date.year"))
        };
        let read = self.one(at).or_else(|| self.month_between(at)).or_else(plain)?;
        let whole = !matches!(read.time, Time::Span { .. } | Time::Range(..));
        whole.then_some(read)
    }

    /// "A - B", "A to B" behind an expression: a range, where both are of one kind.
    fn extended(&self, read: Read, within: &Tokens) -> Read {
        let dash =
            matches!(self.text.mark(read.end), Some('-' | '–' | '—')).then_some(read.end + 1);
        let next = dash.or_else(|| self.is(read.end, DateWord::To).map(|f| f.end));
        let Some(last) = next.and_then(|at| self.bound(at)).filter(|r| r.end <= within.end) else {
            return read;
        };
        let alike = match (&read.time, &last.time) {
            (Time::Year(a), Time::Year(b)) => a < b,
            (Time::Day { weekday: a, .. }, Time::Day { weekday: b, .. }) => {
                a.is_some() == b.is_some()
            }
            (Time::Month(a, _), Time::Month(b, _)) => a != b,
            _ => false,
        };
        if !alike {
            return read;
        }
        let time = Time::Range(Box::new(read.time), Box::new(last.time));
        Read::new(time, read.start..last.end, "date.range")
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

    /// Whether the clause that holds `tokens` speaks of what is to come: by a verb of the future or
    /// another cue shortly before the date, or right behind it.
    fn is_ahead(&self, tokens: &Tokens, within: &Tokens) -> bool {
        let bounds = |t: &usize| {
            let mark =
                self.text.mark(*t).is_some_and(|c| !matches!(c, '"' | '(' | ')' | '«' | '»'));
            !mark && self.is(*t, DateWord::Relative).is_none()
        };
        let cue = |t: usize| {
            self.is(t, DateWord::Future).is_some() || self.pack.dates.is_future(self.text.folded(t))
        };
        let from = tokens.start.saturating_sub(REACH).max(within.start);
        let mut before = (from..tokens.start).rev().take_while(bounds);
        let mut behind = (tokens.end..within.end).take(4).take_while(bounds);
        before.any(cue) || behind.any(cue)
    }
}
