//! Reckoning: in, what an expression says, the publication day and the date the story stands on;
//! out, the interval it means.

use chrono::{Datelike, NaiveDate};

use super::{
    calendar::{self, Interval},
    year::{self, Told},
};
use crate::{
    lang::schema::dates::Unit,
    recognise::date::{Anchor, Shift, Time, Year},
    record::DatePrecision,
};

/// What expressions are reckoned from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reckoner {
    /// The publication day.
    pub published: Option<NaiveDate>,
    /// The day that stands for it: that day, or one worked out.
    pub reference: Option<NaiveDate>,
    /// The date the narrative stands on.
    pub story: Option<Interval>,
    /// The next date of the sentence.
    pub ahead: Option<Interval>,
    /// The sentence speaks of what is to come.
    pub future: bool,
}

impl Reckoner {
    /// The interval of `time`; none where nothing gives it.
    pub fn interval(&mut self, time: &Time) -> Option<Interval> {
        match time {
            Time::Day { weekday, days, month, year } => self.days(*weekday, *days, *month, *year),
            Time::Month(month, year) => calendar::month(self.year(*year, *month, None)?, *month),
            Time::Year(year) => calendar::year(*year),
            Time::HijriYear(year) => calendar::hijri_span((*year, 1), (*year + 1, 1)),
            Time::Decade(first) => calendar::years(*first, first + 9),
            Time::Century(first) => calendar::years(*first, first + 99),
            Time::Season(season, year) => self.season(*season, *year),
            Time::Third(third, of) => calendar::third(*third, self.interval(of)?),
            Time::Half(half, of) => calendar::half(*half, self.interval(of)?),
            Time::FirstDays(count, of) => {
                let start = self.interval(of)?.start?;
                let end = calendar::moved(start, Unit::Day, i64::from(*count) - 1)?;
                Some(Interval::new(start, end))
            }
            Time::Nth(unit, n, of) => self.nth(*unit, *n, of),
            Time::NthWeekday(n, weekday, of) => {
                calendar::nth_weekday(*n, *weekday, self.interval(of)?).map(Interval::day)
            }
            Time::InWeek(weekday, week) => {
                let monday = self.interval(week)?.start?;
                calendar::weekday_from(monday, *weekday).map(Interval::day)
            }
            Time::Months { from, count, of } => {
                let year = self.interval(of)?.start?.year();
                let last = calendar::month(year, from + count - 1)?;
                Some(Interval { start: calendar::month(year, *from)?.start, end: last.end })
            }
            Time::Weekday(weekday, shift) => self.weekday(*weekday, *shift),
            Time::Night(first, _) => {
                let end = calendar::weekday_up_to(self.published?.pred_opt()?, *first)?;
                Some(Interval::new(end, end.succ_opt()?))
            }
            Time::Today(offset, weekday) => self.today(*offset, *weekday),
            Time::Weekend(shift) => {
                let week = calendar::week(self.published?)?.start?;
                let saturday = calendar::moved(week, Unit::Day, 5 + 7 * i64::from(*shift))?;
                Some(Interval::new(saturday, saturday.succ_opt()?))
            }
            Time::Unit(unit, shift, anchor) => {
                // "the day before" with nothing told yet: before today
                let today = || self.anchor(Anchor::Published, *unit).filter(|_| *shift != 0);
                let day = self.anchor(*anchor, *unit).or_else(today)?;
                calendar::unit(*unit, calendar::moved(day, *unit, i64::from(*shift))?)
            }
            Time::Ago(unit, count, anchor) => {
                let day = self.anchor(*anchor, *unit)?;
                calendar::unit(*unit, calendar::moved(day, *unit, -i64::from(*count))?)
            }
            Time::Later(unit, count, anchor) => {
                let today = || self.anchor(Anchor::Published, *unit).filter(|_| self.future);
                let day = today().or_else(|| self.anchor(*anchor, *unit))?;
                calendar::unit(*unit, calendar::moved(day, *unit, i64::from(*count))?)
            }
            Time::Span { unit, count, ahead, anchor } => self.span(*unit, *count, *ahead, *anchor),
            Time::Hijri { day, month, year, gregorian } => {
                let year = match (year, gregorian) {
                    (Year::Given(year), true) => calendar::hijri_year_in(*month, *year)?,
                    _ => self.hijri_year(*month, day.unwrap_or(1), *year)?,
                };
                self.hijri(*day, *month, year)
            }
            Time::Range(first, last) => self.range(first, last),
        }
    }

    fn told(&self) -> Option<Told> {
        let implied = self.published.is_none();
        self.reference.map(|on| Told { on, implied, future: self.future })
    }

    fn year(&self, year: Year, month: u32, day: Option<u32>) -> Option<i32> {
        match (year, self.story) {
            (Year::Given(year) | Year::Known(year), _) => Some(year),
            (Year::Story, Some(story)) => Some(story.start?.year()),
            _ => year::of(year, month, day, self.told()?),
        }
    }

    fn days(
        &self,
        weekday: Option<u32>,
        days: (u32, u32),
        month: u32,
        told: Year,
    ) -> Option<Interval> {
        let mut year = self.year(told, month, Some(days.0))?;
        let to_come = weekday.is_some_and(|w| self.ahead_by_weekday(w, year, month, days.0));
        if told == Year::Unsaid && to_come {
            year += 1;
        }
        let day = |n| NaiveDate::from_ymd_opt(year, month, n);
        Some(Interval::new(day(days.0)?, day(days.1)?))
    }

    /// A day long past that fell on another weekday, where that of the year to come fits.
    fn ahead_by_weekday(&self, weekday: u32, year: i32, month: u32, day: u32) -> bool {
        const LONG_PAST: i64 = 60;
        let falls = |y: i32| {
            NaiveDate::from_ymd_opt(y, month, day).filter(|d| calendar::falls_on(*d, weekday))
        };
        let last = NaiveDate::from_ymd_opt(year, month, day);
        let past = last.zip(self.published).is_some_and(|(d, on)| (on - d).num_days() > LONG_PAST);
        past && falls(year).is_none() && falls(year + 1).is_some()
    }

    fn season(&self, season: crate::lang::schema::dates::Season, year: Year) -> Option<Interval> {
        let first = calendar::season(season, 2000)?.start?.month();
        let told = || {
            let now = self.reference?;
            // the last one that is over, the next one to begin
            let over = |y: &i32| calendar::season(season, *y).and_then(|s| s.end) < Some(now);
            let begins = |y: &i32| calendar::season(season, *y).and_then(|s| s.start) > Some(now);
            let now = now.year();
            match year {
                Year::Last => (now - 2..=now).rev().find(over),
                Year::Next => (now..=now + 2).find(begins),
                _ => None,
            }
        };
        calendar::season(season, told().or_else(|| self.year(year, first, None))?)
    }

    fn nth(&mut self, unit: Unit, n: u32, of: &Time) -> Option<Interval> {
        let whole = self.interval(of)?;
        match unit {
            Unit::Month => calendar::month(whole.start?.year(), n),
            Unit::Week => calendar::nth_week(n, whole),
            _ => Some(Interval::day(whole.start?.with_day(n)?)),
        }
    }

    fn weekday(&self, weekday: u32, shift: Shift) -> Option<Interval> {
        let day = match shift {
            Shift::None if self.future => calendar::weekday_from(self.published?, weekday),
            Shift::None => calendar::weekday_up_to(self.published?, weekday),
            Shift::Last => calendar::weekday_up_to(self.published?.pred_opt()?, weekday),
            Shift::Next => calendar::weekday_from(self.published?.succ_opt()?, weekday),
            Shift::Following => calendar::weekday_from(self.story?.end?.succ_opt()?, weekday),
        };
        day.map(Interval::day)
    }

    /// A weekday beside the relative word wins over it.
    fn today(&self, offset: i32, weekday: Option<u32>) -> Option<Interval> {
        let published = self.published?;
        let day = match weekday {
            Some(weekday) if offset > 0 => calendar::weekday_from(published, weekday),
            Some(weekday) => calendar::weekday_up_to(published, weekday),
            None => calendar::moved(published, Unit::Day, i64::from(offset)),
        };
        day.map(Interval::day)
    }

    /// The day counted from. Without a publication day, days and weeks stay unknown.
    fn anchor(&self, anchor: Anchor, unit: Unit) -> Option<NaiveDate> {
        let short = matches!(unit, Unit::Day | Unit::Week);
        match anchor {
            Anchor::Story => self.story?.end,
            Anchor::Ahead => self.ahead?.end,
            Anchor::Published if short => self.published,
            Anchor::Published => self.reference,
        }
    }

    fn span(
        &self,
        unit: Unit,
        count: Option<u32>,
        ahead: bool,
        anchor: Anchor,
    ) -> Option<Interval> {
        let Some(count) = count else {
            let day = self.published;
            return Some(match ahead {
                true => Interval { start: day, end: None },
                false => Interval { start: None, end: day },
            });
        };
        let day = self.anchor(anchor, unit)?;
        let count = i64::from(count);
        match (ahead, anchor) {
            // "the following four days" begin the day after
            (true, Anchor::Story | Anchor::Ahead) => {
                let first = day.succ_opt()?;
                Some(Interval::new(first, calendar::moved(day, unit, count)?))
            }
            (false, Anchor::Story | Anchor::Ahead) => {
                let last = self.story?.start?.pred_opt()?;
                Some(Interval::new(calendar::moved(last.succ_opt()?, unit, -count)?, last))
            }
            (true, Anchor::Published) => {
                Some(Interval::new(day, calendar::moved(day, unit, count)?))
            }
            (false, Anchor::Published) => {
                Some(Interval::new(calendar::moved(day, unit, -count)?, day))
            }
        }
    }

    fn hijri(&self, day: Option<u32>, month: u32, year: i32) -> Option<Interval> {
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        match day {
            Some(day) => calendar::hijri(year, month, day).map(Interval::day),
            None => calendar::hijri_span((year, month), next),
        }
    }

    /// The Hijri year of a month and day: the last one up to then, the current, the next.
    fn hijri_year(&self, month: u32, day: u32, year: Year) -> Option<i32> {
        if let Year::Given(year) = year {
            return Some(year);
        }
        let now = self.reference?;
        let past = calendar::hijri_year(month, day, now)?;
        let running = calendar::hijri_year(1, 1, now)?;
        match year {
            Year::Offset(shift) => Some(running + shift),
            Year::Next => Some(past + 1),
            Year::Unsaid if self.future => Some(past + 1),
            _ => Some(past),
        }
    }

    /// First to last; a bound without a year takes the other's.
    fn range(&mut self, first: &Time, last: &Time) -> Option<Interval> {
        let end = self.interval(last)?;
        let start = match (first, end.end) {
            (Time::Day { days, month, year: Year::Unsaid, .. }, Some(end)) => {
                let in_year = |y| NaiveDate::from_ymd_opt(y, *month, days.0);
                let day = in_year(end.year()).filter(|d| *d <= end);
                Interval::day(day.or_else(|| in_year(end.year() - 1))?)
            }
            (Time::Month(month, Year::Unsaid), Some(end)) => {
                let of = |y| calendar::month(y, *month);
                of(end.year()).filter(|m| m.start <= Some(end)).or_else(|| of(end.year() - 1))?
            }
            _ => self.interval(first)?,
        };
        let interval = Interval { start: start.start, end: end.end };
        (interval.start <= interval.end).then_some(interval)
    }

    /// Whether a weekday stands beside a date that falls on another.
    pub fn weekday_differs(&self, time: &Time, interval: Option<Interval>) -> bool {
        let Time::Day { weekday: Some(weekday), .. } = time else { return false };
        let day = interval.and_then(|i| i.start);
        day.is_some_and(|d| !calendar::falls_on(d, *weekday))
    }
}

/// The unit a date is known to.
pub(super) fn precision(time: &Time) -> DatePrecision {
    match time {
        Time::Day { days, .. } if days.0 != days.1 => DatePrecision::Range,
        Time::Day { .. } | Time::Today(..) | Time::Weekday(..) => DatePrecision::Day,
        Time::Hijri { day: Some(_), .. } => DatePrecision::Day,
        Time::Hijri { day: None, .. } | Time::Month(..) | Time::Nth(Unit::Month, ..) => {
            DatePrecision::Month
        }
        Time::Nth(Unit::Week, ..) => DatePrecision::Week,
        Time::Nth(..) | Time::NthWeekday(..) | Time::InWeek(..) => DatePrecision::Day,
        Time::Year(_) | Time::HijriYear(_) => DatePrecision::Year,
        Time::Decade(_) => DatePrecision::Decade,
        Time::Century(_) => DatePrecision::Century,
        Time::Season(..) => DatePrecision::Season,
        Time::Months { count: 3, from: 1 | 4 | 7 | 10, .. } => DatePrecision::Quarter,
        Time::Third(_, inner) => precision(inner),
        Time::Unit(unit, ..) | Time::Ago(unit, ..) | Time::Later(unit, ..) => of_unit(*unit),
        Time::Night(..) | Time::Weekend(_) | Time::Months { .. } | Time::Span { .. } => {
            DatePrecision::Range
        }
        Time::Range(..) | Time::Half(..) | Time::FirstDays(..) => DatePrecision::Range,
    }
}

fn of_unit(unit: Unit) -> DatePrecision {
    match unit {
        Unit::Day => DatePrecision::Day,
        Unit::Week => DatePrecision::Week,
        Unit::Month => DatePrecision::Month,
        Unit::Year => DatePrecision::Year,
        Unit::Decade => DatePrecision::Decade,
        Unit::Century => DatePrecision::Century,
    }
}
