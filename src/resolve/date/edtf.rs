//! EDTF (ISO 8601-2): in, what an expression says and the interval it means; out, one string whose
//! bounds are that interval's; where they are unknown it keeps what is known: `XXXX-09-28`.

use super::calendar::{self, Interval};
use crate::{lang::schema::dates::Unit, recognise::date::Time};
use chrono::{Datelike, NaiveDate};

pub(super) fn edtf(time: &Time, interval: Interval) -> String {
    of_days(interval.start, interval.end).unwrap_or_else(|| unknown(time))
}

/// The EDTF form of an interval of days, both inclusive; none where neither is known.
pub fn of_days(start: Option<NaiveDate>, end: Option<NaiveDate>) -> Option<String> {
    Some(match (start, end) {
        (Some(start), Some(end)) => {
            let whole = Some(Interval::new(start, end));
            let (year, month) = (start.year(), start.month());
            if start == end {
                start.to_string()
            } else if calendar::month(year, month) == whole {
                format!("{year:04}-{month:02}")
            } else if calendar::year(year) == whole {
                format!("{year:04}")
            } else {
                format!("{start}/{end}")
            }
        }
        (Some(start), None) => format!("{start}/.."),
        (None, Some(end)) => format!("../{end}"),
        (None, None) => return None,
    })
}

fn unknown(time: &Time) -> String {
    match time {
        Time::Day { days, month, .. } if days.0 != days.1 => {
            format!("XXXX-{month:02}-{:02}/XXXX-{month:02}-{:02}", days.0, days.1)
        }
        Time::Day { days, month, .. } => format!("XXXX-{month:02}-{:02}", days.0),
        Time::Month(month, _) | Time::Nth(Unit::Month, month, _) => format!("XXXX-{month:02}"),
        Time::Nth(Unit::Day, day, _) => format!("XXXX-XX-{day:02}"),
        Time::Third(_, inner) | Time::Half(_, inner) => unknown(inner),
        Time::Range(first, last) => format!("{}/{}", unknown(first), unknown(last)),
        Time::Year(_) | Time::Season(..) | Time::Decade(_) | Time::Century(_) => "XXXX".into(),
        _ => "XXXX-XX-XX".into(),
    }
}
