//! Schema tables: properties by name, and what the key `_` says about the object itself.

use super::{
    markers::check_default,
    rules,
    types::{Field, Role, Types, sorted},
};
use crate::{
    diag::Diagnostic,
    model::{Context, context::BAD_VALUE},
    project::{Itself, SchemaTable, Spanned, Tree, TreeValue},
    text::{Span, literal},
};
use std::collections::BTreeMap;

/// The schema of a table that stands at a place.
pub fn resolve(
    types: &mut Types,
    ctx: &mut Context,
    table: &SchemaTable,
    (span, role): (Span, Role),
) -> Field {
    let mut schema = Tree::map(span);
    let mut properties = Tree::map(span);
    let mut required = BTreeMap::new();
    for (name, node) in &table.properties {
        if name.value.is_empty() {
            ctx.bad_value(name.span, "a property needs a name");
        }
        let field = types.node(ctx, node, Role::Property);
        if let Some(place) = field.required {
            required.insert(name.value.clone(), place);
        }
        properties.put(name.value.clone(), field.schema);
    }
    if !table.properties.is_empty() {
        schema.put("properties", properties);
    }
    if !required.is_empty() {
        let names = required
            .into_iter()
            .map(|(name, place)| Tree::text(name, place));
        schema.put(
            "required",
            Tree::new(TreeValue::List(names.collect()), span),
        );
    }
    schema.put("type", Tree::text("object", span));
    let place = match &table.itself {
        Some(itself) => say(ctx, itself, &mut schema, role),
        None => None,
    };
    Field {
        schema,
        required: place,
    }
}

/// What `_` says; returns where it says that the object is required.
fn say(ctx: &mut Context, itself: &Spanned<Itself>, schema: &mut Tree, role: Role) -> Option<Span> {
    for (word, span) in field_words(itself) {
        refuse(ctx, word, span, role);
    }
    if let Some(text) = &itself.description {
        let words = Tree::text(literal::trim(&text.value), text.span);
        schema.put("description", words.verbatim());
    }
    let flags = [
        ("nullable", &itself.nullable),
        (
            "x-kubernetes-preserve-unknown-fields",
            &itself.preserve_unknown_fields,
        ),
        ("x-kubernetes-embedded-resource", &itself.embedded_resource),
    ];
    for (word, flag) in flags {
        if let Some(flag) = flag.as_ref().filter(|flag| flag.value) {
            schema.put(word, Tree::flag(true, flag.span));
        }
    }
    let numbers = [
        ("minProperties", &itself.min_properties),
        ("maxProperties", &itself.max_properties),
    ];
    for (word, number) in numbers {
        if let Some(number) = number {
            let value = TreeValue::Int(i64::from(number.value));
            schema.put(word, Tree::new(value, number.span));
        }
    }
    if let Some(map_type) = &itself.map_type {
        if !matches!(map_type.as_str(), "atomic" | "granular") {
            let message = format!(
                "`map-type` is `atomic` or `granular`, not `{}`",
                map_type.value
            );
            ctx.bad_value(map_type.span, message);
        }
        let word = Tree::text(map_type.as_str(), map_type.span);
        schema.put("x-kubernetes-map-type", word.verbatim());
    }
    rules::attach(ctx, &itself.rules, schema);
    if let Some(value) = &itself.default_value {
        let value = Tree::from(value);
        check_default(ctx, &value, schema);
        schema.put("default", value);
    }
    if let Some(raw) = &itself.raw {
        schema.merge(Tree::from(raw));
        *schema = sorted(schema.clone());
    }
    let required = itself.required.as_ref().filter(|flag| flag.value);
    required.map(|flag| flag.span)
}

/// The words of `_` that belong to a field, with their places.
fn field_words(itself: &Itself) -> Vec<(&'static str, Span)> {
    let words = [
        ("required", itself.required.as_ref().map(|flag| flag.span)),
        ("nullable", itself.nullable.as_ref().map(|flag| flag.span)),
        (
            "default",
            itself.default_value.as_ref().map(|value| value.span),
        ),
    ];
    words
        .into_iter()
        .filter_map(|(word, span)| Some((word, span?)))
        .collect()
}

fn refuse(ctx: &mut Context, word: &str, span: Span, role: Role) {
    let (message, help) = match role {
        Role::Property => return,
        Role::Definition => (
            format!("`{word}` belongs to the field that uses the type"),
            "write it behind the type's name where the type is used",
        ),
        Role::Root => (
            format!("`{word}` says nothing about the object itself"),
            "write it at one of its fields, such as `schema.spec`",
        ),
    };
    ctx.report(Diagnostic::new(&BAD_VALUE, span, message).help(help));
}
