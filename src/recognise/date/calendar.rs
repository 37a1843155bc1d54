//! Dates of the calendar: in, a token; out, the day, month, year, or part of one written there, in
//! figures or words, of either calendar.

use super::{
    Anchor, Read, Time, Year,
    words::{Found, Reader},
};
use crate::{
    lang::{
        Clitics, Role,
        schema::dates::{DateWord, Grammar, Unit},
    },
    normalise::TokenKind,
};

/// Most days of a list that shares its month.
const LONGEST_LIST: usize = 6;

/// Marks that may stand between a weekday and its date, or before a year.
const COMMAS: [char; 3] = ['،', ',', '-'];

impl Reader<'_> {
    /// "11/9/2001", "2001-09-11", "11.9.2001": day before month unless that cannot be.
    pub(super) fn numeric(&self, at: usize) -> Option<Read> {
        let token = self.text.tokens.get(at)?;
        if token.kind != TokenKind::Figure {
            return None;
        }
        let separator = self.text.mark(at + 1).filter(|c| matches!(c, '/' | '-' | '.'))?;
        if let Some(read) = self.month_and_year(at, separator) {
            return Some(read);
        }
        let glued = (at + 1..at + 5).all(|t| self.text.tokens.get(t).is_some_and(|t| t.glued));
        let part = |t: usize| -> Option<u32> {
            let figure = self.text.tokens[t].kind == TokenKind::Figure;
            figure.then(|| self.text.folded(t).parse().ok())?
        };
        let same = glued && self.text.mark(at + 3) == Some(separator);
        let more = self.text.mark(at + 5) == Some(separator) && self.text.tokens[at + 5].glued;
        if !same || more {
            return None;
        }
        let (a, b, c) = (part(at)?, part(at + 2)?, part(at + 4)?);
        let long = |t: usize| self.text.folded(t).len() == 4;
        let (year, month, day) = match (long(at), long(at + 4)) {
            (true, false) => (a, b, c),
            (false, true) if b <= 12 => (c, b, a),
            (false, true) => (c, a, b),
            (false, false) if separator == '/' && b <= 12 && c < 100 => (century(c), b, a),
            _ => return None,
        };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let year = Year::Given(year as i32);
        let (time, mark) = if matches!(year, Year::Given(1300..1600)) {
            let time = Time::Hijri { day: Some(day), month, year, gregorian: false };
            (time, DateWord::HijriMark)
        } else {
            let time = Time::Day { weekday: None, days: (day, day), month, year };
            (time, DateWord::GregorianMark)
        };
        let end = self.is(at + 5, mark).map_or(at + 5, |found| found.end);
        Some(Read::new(time, at..end, "date.numeric"))
    }

    /// "9/2021": month and year, unless it numbers something.
    fn month_and_year(&self, at: usize, separator: char) -> Option<Read> {
        let glued = (at + 1..at + 3).all(|t| self.text.tokens.get(t).is_some_and(|t| t.glued));
        let ends = self.text.tokens.get(at + 3).is_none_or(|t| !t.glued)
            || self.mark(at + 3, &['.', '،', ',', ')', ':', '؛'])
                && self.text.tokens.get(at + 4).is_none_or(|t| !t.glued);
        let starts = !self.text.tokens[at].glued || self.text.mark(at.wrapping_sub(1)) == Some('(');
        if separator != '/' || !(glued && ends && starts) || self.numbered(at) {
            return None;
        }
        let month = self.text.folded(at).parse().ok().filter(|m| (1..=12).contains(m))?;
        let year = self.plain_year(at + 2).filter(|y| (1900..=2100).contains(y))?;
        let time = Time::Month(month, Year::Given(year));
        Some(Read::new(time, at..at + 3, "date.numeric"))
    }

    /// "Tuesday 2 November 2021", "the ninth of August", "3-5 March", "13 and 14 August".
    pub(super) fn calendar(&self, at: usize) -> Option<Read> {
        let (weekday, start) = self.weekday_before(at);
        if weekday.is_some()
            && let Some(read) = self.numeric(start)
        {
            return Some(Read { time: with_weekday(read.time, weekday), start: at, ..read });
        }
        let (days, after) = self.days(start)?;
        // "won 3-1 in October"
        let score =
            self.number(start).is_some_and(|n| n.figures) && self.is(after, DateWord::In).is_some();
        if score && weekday.is_none() {
            return None;
        }
        let Some((month, conflict, after)) = self.months(self.of(after)) else {
            return self.day_of_unit(at, days, after).or_else(|| self.listed(at, days, after));
        };
        let (year, end) = self.year_behind(after);
        if self.recurs(end) {
            return None;
        }
        let end = self.corresponding(end).unwrap_or(end);
        let known = self.known_year(at, days, month).filter(|_| year == Year::Unsaid);
        let year = known.map_or(year, Year::Known);
        let time = Time::Day { weekday, days, month, year };
        let rule = match (known, days.0 == days.1) {
            (Some(_), _) => "date.known_day",
            (None, true) => "date.day",
            (None, false) => "date.days",
        };
        Some(Read { conflict, ..Read::new(time, at..end, rule) })
    }

    /// The year of a day that what stands before it is known by: "the attacks of 11 September".
    fn known_year(&self, at: usize, days: (u32, u32), month: u32) -> Option<i32> {
        let year = |word| match word {
            DateWord::KnownDay(day, in_month, year) => {
                (days == (day, day) && month == in_month).then_some(year)
            }
            _ => None,
        };
        self.pick(at.checked_sub(1)?, year).map(|(year, _)| year)
    }

    /// "13" of "13, 15 and 17 August": the month stands behind the last day.
    fn listed(&self, at: usize, days: (u32, u32), after: usize) -> Option<Read> {
        let mut next = after;
        for _ in 0..LONGEST_LIST {
            let comma = self.mark(next, &['،', ',']).then_some(next + 1);
            let item = self.and(next).or(comma)?;
            (_, next) = self.day_of_month(item)?;
            if let Some((month, conflict, end)) = self.months(self.of(next)) {
                let (year, _) = self.year_behind(end);
                let time = Time::Day { weekday: None, days, month, year };
                return Some(Read { conflict, ..Read::new(time, at..after, "date.day") });
            }
        }
        None
    }

    /// "The 12th of this month", "from 4 to 22 this month", "on the 12th inst.".
    fn day_of_unit(&self, at: usize, days: (u32, u32), after: usize) -> Option<Read> {
        let start = self.of(after);
        let inst = |from: usize| {
            let (word, end) = self.shift_behind(from)?;
            let shift = match word {
                DateWord::Current => 0,
                DateWord::Last if start > after => -1,
                DateWord::Next if start > after => 1,
                _ => return None,
            };
            let time = Time::Unit(Unit::Month, shift, Anchor::Published);
            Some(Read::new(time, from..end, "date.unit"))
        };
        let told = start > after || days.0 != days.1 || self.is(start, DateWord::This).is_some();
        let counted = at > 0 && self.unit_at(at - 1).is_some_and(|u| u.1 != Grammar::One);
        let holder = self.unit(start).filter(|_| told).or_else(|| inst(start))?;
        if counted
            || !matches!(holder.time, Time::Unit(Unit::Month, ..) | Time::Nth(Unit::Month, ..))
        {
            return None;
        }
        let nth = |n: u32| Time::Nth(Unit::Day, n, Box::new(holder.time.clone()));
        let time = if days.0 == days.1 {
            nth(days.0)
        } else {
            Time::Range(Box::new(nth(days.0)), Box::new(nth(days.1)))
        };
        Some(Read::new(time, at..holder.end, "date.day_of_month"))
    }

    /// "July 13", "July 13-15", "July 13, 2019", "November between the 15th and the 19th".
    pub(super) fn days_behind_month(&self, at: usize) -> Option<Read> {
        let (month, conflict, after) = self.months(at)?;
        let (mut days, mut end) = self.days(after)?;
        if days.0 != days.1 && self.months(self.of(end)).is_some() {
            // "from February 13 to 15 July": the second day has a month of its own
            (days.1, end) = (days.0, self.number(after)?.tokens.end);
        }
        let counts = self.text.tokens.get(end).is_some_and(|next| {
            next.kind == TokenKind::Word && !next.on_new_line && !next.roles.has(Role::Date)
        });
        let ordinal = self.number(after).is_some_and(|n| n.ordinal);
        if counts || ordinal || self.counts(end.saturating_sub(1)) {
            return None;
        }
        let (year, end) = self.year_behind(end);
        let time = Time::Day { weekday: None, days, month, year };
        Some(Read { conflict, ..Read::new(time, at..end, "date.day") })
    }

    /// "Of every year": what recurs is no date.
    pub(super) fn recurs(&self, at: usize) -> bool {
        let of = self.of(at);
        self.is(of, DateWord::Every).is_some()
    }

    /// A weekday with what leads up to the day of the month, and where that begins.
    pub(super) fn weekday_before(&self, at: usize) -> (Option<u32>, usize) {
        let day = |t: usize| {
            self.unit_at(t)
                .filter(|(unit, grammar, _)| *unit == Unit::Day && *grammar == Grammar::One)
                .map_or(t, |(_, _, found)| found.end)
        };
        let mut next = day(at);
        if let Some((_, found)) = self.relative_day(next) {
            next = self.skip(found.end, &['(', '،']);
        }
        let Some((weekday, found)) = self.weekday_at(day(next)) else {
            return (None, day(at));
        };
        let mut end = found.end;
        while let Some(part) = self.is(end, DateWord::PartOfDay) {
            end = part.end;
        }
        end = self.skip(end, &[')']);
        end = self.skip(end, &['،', ',', '-', '(']);
        let joined = self.is(end, DateWord::Corresponds).or_else(|| self.is(end, DateWord::Of));
        if let Some(found) = joined {
            end = found.end;
        }
        (Some(weekday), end)
    }

    /// Days of a month: one, or a range or pair, and the token after them.
    fn days(&self, at: usize) -> Option<((u32, u32), usize)> {
        if let Some((word, start)) = self.opens_range(at)
            && word != DateWord::Since
            && let Some((first, after)) = self.day_of_month(start)
        {
            let (last, end) = self.day_of_month(self.closes_range(word, after)?)?;
            return (first < last).then_some(((first, last), end));
        }
        let (first, after) = self.day_of_month(at)?;
        let dash = self.mark(after, &['-', '–', '—']).then_some(after + 1);
        let to = dash.or_else(|| self.is(after, DateWord::To).map(|f| f.end));
        if let Some((last, end)) = to.and_then(|t| self.day_of_month(t))
            && first < last
        {
            return Some(((first, last), end));
        }
        let pair = self.and(after).and_then(|t| self.day_of_month(t));
        match pair {
            Some((last, end)) if last == first + 1 => Some(((first, last), end)),
            _ => Some(((first, first), after)),
        }
    }

    /// The token after "of" or "of the month of" at `at`, or `at`.
    pub(super) fn of(&self, at: usize) -> usize {
        let of = self.is(at, DateWord::Of).filter(plain).map_or(at, |found| found.end);
        let month =
            self.unit_at(of).filter(|(unit, _, found)| *unit == Unit::Month && plain(found));
        month.map_or(of, |(_, _, found)| found.end)
    }

    /// A month, perhaps named twice: its number, whether the names contradict, the token after.
    pub(super) fn months(&self, at: usize) -> Option<(u32, bool, usize)> {
        let (month, _, found) = self.month_at(at).filter(|(.., f)| !f.definite())?;
        let open = self.mark(found.end, &['(']);
        let next = self.skip(found.end, &['(', '/', '-', '\\']);
        let Some((second, _, pair)) = self.month_at(next).filter(|(.., f)| plain(f)) else {
            return Some((month, false, found.end));
        };
        let end = if open { self.skip(pair.end, &[')']) } else { pair.end };
        Some((month, month != second, end))
    }

    /// What is said of the year behind a day or month, and the token after it.
    pub(super) fn year_behind(&self, at: usize) -> (Year, usize) {
        let start = self.of(self.skip(at, &COMMAS));
        self.year_at(start).map_or((Year::Unsaid, at), |(year, end)| (year, end))
    }

    fn year_at(&self, at: usize) -> Option<(Year, usize)> {
        if let Some((year, end)) = self.year_number(at).filter(|(_, end)| !self.counts(end - 1)) {
            let marked = self.is(end, DateWord::GregorianMark);
            return Some((Year::Given(year), marked.map_or(end, |f| f.end)));
        }
        let this = self.is(at, DateWord::This).map(|f| f.end);
        if let Some((Unit::Year, Grammar::One, unit)) = self.unit_at(this.unwrap_or(at)) {
            if let Some((year, end)) = self.year_number(unit.end) {
                return Some((Year::Given(year), end));
            }
            if this.is_some() {
                return Some((Year::Offset(0), unit.end));
            }
            let (shift, end) = self.shift_behind(unit.end)?;
            return Some((shift_of_year(shift), end));
        }
        let (word, end) = self.shift_behind(at)?;
        Some(match word {
            DateWord::Last | DateWord::Previous => (Year::Last, end),
            DateWord::Current => (Year::Offset(0), end),
            DateWord::Next => (Year::Next, end),
            DateWord::BeforeLast => (Year::BeforeLast, end),
            _ => (Year::Story, end),
        })
    }

    /// Whether the figure at `at` counts the noun behind it.
    pub(super) fn counts(&self, at: usize) -> bool {
        let Some(next) = self.text.tokens.get(at + 1) else { return false };
        let unit = self.unit_at(at + 1).is_some_and(|(.., f)| plain(&f));
        unit || next.roles.has(Role::People) || self.mark(at + 1, &['%', '٪'])
    }

    /// "Last", "current", "next", "the same" behind a noun, and the token after it.
    pub(super) fn shift_behind(&self, at: usize) -> Option<(DateWord, usize)> {
        use DateWord::{AfterNext, BeforeLast, Current, Following, Last, Next, Previous, Same};
        let two = |w| matches!(w, BeforeLast | AfterNext).then_some(w);
        if let Some((word, found)) = self.pick(at, two) {
            return Some((word, found.end));
        }
        let behind = |w| matches!(w, Current | Following | Last | Next | Previous).then_some(w);
        let definite = self.pick(at, behind).filter(|(_, f)| f.clitics == Clitics::THE);
        let same = || {
            let found = self.is(at, Same)?;
            found.clitics.has(Clitics::PRONOUN).then_some((Same, found))
        };
        definite.or_else(same).map(|(word, found)| (word, found.end))
    }

    /// A preposition stands before the word at `at`, or is written onto it.
    pub(super) fn led(&self, at: usize, found: &Found) -> bool {
        let before = at > 0 && self.is(at - 1, DateWord::In).is_some();
        before || found.clitics.any(Clitics::IN | Clitics::TO)
    }

    /// "March 2014", "last December", "the month of April", "in July": a month without a day.
    pub(super) fn month_alone(&self, at: usize) -> Option<Read> {
        let unit = self.unit_at(at).filter(|(u, g, _)| *u == Unit::Month && *g == Grammar::One);
        let this = self.is(at, DateWord::This).map_or(at, |found| found.end);
        let start = unit.map_or(this, |(_, _, found)| found.end);
        if unit.is_some()
            && let Some(read) = self.numbered_month(at, start)
        {
            return Some(read);
        }
        let (_, common, found) = self.month_at(start)?;
        let (month, conflict, after) = self.months(start)?;
        let (year, end) = self.year_behind(after);
        let paired = after > found.end;
        let led = self.led(at, &found) && !(common && found.clitics != Clitics::NONE);
        // a name that is no other word needs no announcing, unless something is named for it
        let plain = !common && found.clitics.within(Clitics::FRONT);
        let thing = at > 0 && self.is(at - 1, DateWord::Named).is_some();
        let told = unit.is_some() || this > at || year != Year::Unsaid || paired || led;
        if !(told || plain && !thing || self.stands_alone(at, end)) || self.recurs(end) {
            return None;
        }
        let time = Time::Month(month, year);
        Some(Read { conflict, ..Read::new(time, at..end, "date.month") })
    }

    /// "Month 10 of 2021".
    fn numbered_month(&self, at: usize, start: usize) -> Option<Read> {
        let number = self.number(start).filter(|n| n.figures)?;
        let month = number.whole().filter(|n| (1..=12).contains(n))? as u32;
        let (year, end) = self.year_behind(number.tokens.end);
        let time = Time::Month(month, year);
        (year != Year::Unsaid).then(|| Read::new(time, at..end, "date.month"))
    }

    /// Nothing else stands on the line: a heading, a cell of a table.
    pub(super) fn stands_alone(&self, at: usize, end: usize) -> bool {
        let starts = at == 0 || self.text.tokens[at].on_new_line;
        starts && self.text.tokens.get(end).is_none_or(|next| next.on_new_line)
    }

    /// A month inside a range: no preposition need announce it.
    pub(super) fn month_between(&self, at: usize) -> Option<Read> {
        let (month, conflict, after) = self.months(at)?;
        let (year, end) = self.year_behind(after);
        let time = Time::Month(month, year);
        Some(Read { conflict, ..Read::new(time, at..end, "date.month") })
    }
}

/// Without a preposition: what goes on a date carries at most "and".
fn plain(found: &Found) -> bool {
    found.clitics.within(Clitics::NONE)
}

fn shift_of_year(word: DateWord) -> Year {
    match word {
        DateWord::Last | DateWord::Previous => Year::Offset(-1),
        DateWord::Next => Year::Offset(1),
        DateWord::Current => Year::Offset(0),
        _ => Year::Story,
    }
}

/// The year that two figures stand for.
fn century(short: u32) -> u32 {
    if short < 70 { 2000 + short } else { 1900 + short }
}

/// The day with the weekday that stands beside it.
fn with_weekday(time: Time, beside: Option<u32>) -> Time {
    match time {
        Time::Day { days, month, year, .. } => Time::Day { weekday: beside, days, month, year },
        time => time,
    }
}
