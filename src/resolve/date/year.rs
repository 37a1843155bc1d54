//! Years: in, a day or month without a year and the day it is told on; out, the year that puts it
//! where the words say: the last one up to then, the next one, the nearest.

use chrono::{Datelike, NaiveDate};

use crate::recognise::date::Year;

/// What a year is looked for from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// The day it is told on.
    pub on: NaiveDate,
    /// That day was itself worked out: the nearest date is meant, before it or after.
    pub implied: bool,
    /// The sentence speaks of what is to come.
    pub future: bool,
}

/// The year of `month` (and `day`, 1 for a whole month).
pub(super) fn of(year: Year, month: u32, day: Option<u32>, told: Told) -> Option<i32> {
    let now = told.on.year();
    let date = |y: i32| NaiveDate::from_ymd_opt(y, month, day.unwrap_or(1));
    // a month alone that is running counts as past and as to come
    let past = |y: i32| date(y).is_some_and(|d| d <= told.on);
    let ahead = |y: i32| match day {
        Some(_) => date(y).is_some_and(|d| d >= told.on),
        None => (y, month) >= (now, told.on.month()),
    };
    let last = || (now - 8..=now).rev().find(|y| past(*y));
    let next = || (now..=now + 8).find(|y| ahead(*y));
    let nearest = || {
        let far = |y: &i32| date(*y).map_or(i64::MAX, |d| (d - told.on).num_days().abs());
        (now - 1..=now + 1).min_by_key(far)
    };
    match year {
        Year::Given(year) | Year::Known(year) => Some(year),
        Year::Offset(shift) => Some(now + shift),
        Year::Story => None,
        Year::Next => next(),
        Year::Last if day.is_some() && told.implied => nearest(),
        Year::Last | Year::BeforeLast => {
            let before = |y: &i32| match day {
                Some(_) => date(*y).is_some_and(|d| d < told.on),
                None => (*y, month) < (now, told.on.month()),
            };
            let last = (now - 8..=now).rev().find(before)?;
            Some(last - i32::from(year == Year::BeforeLast))
        }
        Year::Unsaid if told.future => next(),
        Year::Unsaid if told.implied && day.is_some() => nearest(),
        Year::Unsaid => last(),
    }
}
