//! Dates of the calendar: in, a token; out, the day, month, year, or part of one written there, in
//! figures or words, of either calendar.

use super::{
    Read, Third, Time, Year,
    words::{Found, Reader},
};
use crate::{
    lang::{
        Clitics, Role,
        schema::dates::{DateWord, Grammar, Unit},
    },
    normalise::TokenKind,
};

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
        let time = if (1300..1600).contains(&year) {
            Time::Hijri { day: Some(day), month, year: Some(year as i32) }
        } else {
            Time::Day { weekday: None, days: (day, day), month, year: Year::Given(year as i32) }
        };
        Some(Read::new(time, at..at + 5, "date.numeric"))
    }

    /// "Tuesday 2 November 2021", "the ninth of August", "3-5 March", "13 and 14 August".
    pub(super) fn calendar(&self, at: usize) -> Option<Read> {
        let (weekday, start) = self.weekday_before(at);
        let (days, after) = self.days(start)?;
        let Some((month, conflict, after)) = self.months(self.of(after)) else {
            return self.day_of_unit(at, days, after);
        };
        let (year, end) = self.year_behind(after);
        if self.recurs(end) {
            return None;
        }
        let end = self.corresponding(end).unwrap_or(end);
        let time = Time::Day { weekday, days, month, year };
        let rule = if days.0 == days.1 { "date.day" } else { "date.days" };
        Some(Read { conflict, ..Read::new(time, at..end, rule) })
    }

    /// "The 12th of this month".
    fn day_of_unit(&self, at: usize, days: (u32, u32), after: usize) -> Option<Read> {
        let start = Some(self.of(after)).filter(|start| *start > after && days.0 == days.1)?;
        let holder = self.unit(start)?;
        let month = matches!(holder.time, Time::Unit(Unit::Month, ..));
        let time = Time::Nth(Unit::Day, days.0, Box::new(holder.time));
        month.then(|| Read::new(time, at..holder.end, "date.day_of_month"))
    }

    /// "Of every year": what recurs is no date.
    fn recurs(&self, at: usize) -> bool {
        let of = self.of(at);
        of > at && self.is(of, DateWord::Every).is_some()
    }

    /// A weekday with what leads up to the day of the month, and where that begins.
    fn weekday_before(&self, at: usize) -> (Option<u32>, usize) {
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
        if let Some(found) = self.is(end, DateWord::Corresponds) {
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
    fn months(&self, at: usize) -> Option<(u32, bool, usize)> {
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
    fn year_behind(&self, at: usize) -> (Year, usize) {
        let start = self.of(self.skip(at, &COMMAS));
        self.year_at(start).map_or((Year::Unsaid, at), |(year, end)| (year, end))
    }

    fn year_at(&self, at: usize) -> Option<(Year, usize)> {
        if let Some(year) = self.plain_year(at).filter(|_| !self.counts(at)) {
            let marked = self.is(at + 1, DateWord::GregorianMark);
            return Some((Year::Given(year), marked.map_or(at + 1, |f| f.end)));
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
        use DateWord::{Current, Following, Last, Next, Previous, Same};
        let behind = |w| matches!(w, Current | Following | Last | Next | Previous).then_some(w);
        let definite = self.pick(at, behind).filter(|(_, f)| f.clitics == Clitics::THE);
        let same = || {
            let found = self.is(at, Same)?;
            found.clitics.has(Clitics::PRONOUN).then_some((Same, found))
        };
        definite.or_else(same).map(|(word, found)| (word, found.end))
    }

    /// "Corresponding to 3 Rajab 1444" behind a Gregorian day: the same day again.
    fn corresponding(&self, at: usize) -> Option<usize> {
        let start = self.skip(at, &['(', '،']);
        let found = self.is(start, DateWord::Corresponds)?;
        let (_, after) = self.day_of_month(found.end)?;
        let after = self.of(after);
        let (_, month) = self.hijri_month(after)?;
        let (_, end) = self.hijri_year(month.end);
        Some(if start > at { self.skip(end, &[')']) } else { end })
    }

    /// "12 Ramadan 1444", "Ramadan 1444"; a Gregorian day that corresponds to it counts.
    pub(super) fn hijri(&self, at: usize) -> Option<Read> {
        let (weekday, start) = self.weekday_before(at);
        let day = self.day_of_month(start);
        let after = match day {
            Some((_, after)) => self.of(after),
            None => self.unit_at(start).filter(|u| u.0 == Unit::Month).map_or(start, |u| u.2.end),
        };
        let (month, found) =
            self.hijri_month(after).filter(|(_, f)| !f.definite() || day.is_some())?;
        let (year, end) = self.hijri_year(found.end);
        if let Some(gregorian) = self.is(self.skip(end, &['(', '،']), DateWord::Corresponds)
            && let Some(read) = self.calendar(gregorian.end)
        {
            return Some(Read { start: at, ..read });
        }
        if year.is_none() && day.is_none() || weekday.is_some() && day.is_none() {
            return None;
        }
        let time = Time::Hijri { day: day.map(|d| d.0), month, year };
        Some(Read::new(time, at..end, "date.hijri"))
    }

    fn hijri_month(&self, at: usize) -> Option<(u32, Found)> {
        let hijri = |w| match w {
            DateWord::Hijri(month) => Some(month),
            _ => None,
        };
        self.pick(at, hijri)
    }

    /// A Hijri year behind a month, and the token after it.
    fn hijri_year(&self, at: usize) -> (Option<i32>, usize) {
        let start = self.unit_at(at).filter(|u| u.0 == Unit::Year).map_or(at, |u| u.2.end);
        let Some(year) = self.plain_year(start).filter(|y| (1000..1600).contains(y)) else {
            return (None, at);
        };
        let marked = self.is(start + 1, DateWord::HijriMark);
        (Some(year), marked.map_or(start + 1, |f| f.end))
    }

    /// "March 2014", "last December", "the month of April", "in July": a month without a day.
    pub(super) fn month_alone(&self, at: usize) -> Option<Read> {
        let unit = self.unit_at(at).filter(|(u, g, _)| *u == Unit::Month && *g == Grammar::One);
        let start = unit.map_or(at, |(_, _, found)| found.end);
        let (_, common, found) = self.month_at(start)?;
        let (month, conflict, after) = self.months(start)?;
        let (year, end) = self.year_behind(after);
        let paired = after > found.end;
        let led = at > 0 && self.is(at - 1, DateWord::In).is_some();
        let clitic = found.clitics.any(Clitics::IN | Clitics::TO) && !common;
        let told = unit.is_some() || year != Year::Unsaid || paired || led || clitic;
        if !told || self.recurs(end) {
            return None;
        }
        let time = Time::Month(month, year);
        Some(Read { conflict, ..Read::new(time, at..end, "date.month") })
    }

    /// A month inside a range: no preposition need announce it.
    pub(super) fn month_between(&self, at: usize) -> Option<Read> {
        let (month, conflict, after) = self.months(at)?;
        let (year, end) = self.year_behind(after);
        let time = Time::Month(month, year);
        Some(Read { conflict, ..Read::new(time, at..end, "date.month") })
    }

    /// "The year 2015", "in 2015", "in 2015, 2016 and 2017".
    pub(super) fn year(&self, at: usize) -> Option<Read> {
        if let Some((Unit::Year, _, unit)) = self.unit_at(at) {
            let (year, end) = self.year_number(unit.end)?;
            let marked = self.is(end, DateWord::GregorianMark).map_or(end, |f| f.end);
            return Some(Read::new(Time::Year(year), at..marked, "date.year"));
        }
        let year = self.plain_year(at).filter(|y| (1900..=2100).contains(y))?;
        let before = |t: usize| at.checked_sub(t);
        let led = before(1).is_some_and(|t| self.is(t, DateWord::In).is_some());
        // what "and" or a comma joins to a year is one too
        let listed = || {
            let joins = before(1).is_some_and(|t| {
                self.mark(t, &['،', ','])
                    || self.and(t) == Some(at) && self.text.folded(t).len() <= 2
            });
            joins
                && before(2).is_some_and(|t| self.plain_year(t).is_some() && self.year(t).is_some())
        };
        let fits = !self.counts(at) && !self.numbered(at) && (led || listed());
        fits.then(|| Read::new(Time::Year(year), at..at + 1, "date.year"))
    }

    /// "Early 2022", "the middle of March", "the end of last year", "the first half of 2014".
    pub(super) fn third(&self, at: usize) -> Option<Read> {
        let third = |w| match w {
            DateWord::Early => Some(Third::Early),
            DateWord::Mid => Some(Third::Mid),
            DateWord::Late => Some(Third::Late),
            _ => None,
        };
        if let Some(found) = self.is(at, DateWord::Weekend) {
            let (shift, end) = self.week_behind(found.end);
            return Some(Read::new(Time::Weekend(shift), at..end, "date.weekend"));
        }
        let (third, found) = self.pick(at, third).filter(|(_, f)| !f.definite())?;
        let inner = self.part_holder(self.of(found.end))?;
        let time = Time::Third(third, Box::new(inner.time));
        let read = Read::new(time, at..inner.end, "date.third");
        Some(Read { conflict: inner.conflict, ..read })
    }

    /// A month or year that has thirds.
    pub(super) fn part_holder(&self, at: usize) -> Option<Read> {
        if let Some(read) = self.month_between(at) {
            return Some(read);
        }
        if let Some(read) = self.year(at).or_else(|| self.month_alone(at)) {
            return Some(read);
        }
        if let Some(year) = self.plain_year(at) {
            return Some(Read::new(Time::Year(year), at..at + 1, "date.year"));
        }
        let read = self.unit(at).or_else(|| self.bare_unit(at))?;
        matches!(
            read.time,
            Time::Unit(Unit::Month | Unit::Year, ..) | Time::Month(..) | Time::Century(_)
        )
        .then_some(read)
    }

    /// Behind "weekend": which week.
    fn week_behind(&self, at: usize) -> (i32, usize) {
        match self.shift_behind(at) {
            Some((DateWord::Last | DateWord::Previous, end)) => (-1, end),
            Some((DateWord::Next, end)) => (1, end),
            Some((DateWord::Current, end)) => (0, end),
            _ => (0, at),
        }
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
