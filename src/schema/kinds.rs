//! The schemas of the kinds that gen emits, by `apiVersion` and `kind`.
//!
//! Kinds of operators have a file each; kinds of Kubernetes itself are core types of its newest version. Where they
//! come from is in `schemas/README.md`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::{Value, json};

use super::core_types::{self, Metadata};
use super::{Schema, openapi};

/// A kind with a file: `apiVersion`, `kind`, structural schema.
type Vendored = (&'static str, &'static str, &'static str);

const VENDORED: [Vendored; 12] = [
    (
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        include_str!("../../schemas/k8s/customresourcedefinition.v1.json"),
    ),
    (
        "argoproj.io/v1alpha1",
        "Application",
        include_str!("../../schemas/argocd/application.v1alpha1.json"),
    ),
    (
        "grafana.integreatly.org/v1beta1",
        "GrafanaDashboard",
        include_str!("../../schemas/grafana/grafanadashboard.v1beta1.json"),
    ),
    (
        "kustomize.config.k8s.io/v1alpha1",
        "Component",
        include_str!("../../schemas/kustomize/kustomization.v1beta1.json"),
    ),
    (
        "kustomize.config.k8s.io/v1beta1",
        "Kustomization",
        include_str!("../../schemas/kustomize/kustomization.v1beta1.json"),
    ),
    (
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        include_str!("../../schemas/flux/kustomization.v1.json"),
    ),
    (
        "monitoring.coreos.com/v1",
        "PodMonitor",
        include_str!("../../schemas/monitoring/podmonitor.v1.json"),
    ),
    (
        "monitoring.coreos.com/v1",
        "Probe",
        include_str!("../../schemas/monitoring/probe.v1.json"),
    ),
    (
        "monitoring.coreos.com/v1",
        "PrometheusRule",
        include_str!("../../schemas/monitoring/prometheusrule.v1.json"),
    ),
    (
        "monitoring.coreos.com/v1",
        "ServiceMonitor",
        include_str!("../../schemas/monitoring/servicemonitor.v1.json"),
    ),
    (
        "monitoring.coreos.com/v1alpha1",
        "ScrapeConfig",
        include_str!("../../schemas/monitoring/scrapeconfig.v1alpha1.json"),
    ),
    (
        "source.toolkit.fluxcd.io/v1",
        "GitRepository",
        include_str!("../../schemas/flux/gitrepository.v1.json"),
    ),
];

/// Plain JSON Schema already, and strict.
const DASHBOARD: &str = include_str!("../../schemas/grafana/dashboard.json");

/// Kinds with a file that is read by a program, not by the API server: their metadata is what the file says.
const NO_OBJECTS: [&str; 2] = [
    "kustomize.config.k8s.io/v1alpha1",
    "kustomize.config.k8s.io/v1beta1",
];

/// What every object has at its top.
const OBJECT_KEYS: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// A validator that is compiled when it is first asked for; who asks meanwhile waits.
type Compiled = Arc<OnceLock<Option<Arc<Schema>>>>;

/// The validator of a kind, compiled once; `None` when the kind has no schema.
pub(super) fn find_schema(api_version: &str, kind: &str) -> Option<Arc<Schema>> {
    static COMPILED: Mutex<BTreeMap<(String, String), Compiled>> = Mutex::new(BTreeMap::new());
    let key = (api_version.to_owned(), kind.to_owned());
    let compiled = Arc::clone(COMPILED.lock().ok()?.entry(key).or_default());
    let compile = || {
        let schema = Schema::compile(find_source(api_version, kind)?).ok()?;
        Some(Arc::new(schema))
    };
    compiled.get_or_init(compile).clone()
}

/// The schema of a kind that an operator defines.
pub(super) fn find_operator_kind(api_version: &str, kind: &str) -> Option<Value> {
    let of_kubernetes = api_version.starts_with("apiextensions.k8s.io/");
    let rows = VENDORED
        .iter()
        .filter(|_| !of_kubernetes && !NO_OBJECTS.contains(&api_version));
    let mut rows = rows.filter(|(version, name, _)| (*version, *name) == (api_version, kind));
    serde_json::from_str(rows.next()?.2).ok()
}

/// The validator of classic Grafana dashboards, compiled once; `None` when the vendored file is damaged.
pub(super) fn find_dashboard_schema() -> Option<&'static Schema> {
    static COMPILED: OnceLock<Option<Schema>> = OnceLock::new();
    let compile = || Schema::compile(serde_json::from_str(DASHBOARD).ok()?).ok();
    COMPILED.get_or_init(compile).as_ref()
}

/// The strict JSON Schema of a kind.
fn find_source(api_version: &str, kind: &str) -> Option<Value> {
    let vendored = VENDORED
        .iter()
        .find(|(version, name, _)| (*version, *name) == (api_version, kind));
    let mut schema = match vendored {
        Some((_, _, text)) => openapi::strict(&serde_json::from_str(text).ok()?),
        None => openapi::strict(&*find_core_kind(api_version, kind)?),
    };
    let members = schema.as_object_mut()?;
    let properties = members.get_mut("properties")?.as_object_mut()?;
    properties.insert("apiVersion".to_owned(), json!({"enum": [api_version]}));
    properties.insert("kind".to_owned(), json!({"enum": [kind]}));
    let mut required = vec![json!("apiVersion"), json!("kind")];
    if !NO_OBJECTS.contains(&api_version) {
        properties.insert("metadata".to_owned(), object_metadata()?);
        required.push(json!("metadata"));
    }
    match members.entry("required").or_insert_with(|| json!([])) {
        Value::Array(names) => {
            names.extend(required);
            names.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
            names.dedup();
        }
        _ => return None,
    }
    Some(schema)
}

/// Puts ObjectMeta with all its fields in the place of the metadata of an object; other schemas stay as they are.
pub(super) fn complete_metadata(schema: &mut Value) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    if let (Some(properties), Some(metadata)) = (properties, object_metadata())
        && OBJECT_KEYS.iter().all(|key| properties.contains_key(*key))
    {
        properties.insert("metadata".to_owned(), metadata);
    }
}

fn object_metadata() -> Option<Value> {
    let newest = core_types::VERSIONS.last()?;
    let schema = core_types::find_type(newest, "meta/v1.ObjectMeta", Metadata::Full)?;
    Some(openapi::strict(&schema))
}

/// A kind of Kubernetes itself: the type of that name in the package of the group, if it has metadata.
fn find_core_kind(api_version: &str, kind: &str) -> Option<Arc<Value>> {
    let newest = core_types::VERSIONS.last()?;
    let package = match api_version.split_once('/') {
        None => format!("core/{api_version}"),
        Some((group, version)) => {
            let short = group.strip_suffix(".k8s.io").unwrap_or(group);
            let short = short.strip_suffix(".authorization").unwrap_or(short);
            format!("{short}/{version}")
        }
    };
    let schema = core_types::find_type(newest, &format!("{package}.{kind}"), Metadata::Full)?;
    let has = |key: &&str| schema["properties"].get(*key).is_some();
    OBJECT_KEYS.iter().all(has).then_some(schema)
}

#[cfg(test)]
mod tests {
    use super::{VENDORED, find_schema};

    #[test]
    fn every_vendored_kind_compiles() {
        for (api_version, kind, _) in VENDORED {
            assert!(find_schema(api_version, kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn kinds_of_kubernetes_are_found_by_group() {
        for (api_version, kind) in [
            ("v1", "Service"),
            ("v1", "ConfigMap"),
            ("v1", "Namespace"),
            ("apps/v1", "Deployment"),
            ("networking.k8s.io/v1", "NetworkPolicy"),
            ("rbac.authorization.k8s.io/v1", "ClusterRole"),
        ] {
            assert!(find_schema(api_version, kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn a_type_that_is_no_kind_has_no_schema() {
        assert!(find_schema("v1", "Container").is_none());
        assert!(find_schema("v2", "Service").is_none());
        assert!(find_schema("example.com/v1", "Service").is_none());
    }
}
