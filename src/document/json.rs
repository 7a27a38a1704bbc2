//! JSON: reading with places, and the spelling of strings.
//!
//! Every JSON text is YAML too, and a JSON parser says exactly what is wrong: the text is first judged as JSON, then read as YAML.

use super::{ReadError, Tree, yaml};
use serde::de::IgnoredAny;
use serde_json::Value;
use std::fmt::Write;

/// Reads one JSON document; a key that stands twice is refused.
pub fn read(text: &str) -> Result<Value, ReadError> {
    read_spanned(text).map(|tree| tree.to_json())
}

/// Reads one JSON document that [`read_spanned`] has read, with numbers as they are written: `1.0` is no integer, as it is none for Go.
pub fn read_numbers(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// Reads the text of a field of one JSON object, whatever else it holds.
pub fn read_text(text: &str, field: &str) -> Result<String, ReadError> {
    let mut object: serde_json::Map<String, Value> =
        serde_json::from_str(text).map_err(|error| read_error(text, &error))?;
    let whole = text.trim_end().len();
    match object.remove(field) {
        Some(Value::String(found)) => Ok(found),
        Some(_) => Err(ReadError::new(format!("`{field}` is no string"), 0..whole)),
        None => Err(ReadError::new(format!("there is no `{field}`"), 0..whole)),
    }
}

/// Reads one JSON document with the places of its keys and values.
pub fn read_spanned(text: &str) -> Result<Tree, ReadError> {
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| read_error(text, &error))?;
    let trees = yaml::read_spanned(text)?;
    trees
        .into_iter()
        .next()
        .ok_or_else(|| ReadError::new("there is no JSON value", 0..0))
}

/// The parser's error, its line and column (1-based, in bytes) turned into an offset and left out of the message.
fn read_error(text: &str, error: &serde_json::Error) -> ReadError {
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(before, _)| before);
    let start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let at = (start + error.column().saturating_sub(1)).min(text.len());
    ReadError::new(message, at..at)
}

/// Writes a string in quotes.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        // The first bytes of what may be hidden.
        let hidden = if matches!(byte, 0x7f | 0xc2 | 0xef) {
            find_hidden(&text[at..])
        } else {
            None
        };
        if byte >= b' ' && byte != b'"' && byte != b'\\' && hidden.is_none() {
            continue;
        }
        out.push_str(&text[written..at]);
        written = at + hidden.map_or(1, char::len_utf8);
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            b'\r' => out.push_str("\\r"),
            _ => {
                let code = hidden.map_or(byte.into(), u32::from);
                let _ = write!(out, "\\u{code:04x}");
            }
        }
    }
    out.push_str(&text[written..]);
    out.push('"');
}

/// The character here, if readers of YAML refuse it, to which JSON belongs: YAML 1.2, section 5.1, `c-printable`.
fn find_hidden(rest: &str) -> Option<char> {
    let hidden = |c: &char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
    rest.chars().next().filter(hidden)
}

#[cfg(test)]
mod tests {
    use super::{push_string, read, read_spanned};

    #[test]
    fn strings_read_back() {
        let hidden = "é\u{7f}\u{80}\u{85}\u{9f}\u{a0}\u{feff}\u{fffd}\u{fffe}\u{ffff}\u{10ffff}";
        for text in [
            "",
            "a\"b\\c/",
            "\u{0}\u{1f}\n\t\r\u{7f}\u{2028}",
            "ß😀",
            hidden,
        ] {
            let mut json = String::new();
            push_string(&mut json, text);
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            assert_eq!(read(&json).unwrap(), text);
        }
    }

    #[test]
    fn values_have_places() {
        let text = "{\n\t\"a\": [1, \"\\ud83d\\ude00\"],\n\t\"y\": 2e3\n}\n";
        let tree = read_spanned(text).unwrap();
        assert_eq!(&text[tree.find("/a/1").range()], "\"\\ud83d\\ude00\"");
        assert_eq!(&text[tree.entry("y").unwrap().key_range.clone()], "\"y\"");
        assert_eq!(
            read(text).unwrap(),
            serde_json::json!({"a": [1, "😀"], "y": 2000})
        );
    }

    #[test]
    fn what_is_yaml_only_is_refused_where_it_stands() {
        let error = read("{\n \"a\": yes}").unwrap_err();
        assert_eq!(
            (error.message.as_str(), error.range),
            ("expected value", 8..8)
        );
        assert_eq!(
            read("{\"a\": 1, \"a\": 2}").unwrap_err().message,
            "the key `a` stands twice"
        );
        assert!(read("").is_err());
    }
}
