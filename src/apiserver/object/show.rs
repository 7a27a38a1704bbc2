//! How values and places are spelled in messages.

use serde_json::Value;

/// A longer value is cut.
const LONGEST: usize = 60;

/// A scalar as JSON in backticks; of a list or an object only what it is.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Null => "null".to_owned(),
        _ => quoted(&value.to_string()),
    }
}

/// Up to five values, of more how many more.
pub fn listed(values: &[Value]) -> String {
    let mut texts: Vec<String> = values.iter().take(5).map(shown).collect();
    if values.len() > texts.len() {
        texts.push(format!("{} more", values.len() - texts.len()));
    }
    texts.join(", ")
}

/// A text in backticks, cut where it is long.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// A field in backticks; the object itself for the empty one.
pub fn place(field: &str) -> String {
    match field {
        "" => "the object".to_owned(),
        _ => format!("`{field}`"),
    }
}

/// A count with its noun, in the singular or with `s`.
pub fn counted(count: i64, noun: &str) -> String {
    match (count, noun) {
        (1, _) => format!("1 {noun}"),
        (_, "property") => format!("{count} properties"),
        _ => format!("{count} {noun}s"),
    }
}
