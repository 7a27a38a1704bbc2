//! `format()` of texts, cel-go `ext/formatting.go` in its second version.

use super::{convert, fault::Fault, value::Value};

/// Digits behind the point when none are asked for.
const PRECISION: usize = 6;

/// Puts the arguments into the text at its `%` signs.
pub fn format(text: &str, arguments: &[Value]) -> Result<String, Fault> {
    let mut out = String::new();
    let mut arguments = arguments.iter();
    let mut count = 0;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let (precision, after) = read_precision(after)?;
        let mut letters = after.chars();
        let Some(clause) = letters.next() else {
            return Err(Fault::new("unexpected end of string"));
        };
        rest = letters.as_str();
        let missing = || Fault::new(format!("index {count} out of range"));
        let argument = arguments.next().ok_or_else(missing)?.checked()?;
        count += 1;
        out.push_str(&put(clause, precision, &argument)?);
    }
    out.push_str(rest);
    Ok(out)
}

fn read_precision(text: &str) -> Result<(Option<usize>, &str), Fault> {
    let Some(digits) = text.strip_prefix('.') else {
        return Ok((None, text));
    };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let precision = digits[..length]
        .parse::<usize>()
        .ok()
        .filter(|precision| *precision <= 1000);
    let invalid = || Fault::Unknown("a precision that is no small number");
    Ok((Some(precision.ok_or_else(invalid)?), &digits[length..]))
}

fn put(clause: char, precision: Option<usize>, value: &Value) -> Result<String, Fault> {
    let refused = |clause: &str| {
        Err(Fault::new(format!(
            "error during formatting: {clause}, was given {}",
            value.type_name()
        )))
    };
    let digits = precision.unwrap_or(PRECISION);
    match (clause, value) {
        ('s', value) => show(value),
        ('d', Value::Int(_) | Value::Uint(_)) => show(value),
        ('d', Value::Double(_)) => Err(Fault::Unknown("a number as `%d`")),
        ('d', _) => refused("decimal clause can only be used on integers"),
        ('f', Value::Double(number)) if number.is_finite() => {
            Ok(grouped(&format!("{number:.digits$}")))
        }
        ('f' | 'e', Value::Double(_) | Value::String(_)) => {
            Err(Fault::Unknown("a number in the way of a language"))
        }
        ('f', _) => refused("fixed-point clause can only be used on doubles"),
        ('e', _) => refused("scientific clause can only be used on doubles"),
        ('b', Value::Bool(flag)) => Ok(u8::from(*flag).to_string()),
        ('b', value) => radix(value, 2).map_or_else(
            || refused("only integers and bools can be formatted as binary"),
            Ok,
        ),
        ('o', value) => {
            radix(value, 8).map_or_else(|| refused("octal clause can only be used on integers"), Ok)
        }
        ('x' | 'X', value) => {
            let text = match value {
                Value::String(text) => Some(bytes(text.as_bytes())),
                Value::Bytes(own) => Some(bytes(own)),
                value => radix(value, 16),
            };
            match text {
                Some(text) if clause == 'X' => Ok(text.to_ascii_uppercase()),
                Some(text) => Ok(text),
                None => refused("only integers, byte buffers, and strings can be formatted as hex"),
            }
        }
        (other, _) => Err(Fault::new(format!(
            "could not parse formatting clause: unrecognized formatting clause \"{other}\""
        ))),
    }
}

fn bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn radix(value: &Value, base: u32) -> Option<String> {
    let (sign, number) = match value {
        Value::Int(number) => (if *number < 0 { "-" } else { "" }, number.unsigned_abs()),
        Value::Uint(number) => ("", *number),
        _ => return None,
    };
    Some(match base {
        2 => format!("{sign}{number:b}"),
        8 => format!("{sign}{number:o}"),
        _ => format!("{sign}{number:x}"),
    })
}

/// The server writes numbers as in American English: `1,234.5`.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut text = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

/// A value as `%s` has it.
fn show(value: &Value) -> Result<String, Fault> {
    match value {
        Value::Null => Ok("null".to_owned()),
        Value::List(list) => {
            let items: Vec<String> = list.items.iter().map(show_part).collect::<Result<_, _>>()?;
            Ok(format!("[{}]", items.join(", ")))
        }
        Value::Map(map) => {
            let entry = |(key, value): (&super::value::Key, &Value)| {
                Ok(format!("{}:{}", show_part(&key.value())?, show_part(value)?))
            };
            let mut entries: Vec<String> = map.entries.iter().map(entry).collect::<Result<_, Fault>>()?;
            entries.sort();
            Ok(format!("{{{}}}", entries.join(", ")))
        }
        Value::Double(number) if !number.is_finite() => Err(Fault::Unknown("a number that is not finite in a text")),
        value => convert::string(value).unwrap_or_else(|| {
            let clause = "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps";
            Err(Fault::new(format!("error during formatting: {clause}, was given {}", value.type_name())))
        }),
    }
}

/// A value inside of a list or map: texts are quoted, and for others it is not certain here what the server writes.
fn show_part(value: &Value) -> Result<String, Fault> {
    match value.checked()? {
        Value::String(text)
            if text.chars().all(|letter| {
                matches!(letter, '\'' | '"' | '\\') || letter.escape_debug().count() == 1
            }) =>
        {
            Ok(format!("{text:?}").replace("\\'", "'"))
        }
        value @ (Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Uint(_)
        | Value::List(_)
        | Value::Map(_)) => show(&value),
        _ => Err(Fault::Unknown(
            "a number, time or letter inside of a list in a text",
        )),
    }
}
