//! Resources within an object: their `apiVersion`, `kind` and `metadata` (`schema/objectmeta`).

use super::prune::{Pruned, items_of, schema_of};
use crate::apiserver::{
    Cause, Finding, Path, Schema,
    metadata::{self, Names, Namespace, Syntax, name_problem},
};
use serde_json::{Map, Value};

/// What became of the metadata of embedded resources.
#[derive(Default)]
pub struct Coerced {
    /// What cannot be read; the server tells the first it meets.
    pub findings: Vec<Finding>,
    /// Fields of metadata that no resource has, and which were dropped.
    pub unknown: Vec<Pruned>,
}

/// Reads the metadata of embedded resources and writes back what the server keeps.
pub fn coerce(value: &mut Value, schema: &Schema, path: &Path, coerced: &mut Coerced) {
    match value {
        Value::Object(fields) => {
            if schema.is_embedded_resource {
                coerce_resource(fields, path, coerced);
            }
            for (key, value) in fields.iter_mut() {
                if let Some(property) = schema.properties.get(key) {
                    coerce(value, property, &path.child(key), coerced);
                } else if let Some(additional) =
                    schema.additional_properties.as_ref().and_then(schema_of)
                {
                    coerce(value, additional, &path.key(key), coerced);
                }
            }
        }
        Value::Array(items) => {
            if let Some(schema) = items_of(schema) {
                for (index, item) in items.iter_mut().enumerate() {
                    coerce(item, schema, &path.index(index), coerced);
                }
            }
        }
        _ => {}
    }
}

fn coerce_resource(fields: &mut Map<String, Value>, path: &Path, coerced: &mut Coerced) {
    for key in ["apiVersion", "kind"] {
        if fields.get(key).is_some_and(|value| !value.is_string()) {
            let place = path.child(key);
            coerced.findings.push(finding(
                Cause::Undecodable,
                format!("`{}` must be a string", place.field()),
                &place,
            ));
        }
    }
    let Some(metadata) = fields.get_mut("metadata") else {
        return;
    };
    let place = path.child("metadata");
    let decoded = metadata::decode(metadata, &place);
    coerced.unknown.extend(decoded.unknown);
    if decoded.findings.is_empty() {
        *metadata = Value::Object(decoded.fields);
    }
    let named = decoded.findings.into_iter().map(|finding| Finding {
        field: place.field(),
        ..finding
    });
    coerced.findings.extend(named);
}

/// What the server refuses of embedded resources, once they were read.
pub fn validate(value: &Value, schema: &Schema, path: &Path, findings: &mut Vec<Finding>) {
    match value {
        Value::Object(fields) => {
            if schema.is_embedded_resource {
                resource(fields, path, findings);
            }
            for (key, value) in fields {
                if let Some(property) = schema.properties.get(key) {
                    validate(value, property, &path.child(key), findings);
                } else if let Some(additional) =
                    schema.additional_properties.as_ref().and_then(schema_of)
                {
                    validate(value, additional, &path.key(key), findings);
                }
            }
        }
        Value::Array(items) => {
            if let Some(schema) = items_of(schema) {
                for (index, item) in items.iter().enumerate() {
                    validate(item, schema, &path.index(index), findings);
                }
            }
        }
        _ => {}
    }
}

/// What is wrong with the text of a field, as a phrase.
type Problem = fn(&str) -> Option<String>;

const TYPE_FIELDS: [(&str, Problem); 2] = [("apiVersion", version_problem), ("kind", kind_problem)];

fn resource(fields: &Map<String, Value>, path: &Path, findings: &mut Vec<Finding>) {
    for (key, problem) in TYPE_FIELDS {
        let place = path.child(key);
        let field = place.field();
        match fields.get(key) {
            None => findings.push(Finding {
                pointer: path.pointer(),
                rule: "missing-field",
                ..finding(
                    Cause::Required,
                    format!("`{field}` is required: this is a whole resource"),
                    &place,
                )
            }),
            Some(Value::String(text)) if text.is_empty() => {
                findings.push(finding(
                    Cause::Invalid,
                    format!("`{field}` must not be empty"),
                    &place,
                ));
            }
            Some(Value::String(text)) => {
                let problem = problem(text).map(|problem| {
                    finding(
                        Cause::Invalid,
                        format!("`{field}` {problem}: `{text}`"),
                        &place,
                    )
                });
                findings.extend(problem);
            }
            Some(_) => findings.push(finding(
                Cause::Invalid,
                format!("`{field}` must be a string"),
                &place,
            )),
        }
    }
    if let Some(metadata) = fields.get("metadata") {
        let place = path.child("metadata");
        let decoded = metadata::decode(metadata, &place);
        findings.extend(decoded.findings);
        findings.extend(metadata::validate(
            &decoded.fields,
            Names::OptionalPathSegment,
            Namespace::Checked,
            &place,
        ));
    }
}

fn version_problem(text: &str) -> Option<String> {
    let slashes = text.matches('/').count();
    (slashes > 1).then(|| "must be `group/version` or `version`".to_owned())
}

fn kind_problem(text: &str) -> Option<String> {
    name_problem(&text.to_lowercase(), Syntax::LetterLabel)
        .map(|problem| problem.replace("lowercase letters", "letters"))
}

fn finding(cause: Cause, message: String, path: &Path) -> Finding {
    Finding {
        field: path.field(),
        pointer: path.pointer(),
        range: None,
        is_key: false,
        cause,
        rule: "invalid-metadata",
        message,
        help: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Coerced, coerce, validate};
    use crate::apiserver::{Path, Schema};
    use serde_json::{Value, json};

    /// Checks a map whose entries are whole resources: what is kept of one, unknown fields, and both kinds of errors.
    #[expect(clippy::needless_pass_by_value, reason = "cases are literals")]
    fn check(resource: Value, kept: Value, unknown: &[&str], undecodable: &[&str], wrong: &[&str]) {
        let schema = Schema::read(
            &json!({ "additionalProperties": { "x-kubernetes-embedded-resource": true } }),
        );
        let root = Path::root("spec", "/spec");
        let mut value = json!({ "k": resource });
        let (mut coerced, mut findings) = (Coerced::default(), Vec::new());
        coerce(&mut value, &schema, &root, &mut coerced);
        validate(&value, &schema, &root, &mut findings);
        assert_eq!(value, json!({ "k": kept }));
        let fields: Vec<&str> = coerced
            .unknown
            .iter()
            .map(|each| each.field.as_str())
            .collect();
        assert_eq!(fields, unknown);
        let fields = |findings: &[crate::apiserver::Finding]| -> Vec<String> {
            findings.iter().map(|each| each.field.clone()).collect()
        };
        assert_eq!(fields(&coerced.findings), undecodable);
        if undecodable.is_empty() {
            assert_eq!(fields(&findings), wrong);
        }
    }

    #[test]
    fn embedded_resources_have_metadata() {
        check(
            json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "A:b", "x": 1, "labels": {} } }),
            json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "A:b" } }),
            &["spec[k].metadata.x"],
            &[],
            &[],
        );
        check(
            json!({ "metadata": null }),
            json!({ "metadata": {} }),
            &[],
            &[],
            &["spec[k].apiVersion", "spec[k].kind"],
        );
        check(
            json!({ "kind": 1, "metadata": { "name": 1 } }),
            json!({ "kind": 1, "metadata": { "name": 1 } }),
            &[],
            &["spec[k].kind", "spec[k].metadata"],
            &[],
        );
        check(
            json!({ "apiVersion": "a/b/c", "kind": "1Pod", "metadata": { "namespace": "A", "name": ".." } }),
            json!({ "apiVersion": "a/b/c", "kind": "1Pod", "metadata": { "namespace": "A", "name": ".." } }),
            &[],
            &[],
            &[
                "spec[k].apiVersion",
                "spec[k].kind",
                "spec[k].metadata.name",
                "spec[k].metadata.namespace",
            ],
        );
    }
}
