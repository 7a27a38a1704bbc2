//! The values of an object with their schemas.

use serde_json::Value;

/// A value of an object, and its schema.
pub struct Place<'s> {
    /// A JSON pointer.
    pub pointer: String,
    /// Its schema.
    pub schema: &'s Value,
}

/// All values that the schema knows, the object first.
pub fn places<'s>(object: &Value, schema: &'s Value) -> Vec<Place<'s>> {
    let mut found = Vec::new();
    walk(object, schema, String::new(), &mut found);
    found
}

fn walk<'s>(value: &Value, schema: &'s Value, pointer: String, found: &mut Vec<Place<'s>>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let inner = [
                    &schema["properties"][key.as_str()],
                    &schema["additionalProperties"],
                ];
                if let Some(schema) = inner.into_iter().find(|schema| schema.is_object()) {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    walk(value, schema, format!("{pointer}/{key}"), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items
                .iter()
                .enumerate()
                .filter(|_| schema["items"].is_object())
            {
                walk(item, &schema["items"], format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(Place { pointer, schema });
}
