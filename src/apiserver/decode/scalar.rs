//! Which values Go's decoder takes for which kinds.

use serde_json::Value;

use crate::apiserver::decode::table::Kind;

impl Kind {
    /// Whether a value that is not null can be decoded, for kinds that hold no other kinds.
    pub fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Any | Self::ListBesideSchema(_) => true,
            Self::Text => value.is_string(),
            Self::Flag | Self::FlagBesideSchema => value.is_boolean(),
            Self::Int32 => value
                .as_i64()
                .is_some_and(|number| i32::try_from(number).is_ok()),
            Self::Int64 => value.as_i64().is_some(),
            Self::Number => value.is_number(),
            Self::Bytes => value.as_str().is_some_and(is_base64) || are_bytes(value),
            Self::Time => value.as_str().is_some_and(is_time),
            Self::Fields(_) | Self::List(_) | Self::Map(_) | Self::SchemaOr(_) => false,
        }
    }

    /// What messages call the values of this kind.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Text => "a string",
            Self::Flag => "`true` or `false`",
            Self::Int32 => "a whole number of at most 32 bits",
            Self::Int64 => "a whole number",
            Self::Number => "a number",
            Self::Bytes => "bytes in base64",
            Self::Time => "a time such as `2006-01-02T15:04:05Z`",
            Self::List(_) | Self::ListBesideSchema(_) => "a list",
            Self::Fields(_) | Self::Map(_) => "a map",
            Self::FlagBesideSchema => "`true`, `false` or a schema",
            Self::SchemaOr(other) => other.name(),
        }
    }
}

/// What to write instead of a value, when that is plain.
pub fn advice(value: &Value, kind: &Kind) -> Option<String> {
    match (kind, value) {
        (Kind::Text, Value::Number(_) | Value::Bool(_)) => {
            Some(format!("quote it: `\"{value}\"`"))
        }
        (Kind::Text, Value::Array(items)) if items.iter().any(|item| item == "null") => Some(
            "a schema has one type; `nullable: true` beside it allows null".to_owned(),
        ),
        (Kind::Flag | Kind::FlagBesideSchema, Value::String(text)) => {
            let flag: bool = text.parse().ok()?;
            Some(format!("write `{flag}` without quotes"))
        }
        (Kind::Int32 | Kind::Int64 | Kind::Number, Value::String(text)) => {
            let number: i64 = text.parse().ok()?;
            Some(format!("write `{number}` without quotes"))
        }
        (Kind::Flag, Value::Number(_)) => Some(
            "in OpenAPI 3.0 `exclusiveMinimum` and `exclusiveMaximum` are `true` or `false` beside `minimum` and `maximum`".to_owned(),
        ),
        (Kind::List(item), Value::String(text)) if matches!(item, Kind::Text) => {
            Some(format!("write `[{text}]`"))
        }
        _ => None,
    }
}

/// Whether a text is standard base64 with padding; line ends count for nothing (`encoding/base64`).
fn is_base64(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(|b| !b"\r\n".contains(b)).collect();
    let padding = letters.iter().rev().take_while(|b| **b == b'=').count();
    let (data, _) = letters.split_at(letters.len() - padding.min(2));
    letters.len().is_multiple_of(4)
        && data
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"+/".contains(b))
}

/// Whether a value is a list of bytes, which Go takes for bytes too.
fn are_bytes(value: &Value) -> bool {
    let is_byte = |item: &Value| item.is_null() || item.as_u64().is_some_and(|n| n <= 0xff);
    value
        .as_array()
        .is_some_and(|items| items.iter().all(is_byte))
}

/// Whether a text is a time in RFC 3339 as Go's `time.Parse` reads it: hours may have one digit, fractions may follow a comma.
fn is_time(text: &str) -> bool {
    let mut rest = text.as_bytes();
    let year = take_number(&mut rest, 4..=4);
    let month = take_after(&mut rest, b"-", 2..=2);
    let day = take_after(&mut rest, b"-", 2..=2);
    let hour = take_after(&mut rest, b"T", 1..=2);
    let minute = take_after(&mut rest, b":", 2..=2);
    let second = take_after(&mut rest, b":", 2..=2);
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else {
        return false;
    };
    let in_range = (1..=12).contains(&month)
        && (1..=days_of(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    in_range && skip_fraction(&mut rest) && is_zone(rest)
}

/// Skips `.5` or `,5`; `false` for a separator without digits.
fn skip_fraction(rest: &mut &[u8]) -> bool {
    let Some((b'.' | b',', after)) = rest.split_first() else {
        return true;
    };
    let digits = after.iter().take_while(|b| b.is_ascii_digit()).count();
    *rest = &after[digits..];
    digits > 0
}

fn is_zone(zone: &[u8]) -> bool {
    let Some((b'+' | b'-', mut rest)) = zone.split_first() else {
        return zone == b"Z";
    };
    let hours = take_number(&mut rest, 2..=2);
    let minutes = take_after(&mut rest, b":", 2..=2);
    hours.is_some_and(|hours| hours <= 24)
        && minutes.is_some_and(|minutes| minutes <= 60)
        && rest.is_empty()
}

fn days_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn take_after(
    rest: &mut &[u8],
    separator: &[u8],
    digits: std::ops::RangeInclusive<usize>,
) -> Option<u32> {
    *rest = rest.strip_prefix(separator)?;
    take_number(rest, digits)
}

/// The number of as many digits as are there and allowed.
fn take_number(rest: &mut &[u8], digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let there = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let count = there.min(*digits.end());
    if count < *digits.start() {
        return None;
    }
    let (number, after) = rest.split_at(count);
    *rest = after;
    std::str::from_utf8(number).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{is_base64, is_time};

    #[test]
    fn times_are_read_as_go_reads_them() {
        let cases = [
            ("2006-01-02T15:04:05Z", true),
            ("2006-01-02T15:04:05.999+02:00", true),
            ("2006-01-02T5:04:05,5Z", true),
            ("2024-02-29T00:00:00Z", true),
            ("2023-02-29T00:00:00Z", false),
            ("2006-01-02T24:00:00Z", false),
            ("2006-01-02 15:04:05Z", false),
            ("2006-01-02T15:04:05", false),
            ("2006-01-02T15:04:05.Z", false),
            ("2006-01-02T15:04:05z", false),
            ("", false),
            ("é", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_time(text), expected, "{text}");
        }
    }

    #[test]
    fn base64_has_padding() {
        for (text, expected) in [
            ("", true),
            ("YQ==", true),
            ("YWI=", true),
            ("YWJj\n", true),
            ("YQ", false),
            ("Y===", false),
            ("YQ=a", false),
            ("Y_-=", false),
        ] {
            assert_eq!(is_base64(text), expected, "{text}");
        }
    }
}
