//! Custom resources of the examples against the real ones: what gen writes from the TOML means the same.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test that cannot go on panics, and says loudly what it could not compare"
)]

mod support;

use opsgen::{artifact::Place, document::yaml, emit, model, project, text::Sources};
use serde_json::{Map, Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use support::{example, examples, root};

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// The folder with the real CRDs, when it lies beside the repository.
fn corpus() -> Option<PathBuf> {
    let root = root();
    let mut above = root
        .ancestors()
        .map(|folder| folder.join("shared/corpora/crds"));
    let found = above.find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!(
            "NOT COMPARED: there is no shared/corpora/crds above {}",
            root.display()
        );
    }
    found
}

/// The CRDs that gen writes for an example, with their paths.
fn emitted(name: &str) -> Vec<(String, Value)> {
    let crds = example(name)
        .into_artifacts()
        .filter(|artifact| artifact.place == Place::Crds);
    let named = crds.filter(|artifact| artifact.path != "kustomization.yaml");
    named
        .map(|artifact| (artifact.path, Value::from(&artifact.tree)))
        .collect()
}

/// What counts: without descriptions of schemas, annotations of tools and gen's label; sets sorted; rules without line breaks.
fn meaning(value: &Value, inside: &str) -> Value {
    match value {
        Value::Object(entries) => {
            let mut result = Map::new();
            let mut keys: Vec<&String> = entries.keys().collect();
            keys.sort();
            for key in keys {
                let word = !matches!(inside, "properties" | "default");
                if word && key == "description" {
                    continue;
                }
                let mut inner = meaning(&entries[key], key);
                if word && matches!(key.as_str(), "required" | "enum") {
                    sort(&mut inner);
                }
                if word && key == "rule" {
                    inner = json!(
                        inner
                            .as_str()
                            .unwrap()
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join(" ")
                    );
                }
                result.insert(key.clone(), inner);
            }
            Value::Object(result)
        }
        Value::Array(items) => items.iter().map(|item| meaning(item, "")).collect(),
        other => other.clone(),
    }
}

fn sort(value: &mut Value) {
    if let Value::Array(items) = value {
        items.sort_by_key(Value::to_string);
    }
}

fn without_tools(mut crd: Value) -> Value {
    let metadata = crd["metadata"].as_object_mut().unwrap();
    for (table, key) in [
        ("annotations", "controller-gen.kubebuilder.io/version"),
        ("labels", "app.kubernetes.io/managed-by"),
    ] {
        if let Some(Value::Object(entries)) = metadata.get_mut(table) {
            entries.remove(key);
            if entries.is_empty() {
                metadata.remove(table);
            }
        }
    }
    crd
}

/// The JSON pointers at which two values differ.
fn differences(left: &Value, right: &Value, at: &str, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(one), Value::Object(other)) => {
            let only = |has: &Map<String, Value>, lacks: &Map<String, Value>, who: &str| {
                let keys = has.keys().filter(|key| !lacks.contains_key(*key));
                keys.map(|key| format!("{at}/{key}: only {who}"))
                    .collect::<Vec<_>>()
            };
            found.extend(only(one, other, "gen"));
            found.extend(only(other, one, "the real one"));
            for (key, value) in one {
                if let Some(second) = other.get(key) {
                    differences(value, second, &format!("{at}/{key}"), found);
                }
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, pair) in one.iter().zip(other).enumerate() {
                differences(pair.0, pair.1, &format!("{at}/{index}"), found);
            }
        }
        _ if left == right => {}
        _ => found.push(format!("{at}: {left} here, {right} there")),
    }
}

fn compare(example: &str, folder: &str) {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join(folder);
    let mut found = Vec::new();
    for (path, ours) in emitted(example) {
        let real = read(&folder.join(&path));
        let real = yaml::read(&real).unwrap().remove(0);
        let mut here = Vec::new();
        let meaning = |crd: Value| meaning(&without_tools(crd), "");
        differences(&meaning(ours), &meaning(real), "", &mut here);
        found.extend(here.into_iter().map(|one| format!("{path}{one}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn jobtree_is_what_controller_gen_writes() {
    compare("jobtree", "jobtree");
}

#[test]
fn jobs_with_pods_are_what_controller_gen_writes() {
    compare("training-operator", "training-operator");
}

#[test]
fn arks_is_what_controller_gen_writes() {
    compare("arks", "arks");
}

#[test]
fn clients_can_read_every_crd() {
    use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
    let mut count = 0;
    for name in examples() {
        for (path, crd) in emitted(&name) {
            let read: CustomResourceDefinition = serde_json::from_value(crd.clone())
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            let name = read.metadata.name.unwrap();
            let (plural, group) = name.split_once('.').unwrap();
            assert_eq!(path, format!("{group}_{plural}.yaml"));
            assert_eq!(
                crd["metadata"]["labels"]["app.kubernetes.io/managed-by"],
                "gen"
            );
            count += 1;
        }
    }
    assert_eq!(count, 17);
}

#[test]
fn clients_can_read_every_object() {
    for name in examples() {
        let compilation = example(&name);
        let objects = compilation
            .artifacts()
            .filter(|artifact| artifact.tree.get("metadata").is_some());
        for artifact in objects {
            let read: kube_core::DynamicObject =
                serde_json::from_value(Value::from(&artifact.tree))
                    .unwrap_or_else(|error| panic!("{name}/{}: {error}", artifact.path));
            let types = read.types.unwrap();
            let kind = kube_core::GroupVersionKind::try_from(&types).unwrap();
            assert_eq!(
                kind.api_version(),
                types.api_version,
                "{name}/{}",
                artifact.path
            );
            assert!(read.metadata.name.is_some(), "{name}/{}", artifact.path);
        }
    }
}

#[test]
fn real_crds_are_taken_over_without_complaint() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for folder in fs::read_dir(corpus).unwrap() {
        for path in fs::read_dir(folder.unwrap().path()).unwrap() {
            let text = read(&path.unwrap().path());
            let real = yaml::read(&text).unwrap().remove(0);
            let kind = real["spec"]["names"]["kind"].as_str().unwrap();
            let project = format!(
                "[project]\nname = \"shop\"\nnamespace = \"shop\"\n[crds.{kind}]\ncrd-file = \"crd.yaml\"\n"
            );
            let mut sources = Sources::default();
            let file = sources.add("gen", project);
            sources.add("crd.yaml", text);
            let (layered, _) = project::read(&sources, file);
            let (model, found) = model::resolve(&layered.unwrap().base, None, &sources);
            assert!(found.is_empty(), "{found:#?}");
            let ours = Value::from(&emit::emit(&model.unwrap())[0].tree);
            assert_eq!(without_label(ours), real, "{kind}");
            count += 1;
        }
    }
    assert!(count >= 19, "only {count}");
}

/// A CRD without gen's label.
fn without_label(mut crd: Value) -> Value {
    let metadata = crd["metadata"].as_object_mut().unwrap();
    let labels = metadata["labels"].as_object_mut().unwrap();
    assert_eq!(
        labels.remove("app.kubernetes.io/managed-by"),
        Some(json!("gen"))
    );
    if labels.is_empty() {
        metadata.remove("labels");
    }
    crd
}
