//! Status, scale, and the fields that lists can be selected by.

use super::at;
use crate::compare::{Change, What, wording::shown};
use serde_json::Value;

/// Compares the subresources and selectable fields of two versions.
pub fn compare(versions: (&Value, &Value), places: (&str, &str), found: &mut Vec<Change>) {
    found.extend(status(versions, places));
    scale(versions, places, found);
    selectable(versions, places, found);
}

/// A part below `subresources` on both sides, `None` where it is absent.
fn parts<'v>(
    (old, new): (&'v Value, &'v Value),
    pointer: &str,
) -> (Option<&'v Value>, Option<&'v Value>) {
    let part = |version: &'v Value| version.pointer(pointer).filter(|value| !value.is_null());
    (part(old), part(new))
}

fn change(
    comparison: &'static str,
    pointer: &str,
    parts: (Option<&Value>, Option<&Value>),
    places: (&str, &str),
) -> Change {
    let path = pointer.trim_start_matches('/').replace('/', ".");
    let below = |place: &str| format!("{place}{pointer}");
    let what = What::of(parts.0.cloned(), parts.1.cloned());
    at(
        comparison,
        &path,
        what,
        (&below(places.0), &below(places.1)),
    )
}

fn status(versions: (&Value, &Value), places: (&str, &str)) -> Option<Change> {
    let pointer = "/subresources/status";
    let parts = parts(versions, pointer);
    let change = change("status-subresource", pointer, parts, places);
    let field = "/schema/openAPIV3Schema/properties/status";
    match parts {
        (Some(_), None) => {
            let reason = "writes to `/status` are answered with 404, and whoever may write the object may write its status";
            Some(change.breaking("the status subresource is gone".to_owned(), reason))
        }
        (None, Some(_)) if versions.0.pointer(field).is_some() => {
            let reason = "the server drops `status` from writes of the object; a controller that writes it so is ignored without a word";
            Some(
                change
                    .breaking("the status subresource is new".to_owned(), reason)
                    .help("let the controller write to `/status` before this is rolled out"),
            )
        }
        (None, Some(_)) => Some(change.compatible("the status subresource is new".to_owned(), "")),
        _ => None,
    }
}

fn scale(versions: (&Value, &Value), places: (&str, &str), found: &mut Vec<Change>) {
    let pointer = "/subresources/scale";
    let whole = parts(versions, pointer);
    match whole {
        (Some(_), None) => {
            let reason = "autoscalers and `kubectl scale` are answered with 404";
            let change = change("scale-subresource", pointer, whole, places);
            return found.push(change.breaking("the scale subresource is gone".to_owned(), reason));
        }
        (None, Some(_)) => {
            let change = change("scale-subresource", pointer, whole, places);
            return found.push(change.compatible("the scale subresource is new".to_owned(), ""));
        }
        _ => {}
    }
    for key in [
        "specReplicasPath",
        "statusReplicasPath",
        "labelSelectorPath",
    ] {
        let pointer = format!("{pointer}/{key}");
        let paths = parts(versions, &pointer);
        let change = change("scale-subresource", &pointer, paths, places);
        match paths {
            (Some(old), Some(new)) if old != new => {
                let message = format!(
                    "`{key}` of the scale subresource is {}, was {}",
                    shown(new),
                    shown(old)
                );
                let reason = "scaling reads and writes another field; whether it means the same, only the controller knows";
                found.push(change.unknown(message, reason));
            }
            (Some(old), None) => {
                let message = format!(
                    "the scale subresource has no `{key}` any more, was {}",
                    shown(old)
                );
                let reason = "an autoscaler that counts pods by their labels no longer finds them";
                found.push(change.breaking(message, reason));
            }
            (None, Some(new)) => {
                let message = format!("`{key}` of the scale subresource is {} now", shown(new));
                found.push(change.compatible(message, ""));
            }
            _ => {}
        }
    }
}

fn selectable((old, new): (&Value, &Value), places: (&str, &str), found: &mut Vec<Change>) {
    let paths = |version: &Value| -> Vec<Value> {
        let fields = version["selectableFields"].as_array().into_iter().flatten();
        fields.map(|field| field["jsonPath"].clone()).collect()
    };
    let (before, after) = (paths(old), paths(new));
    let pointers = |place: &str| format!("{place}/selectableFields");
    let change = |what| {
        let pointers = (&*pointers(places.0), &*pointers(places.1));
        at("selectable-field", "selectableFields", what, pointers)
    };
    for path in before.iter().filter(|path| !after.contains(path)) {
        let message = format!("lists can no longer be selected by {}", shown(path));
        let reason = "requests with such a field selector are refused";
        found.push(change(What::Removed(path.clone())).breaking(message, reason));
    }
    for path in after.iter().filter(|path| !before.contains(path)) {
        let message = format!("lists can be selected by {} now", shown(path));
        found.push(change(What::Added(path.clone())).compatible(message, ""));
    }
}
