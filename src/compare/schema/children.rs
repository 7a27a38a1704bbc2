//! Properties, items and values of maps: which are new, which are gone, and what changed below the others.

use super::{Pair, compare as compare_schemas, junctors::names_of};
use crate::{
    apiserver::{Additional, Items, Schema},
    compare::{Change, What, at::escaped},
};
use serde_json::Value;

/// What becomes of a value that no schema names any more.
const LOST: &str =
    "the server drops it from whatever is written, and from stored objects when they are read";

/// Compares what stands below.
pub fn compare(pair: &Pair, found: &mut Vec<Change>) {
    for (name, old) in &pair.old.properties {
        match (pair.new.properties.get(name), value_schema(pair.new)) {
            (Some(new), _) => compare_schemas(old, new, &pair.at.property(name), found),
            (None, Some(new)) => {
                compare_schemas(old, new, &pair.at.property_as_value(name), found);
            }
            (None, None) => found.push(removed(pair, name)),
        }
    }
    for name in pair.new.properties.keys() {
        if !pair.old.properties.contains_key(name) {
            found.extend(added(pair, name));
        }
    }
    if let (Some(Items::One(old)), Some(Items::One(new))) = (&pair.old.items, &pair.new.items) {
        compare_schemas(old, new, &pair.at.items(), found);
    }
    values(pair, found);
}

/// The schema of the values of a map.
fn value_schema(schema: &Schema) -> Option<&Schema> {
    match &schema.additional_properties {
        Some(Additional::Schema(schema)) => Some(schema),
        _ => None,
    }
}

/// Whether an object keeps what its schema does not name.
fn keeps_unknown(schema: &Schema) -> bool {
    schema.preserve_unknown_fields == Some(true)
        || matches!(
            schema.additional_properties,
            Some(Additional::Flag(true) | Additional::Schema(_))
        )
}

/// Keywords of a schema, as far as they tell a reader what the property is.
fn summary(schema: &Schema) -> Value {
    Value::from(match schema.kind.as_str() {
        _ if schema.is_int_or_string => "integer or string",
        "" => "any value",
        kind => kind,
    })
}

fn property(pair: &Pair, name: &str, what: What) -> Change {
    let pointer = format!("/properties/{}", escaped(name));
    let mut change = pair.at.change("property", what, (&pointer, &pointer));
    change.path = pair.at.property(name).path;
    change
}

fn removed(pair: &Pair, name: &str) -> Change {
    let old = &pair.old.properties[name];
    let change = property(pair, name, What::Removed(summary(old)));
    let path = change.path.clone();
    if keeps_unknown(pair.new) {
        let reason = "the object around it keeps what its schema does not name; nobody checks the value any more";
        return change.compatible(format!("`{path}` is no longer declared"), reason);
    }
    change.breaking(format!("`{path}` is gone"), LOST).help(
        "keep it, marked as deprecated in its description, or leave it out of a new version with a conversion webhook",
    )
}

/// A new property; `None` when it is newly required, which is told there.
fn added(pair: &Pair, name: &str) -> Option<Change> {
    let is_required = |schema: &Schema| schema.required.iter().any(|required| required == name);
    if is_required(pair.new) && !is_required(pair.old) {
        return None;
    }
    let schema = &pair.new.properties[name];
    let change = property(pair, name, What::Added(summary(schema)));
    let message = format!("`{}` is new", change.path);
    Some(match value_schema(pair.old) {
        Some(_) => {
            let reason = "it could be a key of the map before; whether a stored value suits its schema, the two sides do not tell";
            change.unknown(message, reason)
        }
        None if keeps_unknown(pair.old) => {
            let reason = "an unknown field of this name was kept unchecked before; whether a stored value suits the schema, the two sides do not tell";
            change.unknown(message, reason)
        }
        None if schema.default.is_some() && counts_keys(pair.new, name) => {
            let reason = "its default stands in all objects, which the bound, the rules or the alternatives of the object around it may refuse";
            change.unknown(message, reason)
        }
        None => change.compatible(message, ""),
    })
}

/// Whether an object may be refused because a property is set, whatever its value.
fn counts_keys(schema: &Schema, name: &str) -> bool {
    let mentions = |text: &str| text.contains(name);
    let branches = schema
        .one_of
        .iter()
        .chain(&schema.any_of)
        .chain(&schema.all_of);
    let mut branches = branches.chain(schema.not.as_deref());
    schema.max_properties.is_some()
        || branches.any(|branch| names_of(branch).iter().any(|known| known == name))
        || schema.validations.iter().any(|rule| mentions(&rule.rule))
}

/// `additionalProperties`
fn values(pair: &Pair, found: &mut Vec<Change>) {
    let flag = |schema: &Schema| match &schema.additional_properties {
        None | Some(Additional::Flag(false)) => None,
        Some(Additional::Flag(true)) => Some(Value::from(true)),
        Some(Additional::Schema(schema)) => Some(summary(schema)),
    };
    let (old, new) = (value_schema(pair.old), value_schema(pair.new));
    if let (Some(old), Some(new)) = (old, new) {
        return compare_schemas(old, new, &pair.at.values(), found);
    }
    let told = (flag(pair.old), flag(pair.new));
    if told.0 == told.1 {
        return;
    }
    let part = pair.part();
    let keeps = pair.new.preserve_unknown_fields == Some(true);
    let had_keys = pair.old.preserve_unknown_fields == Some(true);
    let gone = told.1.is_none();
    let was_open = told.0 == Some(Value::from(true));
    let change = pair.keyword("additional-properties", "additionalProperties", told);
    found.push(if gone && !keeps {
        let reason =
            "the server drops the keys that the schema does not name, also from stored objects";
        change.breaking(format!("{part} no longer takes keys of any name"), reason)
    } else if !gone && (was_open || had_keys) && new.is_some() {
        let reason = "values of any type were accepted before";
        change.breaking(
            format!("the values of {part} must suit a schema now"),
            reason,
        )
    } else if gone {
        change.compatible(
            format!("the values of {part} are no longer declared"),
            "unknown fields are kept",
        )
    } else {
        change.compatible(format!("{part} takes keys of any name now"), "")
    });
}
