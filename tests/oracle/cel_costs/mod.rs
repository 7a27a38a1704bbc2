//! The rules of custom resource definitions: verdict and cost beside those of kube-apiserver's own packages (`celcost`).
//!
//! Real definitions, where the corpus is there, and generated ones: `RULES` says how many (default 3,000) and `SEED` which (default 1).

mod advice;
mod field_paths;
mod grammar;
mod schema;
mod table;
mod verdict;

use crate::{language::number, random::Random, support::root};
use advice::tries;
use opsgen::apiserver::Finding;
use schema::Kind;
use serde_json::{Map, Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use verdict::{compare, refusals};

#[test]
#[ignore = "needs ci/oracles.sh"]
fn generated_rules_cost_what_the_server_says() {
    compare(&generated(number("RULES", 3_000)));
}

/// Under the limit that was told: that of one expression, or that of a schema.
#[test]
fn advised_bounds_bring_generated_rules_under_the_limit() {
    let is_of_sum = |finding: &Finding| finding.message.contains(" adds ");
    let mut tried = 0;
    for schema in generated(1_000) {
        for finding in refusals(&schema) {
            for changed in tries(&schema, &finding) {
                let mut left = refusals(&changed);
                left.retain(|other| {
                    other.field == finding.field && is_of_sum(other) == is_of_sum(&finding)
                });
                assert_eq!(left, [], "{finding:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

/// Schemas with so many rules or a few more.
fn generated(wanted: u64) -> Vec<Value> {
    let mut random = Random::new(number("SEED", 1));
    let mut schemas = Vec::new();
    let mut rules = 0;
    while rules < wanted {
        let (schema, added) = with_rules(&mut random);
        schemas.extend((added > 0).then_some(schema));
        rules += added;
    }
    schemas
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn rules_of_real_definitions_cost_what_the_server_says() {
    let Some(folder) = find_corpus() else {
        eprintln!("NOT COMPARED: there is no shared/corpora/crds above the manifest");
        return;
    };
    let folders = entries(&folder).into_iter().filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| entries(&folder));
    compare(&files.flat_map(|path| schemas_of(&path)).collect::<Vec<_>>());
}

/// The folder with real definitions, when it lies beside the repository.
fn find_corpus() -> Option<PathBuf> {
    let root = root();
    let mut above = root
        .ancestors()
        .map(|folder| folder.join("shared/corpora/crds"));
    above.find(|folder| folder.is_dir())
}

/// What a folder holds, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
}

/// The schemas of all versions in a file.
fn schemas_of(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("a definition can be read");
    let definition: Value = serde_yaml::from_str(&text).expect("a definition is YAML");
    let versions = definition["spec"]["versions"]
        .as_array()
        .expect("it has versions");
    versions
        .iter()
        .map(|version| version["schema"]["openAPIV3Schema"].clone())
        .collect()
}

/// A schema with rules, and how many.
fn with_rules(random: &mut Random) -> (Value, u64) {
    let spec = schema::object(random, 3);
    let mut root = json!({"type": "object", "properties": {"spec": {}}});
    root["properties"]["spec"] = Value::Object(spec.schema);
    let fields = [("spec".to_owned(), spec.kind.expect("an object has fields"))];
    let kind = Kind::Object(fields.into_iter().chain(schema::metadata()).collect());
    let mut added = 0;
    add_rules(
        random,
        root.as_object_mut().expect("it is an object"),
        &kind,
        &mut added,
    );
    (root, added)
}

fn add_rules(random: &mut Random, schema: &mut Map<String, Value>, kind: &Kind, added: &mut u64) {
    match kind {
        Kind::Object(fields) => {
            let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
            for (name, property) in properties.into_iter().flatten() {
                let own = fields
                    .iter()
                    .find(|(written, _)| schema::writes(written, name));
                if let (Some((_, own)), Some(property)) = (own, property.as_object_mut()) {
                    add_rules(random, property, own, added);
                }
            }
        }
        Kind::List(part) | Kind::Map(part) => {
            let part_of = |key: &str| {
                schema
                    .get(key)
                    .is_some_and(Value::is_object)
                    .then(|| key.to_owned())
            };
            let key = part_of("items").or_else(|| part_of("additionalProperties"));
            let below = key.and_then(|key| schema.get_mut(&key)?.as_object_mut());
            add_rules(random, below.expect("it has a part"), part, added);
        }
        Kind::Simple(_) => {}
    }
    // A default that breaks a rule would hide what the server says of the rules.
    if random.below(4) == 0 && !schema.contains_key("default") {
        let rules: Vec<Value> = (0..=random.below(2)).map(|_| rule(random, kind)).collect();
        *added += rules.len() as u64;
        schema.insert("x-kubernetes-validations".to_owned(), json!(rules));
    }
}

fn rule(random: &mut Random, kind: &Kind) -> Value {
    let depth = 1 + random.below(4);
    let mut rule = json!({"rule": grammar::expression(random, kind, 'b', depth)});
    if random.below(5) == 0 {
        rule["messageExpression"] = json!(grammar::expression(random, kind, 's', 2));
    }
    if random.below(20) == 0 {
        rule["optionalOldSelf"] = json!(random.below(2) == 0);
    }
    rule
}
