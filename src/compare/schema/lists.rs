//! How lists and maps are merged, and what may stand in them twice.

use super::{Pair, text};
use crate::compare::Change;
use serde_json::Value;

/// Compares `x-kubernetes-list-type` and `x-kubernetes-list-map-keys`.
pub fn list(pair: &Pair, found: &mut Vec<Change>) {
    let old = pair.old.list_type.as_deref().unwrap_or("atomic");
    let new = pair.new.list_type.as_deref().unwrap_or("atomic");
    let part = pair.part();
    if old == new {
        return keys(pair, found);
    }
    let keyword = "x-kubernetes-list-type";
    let change = pair.keyword("list-type", keyword, (text(old), text(new)));
    let message = format!("the list type of {part} is `{new}`, was `{old}`");
    let reason = match new {
        "atomic" => {
            "whoever applied single items owns the whole list now, and the next apply replaces the items of others"
        }
        "set" => "lists with an item twice are refused",
        _ => "lists with the keys of an item twice are refused",
    };
    found.push(change.breaking(message, reason));
}

fn keys(pair: &Pair, found: &mut Vec<Change>) {
    let sorted = |keys: &[String]| {
        let mut keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        keys.sort_unstable();
        keys.into_iter().map(Value::from).collect::<Value>()
    };
    let (old, new) = (
        sorted(&pair.old.list_map_keys),
        sorted(&pair.new.list_map_keys),
    );
    if old == new {
        return;
    }
    let part = pair.part();
    let names = |keys: &[String]| format!("`{}`", keys.join("`, `"));
    let message = format!(
        "the items of {part} are told apart by {}, were by {}",
        names(&pair.new.list_map_keys),
        names(&pair.old.list_map_keys)
    );
    let keyword = "x-kubernetes-list-map-keys";
    let change = pair.keyword("list-map-keys", keyword, (Some(old), Some(new)));
    let reason = "what applies and patches call one item is another one now, and lists may be refused in which the new keys stand twice";
    found.push(change.breaking(message, reason));
}

/// Compares `x-kubernetes-map-type`.
pub fn map(pair: &Pair, found: &mut Vec<Change>) {
    let old = pair.old.map_type.as_deref().unwrap_or("granular");
    let new = pair.new.map_type.as_deref().unwrap_or("granular");
    if old == new {
        return;
    }
    let keyword = "x-kubernetes-map-type";
    let change = pair.keyword("map-type", keyword, (text(old), text(new)));
    let message = format!("the map type of {} is `{new}`, was `{old}`", pair.part());
    found.push(if new == "atomic" {
        let reason = "whoever applied single keys owns all of them now, and the next apply replaces the keys of others";
        change.breaking(message, reason)
    } else {
        let reason = "the server cannot tell who owns which key of stored objects, so that applies take over the fields of others without a conflict";
        change.unknown(message, reason)
    });
}
