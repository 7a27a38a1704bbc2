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

/// More served versions than any definition has; beyond it only neighbors are compared.
const MOST_VERSIONS: usize = 16;

/// A served version.
struct Served<'d> {
    name: &'d str,
    schema: Schema,
    /// JSON pointer of the schema.
    pointer: String,
}

/// The served versions that have a schema, the oldest first.
fn served(definition: &Value) -> Vec<Served<'_>> {
    let all = versions(definition).into_iter();
    let served = all.filter(|(_, _, version)| version["served"] == true);
    let read = |(index, name, version): (usize, _, &Value)| {
        let pointer = "/schema/openAPIV3Schema";
        let schema = Schema::read(version.pointer(pointer)?);
        let pointer = format!("/spec/versions/{index}{pointer}");
        Some(Served {
            name,
            schema,
            pointer,
        })
    };
    let mut served: Vec<Served> = served.filter_map(read).collect();
    served.sort_by(|a, b| by_age(a.name, b.name));
    served
}

/// What breaks from one served version to another.
fn losses(definition: &Value) -> Vec<Change> {
    let served = served(definition);
    let reach = match served.len() {
        ..=MOST_VERSIONS => served.len(),
        _ => 1,
    };
    let mut found = Vec::new();
    for (index, first) in served.iter().enumerate() {
        for second in served[index + 1..].iter().take(reach) {
            found.extend(between(first, second, |_| true));
            // What the newer version adds gets lost on the way back; that it asks for less is why it is there.
            found.extend(between(second, first, |change| {
                change.comparison == "property"
            }));
        }
    }
    found
}

fn between(one: &Served, other: &Served, wanted: fn(&Change) -> bool) -> Vec<Change> {
    let at = At::root(one.pointer.clone(), other.pointer.clone());
    let mut found = Vec::new();
    schema::compare(&one.schema, &other.schema, &at, &mut found);
    found.retain(|change| {
        change.effect == Effect::Breaking && change.comparison != "default" && wanted(change)
    });
    let (name, other) = (one.name, other.name);
    for change in &mut found {
        // Both places are in the new definition.
        change.old = None;
        change.versions = vec![format!("{name} -> {other}")];
        change.comparison = "served-versions";
        change.message = match change.message.strip_suffix(" is gone") {
            Some(part) => format!("{part} of `{name}` is not in `{other}`"),
            None => format!("in `{other}`, unlike `{name}`, {}", change.message),
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
