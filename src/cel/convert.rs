//! Values of text: numbers, durations and times as Go reads them, and how it writes doubles.

/// The earliest time that CEL knows, 0001-01-01T00:00:00Z, in seconds since 1970.
pub const EARLIEST: i64 = -62_135_596_800;

/// The latest time that CEL knows, 9999-12-31T23:59:59Z, in seconds since 1970.
pub const LATEST: i64 = 253_402_300_799;

/// Reads a duration such as `1h30m` as Go's `time.ParseDuration`, in nanoseconds; `None` when it is none or too long.
pub fn read_duration(text: &str) -> Option<i64> {
    let is_negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (whole, behind) = leading_digits(rest);
        let (fraction, unit_on) = match behind.strip_prefix('.') {
            Some(behind) => leading_digits(behind),
            None => ("", behind),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = unit_on
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(unit_on.len());
        let unit = nanoseconds(&unit_on[..end])?;
        rest = &unit_on[end..];
        let mut value = if whole.is_empty() {
            0
        } else {
            whole
                .parse::<u64>()
                .ok()
                .filter(|value| *value <= 1 << 63)?
        };
        value = value.checked_mul(unit).filter(|value| *value <= 1 << 63)?;
        value = value
            .checked_add(part_of(fraction, unit))
            .filter(|value| *value <= 1 << 63)?;
        total = total.checked_add(value).filter(|total| *total <= 1 << 63)?;
    }
    if is_negative {
        return Some(0_i64.wrapping_sub_unsigned(total));
    }
    i64::try_from(total).ok()
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len()),
    )
}

fn nanoseconds(unit: &str) -> Option<u64> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// So many nanoseconds as the digits behind the dot are of a unit; digits that an `i64` has no room for are left out, as in Go.
fn part_of(digits: &str, unit: u64) -> u64 {
    let (mut value, mut scale) = (0_u64, 1.0_f64);
    for digit in digits.bytes() {
        let more = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(u64::from(digit - b'0')));
        let Some(more) = more.filter(|more| *more <= 1 << 63) else {
            break;
        };
        value = more;
        scale *= 10.0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "Go computes it in doubles, and it is less than a unit"
    )]
    let part = (value as f64 * (unit as f64 / scale)) as u64;
    part
}

/// Reads a time of RFC 3339 as Go's `time.Parse`, as seconds since 1970 and nanoseconds; `None` when it is none or CEL has no room
/// for it. Go also takes an hour of one digit, and a comma before fractions.
pub fn read_timestamp(text: &str) -> Option<(i64, u32)> {
    let mut rest = text;
    let year = number(&mut rest, 4, 4)?;
    let month = sign_and_number(&mut rest, "-", 2)?;
    let day = sign_and_number(&mut rest, "-", 2)?;
    rest = rest.strip_prefix('T')?;
    let hour = number(&mut rest, 1, 2)?;
    let minute = sign_and_number(&mut rest, ":", 2)?;
    let second = sign_and_number(&mut rest, ":", 2)?;
    let nanoseconds = fraction(&mut rest);
    let offset = offset(rest)?;
    let fits = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let seconds =
        days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    (fits && (EARLIEST..=LATEST).contains(&seconds)).then_some((seconds, nanoseconds))
}

/// Takes a number of so many digits.
fn number(rest: &mut &str, least: usize, most: usize) -> Option<i64> {
    let count = rest
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    let digits = rest.get(..count).filter(|_| count >= least)?;
    *rest = &rest[count..];
    digits.parse().ok()
}

fn sign_and_number(rest: &mut &str, sign: &str, digits: usize) -> Option<i64> {
    *rest = rest.strip_prefix(sign)?;
    number(rest, digits, digits)
}

/// Takes a fraction of a second; in nanoseconds.
fn fraction(rest: &mut &str) -> u32 {
    let Some(behind) = rest.strip_prefix(['.', ',']) else {
        return 0;
    };
    let (digits, behind) = leading_digits(behind);
    if digits.is_empty() {
        return 0;
    }
    *rest = behind;
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().unwrap_or(0)
}

/// The seconds east of Greenwich.
fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = match zone.bytes().next() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return None,
    };
    let mut rest = &zone[1..];
    let hours = number(&mut rest, 2, 2)?;
    let minutes = sign_and_number(&mut rest, ":", 2)?;
    (rest.is_empty() && hours <= 24 && minutes <= 60)
        .then_some(sign * (hours * 3600 + minutes * 60))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970-01-01 to a day of the Gregorian calendar.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Reads `true` and `false` in the spellings of Go's `strconv.ParseBool`.
pub fn read_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Reads a double as Go's `strconv.ParseFloat`; `None` when it is none or too large.
pub fn read_double(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    match lower.as_str() {
        "inf" | "infinity" => return text.parse().ok(),
        "nan" => return (unsigned == text).then_some(f64::NAN),
        _ if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            || !separates_digits(&lower) =>
        {
            return None;
        }
        _ => {}
    }
    let plain = lower.replace('_', "");
    let value = match plain.strip_prefix("0x") {
        Some(hex) => read_hex(hex)?,
        None => plain.parse().ok()?,
    };
    let value = if text.starts_with('-') { -value } else { value };
    value.is_finite().then_some(value)
}

/// Whether each underscore stands between digits, or behind `0x`.
fn separates_digits(number: &str) -> bool {
    let hex = number.strip_prefix("0x");
    let is_digit = |c: char| c.is_ascii_digit() || hex.is_some() && c.is_ascii_hexdigit();
    let mut before = if hex.is_some() { '0' } else { '.' };
    for c in hex.unwrap_or(number).chars() {
        let fits = match c {
            '_' => is_digit(before),
            _ => before != '_' || is_digit(c),
        };
        if !fits {
            return false;
        }
        before = c;
    }
    before != '_'
}

/// Reads the rest of a hexadecimal double: `1.8p3`.
fn read_hex(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once('p')?;
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value = 0.0;
    for digit in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let places = i32::try_from(fraction.len()).ok()?.checked_mul(4)?;
    let value = value * 2.0_f64.powi(exponent.checked_sub(places)?);
    value.is_finite().then_some(value)
}

/// Writes a double as Go's `%g` does: as few digits as say which it is, with an exponent below 0.0001 and from 1,000,000 on.
pub fn write_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// Writes a duration, given in nanoseconds, as CEL does: in seconds, `1.5s`.
pub fn write_duration(nanoseconds: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "so does the server")]
    let seconds = (nanoseconds / 1_000_000_000) as f64 + (nanoseconds % 1_000_000_000) as f64 / 1e9;
    format!("{seconds}s")
}

/// Writes a time, given in seconds since 1970 and nanoseconds, in UTC: `2030-01-01T00:00:00.5Z`.
pub fn write_timestamp(seconds: i64, nanoseconds: u32) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date_of(days);
    let fraction = match nanoseconds {
        0 => String::new(),
        _ => format!(".{nanoseconds:09}")
            .trim_end_matches('0')
            .to_owned(),
    };
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// The year, month and day that is so many days behind 1970-01-01.
pub fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

/// The integer of a double without its fraction; `None` when it does not fit.
pub fn to_int(value: f64) -> Option<i64> {
    const END: f64 = 9_223_372_036_854_775_808.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it was asked whether it fits"
    )]
    (value > -END && value < END).then_some(value as i64)
}

/// The unsigned integer of a double without its fraction; `None` when it does not fit.
pub fn to_uint(value: f64) -> Option<u64> {
    const END: f64 = 18_446_744_073_709_551_616.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was asked whether it fits"
    )]
    (value >= 0.0 && value < END).then_some(value as u64)
}

#[cfg(test)]
mod tests {
    use super::{
        read_bool, read_double, read_duration, read_timestamp, to_int, to_uint, write_double,
        write_duration, write_timestamp,
    };

    #[test]
    fn durations_are_read_as_go_reads_them() {
        let cases = [
            ("1h30m", Some(5_400_000_000_000)),
            (".5h", Some(1_800_000_000_000)),
            ("1.h", Some(3_600_000_000_000)),
            ("-1h", Some(-3_600_000_000_000)),
            ("+0", Some(0)),
            ("0.1ns", Some(0)),
            ("1.123456789123456789s", Some(1_123_456_789)),
            ("-9223372036854775808ns", Some(i64::MIN)),
            ("2562047h47m16.854775807s", Some(i64::MAX)),
            ("9223372036854775808ns", None),
            ("2562048h", None),
            ("", None),
            ("-", None),
            ("1", None),
            ("00", None),
            ("1h1", None),
            ("1h-1m", None),
            ("1d", None),
            ("1 h", None),
            (".s", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_duration(text), expected, "{text}");
        }
    }

    #[test]
    fn times_are_read_as_go_reads_them() {
        let cases = [
            ("1970-01-01T00:00:00Z", Some((0, 0))),
            (
                "2020-02-29T12:00:00.5+01:00",
                Some((1_582_974_000, 500_000_000)),
            ),
            ("2020-01-01T1:00:00Z", Some((1_577_840_400, 0))),
            ("2020-01-01T01:00:00,5Z", Some((1_577_840_400, 500_000_000))),
            ("2020-01-01T00:00:00+24:60", Some((1_577_746_800, 0))),
            ("0001-01-01T00:00:00Z", Some((super::EARLIEST, 0))),
            (
                "9999-12-31T23:59:59.999999999Z",
                Some((super::LATEST, 999_999_999)),
            ),
            ("0001-01-01T00:00:00+00:01", None),
            ("2021-02-29T12:00:00Z", None),
            ("2020-01-01T24:00:00Z", None),
            ("2020-01-01T00:00:60Z", None),
            ("2020-01-01T00:00:00", None),
            ("2020-01-01T00:00:00.Z", None),
            ("2020-01-01 00:00:00Z", None),
            ("2020-1-01T00:00:00Z", None),
            ("2020-01-01T00:00:00+25:00", None),
            ("20ä0", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_timestamp(text), expected, "{text}");
        }
    }

    #[test]
    fn doubles_are_read_and_written_as_go_does() {
        let cases = [
            ("1_0", Some(10.0)),
            ("0x1p3", Some(8.0)),
            ("0x_1_0.8p-1", Some(8.25)),
            ("-.5e-3", Some(-0.0005)),
            ("1.", Some(1.0)),
            ("+Inf", Some(f64::INFINITY)),
            ("1__0", None),
            ("_1", None),
            ("1e", None),
            (".", None),
            ("0x1.8", None),
            ("1e400", None),
            ("-nan", None),
            (" 1", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_double(text), expected, "{text}");
        }
        assert!(read_double("NaN").is_some_and(f64::is_nan));
        let cases = [
            (1e6, "1e+06"),
            (123_456.0, "123456"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (-1.5e300, "-1.5e+300"),
            (0.0, "0"),
        ];
        for (value, expected) in cases {
            assert_eq!(write_double(value), expected);
        }
        assert_eq!((read_bool("T"), read_bool("yes")), (Some(true), None));
        assert_eq!(
            (to_int(-1.9), to_int(9.3e18), to_uint(-0.5)),
            (Some(-1), None, None)
        );
    }

    #[test]
    fn times_and_durations_are_written() {
        for text in [
            "0001-01-01T00:00:00Z",
            "2020-02-29T12:00:00.5Z",
            "1969-12-31T23:59:59.000000001Z",
            "9999-12-31T23:59:59Z",
        ] {
            let read = read_timestamp(text).map(|(seconds, rest)| write_timestamp(seconds, rest));
            assert_eq!(read.as_deref(), Some(text));
        }
        assert_eq!(write_duration(-1_500_000_000), "-1.5s");
        assert_eq!(write_duration(3_600_000_000_000), "3600s");
    }
}
