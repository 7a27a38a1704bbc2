//! What the API server refuses in schemas, as far as it is cheap and certain: structural schemas, lists, defaults.
//!
//! Source: apiextensions-apiserver, `pkg/apiserver/schema/validation.go`. What type strings make cannot break these rules; `raw`
//! and files can.

use super::{Body, Crd, fits::find_misfit, kind::Kind, lists, markers::IMMUTABLE};
use crate::{
    diag::Diagnostic,
    model::{Context, context::BAD_VALUE},
    project::{Tree, TreeValue},
};

/// How deep a schema may nest.
const MAX_DEPTH: usize = 200;

/// Words of OpenAPI that the API server forbids.
const FORBIDDEN: [&str; 7] = [
    "$ref",
    "additionalItems",
    "definitions",
    "dependencies",
    "deprecated",
    "discriminator",
    "patternProperties",
];

/// Words that describe values and so cannot stand inside `allOf` and its like.
const OUTSIDE_JUNCTORS: [&str; 6] = [
    "additionalProperties",
    "default",
    "description",
    "nullable",
    "title",
    "type",
];

/// Checks every schema.
pub fn check_all(ctx: &mut Context, crds: &[Crd]) {
    for crd in crds {
        match &crd.body {
            Body::Written(written) => {
                for version in &written.versions {
                    check_root(ctx, &version.schema);
                }
            }
            Body::File(tree) => {
                let versions = tree.get("spec").and_then(|spec| spec.get("versions"));
                for version in versions.and_then(Tree::as_list).unwrap_or_default() {
                    let schema = version
                        .get("schema")
                        .and_then(|schema| schema.get("openAPIV3Schema"));
                    if let Some(schema) = schema {
                        check_root(ctx, schema);
                    }
                }
            }
        }
    }
}

fn refuse(ctx: &mut Context, tree: &Tree, path: &str, message: String) {
    let finding = Diagnostic::new(&BAD_VALUE, tree.span, message);
    ctx.report(if path.is_empty() {
        finding
    } else {
        finding.note(format!("at `{path}` of the schema"))
    });
}

/// Where a schema stands in the object's.
struct Position {
    path: String,
    depth: usize,
    /// Whether the API server knows the value that was there before.
    has_old: bool,
}

impl Position {
    fn below(&self, step: &str, has_old: bool) -> Self {
        Self {
            path: format!("{}{step}", self.path),
            depth: self.depth + 1,
            has_old: self.has_old && has_old,
        }
    }
}

fn check_root(ctx: &mut Context, schema: &Tree) {
    let root = Position {
        path: String::new(),
        depth: 0,
        has_old: true,
    };
    check(ctx, schema, &root);
}

fn check(ctx: &mut Context, schema: &Tree, here: &Position) {
    let (path, depth) = (here.path.as_str(), here.depth);
    let Some(entries) = schema.as_map() else {
        return refuse(ctx, schema, path, "a schema is an object".to_string());
    };
    if depth > MAX_DEPTH {
        let message = format!("the schema nests more than {MAX_DEPTH} levels deep");
        return refuse(ctx, schema, path, message);
    }
    for word in FORBIDDEN {
        if let Some(value) = entries.get(word) {
            let message = format!("the API server refuses `{word}` in schemas");
            refuse(ctx, value, path, message);
        }
    }
    check_type(ctx, schema, path);
    check_extensions(ctx, schema, path);
    if let Some(value) = schema.get("default")
        && let Some(found) = find_misfit(value, schema)
    {
        ctx.bad_value(found.span, format!("the default {}", found.message));
    }
    if let Some(properties) = entries.get("properties").and_then(Tree::as_map) {
        for (name, property) in properties {
            check(ctx, property, &here.below(&format!(".{name}"), true));
        }
    }
    if let Some(items) = entries.get("items") {
        let keyed = schema.get("x-kubernetes-list-type").and_then(Tree::as_str) == Some("map");
        check(ctx, items, &here.below("[]", keyed));
    }
    if let Some(values) = entries
        .get("additionalProperties")
        .filter(|values| !matches!(values.value, TreeValue::Bool(_)))
    {
        check(ctx, values, &here.below("{}", true));
    }
    check_junctors(ctx, schema, path);
    if !here.has_old {
        check_immutable(ctx, schema);
    }
}

/// Items of a list without keys have no earlier value.
fn check_immutable(ctx: &mut Context, schema: &Tree) {
    let rules = schema.get("x-kubernetes-validations");
    for rule in rules.and_then(Tree::as_list).unwrap_or_default() {
        if rule.get("rule").and_then(Tree::as_str) == Some(IMMUTABLE) {
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    rule.span,
                    "an item of a list has no old value to be compared with",
                )
                .help("write `listMapKeys=[…]` at the list, or `immutable` at the list itself"),
            );
        }
    }
}

fn check_type(ctx: &mut Context, schema: &Tree, path: &str) {
    const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
    let open = schema.is_true("x-kubernetes-preserve-unknown-fields");
    let either = schema.is_true("x-kubernetes-int-or-string");
    match schema.get("type") {
        None if !open && !either => {
            let message = match path {
                "" => "the object has no `type`".to_string(),
                _ => "a property has no `type`".to_string(),
            };
            refuse(ctx, schema, path, message);
        }
        Some(written) if either => {
            let message = "`x-kubernetes-int-or-string` stands without `type`".to_string();
            refuse(ctx, written, path, message);
        }
        Some(written) => {
            let known = written.as_str().is_some_and(|text| TYPES.contains(&text));
            if !known {
                let message = format!("`{}` is no type of OpenAPI", written.to_json());
                refuse(ctx, written, path, message);
            } else if path.is_empty() && written.as_str() != Some("object") {
                let message = "the root of a schema is of type `object`".to_string();
                refuse(ctx, written, path, message);
            }
        }
        None => {}
    }
    if Kind::of(schema) == Kind::List && schema.get("items").is_none() {
        let message = "a list has no `items`".to_string();
        refuse(ctx, schema, path, message);
    }
    let free = schema.get("additionalProperties");
    if let (Some(free), true) = (free, schema.get("properties").is_some()) {
        let message = "`additionalProperties` cannot stand beside `properties`".to_string();
        refuse(ctx, free, path, message);
    }
    if let Some(flag) = schema
        .get("additionalProperties")
        .filter(|flag| flag.value == TreeValue::Bool(false))
    {
        let message = "`additionalProperties` cannot be `false`".to_string();
        refuse(ctx, flag, path, message);
    }
    if schema.is_true("uniqueItems") {
        let message = "the API server refuses `uniqueItems`".to_string();
        refuse(ctx, schema, path, message);
    }
}

fn check_extensions(ctx: &mut Context, schema: &Tree, path: &str) {
    let kind = Kind::of(schema);
    let rules = [
        ("x-kubernetes-list-type", kind == Kind::List, "lists"),
        ("x-kubernetes-list-map-keys", kind == Kind::List, "lists"),
        (
            "x-kubernetes-map-type",
            matches!(kind, Kind::Object | Kind::Map),
            "objects",
        ),
        (
            "x-kubernetes-embedded-resource",
            matches!(kind, Kind::Object | Kind::Map),
            "objects",
        ),
    ];
    let mut wrong = false;
    for (word, fits, on) in rules {
        if let Some(value) = schema.get(word).filter(|_| !fits) {
            wrong = true;
            let message = format!("`{word}` stands on {on} only");
            refuse(ctx, value, path, message);
        }
    }
    if !wrong && kind == Kind::List {
        lists::check(ctx, schema);
    }
    if schema.is_true("x-kubernetes-embedded-resource")
        && schema.get("properties").is_none()
        && !schema.is_true("x-kubernetes-preserve-unknown-fields")
    {
        let message = "an embedded resource has properties or keeps unknown fields".to_string();
        refuse(ctx, schema, path, message);
    }
}

fn check_junctors(ctx: &mut Context, schema: &Tree, path: &str) {
    let either = schema.is_true("x-kubernetes-int-or-string");
    let lists = ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|word| schema.get(word)?.as_list())
        .flatten();
    for inner in lists.chain(schema.get("not")) {
        for word in OUTSIDE_JUNCTORS {
            let Some(value) = inner.get(word).filter(|_| !(either && word == "type")) else {
                continue;
            };
            let message = format!("`{word}` cannot stand inside `allOf`, `anyOf`, `oneOf`, `not`");
            refuse(ctx, value, path, message);
        }
    }
}
