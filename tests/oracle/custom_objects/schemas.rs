//! Schemas at random, many of which no server would take, and values at random: what the server's packages make of them.

use opsgen::apiserver::object::Strictness;
use serde_json::{Value, json};

use crate::custom_objects::judge::ask_packages;
use crate::custom_objects::make::TEXTS;
use crate::custom_objects::{Case, Group, Report};
use crate::language::number;
use crate::random::Random;

/// How deep schemas go.
const DEEPEST: usize = 3;

const KINDS: [&str; 8] = [
    "object", "object", "array", "string", "integer", "number", "boolean", "either",
];

const NAMES: [&str; 3] = ["a", "b", "c"];

/// A keyword, and what it is set to.
type Keyword = (&'static str, fn(&mut Random) -> Value);

/// Keywords that may stand anywhere, whatever the type.
const KEYWORDS: [Keyword; 18] = [
    ("format", |r| {
        json!(r.pick(&[
            "int32",
            "int64",
            "float",
            "double",
            "date",
            "ipv4",
            "uri",
            "semver",
            "k8s-short-name",
            "date-time"
        ]))
    }),
    ("pattern", |r| {
        json!(r.pick(&["^a", "z$", "^[a-z0-9.]+$", "\\d+", "^$", "(?i)A"]))
    }),
    ("enum", |r| {
        let count = 1 + r.below(4);
        (0..count).map(|_| scalar(r)).collect()
    }),
    ("minimum", |r| bound(r)),
    ("maximum", |r| bound(r)),
    ("exclusiveMinimum", |_| json!(true)),
    ("exclusiveMaximum", |_| json!(true)),
    ("multipleOf", |r| {
        [
            json!(2),
            json!(0.5),
            json!(3),
            json!(1e-3),
            json!(2.5),
            json!(0),
        ][r.below(6)]
        .clone()
    }),
    ("minLength", |r| json!(r.below(4))),
    ("maxLength", |r| json!(r.below(12))),
    ("minItems", |r| json!(r.below(3))),
    ("maxItems", |r| json!(r.below(4))),
    ("minProperties", |r| json!(r.below(3))),
    ("maxProperties", |r| json!(r.below(4))),
    ("required", |r| json!([r.pick(&NAMES)])),
    ("required", |r| json!([r.pick(&NAMES), r.pick(&NAMES)])),
    ("nullable", |_| json!(true)),
    ("not", |r| clause(r, DEEPEST - 1)),
];

#[test]
#[ignore = "needs ci/oracles.sh"]
fn values_fit_a_schema_when_the_servers_packages_say_so() {
    let mut random = Random::new(number("SEED", 1));
    let groups: Vec<Group> = (0..number("SCHEMAS", 300))
        .map(|_| group(&mut random))
        .collect();
    let verdicts = ask_packages(&groups);
    let mut report = Report::default();
    report.compare(&groups, &verdicts);
    report.tell();
}

fn group(random: &mut Random) -> Group {
    let spec = schema(random, 0);
    let mut versions = json!([{ "name": "v1", "served": true, "storage": true }]);
    versions[0]["schema"] =
        json!({ "openAPIV3Schema": { "type": "object", "properties": { "spec": spec } } });
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": { "name": "shapes.example.com" },
        "spec": { "group": "example.com", "names": { "kind": "Shape", "plural": "shapes" }, "scope": "Cluster", "versions": versions },
    });
    let cases = (0..20).map(|_| {
        let spec = value(&definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"], random);
        let object = json!({ "apiVersion": "example.com/v1", "kind": "Shape", "metadata": { "name": "a" }, "spec": spec });
        let strictness = if random.below(4) == 0 { Strictness::Strict } else { Strictness::Lenient };
        Case { name: format!("{spec}", spec = definition["spec"]["versions"][0]["schema"]), strictness, object }
    });
    let cases = cases.collect();
    Group { definition, cases }
}

fn schema(random: &mut Random, depth: usize) -> Value {
    let mut kind = random.pick(&KINDS);
    if depth == DEEPEST {
        kind = random.pick(&KINDS[3..]);
    }
    let mut schema = json!({});
    match kind {
        "either" => schema["x-kubernetes-int-or-string"] = json!(true),
        _ => schema["type"] = json!(kind),
    }
    match kind {
        "array" => {
            schema["items"] = self::schema(random, depth + 1);
            match random.below(4) {
                0 => schema["x-kubernetes-list-type"] = json!("set"),
                1 => {
                    schema["x-kubernetes-list-type"] = json!("map");
                    schema["x-kubernetes-list-map-keys"] =
                        [json!(["a"]), json!(["a", "b"])][random.below(2)].clone();
                }
                _ => {}
            }
        }
        "object" if random.below(4) == 0 => {
            schema["additionalProperties"] = [self::schema(random, depth + 1), json!(true)]
                [usize::from(random.below(6) == 0)]
            .clone();
        }
        "object" => {
            for name in NAMES {
                schema["properties"][name] = self::schema(random, depth + 1);
            }
            match random.below(6) {
                0 => schema["x-kubernetes-preserve-unknown-fields"] = json!(true),
                1 => schema["x-kubernetes-embedded-resource"] = json!(true),
                _ => {}
            }
        }
        _ => {}
    }
    // The server prunes defaults of objects, and refuses those that need it.
    if random.below(4) == 0 && !matches!(kind, "object" | "array") {
        let default = value(&schema, random);
        if !default.is_object() && !default.is_array() {
            schema["default"] = default;
        }
    }
    restrict(&mut schema, random, depth);
    schema
}

/// A schema within another one, without a type.
fn clause(random: &mut Random, depth: usize) -> Value {
    let mut schema = json!({});
    if depth < DEEPEST && random.below(3) == 0 {
        schema["properties"][random.pick(&NAMES)] = clause(random, depth + 1);
    }
    if depth < DEEPEST && random.below(6) == 0 {
        schema["items"] = clause(random, depth + 1);
    }
    if depth < DEEPEST && random.below(8) == 0 {
        schema["additionalProperties"] = clause(random, depth + 1);
    }
    restrict(&mut schema, random, depth + 1);
    schema
}

fn restrict(schema: &mut Value, random: &mut Random, depth: usize) {
    for _ in 0..random.below(4) {
        let (key, make) = KEYWORDS[random.below(KEYWORDS.len())];
        if key != "not" || depth < DEEPEST {
            schema[key] = make(random);
        }
    }
    if depth < DEEPEST && random.below(3) == 0 {
        let key = random.pick(&["anyOf", "oneOf", "allOf"]);
        let count = 1 + random.below(3);
        schema[key] = (0..count).map(|_| clause(random, depth + 1)).collect();
    }
}

fn value(schema: &Value, random: &mut Random) -> Value {
    if random.below(8) == 0 {
        return scalar(random);
    }
    match schema["type"].as_str() {
        Some("object") => {
            let mut fields = json!({});
            for name in ["a", "b", "c", "d"]
                .into_iter()
                .filter(|_| random.below(3) > 0)
                .collect::<Vec<_>>()
            {
                let inner = [&schema["properties"][name], &schema["additionalProperties"]];
                let inner = inner.into_iter().find(|schema| schema.is_object());
                fields[name] = match inner {
                    Some(schema) => value(schema, random),
                    None => scalar(random),
                };
            }
            fields
        }
        Some("array") => {
            let count = random.below(4);
            (0..count)
                .map(|_| value(&schema["items"], random))
                .collect()
        }
        Some("string") => json!(random.pick(&TEXTS)),
        Some("integer" | "number") => numeric(random),
        Some("boolean") => json!(random.below(2) == 0),
        _ => scalar(random),
    }
}

fn bound(random: &mut Random) -> Value {
    [
        json!(0),
        json!(1),
        json!(-3),
        json!(2.5),
        json!(5),
        json!(0.1),
        json!(1e30),
        json!(-1e30),
        json!(3e9),
        json!(1e39),
    ][random.below(10)]
    .clone()
}

fn numeric(random: &mut Random) -> Value {
    let values = [
        json!(0),
        json!(1),
        json!(2),
        json!(3),
        json!(5),
        json!(-3),
        json!(1.0),
        json!(2.5),
        json!(0.1),
        json!(-0.5),
        json!(1e3),
        json!(65),
        json!(3_000_000_000_i64),
        json!(1e30),
        json!(1e39),
        json!(1.000_000_000_1),
        json!(9_007_199_254_740_993_i64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(4.5e15),
    ];
    values[random.below(values.len())].clone()
}

fn scalar(random: &mut Random) -> Value {
    match random.below(8) {
        0 => json!(null),
        1 => json!(random.below(2) == 0),
        2 => json!({ "a": 1 }),
        3 => json!([1, "a"]),
        4 => json!(random.pick(&["a", "A", "z", "1", ""])),
        5 => json!(random.pick(&TEXTS)),
        _ => numeric(random),
    }
}
