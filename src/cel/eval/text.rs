//! Functions of texts. Places in them are counted in characters.

use super::{fault::Fault, value::Value};
use crate::regexp::Regexp;

/// The functions of texts; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    use Value::{Bool, Int, String};
    if let ("join", [Value::List(list), rest @ ..]) = (function, arguments) {
        return match rest {
            [] => Some(join(&list.items, "")),
            [String(separator)] => Some(join(&list.items, separator)),
            _ => None,
        };
    }
    if let ("strings.quote", [String(text)]) = (function, arguments) {
        return Some(Ok(Value::text(quote(text))));
    }
    let [String(text), rest @ ..] = arguments else {
        return None;
    };
    Some(match (function, rest) {
        ("startsWith", [String(part)]) => Ok(Bool(text.starts_with(&**part))),
        ("endsWith", [String(part)]) => Ok(Bool(text.ends_with(&**part))),
        ("contains", [String(part)]) => Ok(Bool(text.contains(&**part))),
        ("matches", [String(pattern)]) => {
            compiled(pattern).map(|regexp| Bool(regexp.is_match(text)))
        }
        ("find", [String(pattern)]) => compiled(pattern).map(|regexp| {
            let found = regexp.find_all(text, 1).into_iter().next();
            Value::text(found.unwrap_or_default())
        }),
        ("findAll", [String(pattern)]) => find_all(text, pattern, -1),
        ("findAll", [String(pattern), Int(most)]) => find_all(text, pattern, *most),
        ("charAt", [Int(at)]) => char_at(text, *at),
        ("indexOf", [String(part)]) => index_of(text, part, 0),
        ("indexOf", [String(part), Int(from)]) => index_of(text, part, *from),
        ("lastIndexOf", [String(part)]) => {
            let last = length(text) - 1;
            match part.is_empty() {
                true => Ok(Int(last + 1)),
                false if text.len() < part.len() => Ok(Int(-1)),
                false => last_index_of(text, part, last),
            }
        }
        ("lastIndexOf", [String(part), Int(from)]) => last_index_of(text, part, *from),
        ("lowerAscii", []) => Ok(Value::text(text.to_ascii_lowercase())),
        ("upperAscii", []) => Ok(Value::text(text.to_ascii_uppercase())),
        ("replace", [String(old), String(new)]) => bounded_replace(text, old, new, -1),
        ("replace", [String(old), String(new), Int(most)]) => {
            bounded_replace(text, old, new, *most)
        }
        ("split", [String(separator)]) => Ok(split(text, separator, -1)),
        ("split", [String(separator), Int(most)]) => Ok(split(text, separator, *most)),
        ("substring", [Int(start)]) => substring(text, *start, None),
        ("substring", [Int(start), Int(end)]) => substring(text, *start, Some(*end)),
        // Go's white space has no next line character beyond those of Unicode.
        ("trim", []) => Ok(Value::text(text.trim())),
        ("reverse", []) => Ok(Value::text(
            text.chars().rev().collect::<std::string::String>(),
        )),
        ("format", [Value::List(list)]) => {
            super::format::format(text, &list.items).map(Value::text)
        }
        _ => return None,
    })
}

fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

fn compiled(pattern: &str) -> Result<Regexp, Fault> {
    match Regexp::compile(pattern) {
        Ok(Some(regexp)) => Ok(regexp),
        Ok(None) => Err(Fault::Unknown("a large regular expression")),
        Err(error) => Err(Fault::new(format!(
            "error parsing regexp: {}",
            error.message
        ))),
    }
}

fn find_all(text: &str, pattern: &str, most: i64) -> Result<Value, Fault> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let found = compiled(pattern)?.find_all(text, most);
    Ok(Value::list(found.into_iter().map(Value::text).collect()))
}

fn out_of_range(at: i64) -> Fault {
    Fault::new(format!("index out of range: {at}"))
}

fn char_at(text: &str, at: i64) -> Result<Value, Fault> {
    if at < 0 || at > length(text) {
        return Err(out_of_range(at));
    }
    let found = text.chars().nth(usize::try_from(at).unwrap_or(usize::MAX));
    Ok(Value::text(found.map(String::from).unwrap_or_default()))
}

/// The byte at which a character begins; the length for the one behind the last.
fn byte_at(text: &str, at: i64) -> usize {
    let at = usize::try_from(at).unwrap_or(0);
    text.char_indices()
        .nth(at)
        .map_or(text.len(), |(byte, _)| byte)
}

fn index_of(text: &str, part: &str, from: i64) -> Result<Value, Fault> {
    if part.is_empty() {
        return Ok(Value::Int(from));
    }
    if from < 0 {
        return Err(out_of_range(from));
    }
    let start = byte_at(text, from);
    let found = text[start..]
        .find(part)
        .map(|at| from + length(&text[start..start + at]));
    Ok(Value::Int(found.unwrap_or(-1)))
}

fn last_index_of(text: &str, part: &str, from: i64) -> Result<Value, Fault> {
    if part.is_empty() {
        return Ok(Value::Int(from));
    }
    if from < 0 {
        return Err(out_of_range(from));
    }
    if from >= length(text) {
        return Ok(Value::Int(-1));
    }
    // What begins at `from` may reach behind it.
    let end = byte_at(text, from.saturating_add(length(part)));
    let found = text[..end].rfind(part).map(|at| length(&text[..at]));
    Ok(Value::Int(found.unwrap_or(-1)))
}

/// Most bytes of a text that one call may make.
const MOST_BYTES: usize = 64 << 20;

fn bounded_replace(text: &str, old: &str, new: &str, most: i64) -> Result<Value, Fault> {
    let places = if old.is_empty() {
        text.len() + 1
    } else {
        text.len() / old.len()
    };
    if places.saturating_mul(new.len()) > MOST_BYTES {
        return Err(Fault::Budget);
    }
    let count = usize::try_from(most).unwrap_or(usize::MAX);
    Ok(Value::text(text.replacen(old, new, count)))
}

fn split(text: &str, separator: &str, most: i64) -> Value {
    let items: Vec<Value> = match (usize::try_from(most), separator) {
        (Ok(0), _) => Vec::new(),
        (Ok(most), "") => explode(text, most),
        (Err(_), "") => explode(text, usize::MAX),
        (Ok(most), _) => text.splitn(most, separator).map(Value::text).collect(),
        (Err(_), _) => text.split(separator).map(Value::text).collect(),
    };
    Value::list(items)
}

/// Character by character, the rest in the last of `most` items.
fn explode(text: &str, most: usize) -> Vec<Value> {
    let mut places = text.char_indices().map(|(at, _)| at);
    let mut items = Vec::new();
    while let Some(at) = places.next() {
        if items.len() + 1 == most {
            items.push(Value::text(&text[at..]));
            break;
        }
        let end = places.clone().next().unwrap_or(text.len());
        items.push(Value::text(&text[at..end]));
    }
    items
}

fn substring(text: &str, start: i64, end: Option<i64>) -> Result<Value, Fault> {
    let whole = length(text);
    if let Some(end) = end.filter(|end| start > *end) {
        return Err(Fault::new(format!(
            "invalid substring range. start: {start}, end: {end}"
        )));
    }
    let end = end.unwrap_or(whole);
    for at in [start, end] {
        if at < 0 || at > whole {
            return Err(out_of_range(at));
        }
    }
    Ok(Value::text(&text[byte_at(text, start)..byte_at(text, end)]))
}

fn join(items: &[Value], separator: &str) -> Result<Value, Fault> {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        let Value::String(part) = item.checked()? else {
            return Err(Fault::no_overload());
        };
        if index > 0 {
            text.push_str(separator);
        }
        text.push_str(&part);
        if text.len() > MOST_BYTES {
            return Err(Fault::Budget);
        }
    }
    Ok(Value::text(text))
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '\x07' => quoted.push_str("\\a"),
            '\x08' => quoted.push_str("\\b"),
            '\x0c' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\x0b' => quoted.push_str("\\v"),
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
