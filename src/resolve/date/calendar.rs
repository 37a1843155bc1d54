//! Intervals of the calendar: in, months, weeks, seasons; out, their first and last day.

use chrono::{Datelike, Days, Months, NaiveDate};
use icu_calendar::{
    Date,
    cal::{Hijri, Iso},
    types::Month,
};

use crate::{
    lang::schema::dates::{Season, Unit},
    recognise::date::Third,
};

/// First and last day; none where unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Interval {
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day.
    pub end: Option<NaiveDate>,
}

impl Interval {
    pub fn new(start: NaiveDate, end: NaiveDate) -> Interval {
        Interval { start: Some(start), end: Some(end) }
    }

    pub fn day(day: NaiveDate) -> Interval {
        Interval::new(day, day)
    }

    /// Whether its years are 1 to 9999, which is what tables can write.
    pub fn is_writable(self) -> bool {
        self.start.into_iter().chain(self.end).all(|day| (1..=9999).contains(&day.year()))
    }

    /// Both bounds are known.
    pub fn closed(self) -> bool {
        self.start.is_some() && self.end.is_some()
    }

    /// How many days it holds; 0 where a bound is unknown.
    pub fn days(self) -> i64 {
        self.start.zip(self.end).map_or(0, |(a, b)| (b - a).num_days() + 1)
    }
}

pub(super) fn month(year: i32, month: u32) -> Option<Interval> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(Interval::new(first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

pub(super) fn year(year: i32) -> Option<Interval> {
    years(year, year)
}

pub(super) fn years(first: i32, last: i32) -> Option<Interval> {
    let start = NaiveDate::from_ymd_opt(first, 1, 1)?;
    Some(Interval::new(start, NaiveDate::from_ymd_opt(last, 12, 31)?))
}

/// Monday to Sunday around `day`.
pub(super) fn week(day: NaiveDate) -> Option<Interval> {
    let first = day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))?;
    Some(Interval::new(first, first.checked_add_days(Days::new(6))?))
}

/// The calendar unit that holds `day`.
pub(super) fn unit(unit: Unit, day: NaiveDate) -> Option<Interval> {
    match unit {
        Unit::Day => Some(Interval::day(day)),
        Unit::Week => week(day),
        Unit::Month => month(day.year(), day.month()),
        Unit::Year => year(day.year()),
        Unit::Decade => years(day.year() / 10 * 10, day.year() / 10 * 10 + 9),
        Unit::Century => years(day.year() / 100 * 100, day.year() / 100 * 100 + 99),
    }
}

/// The day `count` units after `day`, or before it.
pub(super) fn moved(day: NaiveDate, unit: Unit, count: i64) -> Option<NaiveDate> {
    let months = |n: i64| {
        let by = Months::new(u32::try_from(n.abs()).ok()?);
        if n < 0 { day.checked_sub_months(by) } else { day.checked_add_months(by) }
    };
    let days = |n: i64| day.checked_add_signed(chrono::Duration::try_days(n)?);
    match unit {
        Unit::Day => days(count),
        Unit::Week => days(count * 7),
        Unit::Month => months(count),
        Unit::Year => months(count * 12),
        Unit::Decade => months(count * 120),
        Unit::Century => months(count * 1200),
    }
}

pub(super) fn season(season: Season, year: i32) -> Option<Interval> {
    let (first, last) = match season {
        Season::Spring => (3, month(year, 5)?),
        Season::Summer => (6, month(year, 8)?),
        Season::Autumn => (9, month(year, 11)?),
        Season::Winter => (12, month(year + 1, 2)?),
    };
    Some(Interval { start: NaiveDate::from_ymd_opt(year, first, 1), end: last.end })
}

/// A third: of a month days 1–10, 11–20, 21–last; of a year four months each.
pub(super) fn third(third: Third, whole: Interval) -> Option<Interval> {
    let (start, end) = (whole.start?, whole.end?);
    if whole.days() <= 31 {
        let day = |n: u32| start.with_day(n);
        return Some(match third {
            Third::Early => Interval { start: day(1), end: day(10) },
            Third::Mid => Interval { start: day(11), end: day(20) },
            Third::Late => Interval { start: day(21), end: Some(end) },
        });
    }
    if whole.days() > 366 {
        let span = (end.year() - start.year() + 1) / 3;
        let first = match third {
            Third::Early => start.year(),
            Third::Mid => start.year() + span,
            Third::Late => end.year() - span + 1,
        };
        return years(first, first + span - 1);
    }
    let (first, last) = match third {
        Third::Early => (1, 4),
        Third::Mid => (5, 8),
        Third::Late => (9, 12),
    };
    let last = month(start.year(), last)?;
    Some(Interval { start: NaiveDate::from_ymd_opt(start.year(), first, 1), end: last.end })
}

/// `weekday` (Monday is 1) on or before `day`.
pub(super) fn weekday_up_to(day: NaiveDate, weekday: u32) -> Option<NaiveDate> {
    let back = (day.weekday().number_from_monday() + 7 - weekday) % 7;
    day.checked_sub_days(Days::new(u64::from(back)))
}

/// `weekday` (Monday is 1) on or after `day`.
pub(super) fn weekday_from(day: NaiveDate, weekday: u32) -> Option<NaiveDate> {
    let on = (weekday + 7 - day.weekday().number_from_monday()) % 7;
    day.checked_add_days(Days::new(u64::from(on)))
}

/// The Gregorian day of a Hijri one, by the Umm al-Qura calendar.
pub(super) fn hijri(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let calendar = Hijri::new_umm_al_qura();
    let month = Month::new(u8::try_from(month).ok()?);
    let date = Date::try_new(year.into(), month, u8::try_from(day).ok()?, calendar).ok()?;
    let iso = date.to_calendar(Iso);
    let (month, day) = (iso.month().ordinal, iso.day_of_month().0);
    NaiveDate::from_ymd_opt(iso.year().extended_year(), month.into(), day.into())
}

/// The last Hijri year in which that day comes no later than `day`.
pub(super) fn hijri_year(month: u32, of_month: u32, day: NaiveDate) -> Option<i32> {
    let about = (day.year() - 622) * 33 / 32;
    (about - 3..=about + 3).rev().find(|y| hijri(*y, month, of_month).is_some_and(|d| d <= day))
}

/// The first day of one Hijri month to the last before another, each a year and a month.
pub(super) fn hijri_span(first: (i32, u32), next: (i32, u32)) -> Option<Interval> {
    let start = hijri(first.0, first.1, 1)?;
    Some(Interval::new(start, hijri(next.0, next.1, 1)?.pred_opt()?))
}

/// The first Hijri year whose `month` begins in a Gregorian year.
pub(super) fn hijri_year_in(month: u32, gregorian: i32) -> Option<i32> {
    let about = (gregorian - 622) * 33 / 32;
    let begins = |y: i32| hijri(y, month, 1).map(|d| d.year());
    (about - 3..=about + 3).find(|y| begins(*y) == Some(gregorian))
}

/// Whether `day` is that weekday (Monday is 1).
pub(super) fn falls_on(day: NaiveDate, weekday: u32) -> bool {
    day.weekday().number_from_monday() == weekday
}

/// The first (1) or second half: of a month to the 15th, of a year to June.
pub(super) fn half(half: u32, whole: Interval) -> Option<Interval> {
    let (start, end) = (whole.start?, whole.end?);
    let middle = match whole.days() {
        ..=31 => start.with_day(15)?,
        32..=366 => NaiveDate::from_ymd_opt(start.year(), 6, 30)?,
        _ => NaiveDate::from_ymd_opt((start.year() + end.year()) / 2, 12, 31)?,
    };
    Some(match half {
        1 => Interval::new(start, middle),
        _ => Interval::new(middle.succ_opt()?, end),
    })
}

/// The n-th `weekday` (Monday is 1) of an interval, the last one where `n` is 0.
pub(super) fn nth_weekday(n: u32, weekday: u32, whole: Interval) -> Option<NaiveDate> {
    if n == 0 {
        return weekday_up_to(whole.end?, weekday);
    }
    let first = weekday_from(whole.start?, weekday)?;
    moved(first, Unit::Week, i64::from(n) - 1).filter(|day| Some(*day) <= whole.end)
}

/// The n-th week of an interval, the last one where `n` is 0: weeks belong where their Thursday is.
pub(super) fn nth_week(n: u32, whole: Interval) -> Option<Interval> {
    const THURSDAY: u32 = 4;
    week(nth_weekday(n, THURSDAY, whole)?)
}
