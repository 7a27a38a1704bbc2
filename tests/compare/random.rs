//! Verdicts against the judge of objects: what is called compatible refuses no object and alters none that was stored.

use crate::{cases::line, numbers::Random, schemas::definition as with_spec};
use opsgen::{
    apiserver::{
        definition,
        object::{self, Definition, Strictness},
    },
    compare::{Change, Effect, definitions},
};
use serde_json::{Map, Value, json};

const NAMES: [&str; 3] = ["a", "b", "c"];
const TEXTS: [&str; 7] = ["", "a", "b", "ab", "abc", "1.2.3.4", "2026-01-01"];

/// How many pairs of schemas are tried unless `PAIRS` says otherwise, and with how many objects each.
const PAIRS: usize = 500;
const OBJECTS: usize = 60;

#[expect(clippy::disallowed_methods, reason = "tests may be told to try more")]
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |value| value.parse().expect("it is a number"))
}

fn number(random: &mut Random) -> Value {
    let half = random.below(3) == 0;
    let whole = i64::try_from(random.below(6)).expect("it is small") - 2;
    if half {
        json!(f64::from(i32::try_from(whole).expect("it is small")) + 0.5)
    } else {
        json!(whole)
    }
}

fn count(random: &mut Random) -> Value {
    json!(random.below(4))
}

fn text(random: &mut Random) -> Value {
    json!(random.pick(&TEXTS))
}

/// A schema of this depth at most.
fn schema(random: &mut Random, depth: usize) -> Value {
    let kinds: &[&str] = match depth {
        0 => &["string", "integer", "number", "boolean"],
        _ => &[
            "string", "integer", "number", "object", "object", "map", "array", "either",
        ],
    };
    let mut schema = match random.pick(kinds) {
        "object" => {
            let mut properties = Map::new();
            for name in NAMES {
                if random.below(2) == 0 {
                    properties.insert(name.to_owned(), self::schema(random, depth - 1));
                }
            }
            json!({"type": "object", "properties": properties})
        }
        "map" => json!({"type": "object", "additionalProperties": self::schema(random, depth - 1)}),
        "array" => json!({"type": "array", "items": self::schema(random, depth - 1)}),
        "either" => json!({"x-kubernetes-int-or-string": true}),
        kind => json!({"type": kind}),
    };
    for _ in 0..random.below(3) {
        change_keyword(random, &mut schema);
    }
    schema
}

/// Sets or drops a keyword that suits the type.
fn change_keyword(random: &mut Random, schema: &mut Value) {
    let kind = schema["type"].as_str().unwrap_or_default().to_owned();
    let is_map = schema.get("additionalProperties").is_some();
    let keywords: &[&str] = match kind.as_str() {
        "string" => &[
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "enum",
            "default",
            "nullable",
        ],
        "integer" | "number" => &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "enum",
            "default",
            "nullable",
        ],
        "array" => &["minItems", "maxItems", "x-kubernetes-list-type", "nullable"],
        "object" if is_map => &["minProperties", "maxProperties", "nullable"],
        "object" => &[
            "required",
            "required",
            "properties",
            "properties",
            "x-kubernetes-preserve-unknown-fields",
            "anyOf",
            "not",
            "nullable",
        ],
        _ => return,
    };
    let keyword = random.pick(keywords);
    let name = random.pick(&NAMES);
    let value = match keyword {
        "minimum" | "maximum" => number(random),
        "exclusiveMinimum"
        | "exclusiveMaximum"
        | "nullable"
        | "x-kubernetes-preserve-unknown-fields" => json!(true),
        "multipleOf" => json!(1 + random.below(3)),
        "pattern" => json!(random.pick(&["^a", "b$", "^[ab]*$"])),
        "format" => json!(random.pick(&["date", "ipv4", "unknown-one"])),
        "enum" if kind == "string" => json!([random.pick(&TEXTS), "ab"]),
        "enum" => json!([random.below(3), 1]),
        "default" if kind == "string" => text(random),
        "default" => json!(random.below(3)),
        "x-kubernetes-list-type" => json!(random.pick(&["set", "atomic"])),
        "required" => json!([name]),
        "properties" => {
            let properties = schema["properties"]
                .as_object_mut()
                .expect("an object has them");
            if properties.remove(name).is_none() {
                properties.insert(name.to_owned(), self::schema(random, 0));
            }
            return;
        }
        "anyOf" => json!([{"required": [name]}, {"required": [random.pick(&NAMES)]}]),
        "not" => json!({"required": [name, random.pick(&NAMES)]}),
        _ => count(random),
    };
    let schema = schema.as_object_mut().expect("a schema is an object");
    if random.below(4) == 0 || schema.get(keyword) == Some(&value) {
        schema.remove(keyword);
    } else {
        schema.insert(keyword.to_owned(), value);
    }
}

/// Changes a schema somewhere.
fn mutate(random: &mut Random, schema: &mut Value) {
    let below = ["items", "additionalProperties"].map(|key| schema[key].is_object());
    if random.below(2) == 0 {
        if below[0] {
            return mutate(random, &mut schema["items"]);
        }
        if below[1] {
            return mutate(random, &mut schema["additionalProperties"]);
        }
        let name = random.pick(&NAMES);
        if let Some(property) = schema.pointer_mut(&format!("/properties/{name}")) {
            return mutate(random, property);
        }
    }
    match random.below(12) {
        0 => *schema = self::schema(random, 1),
        1 if schema["type"] == "integer" => schema["type"] = json!("number"),
        _ => change_keyword(random, schema),
    }
}

/// A value that a schema may take, most of the time.
fn value(random: &mut Random, schema: &Value) -> Value {
    if random.below(20) == 0 {
        return Value::Null;
    }
    if let Some(values) = schema["enum"].as_array().filter(|_| random.below(3) > 0) {
        return values[random.below(values.len())].clone();
    }
    match schema["type"].as_str().unwrap_or_default() {
        "string" => text(random),
        "integer" => count(random),
        "number" => number(random),
        "boolean" => json!(random.below(2) == 0),
        "array" => (0..random.below(4))
            .map(|_| value(random, &schema["items"]))
            .collect(),
        "object" if schema["additionalProperties"].is_object() => {
            let names = NAMES
                .iter()
                .filter(|_| random.below(2) == 0)
                .collect::<Vec<_>>();
            let entries = names.into_iter().map(|name| {
                (
                    (*name).to_owned(),
                    value(random, &schema["additionalProperties"]),
                )
            });
            Value::Object(entries.collect())
        }
        "object" => {
            let mut object = Map::new();
            for name in NAMES {
                match schema["properties"].get(name) {
                    Some(schema) if random.below(3) > 0 => {
                        object.insert(name.to_owned(), value(random, schema));
                    }
                    None if random.below(4) == 0 => {
                        object.insert(name.to_owned(), text(random));
                    }
                    _ => {}
                }
            }
            Value::Object(object)
        }
        _ => match random.below(2) {
            0 => text(random),
            _ => count(random),
        },
    }
}

/// The object as it is stored; `None` when it is refused.
fn judge(definition: &Definition, object: &Value) -> Option<Value> {
    let judged = object::judge(definition, object, Strictness::Lenient);
    judged.findings.is_empty().then_some(judged.object)
}

/// Whether all of a value is in another one, which may have more fields: defaults of new ones.
fn is_kept(value: &Value, other: &Value) -> bool {
    match (value, other) {
        (Value::Object(value), Value::Object(other)) => value
            .iter()
            .all(|(key, value)| other.get(key).is_some_and(|other| is_kept(value, other))),
        (Value::Array(value), Value::Array(other)) => {
            let mut pairs = value.iter().zip(other);
            value.len() == other.len() && pairs.all(|(value, other)| is_kept(value, other))
        }
        _ => value == other,
    }
}

/// An object that the old schema stores and the new one refuses or alters.
fn find_witness(random: &mut Random, old: &Value, new: &Value) -> Option<Value> {
    let (before, after) = (
        Definition::read(&with_spec(old)),
        Definition::read(&with_spec(new)),
    );
    (0..OBJECTS).find_map(|_| {
        let object = object_with(&value(random, old));
        let stored = judge(&before, &object)?;
        let after = judge(&after, &stored);
        (!after.is_some_and(|after| is_kept(&stored, &after))).then_some(stored)
    })
}

/// Whether the server accepts a definition with this schema of `spec`.
fn is_definition(spec: &Value) -> bool {
    let mut definition = with_spec(spec);
    definition["apiVersion"] = json!("apiextensions.k8s.io/v1");
    definition["kind"] = json!("CustomResourceDefinition");
    definition::judge(&definition).is_empty() && defaults_hold(spec)
}

/// Whether all defaults suit their schemas.
fn defaults_hold(schema: &Value) -> bool {
    let holds = |default: &Value| {
        let object = object_with(default);
        judge(&Definition::read(&with_spec(schema)), &object).is_some_and(|kept| kept == object)
    };
    let properties = schema["properties"].as_object().into_iter().flatten();
    let below = ["items", "additionalProperties"]
        .into_iter()
        .filter_map(|key| schema.get(key));
    let mut below = below.chain(properties.map(|(_, schema)| schema));
    schema.get("default").is_none_or(holds) && below.all(defaults_hold)
}

fn object_with(spec: &Value) -> Value {
    json!({
        "apiVersion": "shop.example.com/v1", "kind": "Run",
        "metadata": {"name": "a", "namespace": "b"}, "spec": spec,
    })
}

fn told(old: &Value, new: &Value, changes: &[Change]) -> String {
    let lines: Vec<String> = changes.iter().map(line).collect();
    format!("old: {old}\nnew: {new}\n{}", lines.join("\n"))
}

#[test]
fn what_is_compatible_refuses_and_alters_nothing() {
    let pairs = setting("PAIRS", PAIRS);
    let mut random = Random::new(setting("SEED", 6) as u64);
    let (mut tried, mut compatible, mut breaking, mut shown) = (0, 0, 0, 0);
    for _ in 0..pairs {
        let old = schema(&mut random, 2);
        let mut new = old.clone();
        for _ in 0..=random.below(2) {
            mutate(&mut random, &mut new);
        }
        // What the server takes for no definition stores nothing.
        if [&old, &new].iter().any(|side| !is_definition(side)) {
            continue;
        }
        tried += 1;
        let changes = definitions(&with_spec(&old), &with_spec(&new));
        let has = |effect| changes.iter().any(|change| change.effect == effect);
        let witness = find_witness(&mut random, &old, &new);
        if has(Effect::Breaking) {
            breaking += 1;
            shown += usize::from(witness.is_some());
        } else if !has(Effect::Unknown) {
            compatible += 1;
            assert!(
                witness.is_none(),
                "{}\nbut: {}",
                told(&old, &new, &changes),
                witness.unwrap_or_default()
            );
        }
    }
    eprintln!("{tried} tried, {compatible} compatible, {breaking} breaking, {shown} of them shown");
    assert!(
        tried > pairs / 4 && compatible > tried / 4 && shown > breaking / 2,
        "{compatible} {breaking} {shown}"
    );
}
