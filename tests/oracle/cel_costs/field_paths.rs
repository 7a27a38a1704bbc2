//! `fieldPath` of rules, made of pieces at random: refused by us where the server refuses them.

use super::verdict::judged;
use crate::{language::number, random::Random};
use opsgen::apiserver::{Path, Schema, rules};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What paths are made of.
const PIECES: [&str; 30] = [
    ".a",
    ".a",
    ".labels",
    ".labels",
    ".list",
    ".x",
    "['a']",
    "['labels']",
    "['b.c']",
    r"['it\'s']",
    ".it's",
    "['x']",
    ".a",
    "['a']",
    ".",
    "[",
    "]",
    "['",
    "']",
    "'",
    "a",
    "b.c",
    "it's",
    r"it\'s",
    "list",
    "x",
    r"\n",
    r"\q",
    " ",
    "ä",
];

#[test]
#[ignore = "needs ci/oracles.sh"]
fn field_paths_are_judged_as_the_server_judges_them() {
    let mut random = Random::new(number("SEED", 1));
    let mut paths: Vec<String> = (0..5_000).map(|_| path(&mut random)).collect();
    paths.retain(|path| !path.is_empty());
    let schema = schema(&paths);
    let ours: BTreeSet<String> = rules::check_form(
        &Schema::read(&schema),
        &Path::root("spec.validation.openAPIV3Schema", ""),
    )
    .into_iter()
    .map(|finding| finding.field)
    .collect();
    let (theirs, _) = judged(std::slice::from_ref(&schema)).remove(0);
    let differs: Vec<String> = ours
        .symmetric_difference(&theirs.refused)
        .map(|field| format!("{field} {}", text(&schema, field)))
        .collect();
    eprintln!("{} paths, {} of them refused", paths.len(), ours.len());
    assert!(differs.is_empty(), "{}", differs.join("\n"));
    assert!(paths.len() - ours.len() > 100, "hardly any is right");
}

fn path(random: &mut Random) -> String {
    (0..=random.below(4))
        .map(|_| random.pick(&PIECES))
        .collect()
}

fn schema(paths: &[String]) -> Value {
    let inner = json!({"type": "object", "properties": {"a": {"type": "string"}, "b.c": {"type": "string"}, "it's": {"type": "string"}}});
    let rules: Vec<Value> = paths
        .iter()
        .map(|path| json!({"rule": "true", "fieldPath": path}))
        .collect();
    json!({
        "type": "object",
        "properties": {
            "a": inner,
            "it's": inner,
            "labels": {"type": "object", "additionalProperties": inner},
            "list": {"type": "array", "items": inner},
        },
        "x-kubernetes-validations": rules,
    })
}

/// The path at a field of the server.
fn text(schema: &Value, field: &str) -> String {
    let index = field
        .split(['[', ']'])
        .nth(1)
        .and_then(|index| index.parse::<usize>().ok());
    index
        .map(|index| schema["x-kubernetes-validations"][index]["fieldPath"].to_string())
        .unwrap_or_default()
}
