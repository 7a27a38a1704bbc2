//! How values are told.

use serde_json::Value;

/// The most characters that are shown of a value.
const MOST: usize = 100;

/// A value in backticks: text as it is, anything else as JSON; the beginning of a long one.
pub fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) if !text.is_empty() => text.clone(),
        other => other.to_string(),
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A backtick would end what is quoted in Markdown.
    let text = text.replace('`', "'");
    if text.chars().count() <= MOST {
        return format!("`{text}`");
    }
    let beginning: String = text.chars().take(MOST).collect();
    format!("`{beginning}…`")
}

/// Values in backticks, with commas.
pub fn shown_all<'v>(values: impl IntoIterator<Item = &'v Value>) -> String {
    let values: Vec<String> = values.into_iter().map(shown).collect();
    values.join(", ")
}
