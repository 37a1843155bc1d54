//! Years: in, a token; out, the year or pair of years written there, of either calendar.

use super::{Read, Time, words::Reader};
use crate::{
    lang::schema::dates::{DateWord, Unit},
    normalise::TokenKind,
};

impl Reader<'_> {
    /// "The year 2015", "in 2015", "in 2015, 2016 and 2017".
    pub(super) fn year(&self, at: usize) -> Option<Read> {
        if let Some((Unit::Year, _, unit)) = self.unit_at(at) {
            let comma = self.skip(unit.end, &['،']);
            let (year, end) = self.year_number(comma).or_else(|| self.short_year(unit.end))?;
            let (time, end) = self.marked_year(year, end);
            return Some(Read::new(time, at..end, "date.year"));
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
        let bracketed =
            before(1).is_some_and(|t| self.mark(t, &['('])) && self.mark(at + 1, &[')']);
        let numbered = self.numbered(at) || bracketed && self.numbered(at - 1);
        let fits = !self.counts(at) && !numbered && (led || bracketed || listed());
        fits.then(|| Read::new(Time::Year(year), at..at + 1, "date.year"))
    }

    /// The year that ends at `end`, of the calendar that the mark behind it names: "1444 AH", "1436/
    /// 1437 AH".
    pub(super) fn marked_year(&self, year: i32, end: usize) -> (Time, usize) {
        let slash = self.mark(end, &['/', '-']) && self.plain_year(end + 1) == Some(year + 1);
        let last = if slash { end + 2 } else { end };
        if let Some(marked) = self.is(last, DateWord::HijriMark) {
            return (Time::HijriYear(year), marked.end);
        }
        let marked = self.is(end, DateWord::GregorianMark).map_or(end, |f| f.end);
        (Time::Year(year), marked)
    }

    /// A year of three digits behind "the year".
    fn short_year(&self, at: usize) -> Option<(i32, usize)> {
        let number = self.number(at).filter(|n| !n.ordinal && !self.counts(n.tokens.end - 1))?;
        let year = number.whole().filter(|n| (100..1000).contains(n))?;
        Some((year as i32, number.tokens.end))
    }

    /// "2014-2018", "from 2014 to 2018": years that only their pair makes dates.
    pub(super) fn years(&self, at: usize) -> Option<Read> {
        let plausible = |at: usize| self.plain_year(at).filter(|y| (1900..=2100).contains(y));
        let first = plausible(at)?;
        let dash = self.mark(at + 1, &['-', '–', '/']);
        let last = plausible(at + 2).filter(|last| dash && *last > first)?;
        let inside = |t: usize| self.text.tokens.get(t).is_some_and(|t| t.glued);
        let numeral =
            |t: usize| self.text.tokens.get(t).is_some_and(|t| t.kind == TokenKind::Figure);
        let longer = inside(at + 3) && self.mark(at + 3, &['-', '/', '–']) && numeral(at + 4)
            || inside(at) && at > 1 && self.mark(at - 1, &['-', '/', '–']) && numeral(at - 2);
        if !(inside(at + 1) && inside(at + 2)) || longer || self.numbered(at) {
            return None;
        }
        let time = Time::Range(Box::new(Time::Year(first)), Box::new(Time::Year(last)));
        Some(Read::new(time, at..at + 3, "date.range"))
    }
}
