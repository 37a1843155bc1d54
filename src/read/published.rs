//! Publication days: in, an ISO 8601 date or date-time; out, the day that is written, whatever its
//! time zone: newspapers date by their own calendar.

use chrono::{DateTime, NaiveDate};

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

/// The same for what exports write: also `2024/03/10`, the dates of mail and feeds (RFC 2822) and
/// Unix time.
///
/// # Errors
/// A sentence that says what was expected. Dates whose day and month could be exchanged are none.
pub(super) fn any(value: &str) -> Result<NaiveDate, String> {
    let value = value.trim();
    let slashes = || {
        let day = value.get(..10)?;
        (day.split('/').map(str::len).eq([4, 2, 2])).then(|| parse(&value.replace('/', "-")))?.ok()
    };
    let mail = || DateTime::parse_from_rfc2822(value).ok().map(|time| time.date_naive());
    let seconds = || value.parse().ok().and_then(|number| of_seconds(number).ok());
    match parse(value) {
        Ok(day) => Ok(day),
        Err(error) => {
            slashes().or_else(mail).or_else(|| mail_day(value)).or_else(seconds).ok_or(error)
        }
    }
}

/// Feeds break RFC 2822 in many ways; its day, month and year are mostly right.
fn mail_day(value: &str) -> Option<NaiveDate> {
    let date = value.split_once(',').map_or(value, |(_, date)| date);
    let words: Vec<&str> = date.split_whitespace().take(3).collect();
    NaiveDate::parse_from_str(&words.join(" "), "%d %B %Y").ok()
}

/// The day written in `value` by a format of the user (that of `strftime`).
///
/// # Errors
/// A sentence that says what was expected.
pub(super) fn by_format(value: &str, format: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_and_remainder(value.trim(), format)
        .map(|(day, _)| day)
        .map_err(|_| format!("{value:?} is no date of the form {format:?}"))
}

/// The day, by UTC, of a Unix time in seconds or milliseconds.
///
/// # Errors
/// A sentence that says what was expected.
pub(super) fn of_seconds(number: i64) -> Result<NaiveDate, String> {
    let milliseconds = number.unsigned_abs() >= 100_000_000_000;
    let seconds = if milliseconds { number.div_euclid(1000) } else { number };
    // a year or a day written without marks is no count of seconds
    let time = DateTime::from_timestamp(seconds, 0).filter(|_| seconds >= 100_000_000);
    time.map(|time| time.date_naive())
        .ok_or_else(|| format!("{number} is no date (expected YYYY-MM-DD)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exports_write() {
        for (value, day) in [
            ("2024/03/10 12:00", "2024-03-10"),
            ("Sun, 10 Mar 2024 23:30:00 -0500", "2024-03-10"),
            ("Sun, 10 Mar 2024 23:30 EST", "2024-03-10"),
            ("10 March 2024", "2024-03-10"),
            ("1710028800", "2024-03-10"),
        ] {
            assert_eq!(any(value).unwrap().to_string(), day, "{value}");
        }
        for value in ["03/10/2024", "10.03.2024", "2024", "Sun", "", "2024/3/10"] {
            assert!(any(value).unwrap_err().contains("YYYY-MM-DD"), "{value}");
        }
        assert_eq!(of_seconds(1_710_028_800).unwrap().to_string(), "2024-03-10");
        assert_eq!(of_seconds(1_710_028_800_123).unwrap().to_string(), "2024-03-10");
        assert!(of_seconds(20_240_310).is_err() && of_seconds(-1).is_err());
        assert_eq!(by_format("10/03/2024 08:00", "%d/%m/%Y").unwrap().to_string(), "2024-03-10");
        assert!(by_format("2024-03-10", "%d/%m/%Y").is_err());
    }

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
