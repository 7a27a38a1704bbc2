//! The JSON Schema of a project, derived from the types that read it.

use super::Project;
use serde_json::{Value, json};

/// The JSON Schema (draft 2020-12) of `gen.toml`. An environment is described as a project of which nothing is required.
pub fn json_schema() -> Value {
    let mut schema = Value::from(schemars::schema_for!(Project));
    let environment = json!({
        "description": "Changes of each environment: a partial project.",
        "type": "object",
        "additionalProperties": { "$ref": "#/$defs/Environment" },
    });
    let mut partial = partial(&schema);
    partial["properties"]["unset"] = json!({
        "description": "Key paths that are dropped first, such as \"prometheus.rule-selector\".",
        "type": "array",
        "items": { "type": "string" },
    });
    schema["$defs"]["Environment"] = partial;
    schema["properties"]["environments"] = environment;
    schema
}

/// The root schema without what is required at its top; deeper down nothing is checked that the merged project does not check.
fn partial(schema: &Value) -> Value {
    let names = schema["properties"].as_object().into_iter().flatten();
    let tables = names.map(|(name, property)| {
        let description = property.get("description").cloned().unwrap_or_default();
        (
            name.clone(),
            json!({ "type": "object", "description": description }),
        )
    });
    json!({
        "description": "A partial project.",
        "type": "object",
        "properties": tables.collect::<serde_json::Map<_, _>>(),
        "additionalProperties": false,
    })
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

/// Follows `$ref` and the single real branch of an optional value.
fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return root
            .pointer(reference.trim_start_matches('#'))
            .map_or(schema, |found| resolve(root, found));
    }
    let branches = schema.get("anyOf").and_then(Value::as_array);
    match branches.and_then(|branches| branches.iter().find(|branch| branch["type"] != "null")) {
        Some(branch) => resolve(root, branch),
        None => schema,
    }
}
