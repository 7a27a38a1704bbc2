//! Conversions between types.

use super::{
    fault::Fault,
    time::{Duration, Timestamp},
    value::Value,
};
use crate::promql::number::write_number_short;

/// The conversions; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    let [value] = arguments else { return None };
    if let ("dyn", value) = (function, value) {
        return Some(Ok(value.clone()));
    }
    let target = match function {
        "duration" => "google.protobuf.Duration",
        "timestamp" => "google.protobuf.Timestamp",
        other => other,
    };
    let converted = match function {
        "bool" => bool(value),
        "bytes" => bytes(value),
        "double" => double(value),
        "duration" => duration(value),
        "int" => int(value),
        // Only `format` writes types.
        "string" if matches!(value, Value::Type(_)) => None,
        "string" => string(value).map(|text| text.map(Value::text)),
        "timestamp" => timestamp(value),
        "type" => Some(Ok(Value::Type(value.type_name().into()))),
        "uint" => uint(value),
        _ => return None,
    };
    Some(converted.unwrap_or_else(|| Err(Fault::conversion(value.type_name(), target))))
}

type Converted<T> = Option<Result<T, Fault>>;

fn bool(value: &Value) -> Converted<Value> {
    let text = match value {
        Value::Bool(_) => return Some(Ok(value.clone())),
        Value::String(text) => text,
        _ => return None,
    };
    match &**text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(Ok(Value::Bool(true))),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(Ok(Value::Bool(false))),
        _ => None,
    }
}

fn bytes(value: &Value) -> Converted<Value> {
    match value {
        Value::Bytes(_) => Some(Ok(value.clone())),
        Value::String(text) => Some(Ok(Value::Bytes(text.as_bytes().into()))),
        _ => None,
    }
}

fn double(value: &Value) -> Converted<Value> {
    let number = match value {
        Value::Double(number) => *number,
        Value::Int(number) => *number as f64,
        Value::Uint(number) => *number as f64,
        Value::String(text) => read_double(text)?,
        _ => return None,
    };
    Some(Ok(Value::Double(number)))
}

/// As Go's `ParseFloat`; `None` also for what is too large for a number.
fn read_double(text: &str) -> Option<f64> {
    let plain = text
        .strip_prefix(['-', '+'])
        .unwrap_or(text)
        .to_ascii_lowercase();
    if matches!(plain.as_str(), "inf" | "infinity" | "nan") {
        return (plain != "nan" || text.len() == 3).then(|| text.parse().ok())?;
    }
    let number = match plain.strip_prefix("0x") {
        Some(hex) if separates_digits(hex) => {
            read_hex(&hex.replace('_', ""), text.starts_with('-'))?
        }
        Some(_) => return None,
        None => crate::promql::number::read_float(text)?,
    };
    number.is_finite().then_some(number)
}

/// Whether each underscore stands before a digit, and behind one or at the start.
fn separates_digits(hex: &str) -> bool {
    let mut before = '0';
    for c in hex.chars() {
        if c == '_' && !before.is_ascii_hexdigit() || before == '_' && !c.is_ascii_hexdigit() {
            return false;
        }
        before = c;
    }
    before != '_'
}

/// Reads what stands behind `0x`, whose exponent of 2 must be there: `1.8p3`.
fn read_hex(text: &str, is_negative: bool) -> Option<f64> {
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
    Some(if is_negative { -value } else { value })
}

fn int(value: &Value) -> Converted<Value> {
    let overflow = || Err(Fault::new("integer overflow"));
    let number = match value {
        Value::Int(number) => *number,
        Value::Uint(number) => match i64::try_from(*number) {
            Ok(number) => number,
            Err(_) => return Some(overflow()),
        },
        Value::Double(number) => {
            if number.is_nan() || *number <= i64::MIN as f64 || *number >= i64::MAX as f64 {
                return Some(overflow());
            }
            *number as i64
        }
        Value::String(text) => text.parse().ok()?,
        Value::Duration(duration) => duration.0,
        Value::Timestamp(time) => time.seconds,
        _ => return None,
    };
    Some(Ok(Value::Int(number)))
}

fn uint(value: &Value) -> Converted<Value> {
    let overflow = || Err(Fault::new("unsigned integer overflow"));
    let number = match value {
        Value::Uint(number) => *number,
        Value::Int(number) => match u64::try_from(*number) {
            Ok(number) => number,
            Err(_) => return Some(overflow()),
        },
        Value::Double(number) => {
            if number.is_nan() || *number < 0.0 || *number >= u64::MAX as f64 {
                return Some(overflow());
            }
            *number as u64
        }
        Value::String(text) if !text.starts_with('+') => text.parse().ok()?,
        _ => return None,
    };
    Some(Ok(Value::Uint(number)))
}

/// The text of a value, as `string()` has it.
pub fn string(value: &Value) -> Converted<String> {
    let text = match value {
        Value::String(text) => text.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Uint(number) => number.to_string(),
        Value::Double(number) => show_double(*number),
        Value::Duration(duration) => duration.show(),
        Value::Timestamp(time) => time.show(),
        Value::Type(name) => name.to_string(),
        Value::Bytes(bytes) => match String::from_utf8(bytes.to_vec()) {
            Ok(text) => text,
            Err(_) => {
                return Some(Err(Fault::new(
                    "invalid UTF-8 in bytes, cannot convert to string",
                )));
            }
        },
        _ => return None,
    };
    Some(Ok(text))
}

/// As Go's `%g`.
fn show_double(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let mut text = String::new();
    write_number_short(number, &mut text);
    text
}

/// There is an overload for integers, which `convertToType` of cel-go cannot run.
fn duration(value: &Value) -> Converted<Value> {
    match value {
        Value::Duration(_) => Some(Ok(value.clone())),
        Value::String(text) => Some(Ok(Value::Duration(Duration::read(text)?))),
        _ => None,
    }
}

fn timestamp(value: &Value) -> Converted<Value> {
    match value {
        Value::Timestamp(_) => Some(Ok(value.clone())),
        Value::Int(number) => Some(Timestamp::new(*number, 0).map(Value::Timestamp)),
        Value::String(text) => Some(Timestamp::read(text)?.map(Value::Timestamp)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read_double;

    #[test]
    fn doubles_are_read_as_go_reads_them() {
        let cases = [
            ("1_0", Some(10.0)),
            ("0x1p3", Some(8.0)),
            ("0x_1_0.8p-1", Some(8.25)),
            ("-0X.8P1", Some(-1.0)),
            ("-.5e-3", Some(-0.0005)),
            ("+Inf", Some(f64::INFINITY)),
            ("1__0", None),
            ("1e", None),
            (".", None),
            ("0x1.8", None),
            ("0x1_p1", None),
            ("0xp1", None),
            ("1e400", None),
            ("0x1p2000", None),
            ("-nan", None),
            (" 1", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_double(text), expected, "{text}");
        }
    }
}
