//! Whether a value fits a schema, as far as it is cheap and certain: types, enumerations, bounds, lengths, fields.
//!
//! Deliberately absent: formats of text, CEL, `anyOf` and its like.

use super::kind::{self, Kind};
use crate::{
    project::{Tree, TreeValue},
    regexp::Regexp,
    text::Span,
};

/// Why a value does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The place of the part that does not fit.
    pub span: Span,
    /// What is wrong, as what follows "the default".
    pub message: String,
}

fn misfit(value: &Tree, message: String) -> Option<Misfit> {
    Some(Misfit {
        span: value.span,
        message,
    })
}

/// The first reason for which a value does not fit a schema; `None` when none is known.
pub fn find_misfit(value: &Tree, schema: &Tree) -> Option<Misfit> {
    if value.value == TreeValue::Null {
        let allowed = schema.is_true("nullable") || Kind::of(schema) == Kind::Any;
        return if allowed {
            None
        } else {
            misfit(value, "is null, which is not allowed here".to_string())
        };
    }
    wrong_type(value, schema)
        .or_else(|| outside_enum(value, schema))
        .or_else(|| outside_bounds(value, schema))
        .or_else(|| wrong_length(value, schema))
        .or_else(|| wrong_text(value, schema))
        .or_else(|| wrong_part(value, schema))
}

fn wrong_type(value: &Tree, schema: &Tree) -> Option<Misfit> {
    use TreeValue::{Bool, Float, Int, List, Map, String};
    let expected = Kind::of(schema);
    let fits = match expected {
        Kind::Any => true,
        Kind::Integer => matches!(value.value, Int(_)),
        Kind::Number => matches!(value.value, Int(_) | Float(_)),
        Kind::String => matches!(value.value, String(_)),
        Kind::Boolean => matches!(value.value, Bool(_)),
        Kind::List => matches!(value.value, List(_)),
        Kind::Map | Kind::Object => matches!(value.value, Map(_)),
        Kind::IntOrString => matches!(value.value, Int(_) | String(_)),
    };
    if fits {
        return None;
    }
    let found = kind::words(&value.value);
    misfit(value, format!("is {found}, not {}", expected.words()))
}

fn outside_enum(value: &Tree, schema: &Tree) -> Option<Misfit> {
    let allowed = schema.get("enum")?.as_list()?;
    if allowed.contains(value) {
        return None;
    }
    let names: Vec<String> = allowed
        .iter()
        .take(5)
        .map(|one| format!("`{}`", one.to_json()))
        .collect();
    let more = if allowed.len() > 5 { " …" } else { "" };
    misfit(
        value,
        format!(
            "`{}` is not among {}{more}",
            value.to_json(),
            names.join(", ")
        ),
    )
}

fn outside_bounds(value: &Tree, schema: &Tree) -> Option<Misfit> {
    let number = value.as_number()?;
    let bound = |key: &str| schema.get(key).and_then(Tree::as_number);
    let text = value.to_json();
    if schema.get("format").and_then(Tree::as_str) == Some("int32")
        && !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number)
    {
        return misfit(value, format!("`{text}` does not fit 32 bits"));
    }
    if let Some(least) = bound("minimum") {
        let excluded = schema.is_true("exclusiveMinimum") && number <= least;
        if number < least || excluded {
            return misfit(value, format!("`{text}` is below the minimum {least}"));
        }
    }
    if let Some(unit) = bound("multipleOf").filter(|unit| unit.fract() == 0.0 && *unit > 0.0)
        && number % unit != 0.0
    {
        return misfit(value, format!("`{text}` is no multiple of {unit}"));
    }
    if let Some(most) = bound("maximum") {
        let excluded = schema.is_true("exclusiveMaximum") && number >= most;
        if number > most || excluded {
            return misfit(value, format!("`{text}` is above the maximum {most}"));
        }
    }
    None
}

fn wrong_length(value: &Tree, schema: &Tree) -> Option<Misfit> {
    let (length, least, most) = match &value.value {
        TreeValue::String(text) => (text.chars().count(), "minLength", "maxLength"),
        TreeValue::List(items) => (items.len(), "minItems", "maxItems"),
        TreeValue::Map(entries) => (entries.len(), "minProperties", "maxProperties"),
        _ => return None,
    };
    let bound = |key: &str| match schema.get(key).map(|bound| &bound.value) {
        Some(TreeValue::Int(bound)) => usize::try_from(*bound).ok(),
        _ => None,
    };
    if let Some(least) = bound(least).filter(|least| length < *least) {
        return misfit(value, format!("has length {length}, below {least}"));
    }
    let most = bound(most).filter(|most| length > *most)?;
    misfit(value, format!("has length {length}, above {most}"))
}

/// Patterns are Go's RE2; one that cannot be read here says nothing.
fn wrong_text(value: &Tree, schema: &Tree) -> Option<Misfit> {
    let text = value.as_str()?;
    let pattern = schema.get("pattern")?.as_str()?;
    let matches = Regexp::compile(pattern).ok()??.is_match(text);
    if matches {
        return None;
    }
    misfit(value, format!("`{text}` does not match `{pattern}`"))
}

fn wrong_part(value: &Tree, schema: &Tree) -> Option<Misfit> {
    match &value.value {
        TreeValue::List(items) => {
            let schema = schema.get("items")?;
            items.iter().find_map(|item| find_misfit(item, schema))
        }
        TreeValue::Map(entries) => {
            let free = schema.get("additionalProperties");
            let open = free.is_some() || schema.is_true("x-kubernetes-preserve-unknown-fields");
            for (key, part) in entries {
                let property = schema.get("properties").and_then(|known| known.get(key));
                match property.or(free.filter(|free| free.as_map().is_some())) {
                    Some(schema) => {
                        if let Some(found) = find_misfit(part, schema) {
                            return Some(found);
                        }
                    }
                    None if open || Kind::of(schema) == Kind::Any => {}
                    None => return misfit(part, format!("sets `{key}`, which is no field")),
                }
            }
            let required = schema.get("required").and_then(Tree::as_list)?;
            let missing = required
                .iter()
                .filter_map(Tree::as_str)
                .find(|name| !entries.contains_key(*name))?;
            misfit(value, format!("lacks the required field `{missing}`"))
        }
        _ => None,
    }
}
