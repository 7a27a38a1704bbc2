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
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
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

/// A number of at most nine digits or so and a unit, anywhere in the text: `\d`, `\s` and `[A-Za-z]` are those of ASCII.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9]+)[\t\n\f\r ]*([A-Za-z\u{B5}]+)").expect("the pattern is constant")
});

const UNITS: [&str; 11] = [
    "ns", "us", "\u{B5}s", "ms", "s", "m", "h", "hr", "d", "w", "wk",
];

const UNIT_BEGINNINGS: [&str; 8] = [
    "nano", "micro", "milli", "sec", "min", "hour", "day", "week",
];

/// A duration of Go (`1h30m`), or a text that has a number with a unit in it (`2 days ago`).
pub fn is_duration(text: &str) -> bool {
    if is_go_duration(text) {
        return true;
    }
    let mut known = false;
    for amount in AMOUNT.captures_iter(text) {
        if amount[1].parse::<i64>().is_err() {
            return false;
        }
        let unit = amount[2].to_lowercase();
        known |= UNITS.contains(&unit.as_str())
            || UNIT_BEGINNINGS.iter().any(|begin| unit.starts_with(begin));
    }
    known
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
        assert!(super::is_go_duration("2562047h47m16.854775807s"));
        assert!(!super::is_go_duration("2562048h"));
        assert!(!super::is_go_duration("2d"));
    }
}
