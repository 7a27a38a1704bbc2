//! Defaults: what the server would fill in must be what it accepts (`schema/defaulting/validation.go`).
//!
//! Each default is judged as it is written, without the defaults within it. Those below `additionalProperties` are never looked at.

use serde_json::{Map, Value};

use crate::apiserver::{
    definition::{rule::DEFAULT, schema::walk::OF_OBJECTS},
    finding::{Cause, Finding},
    object::{Coerced, Pruned, Reading, Root, coerce_embedded, prune, validate, validate_embedded},
    path::Path,
    rules::Rules,
    schema::{Items, Schema},
};

/// A schema at its place.
struct Node<'a> {
    schema: &'a Schema,
    path: &'a Path<'a>,
    /// The schema of the resource that it is a part of.
    resource: &'a Schema,
    /// The way from that resource.
    way: Way<'a>,
    is_in_metadata: bool,
}

/// The steps from a resource to a value in it, the last first.
#[derive(Clone, Copy)]
enum Way<'a> {
    Start,
    Property(&'a str, &'a Way<'a>),
    Item(&'a Way<'a>),
}

/// Judges all defaults of a structural schema.
pub fn check(schema: &Schema, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let node = Node {
        schema,
        path,
        resource: schema,
        way: Way::Start,
        is_in_metadata: false,
    };
    visit(&node, true, findings);
}

fn visit(node: &Node<'_>, is_root: bool, findings: &mut Vec<Finding>) {
    let Node { schema, path, .. } = node;
    let is_resource = is_root || schema.is_embedded_resource;
    let node = &Node {
        resource: if is_resource { schema } else { node.resource },
        way: if is_resource { Way::Start } else { node.way },
        is_in_metadata: node.is_in_metadata && !is_resource,
        ..*node
    };
    if let Some(default) = &schema.default {
        let path = path.child("default");
        let found = if node.is_in_metadata {
            judge_in_metadata(default, node, &path)
        } else {
            judge(default, schema, is_root, &path)
        };
        findings.extend(found.into_iter().map(|finding| Finding {
            rule: DEFAULT,
            ..finding
        }));
    }
    if let Some(Items::One(items)) = &schema.items {
        let node = Node {
            schema: items,
            path: &path.child("items"),
            way: Way::Item(&node.way),
            ..*node
        };
        visit(&node, false, findings);
    }
    let properties = path.child("properties");
    for (name, schema) in &schema.properties {
        let is_of_object = is_resource && OF_OBJECTS.contains(&name.as_str());
        let node = Node {
            schema,
            path: &properties.key(name),
            way: Way::Property(name, &node.way),
            is_in_metadata: node.is_in_metadata || is_of_object,
            ..*node
        };
        visit(&node, false, findings);
    }
}

/// A default that is not in the metadata of an object.
fn judge(default: &Value, schema: &Schema, is_root: bool, path: &Path<'_>) -> Vec<Finding> {
    let resource;
    let schema = if is_root {
        resource = as_resource(schema);
        &resource
    } else {
        schema
    };
    let mut rest = default.clone();
    let pruned = prune(&mut rest, schema, Root::Part, path);
    let mut findings: Vec<Finding> = pruned.iter().map(|field| unknown(field, path)).collect();
    let mut value = default.clone();
    let found = match judge_resources(&mut value, schema, path) {
        found if found.is_empty() => validated(&value, schema, path),
        found => found,
    };
    findings.extend(found);
    findings
}

/// A default of the metadata, `kind` or `apiVersion` of an object: the object around it must be a good one.
fn judge_in_metadata(default: &Value, node: &Node<'_>, path: &Path<'_>) -> Vec<Finding> {
    let mut object = surrounding(default, node.way);
    let nowhere = Path::root("", "");
    let found = judge_resources(&mut object, &as_resource(node.resource), &nowhere);
    if found.is_empty() {
        return validated(default, node.schema, path);
    }
    let told = found.into_iter().map(|finding| {
        let message = format!("the default makes an object of which {}", finding.message);
        Finding::new(path, Cause::Invalid, DEFAULT, message)
    });
    told.collect()
}

/// What the schema says to a value: its keywords, then its rules, with the value as its own former one and without.
fn validated(value: &Value, schema: &Schema, path: &Path<'_>) -> Vec<Finding> {
    let mut findings = judged_by_keywords(value, schema, path);
    if findings.is_empty() {
        let rules = Rules::prepare_part(schema);
        findings = rules.evaluate(value, Some(value), path);
        if findings.is_empty() {
            findings = rules.evaluate(value, None, path);
        }
    }
    findings
}

/// The server writes a dot before the number of an item directly in the default.
fn judged_by_keywords(value: &Value, schema: &Schema, path: &Path<'_>) -> Vec<Finding> {
    let mut findings = validate(value, schema, Reading::Default, path);
    let length = path.field().len();
    for finding in &mut findings {
        if finding.field[length..].starts_with('[') {
            finding.field.insert(length, '.');
        }
    }
    findings
}

/// What is wrong with the metadata of resources in a value, which is rewritten as the server reads it.
fn judge_resources(value: &mut Value, schema: &Schema, path: &Path<'_>) -> Vec<Finding> {
    let mut coerced = Coerced::default();
    coerce_embedded(value, schema, path, &mut coerced);
    let mut findings = coerced.findings;
    if findings.is_empty() {
        validate_embedded(value, schema, path, &mut findings);
    }
    findings
}

fn as_resource(schema: &Schema) -> Schema {
    Schema {
        is_embedded_resource: true,
        ..schema.clone()
    }
}

fn unknown(pruned: &Pruned, path: &Path<'_>) -> Finding {
    let name = pruned.pointer.rsplit('/').next().unwrap_or_default();
    let name = name.replace("~1", "/").replace("~0", "~");
    let message = format!("the default has the field `{name}`, which the schema does not have");
    let mut finding = Finding::new(path, Cause::Invalid, DEFAULT, message);
    finding.pointer.clone_from(&pruned.pointer);
    finding.at_key().with_help("remove it, describe it in `properties`, or keep it with `x-kubernetes-preserve-unknown-fields: true`")
}

/// The resource in which a default would be filled, with nothing else but a type.
fn surrounding(default: &Value, way: Way<'_>) -> Value {
    let mut value = default.clone();
    let mut way = way;
    loop {
        (value, way) = match way {
            Way::Property(name, before) => {
                let entry = (name.to_owned(), value);
                (Value::Object(Map::from_iter([entry])), *before)
            }
            Way::Item(before) => (Value::Array(vec![value]), *before),
            Way::Start => break,
        };
    }
    for (key, text) in [("apiVersion", "validation/v1"), ("kind", "Validation")] {
        if let Value::Object(fields) = &mut value {
            fields.entry(key).or_insert_with(|| text.into());
        }
    }
    value
}
