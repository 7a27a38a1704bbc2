//! Custom resource definitions.
//!
//! A version is compared with the version of its name, and where objects are not converted, the served versions of the new definition with each other.

mod columns;
mod conversion;
mod names;
mod served;
mod subresources;
mod versions;

use super::{Change, Effect, Place, Subject, What};
use serde_json::Value;
use std::collections::BTreeMap;

/// The kind of these subjects.
const KIND: &str = "CustomResourceDefinition";

/// The name of a definition, empty when it has none.
pub fn name(definition: &Value) -> &str {
    definition["metadata"]["name"].as_str().unwrap_or_default()
}

/// What changed from one definition to the other, the gravest first.
pub fn definitions(old: &Value, new: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    for compare in [
        names::compare,
        conversion::compare,
        versions::compare,
        served::compare,
    ] {
        compare(old, new, &mut found);
    }
    let mut changes = merged(found);
    changes.sort_by_key(|change| change.effect);
    named(changes, name(new))
}

/// A definition that is gone.
pub fn removed(old: &Value) -> Change {
    let what = What::Removed(Value::from(name(old)));
    let mut change = whole(what).breaking(
        format!("the definition `{}` is gone", name(old)),
        "the server deletes all its objects with it",
    );
    change.new = None;
    change.subject.name = name(old).to_owned();
    change
}

/// A definition that is new.
pub fn added(new: &Value) -> Change {
    let what = What::Added(Value::from(name(new)));
    let mut change = whole(what).compatible(format!("the definition `{}` is new", name(new)), "");
    change.old = None;
    change.subject.name = name(new).to_owned();
    change
}

fn whole(what: What) -> Change {
    at("definition", "", what, ("/metadata/name", "/metadata/name"))
}

/// A change at these pointers, beside the schemas.
fn at(comparison: &'static str, path: &str, what: What, (old, new): (&str, &str)) -> Change {
    Change {
        subject: Subject {
            kind: KIND,
            name: String::new(),
        },
        comparison,
        path: path.to_owned(),
        what,
        effect: Effect::Unknown,
        reason: String::new(),
        versions: Vec::new(),
        old: Place::new(old),
        new: Place::new(new),
        message: String::new(),
        help: None,
    }
}

/// A change of a field that stands at the same pointer on both sides; `None` when it is the same.
fn field(comparison: &'static str, pointer: &str, old: &Value, new: &Value) -> Option<Change> {
    let value = |side: &Value| {
        side.pointer(pointer)
            .filter(|value| !value.is_null())
            .cloned()
    };
    let (old, new) = (value(old), value(new));
    let path = pointer.trim_start_matches('/').replace('/', ".");
    (old != new).then(|| at(comparison, &path, What::of(old, new), (pointer, pointer)))
}

/// The changes with the versions of those that say the same, at the place of the first.
fn merged(found: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    let mut known: BTreeMap<(&str, String, String), usize> = BTreeMap::new();
    for change in found {
        let key = (
            change.comparison,
            change.path.clone(),
            change.message.clone(),
        );
        let index = *known.entry(key).or_insert(merged.len());
        match merged.get_mut(index) {
            Some(first) if first.what == change.what && !first.versions.is_empty() => {
                first.versions.extend(change.versions);
            }
            _ => merged.push(change),
        }
    }
    merged
}

fn named(mut changes: Vec<Change>, name: &str) -> Vec<Change> {
    for change in &mut changes {
        change.subject = Subject {
            kind: KIND,
            name: name.to_owned(),
        };
    }
    changes
}

/// The versions of a definition with their indices.
fn versions(definition: &Value) -> Vec<(usize, &str, &Value)> {
    let versions = definition["spec"]["versions"]
        .as_array()
        .into_iter()
        .flatten();
    versions
        .enumerate()
        .map(|(index, version)| (index, version["name"].as_str().unwrap_or_default(), version))
        .collect()
}

/// Whether objects keep their fields from version to version as they are.
fn converts_nothing(definition: &Value) -> bool {
    definition["spec"]["conversion"]["strategy"]
        .as_str()
        .unwrap_or("None")
        == "None"
}
