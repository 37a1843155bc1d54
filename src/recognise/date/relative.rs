//! Relative dates: in, a token; out, a day, weekday or unit of the calendar counted from the
//! publication day or from the story.

use super::{
    Anchor, Read, Shift, Time, Year,
    words::{Found, Reader},
};
use crate::{
    lang::{
        Clitics,
        schema::dates::{DateWord, Grammar, Unit},
    },
    recognise::number::Number,
};

/// Marks that may enclose the weekday beside "today".
const OPENING: [char; 3] = ['(', '«', '"'];
const CLOSING: [char; 3] = [')', '»', '"'];

impl Reader<'_> {
    /// A word for today, yesterday, tomorrow.
    pub(super) fn relative_day(&self, at: usize) -> Option<(i32, Found)> {
        let day = |w| match w {
            DateWord::Day(offset) => Some(offset),
            _ => None,
        };
        let (offset, found) = self.pick(at, day)?;
        // "the leaders of tomorrow" names no day
        let named = offset == 1 && found.definite() && !self.behind_day(at);
        let whole = !found.clitics.has(Clitics::PRONOUN) && !named;
        let fits = whole && (offset != 0 || self.today_is_a_date(at, found.end));
        fits.then_some((offset, found))
    }

    /// "Day" stands before the word at `at`.
    fn behind_day(&self, at: usize) -> bool {
        at > 0 && self.unit_at(at - 1).is_some_and(|u| u.0 == Unit::Day && u.1 == Grammar::One)
    }

    /// "The day" is today unless a definite word behind it says which day it is, or the word stands
    /// alone in quotation marks: a newspaper.
    fn today_is_a_date(&self, at: usize, next: usize) -> bool {
        const QUOTES: [char; 5] = ['"', '«', '»', '“', '”'];
        if at > 0 && self.mark(at - 1, &QUOTES) && self.mark(next, &QUOTES) {
            return false;
        }
        if self.weekday_at(self.skip(next, &['(', '،'])).is_some() {
            return true;
        }
        let Some(token) = self.text.tokens.get(next) else { return true };
        token.on_new_line
            || self.text.mark(next).is_some()
            || self.is(next, DateWord::OfTheDay).is_none()
                && self.shift_behind(next).is_none()
                && self.number(next).is_none_or(|n| !n.ordinal)
    }

    /// "Yesterday", "yesterday, Sunday", "today (Monday)", "the day before yesterday".
    pub(super) fn today(&self, at: usize) -> Option<Read> {
        let day = self
            .unit_at(at)
            .filter(|(u, g, f)| *u == Unit::Day && *g == Grammar::One && !f.definite());
        let start = day.map_or(at, |(_, _, found)| found.end);
        let (offset, found) = self.relative_day(start)?;
        if offset == 0 && found.clitics.any(Clitics::TO | Clitics::AS | Clitics::PRONOUN) {
            return None;
        }
        let open = self.mark(found.end, &OPENING);
        let next = self.skip(found.end, &OPENING);
        let next = self
            .unit_at(next)
            .filter(|u| u.0 == Unit::Day && u.1 == Grammar::One && !u.2.definite())
            .map_or(next, |u| u.2.end);
        let beside = self.weekday_at(next).filter(|(_, f)| f.clitics == Clitics::THE);
        let (weekday, end) = match beside {
            Some((day, f)) if open => (Some(day), self.skip(f.end, &CLOSING)),
            Some((day, f)) => (Some(day), f.end),
            None => (None, found.end),
        };
        Some(Read::new(Time::Today(offset, weekday), at..end, "date.relative_day"))
    }

    /// "Tuesday", "on Tuesday", "last Tuesday".
    pub(super) fn weekday_alone(&self, at: usize) -> Option<Read> {
        let day = self.unit_at(at).filter(|u| u.0 == Unit::Day && u.1 == Grammar::One);
        let start = day.map_or(at, |(_, _, found)| found.end);
        let start = match self.is(start, DateWord::PartOfDay) {
            Some(found) if day.is_some() => found.end,
            _ => start,
        };
        let (weekday, found) = self.weekday_at(start)?;
        if let Some(read) = self.in_week(at, weekday, found.end) {
            return Some(read);
        }
        let definite = found.definite() && found.clitics.within(Clitics::FRONT | Clitics::THE);
        if !definite && day.is_none() {
            return None;
        }
        let led = day.is_some() || at > 0 && self.is(at - 1, DateWord::PartOfDay).is_some();
        if !led && self.names_a_thing(start) {
            return None;
        }
        if let Some(number) = self.number(found.end).filter(|n| n.ordinal) {
            return self.day_of_this_month(at, number);
        }
        let (shift, end) = match self.shift_behind(found.end) {
            Some((DateWord::Last | DateWord::Previous, end)) => (Shift::Last, end),
            Some((DateWord::Next, end)) => (Shift::Next, end),
            Some((DateWord::Following, end)) => (Shift::Following, end),
            Some((DateWord::Current, end)) => (Shift::None, end),
            _ => (Shift::None, found.end),
        };
        Some(Read::new(Time::Weekday(weekday, shift), at..end, "date.weekday"))
    }

    /// "Saturday the 16th": of this month. "The sixth Friday" is counted, and no date.
    fn day_of_this_month(&self, at: usize, number: &Number) -> Option<Read> {
        let day = number.whole().filter(|n| (10..=31).contains(n))? as u32;
        let month = Time::Unit(Unit::Month, 0, Anchor::Published);
        let time = Time::Nth(Unit::Day, day, Box::new(month));
        Some(Read::new(time, at..number.tokens.end, "date.day_of_month"))
    }

    /// "Sunday of last week", "Thursday in two weeks".
    fn in_week(&self, at: usize, weekday: u32, end: usize) -> Option<Read> {
        let week = self.unit(self.of(end)).or_else(|| self.later(end))?;
        let fits = matches!(week.time, Time::Unit(Unit::Week, ..) | Time::Later(Unit::Week, ..));
        let time = Time::InWeek(weekday, Box::new(week.time));
        fits.then(|| Read::new(time, at..week.end, "date.weekday"))
    }

    /// "The Friday mosque", "the two Saturdays": the weekday is part of a name, a count, or one of
    /// "the one".
    fn names_a_thing(&self, at: usize) -> bool {
        let before = at.checked_sub(1);
        let thing = before.is_some_and(|t| self.is(t, DateWord::Thing).is_some());
        let number = self.number(at).is_some_and(|n| n.tokens.len() > 1);
        thing || number
    }

    /// "The night of Thursday to Friday".
    pub(super) fn night(&self, at: usize) -> Option<Read> {
        let night = self.is(at, DateWord::Night)?;
        let (first, found) = self.weekday_at(night.end)?;
        let joined = self.skip(found.end, &['-', '–', '/']);
        let joined = self.and(joined).unwrap_or(joined);
        let (second, found) = self.weekday_at(joined)?;
        let time = Time::Night(first, second);
        (second == first % 7 + 1).then(|| Read::new(time, at..found.end, "date.night"))
    }

    /// "Last week", "this month", "the same year", "the third month", "the first week of 2015".
    pub(super) fn unit(&self, at: usize) -> Option<Read> {
        self.nth_in(at).or_else(|| self.plain_unit(at))
    }

    /// A unit that is no part of another, so that no text can nest them without end.
    pub(super) fn plain_unit(&self, at: usize) -> Option<Read> {
        use DateWord::{
            AfterNext, BeforeLast, Current, Following, Last, Next, Previous, Same, That, This,
        };
        let before = |w| matches!(w, This | That | Same).then_some(w);
        if let Some((word, found)) = self.pick(at, before) {
            let (unit, _, noun) = self.single(found.end)?;
            let anchor = if word == This { Anchor::Published } else { Anchor::Story };
            // "this decade" is as a rule this contract
            let fits = noun.definite() && unit != Unit::Decade;
            let bare = word != Same || !found.clitics.has(Clitics::PRONOUN);
            let (time, end) = match self.year_beside(unit, noun.end) {
                Some(year) if word == This => year,
                _ => (Time::Unit(unit, 0, anchor), noun.end),
            };
            return (fits && bare).then(|| Read::new(time, at..end, "date.unit"));
        }
        let (unit, _, noun) = self.single(at)?;
        if let Some(read) = self.nth(at, unit, &noun) {
            return Some(read);
        }
        if !noun.definite() {
            return None;
        }
        let (word, end) = self.shift_behind(noun.end)?;
        let (shift, anchor) = match word {
            Last => (-1, Anchor::Published),
            Current => (0, Anchor::Published),
            Next => (1, Anchor::Published),
            BeforeLast => (-2, Anchor::Published),
            AfterNext => (2, Anchor::Published),
            Following => (1, Anchor::Story),
            Previous => (-1, Anchor::Story),
            _ => (0, Anchor::Story),
        };
        let time = match unit {
            Unit::Century => Time::Century(if shift < 0 { 1900 } else { 2000 }),
            _ => Time::Unit(unit, shift, anchor),
        };
        let (time, end) = self.year_beside(unit, end).unwrap_or((time, end));
        Some(Read::new(time, at..end, "date.unit"))
    }

    /// "Last year 2014", "this year (2015)": the figure counts.
    fn year_beside(&self, unit: Unit, at: usize) -> Option<(Time, usize)> {
        let start = self.skip(at, &OPENING);
        let year = self.plain_year(start).filter(|_| unit == Unit::Year && !self.counts(start))?;
        let (time, end) = self.marked_year(year, start + 1);
        Some((time, if start > at { self.skip(end, &CLOSING) } else { end }))
    }

    /// "The month", "the year", behind "the beginning of": this one.
    pub(super) fn bare_unit(&self, at: usize) -> Option<Read> {
        let (unit, _, noun) = self.single(at)?;
        let time = Time::Unit(unit, 0, Anchor::Published);
        noun.definite().then(|| Read::new(time, at..noun.end, "date.unit"))
    }

    fn single(&self, at: usize) -> Option<(Unit, Grammar, Found)> {
        self.unit_at(at).filter(|(_, grammar, _)| *grammar == Grammar::One)
    }

    /// "The first week of 2015", "the last week of March", "the ninth decade of the last century".
    fn nth_in(&self, at: usize) -> Option<Read> {
        let (unit, _, noun) = self.single(at)?;
        if unit == Unit::Week
            && let Some((DateWord::Last, end)) = self.shift_behind(noun.end)
        {
            return self.nth_of(at, unit, 0, end);
        }
        let number = self.number(noun.end).filter(|n| n.ordinal)?;
        let (n, end) = (number.whole()? as u32, number.tokens.end);
        match unit {
            Unit::Month | Unit::Week if noun.definite() => self.nth_of(at, unit, n, end),
            Unit::Decade if (1..=10).contains(&n) => self.nth_decade(at, n as i32, end),
            _ => None,
        }
    }

    /// "The third month", "the 21st century".
    fn nth(&self, at: usize, unit: Unit, noun: &Found) -> Option<Read> {
        let number = self.number(noun.end).filter(|n| n.ordinal || unit == Unit::Century)?;
        let n = number.whole()? as u32;
        let end = number.tokens.end;
        let time = match unit {
            Unit::Month if (1..=12).contains(&n) && noun.definite() && self.of(end) == end => {
                let year = Box::new(Time::Unit(Unit::Year, 0, Anchor::Published));
                Time::Nth(Unit::Month, n, year)
            }
            Unit::Century
                if (1..=15).contains(&n) && self.is(end, DateWord::HijriMark).is_some() =>
            {
                let year = |y: u32| Box::new(Time::HijriYear(y as i32));
                let time = Time::Range(year(n * 100 - 99), year(n * 100));
                return Some(Read::new(time, at..end + 1, "date.hijri"));
            }
            Unit::Century if (1..=22).contains(&n) => Time::Century((n as i32 - 1) * 100),
            _ => return None,
        };
        Some(Read::new(time, at..end, "date.nth"))
    }

    /// "The ninth decade of the last century".
    fn nth_decade(&self, at: usize, n: i32, end: usize) -> Option<Read> {
        let holder = self.plain_unit(self.of(end))?;
        let Time::Century(century) = holder.time else { return None };
        let time = Time::Decade(century + (n - 1) * 10);
        Some(Read::new(time, at..holder.end, "date.decade"))
    }

    /// "The n-th month of a year", "the n-th week of a month or year"; 0 is the last.
    fn nth_of(&self, at: usize, unit: Unit, n: u32, end: usize) -> Option<Read> {
        let of = Some(self.of(end)).filter(|of| *of > end)?;
        let holder = self.part_holder(of)?;
        let year = matches!(holder.time, Time::Year(_) | Time::Unit(Unit::Year, ..));
        let most = if unit == Unit::Month {
            12
        } else if year {
            53
        } else {
            5
        };
        let time = Time::Nth(unit, n, Box::new(holder.time));
        let fits = n <= most && (unit == Unit::Week || year);
        fits.then(|| Read::new(time, at..holder.end, "date.nth"))
    }

    /// "Summer 2012", "last summer".
    pub(super) fn season(&self, at: usize) -> Option<Read> {
        let season = |w| match w {
            DateWord::Season(season) => Some(season),
            _ => None,
        };
        let this = self.is(at, DateWord::This).map_or(at, |f| f.end);
        let (season, found) = self.pick(this, season)?;
        let (year, end) = if this > at {
            (Year::Offset(0), found.end)
        } else if let Some((word, end)) = self.shift_behind(found.end) {
            let year = match word {
                DateWord::Last | DateWord::Previous => Year::Last,
                DateWord::Next => Year::Next,
                DateWord::Current => Year::Offset(0),
                _ => Year::Story,
            };
            (year, end)
        } else {
            let start = self.of(found.end);
            let read = self.year(start).or_else(|| self.plain(start))?;
            let Time::Year(year) = read.time else { return None };
            (Year::Given(year), read.end)
        };
        Some(Read::new(Time::Season(season, year), at..end, "date.season"))
    }

    fn plain(&self, at: usize) -> Option<Read> {
        let year = self.plain_year(at)?;
        Some(Read::new(Time::Year(year), at..at + 1, "date.year"))
    }

    /// "The eighties of the last century".
    pub(super) fn decade(&self, at: usize) -> Option<Read> {
        let tens = |w| match w {
            DateWord::Tens(tens) => Some(tens),
            _ => None,
        };
        let (tens, found) = self.pick(at, tens)?;
        if self.is(self.of(found.end), DateWord::Age).is_some() {
            return None;
        }
        let (century, end) = match self.unit(self.of(found.end)) {
            Some(Read { time: Time::Century(century), end, .. }) => (century, end),
            _ if found.definite() || self.stands_alone(at, found.end) => (1900, found.end),
            _ => return None,
        };
        Some(Read::new(Time::Decade(century + tens), at..end, "date.decade"))
    }
}
