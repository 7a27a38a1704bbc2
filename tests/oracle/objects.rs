//! kube-apiserver accepts every object of every build, with strict validation and the operator's own definitions.

use crate::control_plane::{ControlPlane, Keep};
use crate::golden::{all, entries, repository, text};
use crate::judge::{accepted, none_refused};
use crate::kustomize::built;
use crate::yaml;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The definitions of prometheus-operator and grafana-operator.
fn operator_definitions() -> Vec<PathBuf> {
    let folders = ["schemas/monitoring/crds", "schemas/grafana/crds"];
    let found = |folder| {
        let files = entries(&repository().join(folder));
        assert!(!files.is_empty(), "no definitions in {folder}");
        files
    };
    folders.into_iter().flat_map(found).collect()
}

/// A server that knows ServiceMonitors, PodMonitors, PrometheusRules and GrafanaDashboards.
fn server() -> ControlPlane {
    let server = ControlPlane::start();
    let definitions: Vec<String> = operator_definitions()
        .iter()
        .map(|path| text(path))
        .collect();
    let answer = server.establish(&definitions.join("\n---\n"));
    assert!(answer.accepted, "{}", answer.story);
    server
}

/// What the server has against the objects of a stream, if anything. The namespaces that they name are made first.
fn refusal(server: &ControlPlane, stream: &str) -> Option<String> {
    let documents: Vec<_> = yaml::split(stream)
        .into_iter()
        .map(|document| (document, yaml::value(document)))
        .collect();
    let used: BTreeSet<&str> = documents
        .iter()
        .map(|(_, value)| yaml::word(value, "/metadata/namespace"))
        .filter(|name| !name.is_empty())
        .collect();
    for name in used {
        let namespace = format!("apiVersion: v1\nkind: Namespace\nmetadata: {{ name: {name} }}\n");
        let answer = server.apply(&namespace, Keep::Yes);
        assert!(answer.accepted, "{}", answer.story);
    }
    let (namespaces, objects): (Vec<_>, Vec<_>) = documents
        .into_iter()
        .partition(|(_, value)| yaml::word(value, "/kind") == "Namespace");
    let joined = |part: Vec<(&str, _)>| -> String {
        let texts: Vec<&str> = part.into_iter().map(|(document, _)| document).collect();
        texts.join("\n---\n")
    };
    let answers = [
        // A namespace of the build may be there already.
        (
            joined(namespaces),
            ControlPlane::apply as fn(&_, &_, _) -> _,
        ),
        (joined(objects), ControlPlane::create),
    ];
    answers
        .into_iter()
        .filter(|(stream, _)| !stream.is_empty())
        .map(|(stream, send)| send(server, &stream, Keep::No))
        .find(|answer| !answer.accepted)
        .map(|answer| answer.story)
}

const MONITOR: &str = "apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: a, namespace: somewhere }
spec:
  selector: { matchLabels: { a: b } }
  endpoints: [{ port: metrics, interval: 30s }]
";

#[test]
#[ignore = "needs ci/oracles.sh"]
fn an_unknown_field_or_a_wrong_value_is_refused() {
    let server = server();
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: somewhere }\n";
    assert_eq!(
        refusal(&server, &format!("{namespace}---\n{MONITOR}")),
        None
    );
    let unknown = refusal(&server, &MONITOR.replace("interval", "intervall"));
    assert!(unknown.is_some_and(|story| story.contains("unknown field")));
    let wrong = refusal(&server, &MONITOR.replace("30s", "30 seconds"));
    assert!(wrong.is_some_and(|story| story.contains("Invalid value")));
    let left = accepted(
        server
            .kubectl()
            .args(["get", "servicemonitors", "-A", "-o", "name"]),
    );
    assert_eq!(left, "", "a dry run keeps nothing");
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn every_object_of_every_build_is_accepted() {
    let server = server();
    let mut refusals = Vec::new();
    for golden in all() {
        for (name, folder) in golden.builds() {
            if name != "crds" {
                let story = refusal(&server, &built(&folder));
                refusals.extend(story.map(|story| format!("{} {name}\n{story}", golden.name)));
            }
        }
    }
    none_refused(&refusals);
}
