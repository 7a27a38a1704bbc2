//! Values against schemas.

use super::{Reading, validate};
use crate::apiserver::{Path, Schema};
use serde_json::{Value, json};

/// The fields that the server names when a field `a` has this schema and value.
fn fields(schema: &Value, value: &Value, reading: Reading) -> Vec<String> {
    let schema = json!({ "type": "object", "properties": { "a": schema } });
    let findings = validate(
        &json!({ "a": value }),
        &Schema::read(&schema),
        reading,
        &Path::root("", ""),
    );
    findings.into_iter().map(|finding| finding.field).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "cases are literals")]
fn check(schema: Value, cases: &[(Value, &[&str])]) {
    for (value, expected) in cases {
        assert_eq!(
            fields(&schema, value, Reading::Object),
            *expected,
            "{schema} {value}"
        );
    }
}

#[test]
fn types_are_those_of_go() {
    check(
        json!({ "type": "integer" }),
        &[
            (json!(1), &[]),
            (json!(1095.0), &[]),
            (json!(1e15), &[]),
            (json!(1e16), &["a"]),
            (json!(1.5), &["a", "<nil>"]),
            (json!("1"), &["a"]),
            (json!(null), &["a"]),
            (json!(18446744073709551615_u64), &["a", "<nil>"]),
        ],
    );
    check(
        json!({ "type": "integer", "format": "int32" }),
        &[
            (json!(2147483647), &[]),
            (json!(2147483648_i64), &["<nil>"]),
            (json!({}), &["a"]),
        ],
    );
    check(
        json!({ "type": "number", "format": "float" }),
        &[(json!(3), &[]), (json!(1e39), &["<nil>"])],
    );
    check(
        json!({ "type": "string", "format": "date" }),
        &[
            (json!("2026-01-01"), &[]),
            (json!("x"), &["a"]),
            (json!([]), &[]),
            (json!(1), &["a"]),
            (json!({}), &["a"]),
        ],
    );
    check(
        json!({ "type": "string", "format": "unknown" }),
        &[(json!("x"), &[]), (json!([]), &["a"])],
    );
    check(
        json!({ "type": "string", "nullable": true }),
        &[(json!(null), &[]), (json!(true), &["a"])],
    );
    check(
        json!({ "x-kubernetes-int-or-string": true }),
        &[
            (json!(1), &[]),
            (json!("1"), &[]),
            (json!(1.0000000001), &[]),
            (json!(true), &["a"]),
        ],
    );
    check(
        json!({ "x-kubernetes-preserve-unknown-fields": true }),
        &[(json!(1), &[]), (json!(null), &[]), (json!([{}]), &[])],
    );
}

#[test]
fn values_are_bounded_as_the_server_counts() {
    check(
        json!({ "type": "string", "minLength": 2, "maxLength": 3, "pattern": "^a" }),
        &[
            (json!("aé"), &[]),
            (json!("aéé"), &[]),
            (json!("a"), &["a"]),
            (json!("bbbb"), &["a"]),
            (json!("bb"), &["a"]),
        ],
    );
    check(
        json!({ "type": "integer", "minimum": 1, "maximum": 5, "exclusiveMaximum": true }),
        &[(json!(1), &[]), (json!(5), &["a"]), (json!(0), &["a"])],
    );
    check(
        json!({ "type": "integer", "maximum": 1.5 }),
        &[(json!(1), &["<nil>"]), (json!(2), &["<nil>", "a"])],
    );
    check(
        json!({ "type": "number", "minimum": 0.5 }),
        &[(json!(0), &[]), (json!(0.4), &["a"])],
    );
    check(
        json!({ "type": "number", "multipleOf": 0.5 }),
        &[(json!(1.5), &[]), (json!(3), &["a"]), (json!(0.3), &["a"])],
    );
    check(
        json!({ "type": "integer", "multipleOf": 3 }),
        &[(json!(9), &[]), (json!(-3), &[]), (json!(4), &["a"])],
    );
    check(
        json!({ "type": "array", "minItems": 1, "maxItems": 2, "items": { "type": "string" } }),
        &[
            (json!(["a"]), &[]),
            (json!([]), &["a"]),
            (json!(["a", 1, null]), &["a[1]", "a[2]", "a"]),
        ],
    );
    check(
        json!({ "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": { "type": "string" }, "required": ["x"] }),
        &[
            (json!({ "x": "" }), &[]),
            (json!({}), &["a", "a.x"]),
            (json!({ "x": "", "y": 1 }), &["a", "a.y"]),
        ],
    );
}

#[test]
fn enumerations_compare_as_go_converts() {
    check(
        json!({ "type": "integer", "enum": [1, 2] }),
        &[(json!(2), &[]), (json!(1.0), &[]), (json!(3), &["a"])],
    );
    check(
        json!({ "x-kubernetes-int-or-string": true, "enum": ["A", 1] }),
        &[(json!(65), &[]), (json!("A"), &[]), (json!("1"), &["a"])],
    );
    check(
        json!({ "type": "string", "nullable": true, "enum": ["a", null] }),
        &[(json!(null), &["a"]), (json!("a"), &[])],
    );
    check(
        json!({ "type": "number", "enum": [1.5] }),
        &[(json!(1.5), &[]), (json!(1), &["a"])],
    );
    check(
        json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true, "enum": [{ "x": [1], "y": 2 }] }),
        &[(json!({ "y": 2, "x": [1] }), &[]), (json!({}), &["a"])],
    );
}

#[test]
fn alternatives_name_the_nearest_one() {
    let object = json!({ "type": "object", "properties": { "x": { "type": "integer" }, "y": { "type": "integer" } } });
    let with = |key: &str, value: Value| {
        let mut schema = object.clone();
        schema[key] = value;
        schema
    };
    check(
        with(
            "anyOf",
            json!([{ "required": ["x"] }, { "required": ["y"] }]),
        ),
        &[(json!({ "y": 1 }), &[]), (json!({}), &["<nil>", "a.x"])],
    );
    check(
        with(
            "oneOf",
            json!([{ "required": ["x"] }, { "required": ["y"] }]),
        ),
        &[
            (json!({ "y": 1 }), &[]),
            (json!({ "x": 1, "y": 1 }), &["<nil>"]),
            (json!({}), &["<nil>", "a.x"]),
        ],
    );
    check(
        with(
            "allOf",
            json!([{ "required": ["x"] }, { "properties": { "y": { "minimum": 5 } } }]),
        ),
        &[(json!({ "y": 1 }), &["a.x", "a.y", "<nil>"])],
    );
    check(
        with("not", json!({ "required": ["x"] })),
        &[(json!({ "x": 1 }), &["<nil>"]), (json!({}), &[])],
    );
    check(
        with(
            "oneOf",
            json!([{ "properties": { "x": { "minimum": 5 } } }, { "properties": { "x": { "minimum": 5 }, "y": { "minimum": 0 } } }]),
        ),
        &[(json!({ "x": 1, "y": 1 }), &["<nil>", "a.x"])],
    );
}

#[test]
fn the_whole_object_has_no_name() {
    let schema = Schema::read(
        &json!({ "type": "object", "additionalProperties": { "type": "string" }, "minProperties": 3, "required": ["r"] }),
    );
    let of = |path: &Path| -> Vec<String> {
        let findings = validate(&json!({ "k": 1 }), &schema, Reading::Object, path);
        findings.into_iter().map(|finding| finding.field).collect()
    };
    assert_eq!(of(&Path::root("", "")), ["<nil>", "k", "r"]);
    assert_eq!(
        of(&Path::root("spec.default", "/default")),
        ["spec.default", "spec.default.k", "spec.default.r"]
    );
}

#[test]
fn defaults_are_read_in_another_way() {
    let cases = [
        (
            json!({ "x-kubernetes-int-or-string": true }),
            json!(true),
            0,
        ),
        (
            json!({ "type": "string", "format": "unknown" }),
            json!([]),
            0,
        ),
        (
            json!({ "type": "object", "anyOf": [{ "additionalProperties": { "minimum": 5 } }] }),
            json!({ "x": 1 }),
            0,
        ),
        (
            json!({ "type": "object", "additionalProperties": { "minimum": 5 } }),
            json!({ "x": 1 }),
            1,
        ),
    ];
    for (schema, value, expected) in cases {
        assert_eq!(
            fields(&schema, &value, Reading::Default).len(),
            expected,
            "{schema}"
        );
        assert_ne!(
            fields(&schema, &value, Reading::Object).len(),
            0,
            "{schema}"
        );
    }
}

#[test]
fn deep_objects_are_walked_to_their_end() {
    let (mut schema, mut value) = (json!({ "type": "string" }), json!(1));
    for _ in 0..250 {
        schema = json!({ "type": "object", "properties": { "a": schema }, "allOf": [{ "required": ["a"] }] });
        value = json!({ "a": value });
    }
    let findings = validate(
        &value,
        &Schema::read(&schema),
        Reading::Object,
        &Path::root("", ""),
    );
    assert_eq!(findings.len(), 1);
}

#[test]
fn messages_tell_what_to_write() {
    let tell = |schema: Value, value: Value| {
        let schema = json!({ "type": "object", "properties": { "a": schema } });
        let findings = validate(
            &json!({ "a": value }),
            &Schema::read(&schema),
            Reading::Object,
            &Path::root("", ""),
        );
        let finding = findings.into_iter().next().expect("it is refused");
        format!("{}; {}", finding.message, finding.help.unwrap_or_default())
    };
    let cases = [
        (
            json!({ "type": "integer" }),
            json!("3"),
            "`a` must be an integer, not the string `\"3\"`; write `3` without quotes",
        ),
        (
            json!({ "type": "string" }),
            json!(true),
            "`a` must be a string, not `true`; write `\"true\"`, with quotes",
        ),
        (
            json!({ "type": "string", "enum": ["Always", "Never"] }),
            json!("Allways"),
            "`a` must be one of `\"Always\"`, `\"Never\"`, not `\"Allways\"`; `Always` is the nearest",
        ),
        (
            json!({ "type": "string", "format": "ipv4" }),
            json!("x"),
            "`a` must have the format `ipv4`, not `x`; write an address such as `10.0.0.1`",
        ),
        (
            json!({ "type": "integer", "maximum": 5 }),
            json!(7),
            "`a` must be at most 5, not `7`; ",
        ),
        (
            json!({ "type": "string", "maxLength": 1 }),
            json!("ab"),
            "`a` may have at most 1 character, not 2 characters; ",
        ),
    ];
    for (schema, value, expected) in cases {
        assert_eq!(tell(schema, value), expected);
    }
}
