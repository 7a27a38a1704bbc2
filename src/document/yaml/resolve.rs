//! What a plain scalar means to Kubernetes.
//!
//! Source: `resolve.go` of go.yaml.in/yaml/v2 v2.4.3, through sigs.k8s.io/yaml v1.6.0, which then passes the value through JSON.
//! Sexagesimal numbers and dates are strings there.

use crate::document::TreeValue;
use serde_json::Number;

/// The value of a plain scalar without a tag; `None` for a number that JSON can't carry (`.inf`, `.nan`).
pub(super) fn resolve(text: &str) -> Option<TreeValue> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => TreeValue::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            TreeValue::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            TreeValue::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => return None,
        _ => match number(text) {
            Some(number) => TreeValue::Number(number),
            None => TreeValue::String(text.to_owned()),
        },
    })
}

/// The number that a text is, if it is one.
fn number(text: &str) -> Option<Number> {
    match text.bytes().next()? {
        b'.' if separates_digits(text) => float(&text.replace('_', "")),
        b'0'..=b'9' | b'+' | b'-' => {
            let text = text.replace('_', "");
            integer(&text)
                .or_else(|| float(&text))
                .or_else(|| signed_binary(&text))
        }
        _ => None,
    }
}

/// Whether every underscore stands between two digits, as Go's `ParseFloat` wants it.
fn separates_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (1..bytes.len()).all(|at| bytes[at] != b'_' || (is_digit(at - 1) && is_digit(at + 1)))
}

/// A whole number as Go's `ParseInt` and `ParseUint` read it in base 0.
fn integer(text: &str) -> Option<Number> {
    let (negative, digits, signed) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..], true),
        b'+' => (false, &text[1..], true),
        _ => (false, text, false),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if !digits.bytes().next()?.is_ascii_alphanumeric() {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        0_i64.checked_sub_unsigned(size).map(Number::from)
    } else if signed {
        i64::try_from(size).ok().map(Number::from)
    } else {
        Some(Number::from(size))
    }
}

/// A decimal with an optional point and exponent: `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
fn float(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent = exponent.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let shape = are_digits(whole)
        && are_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|text| !text.is_empty() && are_digits(text));
    let value: f64 = if shape {
        text.parse().ok()?
    } else {
        return None;
    };
    value.is_finite().then(|| number_of(value)).flatten()
}

/// The number as JSON carries it: Go writes a whole number below 1e21 without a point, so it is an integer again.
fn number_of(value: f64) -> Option<Number> {
    if value.fract() == 0.0 && value.abs() < 1e21 {
        let digits = format!("{value:.0}");
        if let Ok(whole) = digits.parse::<i64>() {
            return Some(whole.into());
        }
        if let Ok(whole) = digits.parse::<u64>() {
            return Some(whole.into());
        }
    }
    Number::from_f64(value)
}

/// `0b-1`, which Go reads by accident.
fn signed_binary(text: &str) -> Option<Number> {
    let digits = text.strip_prefix("0b")?;
    i64::from_str_radix(digits, 2).ok().map(Number::from)
}

/// The key that a resolved scalar, spelled so, becomes when Kubernetes makes JSON of it; `None` for null, which it refuses.
pub(super) fn key(value: TreeValue, spelling: &str) -> Option<String> {
    match value {
        TreeValue::String(text) => Some(text),
        TreeValue::Bool(flag) => Some(flag.to_string()),
        TreeValue::Number(number) if integer(&spelling.replace('_', "")).is_some() => {
            Some(number.to_string())
        }
        TreeValue::Number(number) => number.as_f64().map(float_key),
        TreeValue::Null | TreeValue::List(_) | TreeValue::Map(_) => None,
    }
}

/// A number as Go's `FormatFloat(value, 'g', -1, 32)` writes it.
fn float_key(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "Kubernetes rounds keys to 32 bits"
    )]
    let rounded = value as f32;
    if rounded.is_infinite() {
        return (if rounded > 0.0 { ".inf" } else { "-.inf" }).to_owned();
    }
    let scientific = format!("{rounded:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..6).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", exponent.abs())
        }
        _ => format!("{rounded}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{key, resolve};
    use crate::document::TreeValue;

    fn check(text: &str, expected: impl Into<serde_json::Value>) {
        let tree = crate::document::Tree {
            value: resolve(text).unwrap(),
            start: 0,
            end: 0,
        };
        assert_eq!(tree.to_json(), expected.into(), "{text}");
    }

    #[test]
    fn scalars_mean_what_kubernetes_takes_them_for() {
        check("yes", true);
        check("yEs", "yEs");
        check("017", 15);
        check("08", 8);
        check("1e3", 1000);
        check("1_000", 1000);
        check("0x_1F", 31);
        check("-0b11", -3);
        check("0b-11", -3);
        check("12:30:45", "12:30:45");
        check("2001-01-01", "2001-01-01");
        check("1.10", 1.1);
        check("1.0", 1);
        check(".5", 0.5);
        check(".5_1", 0.51);
        check("._5", "._5");
        check("5.", 5);
        check(".", ".");
        check("_1", "_1");
        check("1e400", "1e400");
        check("18446744073709551615", u64::MAX);
        check("-9223372036854775808", i64::MIN);
        check("+-1", "+-1");
        check("0x", "0x");
        check("1.2.3", "1.2.3");
        assert_eq!(resolve("Null"), Some(TreeValue::Null));
        assert_eq!(resolve(".inf"), None);
    }

    #[test]
    fn keys_become_what_kubernetes_makes_of_them() {
        for (text, expected) in [
            ("y", "true"),
            ("017", "15"),
            ("1.10", "1.1"),
            ("123456.0", "123456"),
            ("1e9", "1e+09"),
            ("1e-7", "1e-07"),
            ("1e300", ".inf"),
            ("10000000", "10000000"),
            ("a", "a"),
        ] {
            assert_eq!(key(resolve(text).unwrap(), text).as_deref(), Some(expected));
        }
        assert_eq!(key(resolve("~").unwrap(), "~"), None);
    }
}
