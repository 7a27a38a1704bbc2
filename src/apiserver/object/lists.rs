//! Lists whose items must differ: sets, and maps with keys (`schema/listtype`).

use super::{
    prune::{items_of, schema_of},
    show::{quoted, shown},
    validate::numbers::Number,
};
use crate::apiserver::{Cause, Finding, Path, Schema};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What the server refuses of the lists in a value, a list included.
pub fn find_duplicates(value: &Value, schema: &Schema, path: &Path, findings: &mut Vec<Finding>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                // The server looks at a named field as both, when there are others.
                if let Some(additional) = schema.additional_properties.as_ref().and_then(schema_of)
                {
                    find_duplicates(value, additional, &path.key(key), findings);
                }
                if let Some(property) = schema.properties.get(key) {
                    find_duplicates(value, property, &path.child(key), findings);
                }
            }
        }
        Value::Array(items) => {
            match schema.list_type.as_deref() {
                Some("set") => set(items, path, findings),
                Some("map") => map(items, &schema.list_map_keys, path, findings),
                _ => {}
            }
            if let Some(schema) = items_of(schema) {
                for (index, item) in items.iter().enumerate() {
                    find_duplicates(item, schema, &path.index(index), findings);
                }
            }
        }
        _ => {}
    }
}

fn set(items: &[Value], path: &Path, findings: &mut Vec<Finding>) {
    for (index, first) in repeated(items.iter().map(identity)) {
        let message = format!(
            "`{}` repeats {}, which stands at index {first} of this set",
            path.index(index).field(),
            shown(&items[index])
        );
        tell(
            Cause::Duplicate,
            "duplicate-item",
            message,
            &path.index(index),
            findings,
        );
    }
}

fn map(items: &[Value], keys: &[String], path: &Path, findings: &mut Vec<Finding>) {
    let wrong = items
        .iter()
        .position(|item| !item.is_null() && !item.is_object());
    if let Some(index) = wrong {
        let place = path.index(index);
        let message = format!(
            "`{}` must be an object, not {}",
            place.field(),
            shown(&items[index])
        );
        tell(Cause::Invalid, "wrong-type", message, &place, findings);
        return;
    }
    let identities = items.iter().map(|item| {
        let values = keys.iter().map(|key| item.get(key).map(identity));
        match keys {
            [_] => values.flatten().next().unwrap_or_default(),
            // Among several keys the server compares numbers as they are written.
            _ => {
                let present = keys
                    .iter()
                    .filter_map(|key| Some((key.clone(), item.get(key)?.clone())));
                canonical(&Value::Object(present.collect::<Map<_, _>>()))
            }
        }
    });
    for (index, first) in repeated(identities) {
        let place = path.index(index);
        let shown_keys: Vec<String> = keys
            .iter()
            .map(|key| format!("`{key}: {}`", spelled(&items[index][key])))
            .collect();
        let message = format!(
            "`{}` has the same {} as the item at index {first}",
            place.field(),
            shown_keys.join(", ")
        );
        tell(
            Cause::Duplicate,
            "duplicate-item",
            message,
            &place,
            findings,
        );
    }
}

fn spelled(value: &Value) -> String {
    match value {
        Value::Null => "(none)".to_owned(),
        Value::String(text) => quoted(text).trim_matches('`').to_owned(),
        _ => value.to_string(),
    }
}

fn tell(
    cause: Cause,
    rule: &'static str,
    message: String,
    path: &Path,
    findings: &mut Vec<Finding>,
) {
    findings.push(Finding {
        field: path.field(),
        pointer: path.pointer(),
        range: None,
        is_key: false,
        cause,
        rule,
        message,
        help: None,
    });
}

/// The index of the second of each group of equal texts, and that of the first.
fn repeated(texts: impl Iterator<Item = String>) -> Vec<(usize, usize)> {
    let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
    let mut repeated = Vec::new();
    for (index, text) in texts.enumerate() {
        let (first, count) = seen.entry(text).or_insert((index, 0));
        *count += 1;
        if *count == 2 {
            repeated.push((index, *first));
        }
    }
    repeated
}

/// A text that is the same for what the server takes for equal: 1 and 1.0 differ, but not within lists and objects.
fn identity(value: &Value) -> String {
    match value {
        Value::Number(number) => match Number::of(number) {
            Number::Integer(integer) => format!("integer {integer}"),
            Number::Float(float) => format!("float {float}"),
        },
        _ => canonical(value),
    }
}

/// JSON with sorted keys, and numbers as Go writes them.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(fields) => {
            let mut entries: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Value::Number(number) => match Number::of(number) {
            Number::Integer(integer) => integer.to_string(),
            Number::Float(float) => float.to_string(),
        },
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::find_duplicates;
    use crate::apiserver::{Path, Schema};
    use serde_json::{Value, json};

    #[expect(clippy::needless_pass_by_value, reason = "cases are literals")]
    fn check(schema: Value, value: Value, expected: &[&str]) {
        let mut findings = Vec::new();
        let schema = Schema::read(&json!({ "properties": { "a": schema } }));
        find_duplicates(
            &json!({ "a": value }),
            &schema,
            &Path::root("", ""),
            &mut findings,
        );
        let fields: Vec<&str> = findings
            .iter()
            .map(|finding| finding.field.as_str())
            .collect();
        assert_eq!(fields, expected, "{value}");
    }

    #[test]
    fn sets_and_maps_have_no_equal_items() {
        let set = json!({ "x-kubernetes-list-type": "set" });
        let map = json!({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"] });
        let pair =
            json!({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k", "l"] });
        check(set.clone(), json!(["a", "b", "a", "a"]), &["a[2]"]);
        check(set.clone(), json!([1, 1.0, "1", null, null]), &["a[4]"]);
        check(
            set.clone(),
            json!([{ "x": 1, "y": 2 }, { "y": 2.0, "x": 1 }]),
            &["a[1]"],
        );
        check(
            json!({ "x-kubernetes-list-type": "atomic" }),
            json!([1, 1]),
            &[],
        );
        check(
            map.clone(),
            json!([{ "k": 1 }, { "k": 2 }, { "k": 1, "x": 2 }]),
            &["a[2]"],
        );
        check(map.clone(), json!([{}, null]), &["a[1]"]);
        check(
            map.clone(),
            json!([{ "k": "a" }, 1, { "k": "a" }]),
            &["a[1]"],
        );
        check(
            pair.clone(),
            json!([{ "k": 1 }, { "k": 1, "l": 2 }, { "k": 1.0 }]),
            &["a[2]"],
        );
        check(
            json!({ "additionalProperties": { "items": set } }),
            json!({ "b": [[1, 1]] }),
            &["a[b][0][1]"],
        );
    }
}
