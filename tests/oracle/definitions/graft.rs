//! Definitions that are changed anywhere and anyhow: values dropped, and replaced or joined by what stands elsewhere.

use serde_json::Value;

use crate::random::Random;

/// Values that stand nowhere in good definitions.
const STRANGE: [&str; 17] = [
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "\"\"",
    "\"a\"",
    "\"object\"",
    "\"set\"",
    "[]",
    "{}",
    "[{}]",
    "[\"a\"]",
    "{\"type\": \"string\"}",
    "{\"type\": \"array\", \"items\": {\"type\": \"object\"}}",
    "{\"a\": {}}",
];

/// Keywords that are put where they may not belong.
const KEYWORDS: [&str; 22] = [
    "type",
    "items",
    "properties",
    "additionalProperties",
    "required",
    "default",
    "enum",
    "nullable",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "format",
    "pattern",
    "x-kubernetes-int-or-string",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-list-type",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-map-type",
    "minLength",
    "maximum",
];

/// Changes a definition at one place or two.
pub fn graft(object: &mut Value, random: &mut Random) {
    for _ in 0..=random.below(2) {
        let mut pointers = Vec::new();
        collect(object, String::new(), &mut pointers);
        let pointer = &pointers[random.below(pointers.len())];
        let value = if random.below(2) == 0 {
            serde_json::from_str(random.pick(&STRANGE)).expect("it is JSON")
        } else {
            let donor = &pointers[random.below(pointers.len())];
            object.pointer(donor).cloned().expect("it was found")
        };
        let keyword = random.pick(&KEYWORDS);
        let action = random.below(4);
        match (action, object.pointer_mut(pointer).expect("it was found")) {
            (0, Value::Object(fields)) => {
                fields.insert(keyword.to_owned(), value);
            }
            (1, Value::Object(fields)) => {
                fields.shift_remove(keyword);
            }
            (2, Value::Array(items)) => items.push(value),
            (_, place) => *place = value,
        }
    }
}

/// The pointers of all values but the definition itself.
fn collect(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
    if !pointer.is_empty() {
        found.push(pointer);
    }
}
