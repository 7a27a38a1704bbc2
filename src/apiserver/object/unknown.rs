//! What to say of a field that the schema does not name.

use super::prune::{Pruned, RESOURCE_FIELDS, items_of, schema_of};
use crate::{
    apiserver::{Cause, Finding, Schema, metadata},
    promql::nearest::find_nearest,
};

/// The error of strict validation for a field that was dropped.
pub fn unknown_field(pruned: &Pruned, schema: &Schema) -> Finding {
    let keys: Vec<String> = pruned
        .pointer
        .split('/')
        .skip(1)
        .map(|key| key.replace("~1", "/").replace("~0", "~"))
        .collect();
    let (key, parents) = keys
        .split_last()
        .map_or(("", &[][..]), |(key, parents)| (key.as_str(), parents));
    Finding {
        field: pruned.field.clone(),
        pointer: pruned.pointer.clone(),
        range: None,
        is_key: true,
        cause: Cause::Undecodable,
        rule: "unknown-field",
        message: format!("`{}` is not a field of the schema", pruned.field),
        help: help(key, parents, schema),
    }
}

fn help(key: &str, parents: &[String], schema: &Schema) -> Option<String> {
    if parents == ["metadata"] {
        return metadata::nearest_field(key).map(|near| format!("`{near}` is the nearest field"));
    }
    let parent = parents
        .iter()
        .try_fold(schema, |schema, key| inner(schema, key))?;
    let root = RESOURCE_FIELDS
        .iter()
        .copied()
        .filter(|_| parents.is_empty());
    let mut names: Vec<&str> = parent
        .properties
        .keys()
        .map(String::as_str)
        .chain(root)
        .collect();
    names.sort_unstable();
    names.dedup();
    if let Some(near) = find_nearest(key, names.iter().copied()) {
        return Some(format!("`{near}` is the nearest field"));
    }
    let some: Vec<String> = names
        .iter()
        .take(5)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if names.len() > some.len() {
        format!(" and {} more", names.len() - some.len())
    } else {
        String::new()
    };
    match some.as_slice() {
        [] => Some("the schema names no fields here; `x-kubernetes-preserve-unknown-fields: true` would keep them".to_owned()),
        _ => Some(format!("it has {}{more}", some.join(", "))),
    }
}

/// The schema of a field or item.
fn inner<'s>(schema: &'s Schema, key: &str) -> Option<&'s Schema> {
    let additional = || schema.additional_properties.as_ref().and_then(schema_of);
    let item = || items_of(schema).filter(|_| key.bytes().all(|byte| byte.is_ascii_digit()));
    schema.properties.get(key).or_else(additional).or_else(item)
}
