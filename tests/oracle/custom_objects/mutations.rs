//! The ways in which objects are changed: a table.

use serde_json::{Value, json};

use crate::custom_objects::make::{TEXTS, make};
use crate::random::Random;

/// A change of one value.
pub struct Change {
    /// Its name.
    pub name: &'static str,
    /// Whether it makes sense for a value of this schema.
    pub fits: fn(schema: &Value, value: &Value) -> bool,
    /// The other value.
    pub other: fn(schema: &Value, value: &Value, random: &mut Random) -> Value,
}

const fn change(
    name: &'static str,
    fits: fn(&Value, &Value) -> bool,
    other: fn(&Value, &Value, &mut Random) -> Value,
) -> Change {
    Change { name, fits, other }
}

/// Changes of values in the spec and the status.
pub const CHANGES: &[Change] = &[
    change(
        "drop a required field",
        |s, v| v.is_object() && s["required"].is_array(),
        |s, v, r| {
            let names = s["required"].as_array().unwrap();
            let name = names[r.below(names.len())].as_str().unwrap().to_owned();
            without(v, &name)
        },
    ),
    change("drop any field", is_filled, |_, v, r| {
        without(v, &some_key(v, r))
    }),
    change("null for a field", is_filled, |_, v, r| {
        with(v, &some_key(v, r), json!(null))
    }),
    change(
        "null for a map's entry",
        |s, v| is_map(s) && v.is_object(),
        |_, v, _| with(v, "null", json!(null)),
    ),
    change("null for the value", |_, _| true, |_, _, _| json!(null)),
    change(
        "an unknown field",
        |_, v| v.is_object(),
        |_, v, _| with(v, "unknownField", json!({ "a": [1] })),
    ),
    change("a misspelt field", is_filled, |_, v, r| {
        let key = some_key(v, r);
        let mut value = without(v, &key);
        value[format!("{key}x")] = v[key.as_str()].clone();
        value
    }),
    change(
        "an unknown null",
        |_, v| v.is_object(),
        |_, v, _| with(v, "unknownNull", json!(null)),
    ),
    change(
        "an empty key",
        |_, v| v.is_object(),
        |_, v, _| with(v, "", json!("x")),
    ),
    change(
        "a key with signs",
        |_, v| v.is_object(),
        |_, v, _| with(v, "a/b~c.d[0]", json!("x")),
    ),
    change(
        "a field of all resources",
        |_, v| v.is_object(),
        |_, v, _| with(v, "metadata", json!({ "name": "a" })),
    ),
    change(
        "an object with nothing",
        |_, v| is_filled(&json!(null), v),
        |_, _, _| json!({}),
    ),
    change(
        "many fields",
        |s, v| v.is_object() && is_map(s),
        |_, v, _| {
            let mut value = v.clone();
            (0..12).for_each(|index| value[format!("many{index}")] = json!("x"));
            value
        },
    ),
    change(
        "a list for an object",
        |_, v| v.is_object(),
        |_, v, _| json!([v]),
    ),
    change(
        "a text for an object",
        |_, v| v.is_object(),
        |_, _, _| json!("object"),
    ),
    change(
        "a number for an object",
        |_, v| v.is_object(),
        |_, _, _| json!(1),
    ),
    change(
        "an object for a list",
        |_, v| v.is_array(),
        |_, v, _| json!({ "items": v }),
    ),
    change(
        "an item for its list",
        |_, v| v.is_array(),
        |_, v, _| v.get(0).cloned().unwrap_or(json!("item")),
    ),
    change("an empty list", |_, v| v.is_array(), |_, _, _| json!([])),
    change(
        "a null item",
        |_, v| v.is_array(),
        |_, v, _| pushed(v, json!(null)),
    ),
    change(
        "a text item",
        |_, v| v.is_array(),
        |_, v, _| pushed(v, json!("item")),
    ),
    change(
        "a number item",
        |_, v| v.is_array(),
        |_, v, _| pushed(v, json!(7)),
    ),
    change(
        "an empty object as item",
        |_, v| v.is_array(),
        |_, v, _| pushed(v, json!({})),
    ),
    change(
        "a repeated item",
        |_, v| v.as_array().is_some_and(|items| !items.is_empty()),
        |_, v, _| pushed(v, v[0].clone()),
    ),
    change(
        "an item three times",
        |_, v| v.as_array().is_some_and(|items| !items.is_empty()),
        |_, v, _| pushed(&pushed(v, v[0].clone()), v[0].clone()),
    ),
    change("a repeated key", has_keyed_item, |s, v, r| {
        let mut item = make(&s["items"], r, 3);
        for key in s["x-kubernetes-list-map-keys"].as_array().unwrap() {
            let key = key.as_str().unwrap();
            item[key] = v[0][key].clone();
        }
        pushed(v, item)
    }),
    change("items without their key", has_keyed_item, |s, v, _| {
        let key = s["x-kubernetes-list-map-keys"][0].as_str().unwrap();
        let item = without(&v[0], key);
        pushed(&pushed(v, item.clone()), item)
    }),
    change(
        "1 and 1.0",
        |_, v| v.is_array(),
        |_, v, _| pushed(&pushed(v, json!(1)), json!(1.0)),
    ),
    change(
        "one item too many",
        |s, v| v.is_array() && s["maxItems"].is_u64(),
        |s, _, r| {
            let count = s["maxItems"].as_u64().unwrap().min(50) + 1;
            (0..count).map(|_| make(&s["items"], r, 5)).collect()
        },
    ),
    change(
        "a number for a text",
        |_, v| v.is_string(),
        |_, _, _| json!(5),
    ),
    change(
        "a boolean for a text",
        |_, v| v.is_string(),
        |_, _, _| json!(true),
    ),
    change(
        "a list for a text",
        |_, v| v.is_string(),
        |_, v, _| json!([v]),
    ),
    change(
        "an object for a text",
        |_, v| v.is_string(),
        |_, _, _| json!({}),
    ),
    change("an empty text", |_, v| v.is_string(), |_, _, _| json!("")),
    change(
        "another text",
        |_, v| v.is_string(),
        |_, _, r| json!(r.pick(&TEXTS)),
    ),
    change(
        "text for a format",
        |s, v| v.is_string() && s["format"].is_string(),
        |_, _, r| json!(r.pick(&TEXTS)),
    ),
    change(
        "text for a pattern",
        |s, v| v.is_string() && s["pattern"].is_string(),
        |_, _, r| json!(r.pick(&TEXTS)),
    ),
    change(
        "a text one too long",
        |s, v| v.is_string() && s["maxLength"].is_u64(),
        |s, _, _| json!("x".repeat(length(s, "maxLength") + 1)),
    ),
    change(
        "a text as long as may be",
        |s, v| v.is_string() && s["maxLength"].is_u64(),
        |s, _, _| json!("\u{e9}".repeat(length(s, "maxLength"))),
    ),
    change(
        "a text one too short",
        |s, v| v.is_string() && s["minLength"].is_u64(),
        |s, _, _| json!("\u{1f600}".repeat(length(s, "minLength").saturating_sub(1))),
    ),
    change(
        "a value out of its list",
        |s, _| s["enum"].is_array(),
        |_, _, _| json!("other"),
    ),
    change(
        "a value near its list",
        |s, v| s["enum"].is_array() && v.is_string(),
        |_, v, _| json!(v.as_str().unwrap().to_uppercase()),
    ),
    change(
        "a text for a number",
        |_, v| v.is_number(),
        |_, v, _| json!(v.to_string()),
    ),
    change(
        "a boolean for a number",
        |_, v| v.is_number(),
        |_, _, _| json!(false),
    ),
    change("a fraction", |_, v| v.is_number(), |_, _, _| json!(1.5)),
    change(
        "a whole float",
        |_, v| v.is_number(),
        |_, v, _| json!(v.as_f64().unwrap().trunc()),
    ),
    change(
        "nearly an integer",
        |_, v| v.is_number(),
        |_, _, _| json!(1.000_000_000_1),
    ),
    change(
        "nearly an integer from below",
        |_, v| v.is_number(),
        |_, _, _| json!(1.999_999_999_999),
    ),
    change(
        "a negative number",
        |_, v| v.is_number(),
        |_, _, _| json!(-1),
    ),
    change("zero", |_, v| v.is_number(), |_, _, _| json!(0)),
    change(
        "more than 32 bits",
        |_, v| v.is_number(),
        |_, _, _| json!(2_147_483_648_i64),
    ),
    change(
        "more than 64 bits",
        |_, v| v.is_number(),
        |_, _, _| json!(9_223_372_036_854_775_808_u64),
    ),
    change("a large float", |_, v| v.is_number(), |_, _, _| json!(1e20)),
    change(
        "more than a float of 32 bits",
        |_, v| v.is_number(),
        |_, _, _| json!(1e39),
    ),
    change(
        "a thousand with an exponent",
        |_, v| v.is_number(),
        |_, _, _| json!(1e3),
    ),
    change(
        "the minimum",
        |s, v| v.is_number() && s["minimum"].is_number(),
        |s, _, _| s["minimum"].clone(),
    ),
    change(
        "the maximum",
        |s, v| v.is_number() && s["maximum"].is_number(),
        |s, _, _| s["maximum"].clone(),
    ),
    change(
        "below the minimum",
        |s, v| v.is_number() && s["minimum"].is_number(),
        |s, _, _| json!(s["minimum"].as_f64().unwrap() - 1.0),
    ),
    change(
        "above the maximum",
        |s, v| v.is_number() && s["maximum"].is_number(),
        |s, _, _| json!(s["maximum"].as_f64().unwrap() + 1.0),
    ),
    change(
        "no multiple",
        |s, v| v.is_number() && s["multipleOf"].is_number(),
        |s, _, _| json!(s["multipleOf"].as_f64().unwrap() * 1.25),
    ),
    change(
        "a text for a boolean",
        |_, v| v.is_boolean(),
        |_, _, _| json!("true"),
    ),
    change(
        "a number for a boolean",
        |_, v| v.is_boolean(),
        |_, _, _| json!(1),
    ),
    change("a boolean for either", is_either, |_, _, _| json!(true)),
    change("a fraction for either", is_either, |_, _, _| json!(1.5)),
    change("65 for A", is_either, |_, _, _| json!(65)),
    change("a list for either", is_either, |_, _, _| json!([])),
    change("an embedded name", is_embedded, |_, v, _| {
        with(v, "metadata", json!({ "name": "a%b" }))
    }),
    change("an embedded name with capitals", is_embedded, |_, v, _| {
        with(v, "metadata", json!({ "name": "A:b", "labels": {} }))
    }),
    change("an embedded namespace", is_embedded, |_, v, _| {
        with(v, "metadata", json!({ "namespace": "A" }))
    }),
    change("embedded labels", is_embedded, |_, v, _| {
        with(v, "metadata", json!({ "labels": { "a": 1 } }))
    }),
    change("embedded unknown metadata", is_embedded, |_, v, _| {
        with(
            v,
            "metadata",
            json!({ "name": "a", "unknown": 1, "creationTimestamp": null }),
        )
    }),
    change("an embedded time", is_embedded, |_, v, _| {
        with(
            v,
            "metadata",
            json!({ "creationTimestamp": "2026-05-31T12:00:00+02:00", "generation": 0 }),
        )
    }),
    change(
        "embedded metadata that is a text",
        is_embedded,
        |_, v, _| with(v, "metadata", json!("a")),
    ),
    change("no embedded kind", is_embedded, |_, v, _| {
        without(v, "kind")
    }),
    change(
        "an embedded kind that is no name",
        is_embedded,
        |_, v, _| with(v, "kind", json!("1 Pod")),
    ),
    change(
        "an embedded version with two slashes",
        is_embedded,
        |_, v, _| with(v, "apiVersion", json!("a/b/c")),
    ),
    change("an empty embedded version", is_embedded, |_, v, _| {
        with(v, "apiVersion", json!(""))
    }),
    change(
        "an embedded version that is a number",
        is_embedded,
        |_, v, _| with(v, "apiVersion", json!(1)),
    ),
    change(
        "both alternatives",
        |s, v| v.is_object() && s["oneOf"].is_array(),
        |s, _, r| {
            let mut value = json!({});
            for (key, property) in s["properties"].as_object().into_iter().flatten() {
                value[key] = make(property, r, 4);
            }
            value
        },
    ),
];

fn is_filled(_: &Value, value: &Value) -> bool {
    value.as_object().is_some_and(|fields| !fields.is_empty())
}

fn is_map(schema: &Value) -> bool {
    !schema["additionalProperties"].is_null()
}

fn is_either(schema: &Value, _: &Value) -> bool {
    schema["x-kubernetes-int-or-string"] == true
}

fn is_embedded(schema: &Value, value: &Value) -> bool {
    schema["x-kubernetes-embedded-resource"] == true && value.is_object()
}

fn has_keyed_item(schema: &Value, value: &Value) -> bool {
    schema["x-kubernetes-list-map-keys"].is_array() && value.get(0).is_some_and(Value::is_object)
}

fn length(schema: &Value, key: &str) -> usize {
    usize::try_from(schema[key].as_u64().unwrap())
        .unwrap()
        .min(5000)
}

fn some_key(value: &Value, random: &mut Random) -> String {
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    keys[random.below(keys.len())].clone()
}

fn with(value: &Value, key: &str, inner: Value) -> Value {
    let mut value = value.clone();
    value[key] = inner;
    value
}

fn without(value: &Value, key: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().shift_remove(key);
    value
}

fn pushed(list: &Value, item: Value) -> Value {
    let mut list = list.clone();
    list.as_array_mut().unwrap().push(item);
    list
}
