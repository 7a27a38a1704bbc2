//! Lengths of time and points in time, as Go's `time` and cel-go have them.

use super::fault::Fault;

/// A length of time, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub i64);

/// A point in time.
#[derive(Clone, Copy, Debug)]
pub struct Timestamp {
    /// Seconds since 1970 in UTC.
    pub seconds: i64,
    /// Nanoseconds after them, below 1e9.
    pub nanoseconds: i64,
    /// How far the clock at the place is ahead of UTC, in seconds.
    pub offset: i64,
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.seconds, self.nanoseconds).cmp(&(other.seconds, other.nanoseconds))
    }
}

/// The years that cel-go allows, 1 to 9999, in seconds since 1970.
const RANGE: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

const SECOND: i64 = 1_000_000_000;

/// A date and a clock.
pub struct Civil {
    /// The year.
    pub year: i64,
    /// From 1.
    pub month: i64,
    /// From 1.
    pub day: i64,
    /// From 0, of the year.
    pub day_of_year: i64,
    /// From 0, which is Sunday.
    pub weekday: i64,
    /// Seconds since midnight.
    pub second_of_day: i64,
}

impl Timestamp {
    /// A time in UTC; an error when it is outside of the years 1 to 9999.
    pub fn new(seconds: i64, nanoseconds: i64) -> Result<Self, Fault> {
        if !RANGE.contains(&seconds) {
            return Err(Fault::new("timestamp overflow"));
        }
        Ok(Self {
            seconds,
            nanoseconds,
            offset: 0,
        })
    }

    /// Reads RFC 3339 as Go does.
    pub fn read(text: &str) -> Option<Result<Self, Fault>> {
        let (date, clock) = text.split_at_checked(10)?;
        let days = read_date(date)?;
        let clock = clock.strip_prefix('T')?;
        let (hour, rest) = clock.split_once(':')?;
        let (minute, rest) = rest.split_at_checked(2)?;
        let (second, mut rest) = rest.strip_prefix(':')?.split_at_checked(2)?;
        let hour = if hour.len() <= 2 {
            digits(hour)?
        } else {
            return None;
        };
        let (minute, second) = (digits(minute)?, digits(second)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let mut nanoseconds = 0;
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let kept = &fraction[..length.min(9)];
            nanoseconds = digits(kept)? * 10_i64.pow(u32::try_from(9 - kept.len()).ok()?);
            rest = &fraction[length..];
        }
        let offset = read_offset(rest)?;
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset;
        Some(Self::new(seconds, nanoseconds).map(|time| Self { offset, ..time }))
    }

    /// The start of a day such as `2026-05-31`.
    pub fn read_date(text: &str) -> Option<Self> {
        Self::new(read_date(text)? * 86_400, 0).ok()
    }

    /// So much later.
    pub fn later(self, nanoseconds: i128) -> Result<Self, Fault> {
        let total = i128::from(self.seconds) * i128::from(SECOND)
            + i128::from(self.nanoseconds)
            + nanoseconds;
        let second = i128::from(SECOND);
        let overflow = || Fault::new("timestamp overflow");
        let seconds = i64::try_from(total.div_euclid(second)).map_err(|_| overflow())?;
        let nanoseconds = i64::try_from(total.rem_euclid(second)).map_err(|_| overflow())?;
        Ok(Self {
            offset: self.offset,
            ..Self::new(seconds, nanoseconds)?
        })
    }

    /// How long it is after another.
    pub fn since(self, other: Self) -> Result<Duration, Fault> {
        let seconds = i128::from(self.seconds) - i128::from(other.seconds);
        let total = seconds * i128::from(SECOND) + i128::from(self.nanoseconds - other.nanoseconds);
        i64::try_from(total)
            .map(Duration)
            .map_err(|_| Fault::new("integer overflow"))
    }

    /// The date and the clock, where the clock is `offset` seconds ahead of UTC.
    pub fn civil(self, offset: i64) -> Civil {
        let local = self.seconds + offset;
        let days = local.div_euclid(86_400);
        let (year, month, day) = date_of(days);
        Civil {
            year,
            month,
            day,
            day_of_year: days - days_before(year, 1, 1),
            weekday: (days + 4).rem_euclid(7),
            second_of_day: local.rem_euclid(86_400),
        }
    }

    /// As Go's `RFC3339Nano`.
    pub fn show(self) -> String {
        let civil = self.civil(self.offset);
        let second = civil.second_of_day;
        let clock = format!(
            "{:02}:{:02}:{:02}",
            second / 3600,
            second / 60 % 60,
            second % 60
        );
        let mut fraction = format!(".{:09}", self.nanoseconds);
        fraction.truncate(fraction.trim_end_matches('0').trim_end_matches('.').len());
        let zone = match self.offset / 60 {
            0 => "Z".to_owned(),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        format!(
            "{:04}-{:02}-{:02}T{clock}{fraction}{zone}",
            civil.year, civil.month, civil.day
        )
    }
}

/// How far a time zone is ahead of UTC, in seconds.
pub fn read_zone(text: &str) -> Result<i64, Fault> {
    let Some((hours, minutes)) = text.split_once(':') else {
        return match text {
            "" | "UTC" => Ok(0),
            _ => Err(Fault::Unknown("a time zone by its name")),
        };
    };
    let number = |part: &str| {
        let invalid = || Fault::new(format!("strconv.Atoi: parsing {part:?}: invalid syntax"));
        part.parse::<i32>().map(i64::from).map_err(|_| invalid())
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let total = if text.starts_with('-') {
        hours * 60 - minutes
    } else {
        hours * 60 + minutes
    };
    Ok(total * 60)
}

fn digits(text: &str) -> Option<i64> {
    let valid = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok())?
}

/// Days since 1970.
fn read_date(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let (year, month, day) = (
        digits(text.get(..4)?)?,
        digits(text.get(5..7)?)?,
        digits(text.get(8..)?)?,
    );
    let days = days_before(year, month, day);
    ((1..=12).contains(&month) && date_of(days) == (year, month, day)).then_some(days)
}

fn read_offset(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text[1..].split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    (hours <= 24 && minutes <= 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Days from 1970 to a date of the Gregorian calendar.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March end with the leap day.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
        - 719_468
}

/// The year, month and day of so many days since 1970.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + later, month, day)
}

/// Units of Go's `time.ParseDuration`, in nanoseconds.
const UNITS: [(&str, i128); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

impl Duration {
    /// Reads a duration as Go's `time.ParseDuration`.
    pub fn read(text: &str) -> Option<Self> {
        let (sign, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        if rest == "0" {
            return Some(Self(0));
        }
        let mut total: i128 = 0;
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (integer, behind) = rest.split_at(whole);
            let fraction = behind.strip_prefix('.').unwrap_or_default();
            let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let fraction = &fraction[..length];
            if whole + length == 0 {
                return None;
            }
            let behind = &behind[usize::from(behind.starts_with('.')) + length..];
            let end = behind.find(|letter: char| letter == '.' || letter.is_ascii_digit());
            let (unit, behind) = behind.split_at(end.unwrap_or(behind.len()));
            let (_, scale) = UNITS.iter().find(|(name, _)| *name == unit)?;
            let integer: i128 = if integer.is_empty() {
                0
            } else {
                integer.parse::<u64>().ok()?.into()
            };
            total = total.checked_add(integer.checked_mul(*scale)?)?;
            // Eighteen digits are more than any unit has nanoseconds.
            let kept = &fraction[..length.min(18)];
            if !kept.is_empty() {
                let power = 10_i128.pow(u32::try_from(kept.len()).ok()?);
                total += kept.parse::<i128>().ok()? * scale / power;
            }
            rest = behind;
        }
        i64::try_from(sign * total).ok().map(Self)
    }

    /// In seconds, as cel-go writes it: `90.5s`.
    pub fn show(self) -> String {
        let seconds = (self.0 / SECOND) as f64 + (self.0 % SECOND) as f64 / 1e9;
        format!("{seconds}s")
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Timestamp, date_of, days_before};

    #[test]
    fn dates_are_counted() {
        for (date, days) in [
            ((1970, 1, 1), 0),
            ((2000, 2, 29), 11_016),
            ((1, 1, 1), -719_162),
            ((9999, 12, 31), 2_932_896),
        ] {
            assert_eq!(days_before(date.0, date.1, date.2), days);
            assert_eq!(date_of(days), date);
        }
    }

    #[test]
    fn times_and_durations_are_read_and_shown() {
        for text in [
            "2024-02-29T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "2024-01-01T10:00:00.25+05:30",
        ] {
            let time = Timestamp::read(text).expect(text).expect(text);
            assert_eq!(time.show(), text);
        }
        for text in [
            "2023-02-29T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01 00:00:00Z",
            "2024-01-01T00:00:00",
            "",
        ] {
            assert!(Timestamp::read(text).is_none(), "{text}");
        }
        let cases = [
            ("1h1m1.5s", "3661.5s"),
            ("-2ms", "-0.002s"),
            ("0", "0s"),
            ("1us", "0.000001s"),
        ];
        for (text, shown) in cases {
            assert_eq!(
                Duration::read(text).map(Duration::show).as_deref(),
                Some(shown)
            );
        }
        for text in ["", "1", "1d", "s", "9223372036854775808ns", "1h-2m"] {
            assert_eq!(Duration::read(text), None, "{text}");
        }
    }
}
