//! The day of a run: named, or that of the clock.

use crate::model::Date;
use std::time::{SystemTime, UNIX_EPOCH};

/// Reads a day of the command line.
pub fn read(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| "expected a day of the calendar, such as 2027-06-30".to_string())
}

/// Today in UTC; `None` when the clock stands before 1970 or behind 9999.
#[expect(
    clippy::disallowed_methods,
    reason = "cli is the reader of the clock; expired exceptions need it"
)]
pub fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let (year, month, day) = civil(seconds / (24 * 60 * 60));
    read(&format!("{year:04}-{month:02}-{day:02}")).ok()
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar. The year is counted from March, so that the
/// leap day is its last.
fn civil(days: u64) -> (u64, u64, u64) {
    /// Days of 400 years, after which the calendar repeats.
    const ERA: u64 = 146_097;
    /// Days from 0000-03-01 to 1970-01-01.
    const EPOCH: u64 = 719_468;
    let days = days + EPOCH;
    let (era, day) = (days / ERA, days % ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / (ERA - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // Months from March on have 31, 30, 31, 30, 31 days, again and again.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + later, month, day)
}

#[cfg(test)]
mod tests {
    use super::{civil, read};

    #[test]
    fn days_since_1970_are_days_of_the_calendar() {
        let cases = [
            (0, (1970, 1, 1)),
            (59, (1970, 3, 1)),
            (789, (1972, 2, 29)),
            (11_016, (2000, 2, 29)),
            (20_088, (2024, 12, 31)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ];
        for (days, expected) in cases {
            assert_eq!(civil(days), expected, "{days}");
        }
    }

    #[test]
    fn only_days_of_the_calendar_are_read() {
        assert_eq!(
            read("2024-02-29").map(|day| day.to_string()),
            Ok("2024-02-29".to_string())
        );
        for wrong in [
            "2023-02-29",
            "2024-13-01",
            "24-01-01",
            "2024-1-1",
            "today",
            "",
            "2024-01-01T00:00:00Z",
            "10:00:00",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
