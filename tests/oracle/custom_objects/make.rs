//! Objects that mostly fit a schema.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Deeper, only what is required is made.
const DEEP: usize = 7;

/// A custom resource of a definition, in the version `version`.
pub fn resource(definition: &Value, version: &Value, random: &mut Random) -> Value {
    let spec = &definition["spec"];
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut object = json!({
        "apiVersion": format!("{}/{}", word(&spec["group"]), word(&version["name"])),
        "kind": spec["names"]["kind"],
        "metadata": { "name": "a-name" },
    });
    if let Value::Object(fields) = make(&version["schema"]["openAPIV3Schema"], random, 0) {
        for (key, value) in fields {
            if !matches!(key.as_str(), "apiVersion" | "kind" | "metadata") {
                object[key.as_str()] = value;
            }
        }
    }
    object
}

/// A value that mostly fits.
pub fn make(schema: &Value, random: &mut Random, depth: usize) -> Value {
    if let Some(values) = schema["enum"]
        .as_array()
        .filter(|values| !values.is_empty())
    {
        return values[random.below(values.len())].clone();
    }
    if schema["x-kubernetes-int-or-string"] == true {
        let text = if schema["pattern"].is_string() {
            "50%"
        } else {
            "some"
        };
        return [json!(80), json!(text)][random.below(2)].clone();
    }
    match schema["type"].as_str() {
        Some("object") => object(schema, random, depth),
        Some("array") => list(schema, random, depth),
        Some("string") => text(schema, random),
        Some("integer") => json!(integer(schema, random)),
        Some("number") => number(schema, random),
        Some("boolean") => json!(random.below(2) == 0),
        _ => [
            json!({ "x": [1, { "y": null }] }),
            json!(1.5),
            json!("any"),
            json!([]),
        ][random.below(4)]
        .clone(),
    }
}

fn object(schema: &Value, random: &mut Random, depth: usize) -> Value {
    let mut fields = Map::new();
    let required = wanted(schema, random);
    let chance = if depth < 3 { 2 } else { 5 };
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_wanted = required.iter().any(|name| name == key);
        let is_lucky = depth < DEEP && random.below(chance) == 0;
        if is_wanted || (is_lucky && !forbidden(schema, key)) {
            fields.insert(key.clone(), make(property, random, depth + 1));
        }
    }
    if schema["x-kubernetes-embedded-resource"] == true {
        fields.insert("apiVersion".to_owned(), json!("v1"));
        fields.insert("kind".to_owned(), json!("ConfigMap"));
        fields.insert("metadata".to_owned(), json!({ "name": "inner" }));
    }
    let least = schema["minProperties"].as_u64().unwrap_or_default();
    if schema["additionalProperties"].is_object() && depth < DEEP {
        let more = usize::try_from(least)
            .expect("it is small")
            .max(random.below(3));
        for index in 0..more {
            fields.insert(
                format!("key{index}"),
                make(&schema["additionalProperties"], random, depth + 1),
            );
        }
    }
    Value::Object(fields)
}

/// The required fields, and those of one alternative.
fn wanted(schema: &Value, random: &mut Random) -> Vec<String> {
    let names = |schema: &Value| -> Vec<String> {
        let names = schema["required"].as_array().into_iter().flatten();
        names
            .filter_map(|name| Some(name.as_str()?.to_owned()))
            .collect()
    };
    let mut all = names(schema);
    for key in ["oneOf", "anyOf"] {
        if let Some(clauses) = schema[key].as_array().filter(|clauses| !clauses.is_empty()) {
            all.extend(names(&clauses[random.below(clauses.len())]));
        }
    }
    for clause in schema["allOf"].as_array().into_iter().flatten() {
        all.extend(names(clause));
    }
    all
}

/// Whether another alternative would ask for the field.
fn forbidden(schema: &Value, key: &str) -> bool {
    let clauses = schema["oneOf"].as_array().into_iter().flatten();
    let mut clauses = clauses.chain([&schema["not"]]);
    clauses.any(|clause| {
        let names = clause["required"].as_array().into_iter().flatten();
        names.into_iter().any(|name| name == key)
    })
}

fn list(schema: &Value, random: &mut Random, depth: usize) -> Value {
    let least = schema["minItems"].as_u64().unwrap_or_default();
    let most = schema["maxItems"].as_u64().unwrap_or(3).min(3);
    let count = least
        .max(if depth < DEEP {
            random.below(4) as u64
        } else {
            0
        })
        .min(most.max(least));
    let mut items: Vec<Value> = Vec::new();
    for index in 0..count {
        let mut item = make(&schema["items"], random, depth + 1);
        for key in schema["x-kubernetes-list-map-keys"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let key = key.as_str().expect("keys are strings");
            match &mut item[key] {
                Value::String(text) => text.push_str(&index.to_string()),
                Value::Number(number) => {
                    item[key] = json!(number.as_i64().unwrap_or_default() + index as i64);
                }
                _ => {}
            }
        }
        if schema["x-kubernetes-list-type"] != "set" || !items.contains(&item) {
            items.push(item);
        }
    }
    Value::Array(items)
}

fn integer(schema: &Value, random: &mut Random) -> i64 {
    let bound = |key: &str| schema[key].as_f64().map(|bound| bound as i64);
    let least = bound("minimum").unwrap_or(0) + i64::from(schema["exclusiveMinimum"] == true);
    let most =
        bound("maximum").unwrap_or(least + 20) - i64::from(schema["exclusiveMaximum"] == true);
    let unit = bound("multipleOf").unwrap_or(1).max(1);
    let width = usize::try_from((most - least).clamp(0, 20)).expect("it is small");
    (least + random.below(width + 1) as i64) / unit * unit
}

fn number(schema: &Value, random: &mut Random) -> Value {
    let least = schema["minimum"].as_f64().unwrap_or(0.0);
    let most = schema["maximum"]
        .as_f64()
        .unwrap_or(least + 8.0)
        .min(least + 8.0);
    let unit = schema["multipleOf"].as_f64().unwrap_or(0.125);
    let value = ((least + (most - least) * random.below(8) as f64 / 8.0) / unit).floor() * unit;
    match random.below(2) {
        0 if value.fract() == 0.0 => json!(value as i64),
        _ => json!(value),
    }
}

/// Texts for formats and patterns; the first that fits is taken, from a random place on.
pub const TEXTS: [&str; 62] = [
    "word",
    "a",
    "",
    "my-name",
    "example.com",
    "a.example.com/b",
    "x1",
    "5m",
    "1h30m",
    "2 days",
    "10s",
    "0",
    "80",
    "50%",
    "1Gi",
    "100m",
    "1.5",
    "2026-05-31",
    "2026-05-31T12:00:00Z",
    "2026-05-31t12:00:00.5+02:00",
    "2026-02-30",
    "12:30:45",
    "https://example.com/a?b=c",
    "/path",
    "not a uri",
    "http://[::1]:80/",
    "http://a b/",
    "team@example.com",
    "Team <a@b>",
    "@",
    "10.0.0.1",
    "010.0.0.1",
    "256.1.1.1",
    "2001:db8::1",
    "::ffff:1.2.3.4",
    "10.0.0.0/8",
    "10.0.0.0/33",
    "2001:db8::/32",
    "00:00:5e:00:53:01",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
    "f81d4fae-7dec-51d0-a765-00a0c91e6bf6",
    "f81d4fae-7dec-31d0-a765-00a0c91e6bf6",
    "978-0321751041",
    "0321751043",
    "4220855426222389",
    "111-22-3333",
    "#ff8800",
    "fff",
    "rgb(1,2,3)",
    "c2VjcmV0",
    "c2V",
    "507f1f77bcf86cd799439011",
    "UPPER",
    "with_underscore",
    "-dash",
    "dash-",
    "t\u{e9}xt",
    "\u{1f600}",
    "a b",
    "\n",
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
];

fn text(schema: &Value, random: &mut Random) -> Value {
    let pattern = schema["pattern"]
        .as_str()
        .and_then(|pattern| regex::Regex::new(pattern).ok());
    let least = schema["minLength"].as_u64().unwrap_or(0) as usize;
    let most = schema["maxLength"].as_u64().unwrap_or(u64::MAX) as usize;
    let format = schema["format"].as_str().unwrap_or_default();
    let fits = |text: &str| {
        let length = text.chars().count();
        let has_format = opsgen::apiserver::format::matches(format, text) != Some(false);
        let matches = pattern
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(text));
        length >= least && length <= most && has_format && matches
    };
    let begin = random.below(TEXTS.len());
    let found = (0..TEXTS.len())
        .map(|index| TEXTS[(begin + index) % TEXTS.len()])
        .find(|text| fits(text));
    match found {
        Some(text) => json!(text),
        None => json!("w".repeat(least.clamp(1, 300))),
    }
}
