//! Whether the server can decode an object into its Go types, with strict field validation.
//!
//! Invariants: every wrong thing is found, not only the first; null fits everywhere, since Go leaves the zero value; what stands below a
//! field with a decoder of its own is read leniently, so unknown keys pass there, as on the server. Deliberately absent: keys that are
//! there twice, which the reader of the text tells, and the decoded value itself. How deep values nest is bounded by their readers.

mod scalar;
mod table;
mod unknown;

use serde_json::Value;

use crate::apiserver::{
    finding::{Cause, Finding},
    path::Path,
};
use table::{DEFINITION, Fields, Kind, SCHEMA};

/// The name of all findings here.
const RULE: &str = "undecodable";

/// Longer values are not shown in messages.
const LONGEST_SHOWN: usize = 60;

/// What becomes of a key that the Go type does not have.
#[derive(Clone, Copy, PartialEq)]
enum Unknown {
    Refused,
    Dropped,
}

/// What keeps a value from being a `CustomResourceDefinition` of apiextensions.k8s.io/v1.
pub fn definition(object: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    let root = Path::root("", "");
    let mut decoder = Decoder {
        unknown: Unknown::Refused,
        findings: &mut findings,
    };
    decoder.fields(object, &DEFINITION, &root);
    findings
}

struct Decoder<'f> {
    unknown: Unknown,
    findings: &'f mut Vec<Finding>,
}

impl Decoder<'_> {
    fn value(&mut self, value: &Value, kind: &Kind, path: &Path<'_>) {
        match (kind, value) {
            (_, Value::Null) => {}
            (Kind::Fields(known), Value::Object(_)) => self.fields(value, known, path),
            (Kind::List(item) | Kind::ListBesideSchema(item), Value::Array(items)) => {
                self.list(items, item, path);
            }
            (Kind::Map(entry), Value::Object(entries)) => {
                for (key, value) in entries {
                    self.value(value, entry, &path.child(key));
                }
            }
            (Kind::SchemaOr(other), _) => self.leniently(value, other, path),
            _ if kind.holds(value) => {}
            _ => self.findings.push(misfit(value, kind, path)),
        }
    }

    fn fields(&mut self, object: &Value, known: &Fields, path: &Path<'_>) {
        let Some(entries) = object.as_object() else {
            let message = format!("found {}, expected {}", shown(object), known.name);
            let finding = Finding::new(path, Cause::Undecodable, RULE, message);
            self.findings.push(finding);
            return;
        };
        for (key, value) in entries {
            match known.find(key) {
                Some(kind) => self.value(value, kind, &path.child(key)),
                None if self.unknown == Unknown::Dropped => {}
                None => self.findings.push(unknown::finding(key, known, path)),
            }
        }
    }

    fn list(&mut self, items: &[Value], item: &Kind, path: &Path<'_>) {
        for (index, value) in items.iter().enumerate() {
            self.value(value, item, &path.index(index));
        }
    }

    /// A schema, or a value of another type, with the decoder that such fields have of their own.
    fn leniently(&mut self, value: &Value, other: &Kind, path: &Path<'_>) {
        let mut decoder = Decoder {
            unknown: Unknown::Dropped,
            findings: &mut *self.findings,
        };
        match value {
            Value::Object(_) => decoder.fields(value, &SCHEMA, path),
            _ => decoder.value(value, other, path),
        }
    }
}

fn misfit(value: &Value, kind: &Kind, path: &Path<'_>) -> Finding {
    let message = format!("found {}, expected {}", shown(value), kind.name());
    let finding = Finding::new(path, Cause::Undecodable, RULE, message);
    match scalar::advice(value, kind, &finding.pointer) {
        Some(help) => finding.with_help(help),
        None => finding,
    }
}

/// A value as messages show it.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a map".to_owned(),
        Value::String(text) if text.len() > LONGEST_SHOWN => "a string".to_owned(),
        Value::String(_) => format!("the string `{value}`"),
        _ => format!("`{value}`"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::definition;

    /// The field and the message of each finding.
    fn found(object: &Value) -> Vec<(String, String)> {
        let findings = definition(object).into_iter();
        findings.map(|each| (each.field, each.message)).collect()
    }

    fn check(schema: &Value, expected: &[(&str, &str)]) {
        let object = json!({"spec": {"versions": [{"schema": {"openAPIV3Schema": schema}}]}});
        let at = |field: &str| {
            let root = "spec.versions[0].schema.openAPIV3Schema";
            if field.is_empty() {
                root.to_owned()
            } else {
                format!("{root}.{field}")
            }
        };
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, message)| (at(field), (*message).to_owned()))
            .collect();
        assert_eq!(found(&object), expected, "{schema}");
    }

    #[test]
    fn values_must_have_the_types_of_the_server() {
        let cases: [(Value, &[(&str, &str)]); 12] = [
            (json!({"maxLength": 5, "pattern": "a", "maximum": 1.5}), &[]),
            (
                json!({"maxLength": 1.5}),
                &[("maxLength", "found `1.5`, expected a whole number")],
            ),
            (
                json!({"maxLength": "5", "nullable": "true"}),
                &[
                    (
                        "maxLength",
                        "found the string `\"5\"`, expected a whole number",
                    ),
                    (
                        "nullable",
                        "found the string `\"true\"`, expected `true` or `false`",
                    ),
                ],
            ),
            (
                json!({"type": ["string", "null"]}),
                &[("type", "found a list, expected a string")],
            ),
            (
                json!({"required": true}),
                &[("required", "found `true`, expected a list")],
            ),
            (json!([]), &[("", "found a list, expected a map")]),
            (
                json!({"properties": {"a": "string"}}),
                &[(
                    "properties.a",
                    "found the string `\"string\"`, expected a map",
                )],
            ),
            (
                json!({"additionalProperties": "yes"}),
                &[(
                    "additionalProperties",
                    "found the string `\"yes\"`, expected `true`, `false` or a schema",
                )],
            ),
            (json!({"items": 5, "dependencies": {"a": 5}}), &[]),
            (
                json!({"items": [{"maxItems": 1.0}]}),
                &[("items[0].maxItems", "found `1.0`, expected a whole number")],
            ),
            (
                json!({"maxItems": 9_223_372_036_854_775_808_u64}),
                &[(
                    "maxItems",
                    "found `9223372036854775808`, expected a whole number",
                )],
            ),
            (json!({"type": null, "properties": {"a": null}}), &[]),
        ];
        for (schema, expected) in cases {
            check(&schema, expected);
        }
    }

    #[test]
    fn unknown_keys_are_found_unless_below_items_or_additional_properties() {
        let cases: [(Value, &[(&str, &str)]); 4] = [
            (
                json!({"properties": {"a": {"tpye": "string"}}}),
                &[("properties.a.tpye", "unknown field `tpye` of a schema")],
            ),
            (json!({"items": {"tpye": "string"}}), &[]),
            (
                json!({"additionalProperties": {"properties": {"a": {"tpye": "string"}}}}),
                &[],
            ),
            (
                json!({"x-kubernetes-validations": [{"rule": "true", "msg": ""}]}),
                &[(
                    "x-kubernetes-validations[0].msg",
                    "unknown field `msg` of a validation rule",
                )],
            ),
        ];
        for (schema, expected) in cases {
            check(&schema, expected);
        }
    }

    #[test]
    fn the_help_tells_what_to_write() {
        let cases = [
            (json!({"type": 5}), "quote it: `\"5\"`"),
            (json!({"maxLength": "5"}), "write `5` without quotes"),
            (
                json!({"exclusiveMinimum": 5}),
                "write `minimum: 5`, and `true` here",
            ),
            (json!({"required": "a"}), "write `[a]`"),
        ];
        for (schema, expected) in cases {
            let object = json!({"spec": {"versions": [{"schema": {"openAPIV3Schema": schema}}]}});
            let findings = definition(&object).into_iter();
            let helps: Vec<Option<String>> = findings.map(|each| each.help).collect();
            assert_eq!(helps, [Some(expected.to_owned())], "{schema}");
        }
    }

    #[test]
    fn metadata_and_webhooks_have_types_of_their_own() {
        let object = json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "metadata": {"creationTimestamp": "yesterday", "labels": {"a": 1}, "nmae": "x"},
            "spec": {"conversion": {"webhook": {"clientConfig": {
                "caBundle": "no base64!", "service": {"port": 3_000_000_000_u32}}}}},
            "status": {"conditions": [{"lastTransitionTime": "2024-02-30T00:00:00Z"}]},
        });
        let fields: Vec<String> = found(&object).into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "metadata.creationTimestamp",
                "metadata.labels.a",
                "metadata.nmae",
                "spec.conversion.webhook.clientConfig.caBundle",
                "spec.conversion.webhook.clientConfig.service.port",
                "status.conditions[0].lastTransitionTime",
            ]
        );
    }
}
