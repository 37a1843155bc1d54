//! Parts: in, a token; out, a third, half, quarter of a month or year written there, the end of a
//! week, the n-th weekday of a month.

use super::{Read, Third, Time, words::Reader};
use crate::lang::schema::dates::{DateWord, Grammar, Unit};

impl Reader<'_> {
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
        let inner = self.part_holder(self.of(found.end)).filter(|r| !self.recurs(r.end))?;
        let time = Time::Third(third, Box::new(inner.time));
        let read = Read::new(time, at..inner.end, "date.third");
        Some(Read { conflict: inner.conflict, ..read })
    }

    /// "The third quarter of 2016", "the first half of March".
    pub(super) fn part(&self, at: usize) -> Option<Read> {
        let kind = |w| matches!(w, DateWord::Half | DateWord::Quarter).then_some(w);
        let (kind, found) = self.pick(at, kind).filter(|(_, f)| f.definite())?;
        let parts = if kind == DateWord::Half { 2 } else { 4 };
        let (n, end) = match self.number(found.end).filter(|n| n.ordinal) {
            Some(number) => (number.whole()? as u32, number.tokens.end),
            None => match self.shift_behind(found.end)? {
                (DateWord::Last, end) => (parts, end),
                _ => return None,
            },
        };
        let holder = self.part_holder(self.of(end)).filter(|_| n <= parts)?;
        let of = Box::new(holder.time);
        let time = match kind {
            DateWord::Half => Time::Half(n, of),
            _ => Time::Months { from: n * 3 - 2, count: 3, of },
        };
        Some(Read::new(time, at..holder.end, "date.part"))
    }

    /// "The last Monday of March", "the third Tuesday in September 2014".
    pub(super) fn nth_weekday(&self, at: usize) -> Option<Read> {
        let ordinal = self.number(at).filter(|n| n.ordinal && n.value <= 5.0);
        let (n, next) = match ordinal {
            Some(number) => (number.whole()? as u32, number.tokens.end),
            None => (0, self.is(at, DateWord::Latest)?.end),
        };
        let day = self.unit_at(next).filter(|u| u.0 == Unit::Day && u.1 == Grammar::One);
        let (weekday, found) = self.weekday_at(day.map_or(next, |u| u.2.end))?;
        let of = self.of(found.end);
        let holder =
            self.month_alone(of).or_else(|| self.month_between(of)).or_else(|| self.unit(of))?;
        let month = matches!(holder.time, Time::Month(..) | Time::Unit(Unit::Month, ..));
        let time = Time::NthWeekday(n, weekday, Box::new(holder.time));
        month.then(|| Read::new(time, at..holder.end, "date.nth_weekday"))
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
        let read = self.plain_unit(at).or_else(|| self.bare_unit(at))?;
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
