//! What a document is.

use super::dashboard::is_dashboard;
use crate::document::{Tree, TreeValue};

/// What is read from a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Groups of rules, as Prometheus loads them.
    RuleFile,
    /// Rules without the groups around them, which nobody loads.
    LooseRules,
    /// Groups of rules in an object of prometheus-operator.
    PrometheusRule,
    /// A dashboard as Grafana exports it.
    Dashboard,
    /// A custom resource definition.
    Definition,
    /// Objects of Kubernetes.
    List,
    /// An object of Kubernetes whose texts may be documents.
    ConfigMap,
    /// An object of grafana-operator, whose text is a dashboard.
    GrafanaDashboard,
    /// A file that Kustomize builds objects from.
    Kustomization,
    /// Any other object of Kubernetes.
    Object,
    /// Anything else, which is not judged.
    Other,
}

/// How a kind is told.
struct Row {
    kind: Kind,
    is: fn(&Tree) -> bool,
}

/// The first row that is right tells the kind.
const KINDS: [Row; 10] = [
    Row {
        kind: Kind::PrometheusRule,
        is: |tree| is_object(tree, "monitoring.coreos.com/", "PrometheusRule"),
    },
    Row {
        kind: Kind::Definition,
        is: |tree| is_object(tree, "apiextensions.k8s.io/", "CustomResourceDefinition"),
    },
    Row {
        kind: Kind::ConfigMap,
        is: |tree| is_object(tree, "v1", "ConfigMap"),
    },
    Row {
        kind: Kind::GrafanaDashboard,
        // The group of releases before 5.0 is the shorter one.
        is: |tree| {
            is_object(tree, "grafana.integreatly.org/", "GrafanaDashboard")
                || is_object(tree, "integreatly.org/", "GrafanaDashboard")
        },
    },
    Row {
        kind: Kind::List,
        is: |tree| is_list(tree),
    },
    Row {
        kind: Kind::RuleFile,
        is: |tree| tree.get("kind").is_none() && holds_groups(tree),
    },
    Row {
        kind: Kind::LooseRules,
        is: |tree| holds_rules(tree),
    },
    Row {
        kind: Kind::Dashboard,
        is: is_dashboard,
    },
    Row {
        kind: Kind::Kustomization,
        is: is_kustomization,
    },
    Row {
        kind: Kind::Object,
        is: |tree| text(tree, "apiVersion").is_some() && text(tree, "kind").is_some(),
    },
];

/// Whether it says so, or says nothing and has lists that only a kustomization has.
fn is_kustomization(tree: &Tree) -> bool {
    if let Some(version) = text(tree, "apiVersion") {
        return version.starts_with("kustomize.config.k8s.io/");
    }
    let is_list = |key: &str| matches!(tree.get(key).map(|it| &it.value), Some(TreeValue::List(_)));
    let lists = ["patches", "patchesStrategicMerge", "resources"];
    text(tree, "kind").is_none() && lists.into_iter().any(is_list)
}

/// The kind of a document.
pub fn kind(tree: &Tree) -> Kind {
    let row = KINDS.iter().find(|row| (row.is)(tree));
    row.map_or(Kind::Other, |row| row.kind)
}

/// What a document that is not judged calls itself.
pub fn own_name(tree: &Tree) -> &str {
    text(tree, "kind").unwrap_or("a document of no known kind")
}

/// The text of a field.
pub fn text<'a>(tree: &'a Tree, field: &str) -> Option<&'a str> {
    match &tree.get(field)?.value {
        TreeValue::String(text) => Some(text),
        _ => None,
    }
}

fn is_object(tree: &Tree, version: &str, kind: &str) -> bool {
    text(tree, "kind") == Some(kind)
        && text(tree, "apiVersion").is_some_and(|found| found.starts_with(version))
}

fn is_list(tree: &Tree) -> bool {
    let items = tree.get("items");
    text(tree, "kind").is_some_and(|kind| kind.ends_with("List"))
        && items.is_some_and(|items| matches!(items.value, TreeValue::List(_)))
}

/// Whether it is a list of rules, or a mapping with nothing but one under `rules`, `alerts` and the like.
fn holds_rules(tree: &Tree) -> bool {
    let is_rule = |tree: &Tree| {
        let named = tree.get("alert").or_else(|| tree.get("record"));
        named.is_some() && tree.get("expr").is_some()
    };
    match &tree.value {
        TreeValue::List(items) => !items.is_empty() && items.iter().all(is_rule),
        TreeValue::Map(entries) => match entries.as_slice() {
            [only] if !matches!(only.value.value, TreeValue::Map(_)) => holds_rules(&only.value),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a field holds groups of rules, however it is spelled.
fn holds_groups(tree: &Tree) -> bool {
    let TreeValue::Map(entries) = &tree.value else {
        return false;
    };
    let is_group = |tree: &Tree| tree.get("rules").is_some();
    entries.iter().any(|entry| match &entry.value.value {
        _ if entry.key == "groups" => true,
        TreeValue::List(items) => items.iter().any(is_group),
        _ => false,
    })
}
