//! Publication days: in, an ISO 8601 date or date-time; out, the day that is written, whatever its
//! time zone: newspapers date by their own calendar.

use chrono::NaiveDate;

/// The day written in `value`.
///
/// # Errors
/// A sentence that says what was expected.
pub fn parse(value: &str) -> Result<NaiveDate, String> {
    let value = value.trim();
    let bad = || format!("{value:?} is no date (expected YYYY-MM-DD)");
    let day = value.get(..10).ok_or_else(bad)?;
    let rest = &value[10..];
    let time = rest.is_empty()
        || (rest.starts_with(['T', 't', ' '])
            && rest[1..].starts_with(|c: char| c.is_ascii_digit()));
    let shaped = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !(time && shaped) {
        return Err(bad());
    }
    NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_day_counts() {
        for value in ["2023-01-15", " 2023-01-15 ", "2023-01-15T23:59:00-11:00", "2023-01-15 08:00"]
        {
            assert_eq!(parse(value).unwrap().to_string(), "2023-01-15");
        }
    }

    #[test]
    fn what_is_no_date() {
        for value in [
            "",
            "15/01/2023",
            "2023-1-15",
            "2023-02-30",
            "2023-01-15x",
            "+023-01-15",
            "\u{662}023-01-15",
        ] {
            assert!(parse(value).unwrap_err().contains("YYYY-MM-DD"), "{value}");
        }
    }
}
