//! Required properties.

use super::Pair;
use crate::compare::{Change, What};
use serde_json::Value;

/// Compares `required`.
pub fn compare(pair: &Pair, found: &mut Vec<Change>) {
    let (old, new) = (&pair.old.required, &pair.new.required);
    for (index, name) in new.iter().enumerate() {
        if !old.contains(name) {
            found.push(added(pair, name, index));
        }
    }
    for (index, name) in old.iter().enumerate() {
        let is_there = pair.new.properties.contains_key(name);
        if !new.contains(name) && (is_there || !pair.old.properties.contains_key(name)) {
            let mut change = pair.at.change(
                "required",
                What::Removed(Value::from(true)),
                (&format!("/required/{index}"), "/required"),
            );
            change.path = pair.at.property(name).path;
            let message = format!("`{}` is no longer required", change.path);
            let reason = "writers are not affected; a reader may meet objects without it";
            found.push(change.compatible(message, reason));
        }
    }
}

fn added(pair: &Pair, name: &str, index: usize) -> Change {
    let pointer = format!("/required/{index}");
    let what = What::Added(Value::from(true));
    let mut change = pair.at.change("required", what, ("", &pointer));
    change.path = pair.at.property(name).path;
    let path = change.path.clone();
    let is_new = !pair.old.properties.contains_key(name);
    let schema = pair.new.properties.get(name);
    if schema.is_some_and(|schema| {
        schema
            .default
            .as_ref()
            .is_some_and(|value| !value.is_null())
    }) {
        let message = format!("`{path}` is required now, with a default");
        return change.compatible(
            message,
            "the default stands in stored and written objects that leave it out",
        );
    }
    let message = match is_new {
        true => format!("`{path}` is new and required"),
        false => format!("`{path}` is required now"),
    };
    change
        .breaking(
            message,
            "objects without it, written or stored, are refused",
        )
        .help("leave it optional, or give it a default")
}
