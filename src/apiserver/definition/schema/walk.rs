//! The schema as it is written: each schema in it with what the place forbids (`ValidateCustomResourceDefinitionOpenAPISchema`).

use crate::apiserver::{
    definition::schema::{keywords, lists},
    finding::Finding,
    path::Path,
    rules,
    schema::{Additional, Dependency, Items, Schema},
};

/// A schema at its place.
pub struct Node<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// Where it stands.
    pub path: &'a Path<'a>,
    /// What the place forbids.
    pub place: Place,
}

/// What a place forbids to the schemas there.
#[derive(Clone, Copy, Default)]
pub struct Place {
    /// Why there may be no default; `None` when there may.
    pub no_default: Option<&'static str>,
    /// Whether it is in the metadata, `kind` or `apiVersion` of an object.
    pub is_in_metadata: bool,
}

/// The properties that the server defines itself.
pub const OF_OBJECTS: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// What is judged of each schema.
const CHECKS: [fn(&Node<'_>, &mut Vec<Finding>); 3] = [keywords::check, lists::check, check_rules];

/// Judges all schemas in a root schema.
pub fn check(root: &Schema, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let node = Node {
        schema: root,
        path,
        place: Place::default(),
    };
    visit(&node, true, findings);
}

fn visit(node: &Node<'_>, is_root: bool, findings: &mut Vec<Finding>) {
    for check in CHECKS {
        check(node, findings);
    }
    visit_properties(node, is_root, findings);
    let schema = node.schema;
    let mut go = |schema: &Schema, path: &Path<'_>, place: Place| {
        let node = Node {
            schema,
            path,
            place,
        };
        visit(&node, false, findings);
    };
    if let Some(Additional::Schema(entry)) = &schema.additional_properties {
        let mut place = node.place;
        if place.is_in_metadata {
            place.no_default = Some("of values in the metadata of objects");
        }
        go(entry, &node.path.child("additionalProperties"), place);
    }
    each_other(schema, node.path, &mut |schema, path| {
        go(schema, path, node.place);
    });
}

fn check_rules(node: &Node<'_>, findings: &mut Vec<Finding>) {
    if !node.schema.validations.is_empty() {
        findings.extend(rules::check_form(node.schema, node.path));
    }
}

fn visit_properties(node: &Node<'_>, is_root: bool, findings: &mut Vec<Finding>) {
    let properties = node.path.child("properties");
    for (name, schema) in &node.schema.properties {
        let mut place = node.place;
        let is_object = is_root || node.schema.is_embedded_resource;
        if is_object && OF_OBJECTS.contains(&name.as_str()) {
            place.is_in_metadata = true;
            if is_root {
                place.no_default = Some("of `apiVersion`, `kind` and `metadata`");
            }
        }
        let path = &properties.key(name);
        visit(
            &Node {
                schema,
                path,
                place,
            },
            false,
            findings,
        );
    }
}

/// Calls a function with each schema in a schema but those of properties and additional properties.
fn each_other(schema: &Schema, path: &Path<'_>, each: &mut dyn FnMut(&Schema, &Path<'_>)) {
    match &schema.items {
        Some(Items::One(items)) => each(items, &path.child("items")),
        Some(Items::Each(items)) => each_of(items, &path.child("items"), each),
        None => {}
    }
    if let Some(not) = &schema.not {
        each(not, &path.child("not"));
    }
    each_of(&schema.all_of, &path.child("allOf"), each);
    each_of(&schema.one_of, &path.child("oneOf"), each);
    each_of(&schema.any_of, &path.child("anyOf"), each);
    let definitions = path.child("definitions");
    for (name, schema) in &schema.definitions {
        each(schema, &definitions.key(name));
    }
    let dependencies = path.child("dependencies");
    for (name, dependency) in &schema.dependencies {
        if let Dependency::Schema(schema) = dependency {
            each(schema, &dependencies.key(name));
        }
    }
}

fn each_of(schemas: &[Schema], path: &Path<'_>, each: &mut dyn FnMut(&Schema, &Path<'_>)) {
    for (index, schema) in schemas.iter().enumerate() {
        each(schema, &path.index(index));
    }
}

/// What a function finds first in the schemas directly in a schema.
pub fn find<T>(
    schema: &Schema,
    path: &Path<'_>,
    find: &mut dyn FnMut(&Schema, &Path<'_>) -> Option<T>,
) -> Option<T> {
    let mut found = None;
    let mut each = |schema: &Schema, path: &Path<'_>| {
        if found.is_none() {
            found = find(schema, path);
        }
    };
    let properties = path.child("properties");
    for (name, schema) in &schema.properties {
        each(schema, &properties.key(name));
    }
    if let Some(Additional::Schema(entry)) = &schema.additional_properties {
        each(entry, &path.child("additionalProperties"));
    }
    each_other(schema, path, &mut each);
    found
}
