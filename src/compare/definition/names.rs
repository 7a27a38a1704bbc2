//! Group, names and scope.

use super::{at, field};
use crate::compare::{Change, Effect, What, wording::shown};
use serde_json::Value;

/// A name and whom its change breaks.
struct Row {
    pointer: &'static str,
    word: &'static str,
    effect: Effect,
    reason: &'static str,
}

const OTHER: &str = "it is another definition: the objects of the old one are not its";
const IMMUTABLE: &str = "the server refuses the change of a definition that is in use";

const ROWS: [Row; 6] = [
    Row {
        pointer: "/spec/group",
        word: "group",
        effect: Effect::Breaking,
        reason: OTHER,
    },
    Row {
        pointer: "/spec/names/plural",
        word: "plural",
        effect: Effect::Breaking,
        reason: OTHER,
    },
    Row {
        pointer: "/spec/names/kind",
        word: "kind",
        effect: Effect::Breaking,
        reason: IMMUTABLE,
    },
    Row {
        pointer: "/spec/scope",
        word: "scope",
        effect: Effect::Breaking,
        reason: IMMUTABLE,
    },
    Row {
        pointer: "/spec/names/listKind",
        word: "list kind",
        effect: Effect::Breaking,
        reason: "clients that know the kind of the list cannot read it",
    },
    Row {
        pointer: "/spec/names/singular",
        word: "singular",
        effect: Effect::Unknown,
        reason: KUBECTL,
    },
];

const KUBECTL: &str = "only people and scripts that use kubectl type it";

/// Compares names.
pub fn compare(old: &Value, new: &Value, found: &mut Vec<Change>) {
    let (old, new) = (&with_defaults(old), &with_defaults(new));
    for row in &ROWS {
        let Some(change) = field("names", row.pointer, old, new) else {
            continue;
        };
        let value = |side: &Value| shown(side.pointer(row.pointer).unwrap_or(&Value::Null));
        let message = format!("the {} is {}, was {}", row.word, value(new), value(old));
        found.push(change.saying(row.effect, message, row.reason));
    }
    for (key, word) in [("shortNames", "short name"), ("categories", "category")] {
        list(key, word, (old, new), found);
    }
    preserving(old, new, found);
}

/// The definition with the names that the server derives from the kind.
fn with_defaults(definition: &Value) -> Value {
    let mut definition = definition.clone();
    let Some(names) = definition
        .pointer_mut("/spec/names")
        .and_then(Value::as_object_mut)
    else {
        return definition;
    };
    let kind = names
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    names
        .entry("listKind")
        .or_insert_with(|| Value::from(format!("{kind}List")));
    names
        .entry("singular")
        .or_insert_with(|| Value::from(kind.to_lowercase()));
    definition
}

fn list(key: &str, word: &str, (old, new): (&Value, &Value), found: &mut Vec<Change>) {
    let pointer = format!("/spec/names/{key}");
    let values = |side: &Value| -> Vec<Value> {
        let values = side.pointer(&pointer).and_then(Value::as_array);
        values.cloned().unwrap_or_default()
    };
    let (before, after) = (values(old), values(new));
    let path = format!("spec.names.{key}");
    let change = |what| at("names", &path, what, (&pointer, &pointer));
    for value in before.iter().filter(|value| !after.contains(value)) {
        let message = format!("the {word} {} is gone", shown(value));
        found.push(change(What::Removed(value.clone())).unknown(message, KUBECTL));
    }
    for value in after.iter().filter(|value| !before.contains(value)) {
        let message = format!("the {word} {} is new", shown(value));
        found.push(change(What::Added(value.clone())).compatible(message, ""));
    }
}

/// `spec.preserveUnknownFields`, which definitions of before `apiextensions.k8s.io/v1` may have.
fn preserving(old: &Value, new: &Value, found: &mut Vec<Change>) {
    let pointer = "/spec/preserveUnknownFields";
    let flag = |side: &Value| {
        side.pointer(pointer)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    };
    let Some(change) = field("preserve-unknown-fields", pointer, old, new) else {
        return;
    };
    match (flag(old), flag(new)) {
        (true, false) => {
            let reason = "pruning begins: the server drops what the schema does not name, also from stored objects when they are read";
            let message = "unknown fields are no longer kept".to_owned();
            found.push(change.breaking(message, reason));
        }
        (false, true) => {
            let reason = "the server refuses it: `apiextensions.k8s.io/v1` allows only false";
            found.push(change.breaking("unknown fields are kept everywhere".to_owned(), reason));
        }
        _ => {}
    }
}
