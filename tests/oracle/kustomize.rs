//! kustomize builds every folder that it can be pointed at, and `gen build` says the same.

use crate::difference::differences;
use crate::golden::{Golden, all, entries, file_name, repository};
use crate::judge::{accepted, ask, generator, judge, none_refused};
use crate::yaml;
use std::fs;
use std::path::Path;

/// What `kustomize build` makes of a folder; a panic when it refuses.
pub fn built(folder: &Path) -> String {
    accepted(judge("kustomize").arg("build").arg(folder))
}

/// What kustomize has against a folder, if anything. A warning (of a deprecated field) counts.
fn refusal(folder: &Path) -> Option<String> {
    let answer = ask(judge("kustomize").arg("build").arg(folder));
    let silent = !answer.err.contains("Warning");
    (!answer.accepted || !silent).then_some(answer.story)
}

/// Where two streams of documents differ: in number, in order, or inside a document. The order of keys does not count.
fn different(expected: &str, found: &str) -> Vec<String> {
    let values = |stream| -> Vec<_> { yaml::split(stream).into_iter().map(yaml::value).collect() };
    let (expected, found) = (values(expected), values(found));
    let titles = |values: &[_]| values.iter().map(yaml::title).collect::<Vec<_>>();
    if titles(&expected) != titles(&found) {
        let (expected, found) = (titles(&expected), titles(&found));
        return vec![format!("expected {expected:?}\nfound    {found:?}")];
    }
    expected
        .iter()
        .zip(&found)
        .flat_map(|(expected, found)| {
            let title = yaml::title(expected);
            differences(expected, found)
                .into_iter()
                .map(move |line| format!("{title} {line}"))
        })
        .collect()
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn a_missing_resource_or_a_deprecated_field_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let verdict = |text: &str| {
        fs::write(folder.path().join("kustomization.yaml"), text).expect("it can be written");
        refusal(folder.path())
    };
    let generator = "configMapGenerator:\n- name: a\n  literals: [b=c]\n";
    assert_eq!(verdict(generator), None);
    assert!(verdict("resources: [missing.yaml]\n").is_some());
    assert!(verdict(&format!("{generator}commonLabels: {{a: b}}\n")).is_some());
}

#[test]
fn streams_differ_in_order_and_in_content() {
    let (a, b) = ("kind: A\nsize: 1\n", "kind: B\nsize: 1\n");
    let stream = format!("{a}---\n{b}");
    assert!(different(&stream, &format!("---\nsize: 1\nkind: A\n---\n{b}")).is_empty());
    assert_eq!(different(&stream, &format!("{b}---\n{a}")).len(), 1);
    assert_eq!(
        different(a, "kind: A\nsize: '1'\n"),
        ["A/ /size: expected 1, found \"1\""]
    );
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn every_folder_builds_without_a_warning() {
    let refusals = all()
        .into_iter()
        .flat_map(|golden| golden.builds())
        .filter_map(|(_, folder)| refusal(&folder));
    none_refused(&refusals.collect::<Vec<_>>());
}

/// Where `gen build` differs from what kustomize builds of a tree.
fn unlike(golden: &Golden) -> Vec<String> {
    let mut refusals = Vec::new();
    for (name, folder) in golden.builds() {
        let mut command = generator();
        command
            .args(["build", &name, "--project"])
            .arg(&golden.project);
        let answer = ask(&mut command);
        if answer.accepted {
            let lines = different(&built(&folder), &answer.out);
            let what = format!("gen build {name} of {} is not", golden.name);
            refusals.extend(
                (!lines.is_empty())
                    .then(|| format!("{what} kustomize build:\n{}", lines.join("\n"))),
            );
        } else {
            refusals.push(answer.story);
        }
    }
    refusals
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn gen_build_prints_what_kustomize_builds() {
    let refusals: Vec<String> = all().iter().flat_map(unlike).collect();
    none_refused(&refusals);
}

/// Small projects, each with environments that change it in one way.
#[test]
#[ignore = "needs ci/oracles.sh"]
fn gen_build_prints_what_kustomize_builds_of_every_variation() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut refusals = Vec::new();
    for project in entries(&repository().join("tests/variations")) {
        let name = file_name(&project);
        let root = folder.path().join(&name);
        fs::create_dir(&root).expect("it can be made");
        accepted(
            generator()
                .args(["render", "--project"])
                .arg(&project)
                .arg("--out")
                .arg(&root),
        );
        let golden = Golden {
            name,
            root,
            project,
        };
        let folders = golden.builds().into_iter();
        refusals.extend(folders.filter_map(|(_, folder)| refusal(&folder)));
        refusals.extend(unlike(&golden));
    }
    none_refused(&refusals);
}
