//! Versions: which are there, served, stored, and what changed in each.

use super::{at, columns, subresources, versions};
use crate::{
    apiserver::Schema,
    compare::{Change, What, at::At, schema},
};
use serde_json::Value;

/// Compares all versions.
pub fn compare(old: &Value, new: &Value, found: &mut Vec<Change>) {
    let (before, after) = (versions(old), versions(new));
    for (index, name, version) in &before {
        let first = found.len();
        match after.iter().find(|(_, other, _)| other == name) {
            Some((new_index, _, new_version)) => {
                compare_version((*index, version), (*new_index, new_version), found);
            }
            None => found.push(removed(old, (*index, name, version))),
        }
        for change in &mut found[first..] {
            change.versions = vec![(*name).to_owned()];
        }
    }
    for (index, name, version) in &after {
        if !before.iter().any(|(_, other, _)| other == name) {
            let mut change = added(*index, name, version);
            change.versions = vec![(*name).to_owned()];
            found.push(change);
        }
    }
}

/// The pointers of a version.
fn pointer(index: usize) -> String {
    format!("/spec/versions/{index}")
}

fn flag(version: &Value, key: &str) -> bool {
    version[key].as_bool().unwrap_or(false)
}

/// Whether the old definition says that objects may be stored in a version.
fn is_stored(definition: &Value, name: &str, version: &Value) -> bool {
    let stored = definition["status"]["storedVersions"].as_array();
    let is_named = stored.is_some_and(|names| names.iter().any(|stored| stored == name));
    flag(version, "storage") || is_named
}

fn removed(old: &Value, (index, name, version): (usize, &str, &Value)) -> Change {
    let old_pointer = format!("{}/name", pointer(index));
    let change = |comparison| {
        let what = What::Removed(Value::from(name));
        at(
            comparison,
            "spec.versions",
            what,
            (&old_pointer, "/spec/versions"),
        )
    };
    let message = format!("the version `{name}` is gone");
    if is_stored(old, name, version) {
        let reason = "objects are stored in it: the server refuses the change until they are migrated and `status.storedVersions` no longer names it";
        return change("stored-version")
            .breaking(message, reason)
            .help("keep it with `served: false`, store another version, migrate the objects, then remove it");
    }
    if flag(version, "served") {
        let reason = "requests for it are answered with 404";
        return change("served-version")
            .breaking(message, reason)
            .help("mark it as deprecated first, and stop serving it when nobody asks for it");
    }
    let reason =
        "the server refuses the change where `status.storedVersions` of the cluster still names it";
    change("stored-version").unknown(message, reason)
}

fn added(index: usize, name: &str, version: &Value) -> Change {
    let new_pointer = format!("{}/name", pointer(index));
    let what = What::Added(Value::from(name));
    let message = match flag(version, "served") {
        true => format!("the version `{name}` is new"),
        false => format!("the version `{name}` is new and not served"),
    };
    at(
        "version",
        "spec.versions",
        what,
        ("/spec/versions", &new_pointer),
    )
    .compatible(message, "")
}

fn compare_version(
    (old_index, old): (usize, &Value),
    (new_index, new): (usize, &Value),
    found: &mut Vec<Change>,
) {
    let pointers = (pointer(old_index), pointer(new_index));
    let places = (pointers.0.as_str(), pointers.1.as_str());
    flags((old, new), places, found);
    subresources::compare((old, new), places, found);
    columns::compare((old, new), places, found);
    let schema = "/schema/openAPIV3Schema";
    if let (Some(old), Some(new)) = (old.pointer(schema), new.pointer(schema)) {
        let at = At::root(
            format!("{}{schema}", places.0),
            format!("{}{schema}", places.1),
        );
        schema::compare(&Schema::read(old), &Schema::read(new), &at, found);
    }
}

/// `served`, `storage` and `deprecated`.
fn flags((old, new): (&Value, &Value), places: (&str, &str), found: &mut Vec<Change>) {
    let name = new["name"].as_str().unwrap_or_default();
    let differs = |comparison, key: &str| {
        let (old, new) = (flag(old, key), flag(new, key));
        let below = |place: &str| format!("{place}/{key}");
        let what = What::Changed(Value::from(old), Value::from(new));
        let path = format!("spec.versions.{key}");
        let change = at(
            comparison,
            &path,
            what,
            (&below(places.0), &below(places.1)),
        );
        (old != new).then_some((new, change))
    };
    found.extend(
        differs("served-version", "served").map(|(is_on, change)| match is_on {
            true => change.compatible(format!("the version `{name}` is served now"), ""),
            false => change.breaking(
                format!("the version `{name}` is no longer served"),
                "requests for it are answered with 404",
            ),
        }),
    );
    found.extend(differs("storage-version", "storage").map(|(is_on, change)| match is_on {
        true => {
            let reason = "objects that are stored in another version stay so until they are written again";
            change.compatible(format!("objects are stored in the version `{name}` now"), reason)
        }
        false => {
            let reason = "it stays among `status.storedVersions` until all objects are written again";
            change.compatible(format!("objects are no longer stored in the version `{name}`"), reason)
        }
    }));
    found.extend(differs("deprecation", "deprecated").map(|(is_on, change)| {
        let message = match is_on {
            true => format!("the version `{name}` is deprecated"),
            false => format!("the version `{name}` is no longer deprecated"),
        };
        change.compatible(
            message,
            "requests for it are answered with a warning while it is",
        )
    }));
}
