//! Numbers and durations as Go and Prometheus read and write them.

use std::fmt::Write;

use crate::promql::token::Kind;

const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1000 * MILLISECOND;

/// The units of a duration with their nanoseconds, from the largest; a year has 365 days.
const UNITS: [(&str, u64); 7] = [
    ("y", 365 * 24 * 3600 * SECOND),
    ("w", 7 * 24 * 3600 * SECOND),
    ("d", 24 * 3600 * SECOND),
    ("h", 3600 * SECOND),
    ("m", 60 * SECOND),
    ("s", SECOND),
    ("ms", MILLISECOND),
];

/// What a scan found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// [`Kind::Number`], [`Kind::Duration`], or `None` for neither.
    pub kind: Option<Kind>,
    /// Bytes that belong to it.
    pub length: usize,
}

/// Scans the number or duration at the start of `bytes`; what it finds may still be no valid value.
pub fn scan(bytes: &[u8]) -> Scan {
    let mut cursor = Cursor {
        bytes,
        at: 0,
        in_series: false,
    };
    if cursor.number() {
        return Scan {
            kind: Some(Kind::Number),
            length: cursor.at,
        };
    }
    let kind = cursor.duration().then_some(Kind::Duration);
    Scan {
        kind,
        length: cursor.at,
    }
}

/// Scans the number at the start of `bytes` as series descriptions write them: never hexadecimal, and an `x` may follow.
pub fn scan_in_series(bytes: &[u8]) -> Scan {
    let mut cursor = Cursor {
        bytes,
        at: 0,
        in_series: true,
    };
    let found = cursor.number() && cursor.at > 0;
    Scan {
        kind: found.then_some(Kind::Number),
        length: cursor.at,
    }
}

/// Returns the value of a number's text (Go's `ParseInt` with base 0, then `ParseFloat`).
pub fn read_number(text: &str) -> Option<f64> {
    read_integer(text).or_else(|| read_float(text))
}

/// Returns the nanoseconds of a duration's text.
pub fn read_duration(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut total: u64 = 0;
    let mut units = UNITS.iter();
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let value: u64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit = &rest[..rest
            .bytes()
            .take_while(|byte| !byte.is_ascii_digit())
            .count()];
        rest = &rest[unit.len()..];
        let (_, nanoseconds) = units.find(|(name, _)| *name == unit)?;
        total = total.checked_add(value.checked_mul(*nanoseconds)?)?;
    }
    i64::try_from(total).ok().filter(|_| !text.is_empty())
}

/// Writes a number as Go's `FormatFloat(value, 'f', -1, 64)`.
pub fn write_number(value: f64, out: &mut String) {
    if value.is_finite() {
        // Writing to a string cannot fail.
        let _ = write!(out, "{value}");
    } else if value.is_nan() {
        out.push_str("NaN");
    } else {
        out.push_str(if value > 0.0 { "+Inf" } else { "-Inf" });
    }
}

/// Writes a number as Go's `%v`: with an exponent when it is very small or very large.
pub fn write_number_short(value: f64, out: &mut String) {
    let magnitude = value.abs();
    if value == 0.0 || !value.is_finite() || (1e-4..1e6).contains(&magnitude) {
        return write_number(value, out);
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    let _ = write!(out, "{mantissa}e{sign}{digits:0>2}");
}

/// Writes milliseconds as a duration such as `1h30m`; a negative one gets a sign.
pub fn write_duration(milliseconds: i64, out: &mut String) {
    if milliseconds == 0 {
        return out.push_str("0s");
    }
    if milliseconds < 0 {
        out.push('-');
    }
    let mut rest = milliseconds.unsigned_abs();
    for (unit, nanoseconds) in UNITS {
        let length = nanoseconds / MILLISECOND;
        // Years and weeks only when nothing remains: `90d` reads better than `12w6d`.
        if matches!(unit, "y" | "w") && !rest.is_multiple_of(length) {
            continue;
        }
        if rest >= length {
            let _ = write!(out, "{}{unit}", rest / length);
            rest %= length;
        }
    }
}

/// Returns the whole milliseconds of seconds that are rounded to nanoseconds, as Prometheus prints them.
pub fn milliseconds(seconds: f64) -> i64 {
    nanoseconds(seconds) / 1_000_000
}

/// Returns the seconds of nanoseconds, added up from whole seconds and the rest as Go does.
pub fn seconds(nanoseconds: i64) -> f64 {
    (nanoseconds / 1_000_000_000) as f64 + (nanoseconds % 1_000_000_000) as f64 / 1e9
}

/// Returns the nanoseconds of seconds, rounded; for no number the smallest, as Go on amd64.
pub fn nanoseconds(seconds: f64) -> i64 {
    if seconds.is_nan() {
        return i64::MIN;
    }
    // A cast saturates, and the values were checked to be in range.
    (seconds * 1e9).round() as i64
}

/// Returns a time's milliseconds, rounded; the smallest number when they are too many, as Go on amd64.
pub fn timestamp(seconds: f64) -> i64 {
    let milliseconds = (seconds * 1000.0).round();
    // Both bounds are exact: the upper one is the first number that does not fit.
    if (-(2f64.powi(63))..2f64.powi(63)).contains(&milliseconds) {
        milliseconds as i64
    } else {
        i64::MIN
    }
}

/// Whether seconds are the instant of an `@` modifier: Prometheus demands that they fit 64 bits, not their milliseconds.
pub fn is_instant(seconds: f64) -> bool {
    seconds.abs() < i64::MAX as f64
}

/// Whether seconds, rounded to nanoseconds, are whole milliseconds; not when they only round to 0.
pub fn is_whole_milliseconds(seconds: f64) -> bool {
    let nanoseconds = nanoseconds(seconds);
    nanoseconds % 1_000_000 == 0 && (nanoseconds != 0 || seconds == 0.0)
}

/// Whether seconds do not fit a duration of 64 bits of nanoseconds.
pub fn is_out_of_range(seconds: f64) -> bool {
    seconds.abs() > 9_223_372_036.854_776
}

fn read_integer(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let (digits, base) = match (bytes.first()?, bytes.get(1)) {
        (b'0', Some(b'x' | b'X')) if bytes.len() > 2 => (&text[2..], 16),
        (b'0', Some(_)) => (&text[1..], 8),
        _ => (text, 10),
    };
    if !digits.contains('_') {
        let plain = digits.bytes().next()?.is_ascii_alphanumeric();
        return plain
            .then(|| i64::from_str_radix(digits, base).ok())
            .flatten()
            .map(|value| value as f64);
    }
    let plain = digits.replace('_', "");
    let value = i64::from_str_radix(&plain, base).ok()?;
    has_valid_underscores(text).then_some(value as f64)
}

/// Returns the value of a number with a fraction or an exponent (Go's `ParseFloat`).
pub fn read_float(text: &str) -> Option<f64> {
    if text.eq_ignore_ascii_case("nan") {
        return Some(f64::NAN);
    }
    if text.eq_ignore_ascii_case("inf") {
        return Some(f64::INFINITY);
    }
    let value: f64 = if text.contains('_') {
        has_valid_underscores(text)
            .then(|| text.replace('_', ""))?
            .parse()
            .ok()?
    } else {
        text.parse().ok()?
    };
    value.is_finite().then_some(value)
}

/// Underscores stand between digits, or between a base's prefix and a digit.
fn has_valid_underscores(text: &str) -> bool {
    let bytes = text.as_bytes();
    let hex = bytes.len() > 1 && bytes[0] == b'0' && bytes[1].eq_ignore_ascii_case(&b'x');
    let (mut previous, digits) = if hex {
        (b'0', &bytes[2..])
    } else {
        (b'^', bytes)
    };
    for &byte in digits {
        let digit = byte.is_ascii_digit() || (hex && byte.is_ascii_hexdigit());
        let valid = if byte == b'_' {
            previous == b'0'
        } else {
            digit || previous != b'_'
        };
        if !valid {
            return false;
        }
        previous = if digit { b'0' } else { byte };
    }
    previous != b'_'
}

/// A place in the bytes of a number.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// `x` is no part of a number but says how often it comes.
    in_series: bool,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn accept(&mut self, set: impl Fn(u8) -> bool) -> bool {
        let found = self.peek().is_some_and(set);
        self.at += usize::from(found);
        found
    }

    fn is_before_word(&self) -> bool {
        self.peek().is_some_and(|byte| {
            let repeats = self.in_series && byte == b'x';
            (byte.is_ascii_alphanumeric() || byte == b'_') && !repeats
        })
    }

    /// Scans a number: `false` when the bytes up to here begin none.
    fn number(&mut self) -> bool {
        let mut hex = false;
        if !self.in_series
            && self.accept(|byte| byte == b'0')
            && self.accept(|byte| matches!(byte, b'x' | b'X'))
        {
            self.accept(|byte| byte == b'_');
            hex = true;
        }
        let is_digit = move |byte: u8| byte.is_ascii_digit() || (hex && byte.is_ascii_hexdigit());
        self.accept(|byte| byte == b'.');
        self.accept(is_digit);
        let (mut dot, mut exponent) = (false, false);
        while let Some(byte) = self.peek() {
            let valid = match byte {
                b'.' => !std::mem::replace(&mut dot, true) && self.dot(hex),
                b'e' | b'E' => !std::mem::replace(&mut exponent, true) && self.exponent(),
                b'_' => self.underscore(),
                _ if is_digit(byte) => {
                    while self.accept(is_digit) {}
                    true
                }
                _ => break,
            };
            if !valid {
                return false;
            }
        }
        !self.is_before_word()
    }

    fn dot(&mut self, hex: bool) -> bool {
        self.at += 1;
        !self.accept(|byte| matches!(byte, b'_' | b'.')) && !hex
    }

    fn exponent(&mut self) -> bool {
        self.at += 1;
        self.accept(|byte| matches!(byte, b'+' | b'-'));
        self.is_before_digits()
    }

    fn underscore(&mut self) -> bool {
        self.at += 1;
        self.is_before_digits()
    }

    fn is_before_digits(&mut self) -> bool {
        !self.accept(|byte| matches!(byte, b'.' | b'_' | b'e' | b'E')) && self.peek().is_some()
    }

    /// Scans the unit behind a number and all further numbers with units.
    fn duration(&mut self) -> bool {
        if !self.unit(b"smhdwy") {
            return false;
        }
        while self.accept(|byte| byte.is_ascii_digit()) {
            while self.accept(|byte| byte.is_ascii_digit()) {}
            if !self.unit(b"smhdw") {
                return false;
            }
        }
        !self.is_before_word()
    }

    fn unit(&mut self, set: &[u8]) -> bool {
        let found = self.accept(|byte| set.contains(&byte));
        if found {
            self.accept(|byte| byte == b's');
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{read_duration, read_number, timestamp, write_duration, write_number_short};

    #[test]
    fn numbers_are_read_as_in_go() {
        let cases = [
            ("1_000.5", Some(1000.5)),
            ("010", Some(8.0)),
            ("08", Some(8.0)),
            ("0x1F", Some(31.0)),
            ("0x_1F", Some(31.0)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("1e999", None),
            ("1e", None),
            ("0x", None),
            ("1__0", None),
            ("iNf", Some(f64::INFINITY)),
        ];
        for (text, expected) in cases {
            assert_eq!(read_number(text), expected, "{text}");
        }
    }

    #[test]
    fn durations_have_their_units_in_order() {
        let cases = [
            ("1h30m", Some("1h30m")),
            ("90d", Some("90d")),
            ("14d", Some("2w")),
            ("1500ms", Some("1s500ms")),
            ("0s", Some("0s")),
            ("5m1h", None),
            ("5m1m", None),
            ("5hs", None),
            ("300y", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let written = read_duration(text).map(|nanoseconds| {
                let mut out = String::new();
                write_duration(nanoseconds / 1_000_000, &mut out);
                out
            });
            assert_eq!(written.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_time_beyond_the_largest_is_the_smallest() {
        let cases = [
            (1.0005, 1001),
            (-0.25, -250),
            (1e15, 1_000_000_000_000_000_000),
            (200_000_000_200_000_000.0, i64::MIN),
            (-1e17, i64::MIN),
            (f64::NAN, i64::MIN),
        ];
        for (seconds, expected) in cases {
            assert_eq!(timestamp(seconds), expected, "{seconds}");
        }
    }

    #[test]
    fn large_and_small_numbers_get_an_exponent() {
        let cases = [
            (999_999.0, "999999"),
            (1e6, "1e+06"),
            (0.0001, "0.0001"),
            (0.000_012_5, "1.25e-05"),
            (-1e30, "-1e+30"),
        ];
        for (value, expected) in cases {
            let mut out = String::new();
            write_number_short(value, &mut out);
            assert_eq!(out, expected);
        }
    }
}
