//! The keys that an environment can change: those that the project has at the same place.
//!
//! Invariant: nothing is refused that a partial project may hold; the keys stand beside what describes it and add no condition.

use super::schema::resolve;
use serde_json::{Map, Value, json};
use toml::de::DeTable;

/// Name of the definition of this project's environments.
const DEFINITION: &str = "EnvironmentOfProject";

/// Fields that tell most about an item, the best first.
const TELLING: [&str; 4] = ["title", "summary", "help", "description"];

/// Offers the project's items in its environments, and the environments' names.
pub fn offer(schema: &mut Value, whole: &DeTable<'_>) {
    let environment = json!({ "$ref": "#/$defs/Environment" });
    let Some(items) = keys(schema, &environment, whole) else {
        return;
    };
    schema["$defs"][DEFINITION] = json!({
        "description": "A partial project.",
        "allOf": [environment, items],
    });
    let own = json!({ "$ref": format!("#/$defs/{DEFINITION}") });
    let place = &mut schema["properties"]["environments"];
    let written = whole.get("environments");
    let named = written.and_then(|table| table.get_ref().as_table());
    for (name, _) in named.into_iter().flatten() {
        let mut one = own.clone();
        one["description"] = Value::from(format!("Changes of `{}`.", name.get_ref()));
        place["properties"][name.get_ref().as_ref()] = one;
    }
    place["additionalProperties"] = own;
}

/// A schema that names the keys of `table` wherever `node` takes any key; `None` when it has none there.
fn keys(root: &Value, node: &Value, table: &DeTable<'_>) -> Option<Value> {
    let node = resolve(root, node);
    let mut properties = Map::new();
    for (key, value) in table {
        let below = value.get_ref().as_table();
        let inside = |node| below.and_then(|below| keys(root, node, below));
        let field = node["properties"].get(key.get_ref().as_ref());
        let entry = match (field, &node["additionalProperties"]) {
            (Some(field), _) => {
                inside(field).map(|found| said(found, field["description"].clone()))
            }
            (None, any @ Value::Object(_)) => {
                let found = inside(any).unwrap_or_else(|| json!({}));
                Some(said(found, Value::from(about(key.get_ref(), below))))
            }
            (None, _) => None,
        };
        properties.extend(entry.map(|entry| (key.get_ref().to_string(), entry)));
    }
    (!properties.is_empty()).then(|| json!({ "properties": properties }))
}

fn said(mut schema: Value, description: Value) -> Value {
    schema["description"] = description;
    schema
}

/// What an item says about itself, on one line.
fn about(name: &str, item: Option<&DeTable<'_>>) -> String {
    let texts = TELLING.into_iter().filter_map(|field| {
        let text = item?.get(field)?.get_ref().as_str()?.trim();
        text.lines().next()
    });
    let mut texts = texts.filter(|text| !text.is_empty());
    match texts.next() {
        Some(text) => format!("`{name}` of the project: {text}"),
        None => format!("`{name}` of the project."),
    }
}
