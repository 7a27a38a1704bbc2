//! Types: what is no list or map any more, or takes other scalars.

use super::Pair;
use crate::{apiserver::Schema, compare::Change};
use serde_json::Value;

/// What a schema is for people: its type, `integer or string`, or any value.
fn shown(schema: &Schema) -> &str {
    match schema.kind.as_str() {
        _ if schema.is_int_or_string => "integer or string",
        "" => "any value",
        kind => kind,
    }
}

/// The types whose values a schema takes; `None` for all.
fn types(schema: &Schema) -> Option<Vec<&str>> {
    match schema.kind.as_str() {
        _ if schema.is_int_or_string => Some(vec!["integer", "string"]),
        "" => None,
        "number" => Some(vec!["integer", "number"]),
        kind => Some(vec![kind]),
    }
}

/// Whether all values of the old type have the new one.
fn is_wider(old: &Schema, new: &Schema) -> bool {
    match (types(old), types(new)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(old), Some(new)) => old.iter().all(|kind| new.contains(kind)),
    }
}

/// Whether the rest can be compared: the type is the same, or wider.
pub fn compare(pair: &Pair, found: &mut Vec<Change>) -> bool {
    let (old, new) = (shown(pair.old), shown(pair.new));
    if old == new {
        return true;
    }
    let part = pair.part();
    let change = pair.keyword(
        "type",
        "type",
        (Some(Value::from(old)), Some(Value::from(new))),
    );
    let message = format!("the type of {part} is `{new}`, was `{old}`");
    let is_wider = is_wider(pair.old, pair.new);
    found.push(if is_wider {
        let reason = "whatever was accepted still is; a client that was compiled for the old type cannot read the new values";
        change.unknown(message, reason)
    } else {
        let reason = "values that were accepted, and objects that are stored, are refused";
        change.breaking(message, reason).help("add a field of another name, or a version with a conversion webhook")
    });
    is_wider
}
