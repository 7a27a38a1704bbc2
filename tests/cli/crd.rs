//! `gen crd check`: files and JSON lines.

use crate::run::{Run, command, finish, gen_in};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Seek, Write},
    path::Path,
};
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A run with this standard input.
fn gen_with_input(folder: &Path, arguments: &[&str], input: &str) -> Run {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(input.as_bytes()).unwrap();
    file.rewind().unwrap();
    finish(command(folder, arguments).stdin(file))
}

const DEFINITION: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
spec:
  group: depot.example.com
  names: {kind: Lift, plural: lifts}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              doors: {type: integer, minimum: 1, default: 2}
              hall: {type: string}
            x-kubernetes-validations:
            - {rule: self.doors < 9, message: a lift has few doors}
";

fn object(spec: &str) -> String {
    format!(
        "apiVersion: depot.example.com/v1\nkind: Lift\nmetadata: {{name: north}}\nspec: {spec}\n"
    )
}

#[test]
fn definitions_and_objects_are_judged_at_their_places() {
    let good = object("{hall: a}");
    let bad = object("{doors: 0, hal: a}");
    let folder = folder(&[
        ("crds/lift.yaml", DEFINITION),
        ("good.yaml", &good),
        ("bad.yaml", &bad),
        (
            "broken.yaml",
            &DEFINITION.replace("self.doors", "self.door"),
        ),
    ]);
    let run = |arguments: &[&str]| gen_in(folder.path(), arguments);
    run(&["crd", "check", "crds"]).expect(0).says("no findings");
    run(&["crd", "check", "crds", "good.yaml"]).expect(0);
    run(&["crd", "check", "--crds", "crds", "bad.yaml"])
        .expect(1)
        .says("apiserver/bad-value")
        .says("bad.yaml:4:15")
        .says("apiserver/unknown-field")
        .says("bad.yaml:4:18");
    run(&["crd", "check", "broken.yaml"])
        .expect(1)
        .says("apiserver/bad-rule")
        .says("broken.yaml:22:27")
        .says("did you mean `doors`?");
    run(&["crd", "check", "bad.yaml"])
        .expect(0)
        .says("not judged: Lift in bad.yaml");
    run(&["crd", "check", "missing.yaml"])
        .expect(2)
        .says("cannot read `missing.yaml`");
    run(&["lint", "--crds", "crds", "bad.yaml"])
        .expect(1)
        .says("apiserver/bad-value");
}

#[test]
fn patches_of_kustomize_are_no_objects() {
    let patch = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: lifts.depot.example.com}\n\
                 spec: {conversion: {strategy: Webhook}}\n";
    let folder = folder(&[
        (
            "crd/kustomization.yaml",
            "resources: [bases/lift.yaml]\npatches: [{path: ./patches/webhook.yaml}]\n",
        ),
        ("crd/bases/lift.yaml", DEFINITION),
        ("crd/patches/webhook.yaml", patch),
        (
            "more/kustomization.yaml",
            "patchesStrategicMerge: [../alone/webhook.yaml]\n",
        ),
        ("alone/webhook.yaml", patch),
    ]);
    gen_in(folder.path(), &["crd", "check", "crd"]).expect(0);
    gen_in(folder.path(), &["lint", "crd", "more", "alone"]).expect(0);
    gen_in(folder.path(), &["lint", "alone"])
        .expect(1)
        .says("apiserver/");
}

#[test]
fn lines_are_answered_with_what_the_server_would_store() {
    let folder = folder(&[("crds/lift.yaml", DEFINITION)]);
    let lift = |spec: Value| json!({"apiVersion": "depot.example.com/v1", "kind": "Lift", "metadata": {"name": "north"}, "spec": spec});
    let lines = [
        json!({"id": 1, "object": lift(json!({"hall": null}))}),
        json!({"id": "b", "object": lift(json!({"doors": 9}))}),
        json!({"id": 3, "object": lift(json!({"hal": "a"}))}),
        json!({"id": 4, "object": {"apiVersion": "example.com/v1", "kind": "Other"}}),
    ];
    let mut input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    input.push_str("{}\n");
    let run = gen_with_input(
        folder.path(),
        &["crd", "check", "--jsonl", "--crds", "crds"],
        &input,
    )
    .expect(2);
    let answers: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 5, "{}", run.stdout);
    assert_eq!(answers[0]["ok"], true);
    assert_eq!(answers[0]["object"]["spec"], json!({"doors": 2}));
    assert_eq!(
        (&answers[1]["id"], &answers[1]["ok"]),
        (&json!("b"), &json!(false))
    );
    assert_eq!(answers[1]["fields"], json!(["spec"]));
    assert_eq!(answers[1]["object"], Value::Null);
    let findings = &answers[1]["findings"];
    assert_eq!(findings[0]["level"], "deny");
    assert_eq!(findings[0]["pointer"], "/spec");
    assert!(
        findings[0]["message"]
            .as_str()
            .unwrap()
            .contains("a lift has few doors"),
        "{findings}"
    );
    assert_eq!(answers[2]["ok"], false);
    assert_eq!(answers[2]["object"]["spec"], json!({"doors": 2}));
    assert_eq!(answers[3]["ok"], Value::Null);
    assert_eq!(answers[4]["id"], Value::Null);
}
