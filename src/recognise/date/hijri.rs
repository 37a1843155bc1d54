//! The Hijri calendar: in, a token; out, a day or month of it written there, or the Gregorian day that
//! is said to correspond to it.

use super::{
    Read, Time, Year,
    words::{Found, Reader},
};
use crate::lang::schema::dates::{DateWord, Unit};

impl Reader<'_> {
    /// "Corresponding to 3 Rajab 1444" behind a Gregorian day: the same day again.
    pub(super) fn corresponding(&self, at: usize) -> Option<usize> {
        let start = self.skip(at, &['(', '،']);
        let found = self.is(start, DateWord::Corresponds)?;
        let (_, after) = self.day_of_month(found.end)?;
        let after = self.of(after);
        let (.., month) = self.hijri_month(after)?;
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
        let (month, common, found) =
            self.hijri_month(after).filter(|(.., f)| !f.definite() || day.is_some())?;
        let (year, end) = self.hijri_year(found.end);
        if let Some(gregorian) = self.is(self.skip(end, &['(', '،']), DateWord::Corresponds)
            && let Some(read) = self.calendar(gregorian.end)
        {
            return Some(Read { start: at, ..read });
        }
        let unsaid = year == Year::Unsaid;
        if unsaid && common {
            return None;
        }
        // "in Dhu al-Qaada", but not "in Ramadan", which is said of what recurs
        let named = found.end > after + 1;
        if day.is_none() && (weekday.is_some() || unsaid && !(named && self.led(at, &found))) {
            return None;
        }
        let gregorian = matches!(year, Year::Given(1900..=2100));
        let time = Time::Hijri { day: day.map(|d| d.0), month, year, gregorian };
        Some(Read::new(time, at..end, "date.hijri"))
    }

    /// What is said of the year behind a Hijri month, and the token after it.
    fn hijri_year(&self, at: usize) -> (Year, usize) {
        let (year, end) = self.year_behind(at);
        let fits = match year {
            Year::Given(year) => (1..1600).contains(&year) || (1900..=2100).contains(&year),
            _ => true,
        };
        if !fits {
            return (Year::Unsaid, at);
        }
        (year, self.is(end, DateWord::HijriMark).map_or(end, |f| f.end))
    }

    fn hijri_month(&self, at: usize) -> Option<(u32, bool, Found)> {
        let hijri = |w| match w {
            DateWord::Hijri(month, common) => Some((month, common)),
            _ => None,
        };
        self.pick(at, hijri).map(|((month, common), found)| (month, common, found))
    }
}
