//! `listType` and `listMapKeys`: what the API server asks of lists that it merges.
//!
//! Source: apiextensions-apiserver, `ValidateCustomResourceDefinitionOpenAPISchema` (list types).

use super::kind::Kind;
use crate::{
    diag::Diagnostic,
    model::{
        Context,
        context::{BAD_VALUE, CONFLICT},
    },
    project::{Tree, TreeValue},
};

const TYPE: &str = "x-kubernetes-list-type";
const KEYS: &str = "x-kubernetes-list-map-keys";

/// Writes out that a list with keys is a map.
pub fn complete(schema: &mut Tree) {
    let keys = schema.get(KEYS).filter(|_| schema.get(TYPE).is_none());
    if let Some(implied) = keys.map(|keys| Tree::text("map", keys.span)) {
        schema.put(TYPE, implied);
    }
}

/// Checks the type and the keys of a list.
pub fn check(ctx: &mut Context, schema: &Tree) {
    let Some(keys) = schema.get(KEYS) else {
        return check_type(ctx, schema);
    };
    let written = schema.get(TYPE);
    if let Some(other) = written.filter(|written| written.as_str() != Some("map")) {
        let message = "only a list of `listType=\"map\"` has keys";
        ctx.report(
            Diagnostic::new(&CONFLICT, keys.span, message)
                .label(other.span, "another type is written here"),
        );
        return;
    }
    let Some(items) = schema.get("items") else {
        return;
    };
    if Kind::of(items) != Kind::Object {
        ctx.bad_value(
            keys.span,
            format!(
                "`listMapKeys` needs items that are objects, and they are {}",
                Kind::of(items).words()
            ),
        );
        return;
    }
    let list = keys.as_list().unwrap_or_default();
    for (index, key) in list.iter().enumerate() {
        match list[..index].iter().find(|known| *known == key) {
            Some(first) => {
                let message = format!("`{}` stands twice", key.as_str().unwrap_or_default());
                ctx.report(
                    Diagnostic::new(&BAD_VALUE, key.span, message).label(first.span, "first here"),
                );
            }
            None => check_key(ctx, key, items),
        }
    }
}

fn check_key(ctx: &mut Context, key: &Tree, items: &Tree) {
    let Some(name) = key.as_str() else { return };
    let properties = items.get("properties").and_then(Tree::as_map);
    let Some(property) = properties.and_then(|known| known.get(name)) else {
        let known = properties.into_iter().flat_map(|known| known.keys());
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                key.span,
                format!("the items have no field `{name}`"),
            )
            .suggest(name, known.map(String::as_str), None),
        );
        return;
    };
    if !Kind::of(property).is_scalar() {
        let found = Kind::of(property).words();
        let message = format!("a key is a scalar, and `{name}` is {found}");
        ctx.bad_value(key.span, message);
        return;
    }
    let required = items
        .get("required")
        .and_then(Tree::as_list)
        .is_some_and(|names| names.iter().any(|known| known.as_str() == Some(name)));
    if !required && property.get("default").is_none() {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                key.span,
                format!("the key `{name}` is neither required nor defaulted"),
            )
            .label(property.span, "declared here")
            .help("items without it could not be told apart: add `required` or `default=`"),
        );
    }
}

fn check_type(ctx: &mut Context, schema: &Tree) {
    let (Some(list_type), Some(items)) = (schema.get(TYPE), schema.get("items")) else {
        return;
    };
    let says = |key: &str, word: &str| items.get(key).and_then(Tree::as_str) == Some(word);
    match list_type.value {
        TreeValue::String(ref text) if text == "map" => ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                list_type.span,
                "a list of `listType=\"map\"` needs keys",
            )
            .help("write `listMapKeys=[\"name\"]`"),
        ),
        TreeValue::String(ref text) if text == "set" => {
            let kind = Kind::of(items);
            let atomic = kind == Kind::List && says(TYPE, "atomic")
                || matches!(kind, Kind::Object | Kind::Map)
                    && says("x-kubernetes-map-type", "atomic");
            if !kind.is_scalar() && kind != Kind::Any && !atomic {
                let found = kind.words();
                ctx.report(
                    Diagnostic::new(
                        &BAD_VALUE,
                        list_type.span,
                        format!("items of a set are scalars or atomic, and these are {found}"),
                    )
                    .help("write `listMapKeys=[…]` for objects that one field tells apart"),
                );
            }
        }
        _ => {}
    }
}
