//! The JSON Schema of a project, derived from the types that read it.

use super::{Project, environment::FIXED};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of `gen.toml`. An environment is described as a project of which nothing is required.
pub fn json_schema() -> Value {
    let mut schema = Value::from(schemars::schema_for!(Project));
    simplify(&mut schema);
    let environment = environment(&mut schema);
    schema["$defs"]["Environment"] = environment;
    schema["properties"]["environments"] = json!({
        "description": "Changes of each environment: a partial project.",
        "type": "object",
        "additionalProperties": { "$ref": "#/$defs/Environment" },
    });
    schema
}

/// Bounds of numbers by their width, where the derived schema has the width alone.
const WIDTHS: [(&str, i64, i64); 2] = [
    ("int32", i32::MIN as i64, i32::MAX as i64),
    ("uint32", 0, u32::MAX as i64),
];

/// Drops what only Rust says: `null`, which TOML does not have, and the widths of numbers, which editors warn of and which become
/// bounds.
fn simplify(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(simplify),
        Value::Object(entries) => {
            entries.values_mut().for_each(simplify);
            let width = entries.get("format").and_then(Value::as_str);
            let bounds = WIDTHS.iter().find(|(name, ..)| width == Some(name));
            if let Some((_, least, most)) = bounds {
                entries.entry("minimum").or_insert_with(|| json!(least));
                entries.entry("maximum").or_insert_with(|| json!(most));
            }
            if let Some(Value::Array(types)) = entries.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    entries.insert("type".to_string(), only);
                }
            }
            if entries.get("type").is_some_and(|kind| kind != "string") {
                entries.retain(|key, value| key != "format" || !value.is_string());
            }
            if let Some(Value::Array(branches)) = entries.get_mut("anyOf") {
                branches.retain(|branch| branch["type"] != "null");
                if let [Value::Object(only)] = branches.as_mut_slice() {
                    let only = std::mem::take(only);
                    entries.remove("anyOf");
                    entries.extend(only);
                }
            }
        }
        _ => {}
    }
}

/// The root schema without what an environment cannot change, and with nothing required: what is missing stands in a layer below.
/// Definitions that require something get a partial twin, `Partial…`.
fn environment(schema: &mut Value) -> Value {
    let definitions = schema["$defs"].as_object().cloned().unwrap_or_default();
    let demanding = demanding(&definitions);
    let mut environment = json!({
        "description": "A partial project.",
        "type": "object",
        "properties": schema["properties"].clone(),
        "additionalProperties": false,
    });
    remove(&mut environment["properties"], |(_, key)| key.is_none());
    environment["properties"]["unset"] = json!({
        "description": "Key paths that are dropped first, such as \"prometheus.rule-selector\".",
        "type": "array",
        "items": { "type": "string" },
    });
    let mut wanted = Vec::new();
    relax(&mut environment, &demanding, &mut wanted);
    let mut done = 0;
    while let Some(name) = wanted.get(done).cloned() {
        done += 1;
        let mut twin = definitions[&name].clone();
        relax(&mut twin, &demanding, &mut wanted);
        schema["$defs"][partial(&name)] = twin;
    }
    let project = &mut schema["$defs"]["PartialProjectTable"]["properties"];
    remove(project, |(table, key)| *table == "project" && key.is_some());
    environment
}

/// The name of the twin of a definition.
fn partial(name: &str) -> String {
    format!("Partial{name}")
}

/// Removes the properties that no environment may change.
fn remove(properties: &mut Value, which: impl Fn(&(&str, Option<&str>)) -> bool) {
    for (table, key) in FIXED.into_iter().filter(|fixed| which(fixed)) {
        if let Some(properties) = properties.as_object_mut() {
            properties.shift_remove(key.unwrap_or(table));
        }
    }
}

/// The definitions that require something of their own or of what they refer to.
fn demanding(definitions: &Map<String, Value>) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    loop {
        let more = definitions.iter().find(|(name, definition)| {
            !found.contains(&name.as_str()) && demands(definition, &found)
        });
        let Some((name, _)) = more else { return found };
        found.push(name);
    }
}

fn demands(schema: &Value, demanding: &[&str]) -> bool {
    let Some(entries) = schema.as_object() else {
        return false;
    };
    let refers = definition(schema).is_some_and(|name| demanding.contains(&name));
    let inner = entries.iter().filter(|(key, _)| *key != "items");
    refers
        || entries.get("required").is_some_and(Value::is_array)
        || inner
            .into_iter()
            .any(|(_, value)| demands(value, demanding))
}

/// Drops `required` and refers to the partial twins, except in lists, which a layer replaces whole.
fn relax(schema: &mut Value, demanding: &[&str], wanted: &mut Vec<String>) {
    let name = definition(schema).filter(|name| demanding.contains(name));
    if let Some(name) = name.map(str::to_string) {
        schema["$ref"] = Value::from(format!("#/$defs/{}", partial(&name)));
        if !wanted.contains(&name) {
            wanted.push(name);
        }
    }
    let Some(entries) = schema.as_object_mut() else {
        return;
    };
    entries.retain(|key, value| key != "required" || !value.is_array());
    let inner = entries.iter_mut().filter(|(key, _)| *key != "items");
    inner.for_each(|(_, value)| relax(value, demanding, wanted));
}

/// The name of the definition that a schema refers to.
fn definition(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The schema that applies at a JSON pointer of an instance, references resolved; `None` where it says nothing.
pub fn find<'a>(root: &'a Value, pointer: &str) -> Option<&'a Value> {
    let mut here = resolve(root, root);
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let next = here
            .pointer("/properties")
            .and_then(|properties| properties.get(&token))
            .or_else(|| {
                here.get("additionalProperties")
                    .filter(|schema| schema.is_object())
            })
            .or_else(|| here.get("items"))?;
        here = resolve(root, next);
    }
    Some(here)
}

/// The schema itself, `$ref` followed.
pub fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    definition(schema)
        .and_then(|name| root["$defs"].get(name))
        .map_or(schema, |found| resolve(root, found))
}
