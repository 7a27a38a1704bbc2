//! Violations in our own words, from what the validator reports.
//!
//! One violation per key, however many the validator names at once. Of alternatives (`anyOf`, `oneOf`) only the one that
//! the value was most likely meant to be is reported; what the others miss follows from that choice.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use super::violation::{Violation, ViolationKind, plain};

/// The violations that one error of the validator stands for, by the schema that it validates.
pub(super) fn read(error: &ValidationError<'_>, schema: &Value) -> Vec<Violation> {
    let at = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let known = known_keys(error, schema);
            let unknown = unexpected.iter();
            unknown
                .map(|key| Violation::unknown_key(at, key, known.clone()))
                .collect()
        }
        ValidationErrorKind::Required { property } => {
            vec![Violation::missing_key(at, &plain(property))]
        }
        ValidationErrorKind::Type { kind } => vec![Violation::wrong_type(
            at,
            expected_types(kind),
            error.instance(),
        )],
        ValidationErrorKind::Enum { options } => {
            let allowed = options.as_array().into_iter().flatten().map(plain);
            vec![Violation::not_in_enum(
                at,
                allowed.collect(),
                error.instance(),
            )]
        }
        ValidationErrorKind::Constant { expected_value } => {
            vec![Violation::not_in_enum(
                at,
                vec![plain(expected_value)],
                error.instance(),
            )]
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            read_alternatives(context, error, schema)
        }
        ValidationErrorKind::PropertyNames { error: name } => read(name, schema)
            .into_iter()
            .map(|found| Violation::other(at, format!("key {}", found.message)))
            .collect(),
        kind => vec![Violation::other(at, describe(kind, error.instance()))],
    }
}

/// The keys that the object could have, in the order of its schema.
fn known_keys(error: &ValidationError<'_>, schema: &Value) -> Vec<String> {
    let path = error.schema_path().as_str();
    let owner = path.rsplit_once('/').map_or("", |(owner, _)| owner);
    let properties = schema
        .pointer(owner)
        .and_then(|owner| owner.get("properties"));
    let names = properties.and_then(Value::as_object).into_iter().flatten();
    names.map(|(name, _)| name.clone()).collect()
}

/// The violations of the alternative that the value was most likely meant to be.
fn read_alternatives(
    branches: &[Vec<ValidationError<'static>>],
    error: &ValidationError<'_>,
    schema: &Value,
) -> Vec<Violation> {
    let at = error.instance_path().as_str();
    let mut branches = branches
        .iter()
        .map(|branch| -> Vec<Violation> {
            let errors = branch.iter();
            errors.flat_map(|error| read(error, schema)).collect()
        })
        .collect::<Vec<_>>();
    let fitting = branches.iter().enumerate();
    let fitting = fitting.filter(|(_, branch)| fits(branch, at));
    let closest = fitting.min_by_key(|(_, branch)| (own_errors(branch, at), branch.len()));
    if let Some((index, _)) = closest {
        return branches.swap_remove(index);
    }
    let mut allowed = Vec::new();
    let mut expected = Vec::new();
    for found in branches.into_iter().flatten() {
        match found.kind {
            ViolationKind::NotInEnum { allowed: more, .. } if found.pointer == at => {
                allowed.extend(more);
            }
            ViolationKind::WrongType { expected: more, .. } if found.pointer == at => {
                expected.extend(more);
            }
            _ => {}
        }
    }
    if allowed.is_empty() || !error.instance().is_string() && !expected.is_empty() {
        vec![Violation::wrong_type(at, expected, error.instance())]
    } else {
        vec![Violation::not_in_enum(at, allowed, error.instance())]
    }
}

/// Whether a branch is for values of this type: its errors are not about the value as a whole.
fn fits(branch: &[Violation], at: &str) -> bool {
    !branch.iter().any(|found| {
        found.pointer == at
            && matches!(
                found.kind,
                ViolationKind::WrongType { .. } | ViolationKind::NotInEnum { .. }
            )
    })
}

/// How many errors of a branch are about the object's own keys or the members that tell alternatives apart
/// (`kind = "a"`), and not about what is deeper.
fn own_errors(branch: &[Violation], at: &str) -> usize {
    let is_own = |found: &&Violation| match found.kind {
        ViolationKind::NotInEnum { .. } => found
            .pointer
            .strip_prefix(at)
            .is_some_and(|rest| rest.matches('/').count() == 1),
        _ => found.pointer == at,
    };
    branch.iter().filter(is_own).count()
}

fn expected_types(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(expected) => vec![expected.to_string()],
        TypeKind::Multiple(expected) => expected.iter().map(|name| name.to_string()).collect(),
    }
}

/// A sentence for the kinds of error that have no data of their own.
fn describe(kind: &ValidationErrorKind, instance: &Value) -> String {
    let value = plain(instance);
    match kind {
        ValidationErrorKind::Pattern { pattern } => {
            format!("`{value}` does not match the pattern `{pattern}`")
        }
        ValidationErrorKind::Format { format } => format!("`{value}` is not a valid {format}"),
        ValidationErrorKind::Minimum { limit } => format!("`{value}` is less than {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("`{value}` is greater than {limit}"),
        ValidationErrorKind::ExclusiveMinimum { limit } => {
            format!("`{value}` is not greater than {limit}")
        }
        ValidationErrorKind::ExclusiveMaximum { limit } => {
            format!("`{value}` is not less than {limit}")
        }
        ValidationErrorKind::MinLength { limit } => {
            format!("`{value}` is shorter than {limit} characters")
        }
        ValidationErrorKind::MaxLength { limit } => format!("longer than {limit} characters"),
        ValidationErrorKind::MinItems { limit } => format!("fewer than {limit} items"),
        ValidationErrorKind::MaxItems { limit } => format!("more than {limit} items"),
        ValidationErrorKind::MinProperties { limit } => format!("fewer than {limit} keys"),
        ValidationErrorKind::MaxProperties { limit } => format!("more than {limit} keys"),
        ValidationErrorKind::MultipleOf { multiple_of } => {
            format!("`{value}` is not a multiple of {multiple_of}")
        }
        ValidationErrorKind::UniqueItems => "items are not unique".to_owned(),
        ValidationErrorKind::FalseSchema => "nothing is allowed here".to_owned(),
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "fits more than one of the alternatives".to_owned()
        }
        kind => format!("violates `{}`", kind.keyword()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::schema::Schema;

    /// Each violation as `<pointer>: <message>`.
    #[track_caller]
    fn check(schema: &Value, value: &Value, expected: &[&str]) {
        let violations = Schema::compile(schema.clone()).unwrap().violations(value);
        let lines = violations
            .iter()
            .map(|violation| format!("{}: {}", violation.pointer, violation.message));
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }

    fn closed(properties: &Value, required: &Value) -> Value {
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    }

    #[test]
    fn every_unknown_and_missing_key_is_named() {
        check(
            &closed(&json!({"a": {}, "b": {}}), &json!(["a", "b"])),
            &json!({"c": 1, "d": 2}),
            &[
                ": missing key `a`",
                ": missing key `b`",
                ": unknown key `c`",
                ": unknown key `d`",
            ],
        );
    }

    #[test]
    fn types_and_enums_say_what_is_expected() {
        check(
            &json!({"properties": {"a": {"type": ["string", "null"]}, "b": {"enum": ["x", 1]}, "c": {"const": "z"}}}),
            &json!({"a": 1, "b": "y", "c": "y"}),
            &[
                "/a: integer where string is expected",
                "/b: `y` is not one of `x`, `1`",
                "/c: `y` is not one of `z`",
            ],
        );
    }

    #[test]
    fn an_optional_object_is_reported_as_the_object() {
        let inner = closed(&json!({"a": {"type": "integer"}}), &json!([]));
        check(
            &json!({"anyOf": [inner, {"type": "null"}]}),
            &json!({"a": "x", "b": 1}),
            &[": unknown key `b`", "/a: string where integer is expected"],
        );
        check(
            &json!({"anyOf": [inner, {"type": "null"}]}),
            &json!("x"),
            &[": string where object is expected"],
        );
    }

    #[test]
    fn words_with_docs_of_their_own_are_one_enum() {
        check(
            &json!({"oneOf": [{"const": "a"}, {"const": "b"}, {"type": "string", "enum": ["c"]}]}),
            &json!("d"),
            &[": `d` is not one of `a`, `b`, `c`"],
        );
    }

    #[test]
    fn a_string_or_table_is_reported_as_what_it_is() {
        let either =
            json!({"anyOf": [{"type": "string"}, closed(&json!({"a": {}}), &json!(["a"]))]});
        check(&either, &json!({}), &[": missing key `a`"]);
        check(
            &either,
            &json!(1),
            &[": integer where object or string is expected"],
        );
    }

    #[test]
    fn tags_choose_the_alternative() {
        let tagged = |tag: &str, key: &str| {
            closed(
                &json!({"kind": {"const": tag}, key: {"type": "string"}}),
                &json!(["kind", key]),
            )
        };
        check(
            &json!({"oneOf": [tagged("one", "a"), tagged("two", "b")]}),
            &json!({"kind": "two", "b": 1}),
            &["/b: integer where string is expected"],
        );
        let deep = closed(&json!({"x": {}}), &json!(["p", "q", "r"]));
        check(
            &json!({"oneOf": [closed(&json!({"one": {}}), &json!(["one"])), closed(&json!({"two": deep}), &json!(["two"]))]}),
            &json!({"two": {}}),
            &[
                "/two: missing key `p`",
                "/two: missing key `q`",
                "/two: missing key `r`",
            ],
        );
    }

    #[test]
    fn alternatives_below_the_top_keep_their_place() {
        let inner = closed(&json!({"a": {"type": "integer"}}), &json!(["a"]));
        let outer = json!({"properties": {"list": {"type": ["array", "null"], "items": {"anyOf": [{"$ref": "#/$defs/Inner"}, {"type": "null"}]}}}, "$defs": {"Inner": inner}});
        check(
            &outer,
            &json!({"list": [{"a": 1}, {"b": 1}, {"a": true}, "x"]}),
            &[
                "/list/1: missing key `a`",
                "/list/1: unknown key `b`",
                "/list/2/a: boolean where integer is expected",
                "/list/3: string where object is expected",
            ],
        );
    }

    #[test]
    fn limits_are_told_in_words() {
        check(
            &json!({"properties": {
                "a": {"pattern": "^x$"}, "b": {"minimum": 1}, "c": {"maxItems": 1}, "d": {"format": "date-time"},
            }}),
            &json!({"a": "y", "b": 0, "c": [1, 2], "d": "now"}),
            &[
                "/a: `y` does not match the pattern `^x$`",
                "/b: `0` is less than 1",
                "/c: more than 1 items",
                "/d: `now` is not a valid date-time",
            ],
        );
    }

    #[test]
    fn keys_are_held_to_their_names() {
        check(
            &json!({"additionalProperties": {}, "propertyNames": {"pattern": "^[a-z]+$"}}),
            &json!({"A": 1}),
            &[": key `A` does not match the pattern `^[a-z]+$`"],
        );
    }
}
