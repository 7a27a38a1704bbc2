//! Formats of dates and durations.

use regex::Regex;
use std::sync::LazyLock;

/// A day such as `2026-05-31`, which exists.
pub fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = |(index, byte): (usize, &u8)| match index {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if bytes.len() != 10 || !bytes.iter().enumerate().all(shape) {
        return false;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or_default();
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    (1..=12).contains(&month) && (1..=days(year, month)).contains(&day)
}

fn days(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Between the `t` and the next one: a time, perhaps any sign and a fraction, and a zone whose numbers are not looked at.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:.[0-9]+)?(?:z|[+-][0-9]{2}:[0-9]{2})$")
        .expect("the pattern is constant")
});

/// A time of RFC 3339; case does not matter, leap seconds are refused, what follows another `t` is ignored.
pub fn is_date_time(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut parts = lower.split('t');
    let (Some(date), Some(time)) = (parts.next(), parts.next()) else {
        return false;
    };
    let below = |part: &str, most: &str| part <= most;
    is_date(date)
        && TIME.captures(time).is_some_and(|time| {
            below(&time[1], "23") && below(&time[2], "59") && below(&time[3], "59")
        })
}

/// A time as Go's `time.RFC3339` reads it.
static RFC3339: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(.{10})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[.,][0-9]+)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$")
        .expect("the pattern is constant")
});

/// A time of RFC 3339 as the server writes it: in UTC, in whole seconds. `None` for another text, and for what is then in no year of
/// four digits.
pub fn to_utc(text: &str) -> Option<String> {
    let parts = RFC3339.captures(text)?;
    let number = |index: usize| {
        parts
            .get(index)
            .map_or(Some(0), |part| part.as_str().parse::<i64>().ok())
    };
    let (hour, minute, second) = (number(2)?, number(3)?, number(4)?);
    let (zone_hour, zone_minute) = (number(6)?, number(7)?);
    let is_clock = hour < 24 && minute < 60 && second < 60 && zone_hour <= 24 && zone_minute <= 60;
    if !is_date(&parts[1]) || !is_clock {
        return None;
    }
    let sign = if parts.get(5).is_some_and(|sign| sign.as_str() == "-") {
        -1
    } else {
        1
    };
    let minutes = hour * 60 + minute - sign * (zone_hour * 60 + zone_minute);
    let date = shifted(&parts[1], minutes.div_euclid(24 * 60))?;
    let minutes = minutes.rem_euclid(24 * 60);
    Some(format!(
        "{date}T{:02}:{:02}:{second:02}Z",
        minutes / 60,
        minutes % 60
    ))
}

/// A date so many days later, at most two either way.
fn shifted(date: &str, by: i64) -> Option<String> {
    let number = |from: usize, to: usize| date[from..to].parse::<u32>().unwrap_or_default();
    let (mut year, mut month, mut day) = (number(0, 4), number(5, 7), number(8, 10));
    for _ in 0..by.abs() {
        if by > 0 {
            day += 1;
            if day > days(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        } else {
            day -= 1;
            if day == 0 {
                month -= 1;
                if month == 0 {
                    (year, month) = (year.checked_sub(1)?, 12);
                }
                day = days(year, month);
            }
        }
    }
    (year <= 9999).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A number and a unit, anywhere in the text.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9]+)[\t\n\f\r ]*([A-Za-z\u{B5}]+)").expect("the pattern is constant")
});

/// A unit of durations: how it is abbreviated, how its name begins, and its nanoseconds.
type Unit = (&'static [&'static str], &'static str, i64);

const UNITS: [Unit; 8] = [
    (&["ns"], "nano", 1),
    (&["us", "\u{B5}s"], "micro", 1_000),
    (&["ms"], "milli", 1_000_000),
    (&["s"], "sec", 1_000_000_000),
    (&["m"], "min", 60_000_000_000),
    (&["h", "hr"], "hour", 3_600_000_000_000),
    (&["d"], "day", 86_400_000_000_000),
    (&["w", "wk"], "week", 604_800_000_000_000),
];

/// A duration of Go (`1h30m`), or a text that has a number with a unit in it (`2 days ago`).
pub fn is_duration(text: &str) -> bool {
    is_go_duration(text) || read_loose_duration(text).is_some()
}

/// The nanoseconds of all numbers with a unit in a text that is no duration of Go; they wrap, as in the server.
pub fn read_loose_duration(text: &str) -> Option<i64> {
    let mut total: Option<i64> = None;
    for amount in AMOUNT.captures_iter(text) {
        let count = amount[1].parse::<i64>().ok()?;
        let name = amount[2].to_lowercase();
        let is_named = |(short, long, _): &&Unit| short.contains(&&*name) || name.starts_with(long);
        if let Some((_, _, nanoseconds)) = UNITS.iter().find(is_named) {
            let sum = total.unwrap_or_default();
            total = Some(sum.wrapping_add(count.wrapping_mul(*nanoseconds)));
        }
    }
    total
}

/// Whether Go's `time.ParseDuration` reads a text: numbers with fractions and the units `ns`, `us`, `ms`, `s`, `m`, `h`, within about
/// 292 years.
pub fn is_go_duration(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned == "0" {
        return true;
    }
    let mut rest = unsigned;
    let mut total: u128 = 0;
    while !rest.is_empty() {
        let Some((amount, tail)) = read_amount(rest) else {
            return false;
        };
        total = total.saturating_add(amount);
        rest = tail;
    }
    let most = 1 << 63;
    let fits = if text.starts_with('-') {
        total <= most
    } else {
        total < most
    };
    !unsigned.is_empty() && fits
}

const GO_UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{B5}s", 1_000),
    ("\u{3BC}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The nanoseconds of the number and unit that a text begins with, and what follows them.
fn read_amount(text: &str) -> Option<(u128, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let rest = &text[whole..];
    let fraction = rest
        .strip_prefix('.')
        .map_or("", |rest| &rest[..digits(rest)]);
    let dot = usize::from(rest.starts_with('.'));
    if whole + fraction.len() == 0 {
        return None;
    }
    let rest = &rest[dot + fraction.len()..];
    let end = rest.find(|letter: char| letter == '.' || letter.is_ascii_digit());
    let (unit, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let (_, nanoseconds) = GO_UNITS.iter().find(|(name, _)| *name == unit)?;
    let leading = if whole == 0 {
        0
    } else {
        text[..whole].parse::<u64>().ok()?
    };
    if leading > 1 << 63 {
        return None;
    }
    let part = format!("0.{fraction}0").parse::<f64>().unwrap_or_default();
    let amount =
        u128::from(leading) * u128::from(*nanoseconds) + (part * *nanoseconds as f64) as u128;
    (amount <= 1 << 63).then_some((amount, rest))
}

#[cfg(test)]
mod tests {
    use crate::apiserver::format::matches;

    #[test]
    fn times_are_read_as_the_server_does() {
        let cases = [
            ("date", "2026-02-28", true),
            ("date", "2026-02-29", false),
            ("date", "2024-02-29", true),
            ("date", "2026-13-01", false),
            ("date", "2026-1-01", false),
            ("date", "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", false),
            ("date-time", "2026-05-31T12:00:00Z", true),
            ("date-time", "2026-05-31t12:00:00.25+02:00", true),
            ("date-time", "2026-05-31T12:00:00,25z", true),
            ("date-time", "2026-05-31T12:00:00", false),
            ("date-time", "2026-05-31 12:00:00Z", false),
            ("date-time", "2026-05-31T24:00:00Z", false),
            ("date-time", "2026-05-31T12:00:60Z", false),
            ("date-time", "2026-05-31T12:00:00+99:99", true),
            ("date-time", "2026-05-31T12:00:00ZT", true),
            ("date-time", "2026-05-31", false),
        ];
        for (format, text, expected) in cases {
            assert_eq!(matches(format, text), Some(expected), "{format} {text}");
        }
    }

    #[test]
    fn times_are_written_in_utc() {
        let cases = [
            ("2026-05-31T12:00:00Z", Some("2026-05-31T12:00:00Z")),
            ("2026-03-01T00:30:00+01:00", Some("2026-02-28T23:30:00Z")),
            (
                "2025-12-31T23:30:00.999-01:00",
                Some("2026-01-01T00:30:00Z"),
            ),
            ("2026-05-31T1:00:00Z", Some("2026-05-31T01:00:00Z")),
            ("2026-05-31t12:00:00Z", None),
            ("2026-05-31T12:00:00", None),
            ("2026-05-31T12:00:60Z", None),
            ("2026-02-30T12:00:00Z", None),
            ("0000-01-01T00:00:00+01:00", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(super::to_utc(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn durations_are_read_as_the_server_does() {
        let cases = [
            ("1h30m", true),
            ("1.5h", true),
            (".5s", true),
            ("5.s", true),
            (".s", false),
            ("-5m", true),
            ("+0", true),
            ("-", false),
            ("", false),
            ("5", false),
            ("5 days", true),
            ("2d", true),
            ("in 2 wk", true),
            ("5x", false),
            ("5x 3s", true),
            ("3s 99999999999999999999s", false),
            ("2562047h", true),
            ("2562048h", true),
            ("9223372036854775807ns", true),
            ("1y", false),
            ("5monthly", false),
            ("5minutely", true),
        ];
        for (text, expected) in cases {
            assert_eq!(matches("duration", text), Some(expected), "{text}");
        }
        assert_eq!(
            super::read_loose_duration("2 days 1us"),
            Some(172_800_000_001_000)
        );
        assert!(super::is_go_duration("2562047h47m16.854775807s"));
        assert!(!super::is_go_duration("2562048h"));
        assert!(!super::is_go_duration("2d"));
    }
}
