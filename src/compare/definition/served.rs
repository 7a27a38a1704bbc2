//! Served versions of one definition against each other, where objects keep their fields as they are.
//!
//! An object that is written in one version is read in the other with the same fields: what the other does not name is dropped, and what it refuses
//! can no longer be updated there. Only what the old definition did not have already is told.

use super::{converts_nothing, versions};
use crate::{
    apiserver::Schema,
    compare::{Change, Effect, at::At, schema},
};
use serde_json::Value;
use std::cmp::Ordering;

/// Compares the served versions of the new definition.
pub fn compare(old: &Value, new: &Value, found: &mut Vec<Change>) {
    if !converts_nothing(new) {
        return;
    }
    let known = match converts_nothing(old) {
        true => losses(old),
        false => Vec::new(),
    };
    let is_known = |change: &Change| {
        let mut known = known.iter();
        known.any(|known| known.versions == change.versions && known.message == change.message)
    };
    found.extend(losses(new).into_iter().filter(|change| !is_known(change)));
}

/// What breaks from one served version to another.
fn losses(definition: &Value) -> Vec<Change> {
    let mut served = versions(definition);
    served.retain(|(_, _, version)| version["served"] == true);
    served.sort_by(|a, b| by_age(a.1, b.1));
    let mut found = Vec::new();
    for (index, first) in served.iter().enumerate() {
        for second in &served[index + 1..] {
            found.extend(between(first, second, |_| true));
            // What the newer version adds gets lost on the way back; that it asks for less is why it is there.
            found.extend(between(second, first, |change| {
                change.comparison == "property"
            }));
        }
    }
    found
}

fn between(
    (index, name, version): &(usize, &str, &Value),
    (other_index, other_name, other): &(usize, &str, &Value),
    wanted: fn(&Change) -> bool,
) -> Vec<Change> {
    let pointer = "/schema/openAPIV3Schema";
    let (Some(schema), Some(other)) = (version.pointer(pointer), other.pointer(pointer)) else {
        return Vec::new();
    };
    let place = |index: &usize| format!("/spec/versions/{index}{pointer}");
    let at = At::root(place(index), place(other_index));
    let mut found = Vec::new();
    schema::compare(&Schema::read(schema), &Schema::read(other), &at, &mut found);
    found.retain(|change| {
        change.effect == Effect::Breaking && change.comparison != "default" && wanted(change)
    });
    for change in &mut found {
        // Both places are in the new definition.
        change.old = None;
        change.versions = vec![format!("{name} -> {other_name}")];
        change.comparison = "served-versions";
        change.message = match change.message.strip_suffix(" is gone") {
            Some(part) => format!("{part} of `{name}` is not in `{other_name}`"),
            None => format!("in `{other_name}`, unlike `{name}`, {}", change.message),
        };
        change.reason = "both are served and conversion is `None`: an object of one is read and written as the other".to_owned();
        change.help =
            Some("let both have the same fields, or convert them with a webhook".to_owned());
    }
    found
}

/// Alpha before beta before general, each by its number; names of other forms first. Source: apimachinery, `pkg/version`.
fn by_age(a: &str, b: &str) -> Ordering {
    age(a).cmp(&age(b)).then_with(|| b.cmp(a))
}

/// Whether the name has the form of Kubernetes, the rank of its stage, its major and its minor number.
fn age(name: &str) -> Option<(u8, u64, u64)> {
    let rest = name.strip_prefix('v')?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let major = rest[..end].parse().ok()?;
    let stage = &rest[end..];
    if stage.is_empty() {
        return Some((2, major, 0));
    }
    let (rank, minor) = match (stage.strip_prefix("beta"), stage.strip_prefix("alpha")) {
        (Some(minor), _) => (1, minor),
        (_, Some(minor)) => (0, minor),
        _ => return None,
    };
    Some((rank, major, minor.parse().ok()?))
}
