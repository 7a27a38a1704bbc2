//! Scalars and other built-in types, as controller-gen writes them.
//!
//! Source: controller-tools, `pkg/crd/known_types.go`, `pkg/crd/schema.go`.

use serde_json::{Value, json};

/// The names of the built-in types.
pub const NAMES: [&str; 13] = [
    "string",
    "integer",
    "number",
    "boolean",
    "int32",
    "int64",
    "date-time",
    "duration",
    "quantity",
    "int-or-string",
    "any",
    "object",
    BYTES,
];

/// The built-in type that holds bytes.
const BYTES: &str = "bytes";

/// What a quantity looks like. Source: controller-tools, `pkg/crd/known_types.go`.
const QUANTITY: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

/// The schema of a built-in type.
pub fn find(name: &str) -> Option<Value> {
    Some(match name {
        "string" | "integer" | "number" | "boolean" | "object" => json!({ "type": name }),
        "int32" | "int64" => json!({ "format": name, "type": "integer" }),
        "date-time" => json!({ "format": "date-time", "type": "string" }),
        "duration" => json!({ "type": "string" }),
        BYTES => json!({ "format": "byte", "type": "string" }),
        "any" => json!({ "x-kubernetes-preserve-unknown-fields": true }),
        "int-or-string" => json!({
            "anyOf": [{ "type": "integer" }, { "type": "string" }],
            "x-kubernetes-int-or-string": true,
        }),
        "quantity" => json!({
            "anyOf": [{ "type": "integer" }, { "type": "string" }],
            "pattern": QUANTITY,
            "x-kubernetes-int-or-string": true,
        }),
        _ => return None,
    })
}

/// The type that is meant by a word of another language.
pub fn find_meant(word: &str) -> Option<&'static str> {
    Some(match word {
        "bool" | "Boolean" => "boolean",
        "int" | "uint" | "uint32" => "int32",
        "long" | "uint64" => "int64",
        "float" | "float32" | "float64" | "double" => "number",
        "str" | "text" | "String" => "string",
        "time" | "datetime" | "timestamp" | "date" => "date-time",
        "intstr" | "IntOrString" => "int-or-string",
        "json" | "JSON" => "any",
        "byte" => BYTES,
        _ => return None,
    })
}
