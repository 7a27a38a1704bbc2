//! Conformance to JSON schemas, and the vendored schemas of the Kubernetes world.
//!
//! Invariants: results are pointers into the instance, sorted; a missing schema is a violation and not a pass; nothing is
//! fetched. The only module that names `jsonschema`. Deliberately absent: places in files and findings (`project` and
//! `check` make those from pointers), and what the API server checks beyond schemas (CEL, list types).

mod core_types;
mod fields;
mod kinds;
mod openapi;
mod read;
mod violation;

use std::sync::Arc;

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::Value;

pub use fields::{VersionedField, operator_fields};
pub use violation::{Violation, ViolationKind};

/// A compiled schema; cheap to share between threads.
#[derive(Debug)]
pub struct Schema {
    validator: Validator,
    /// What was compiled: a violation names the keys that it knows.
    source: Value,
}

impl Schema {
    /// Compiles a JSON Schema (draft 2020-12) with checks of formats; `Err` says what is wrong with the schema.
    pub fn compile(schema: Value) -> Result<Self, String> {
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_pattern_options(PatternOptions::regex())
            .build(&schema)
            .map_err(|error| format!("{error} at {}", error.instance_path()))?;
        Ok(Self {
            validator,
            source: schema,
        })
    }

    /// Compiles a structural schema (OpenAPI v3, as in a CRD) for strict validation: unknown keys are violations
    /// wherever the API server would prune them. When the top has `apiVersion`, `kind` and `metadata`, the metadata is
    /// that of an object, which a CRD leaves to the API server.
    pub fn compile_structural(schema: &Value) -> Result<Self, String> {
        let mut strict = openapi::strict(schema);
        kinds::complete_metadata(&mut strict);
        Self::compile(strict)
    }

    /// All violations, sorted by pointer; empty when the value conforms.
    pub fn violations(&self, value: &Value) -> Vec<Violation> {
        if self.validator.is_valid(value) {
            return Vec::new();
        }
        let errors = self.validator.iter_errors(value);
        let mut violations: Vec<_> = errors
            .flat_map(|error| read::read(&error, &self.source))
            .collect();
        violations.sort();
        violations.dedup();
        violations
    }
}

/// The violations of an object that gen emits against the schema of its kind, sorted by pointer. Kinds of operators are
/// known at one version each (`schemas/README.md`), kinds of Kubernetes at its newest; without a schema the one violation
/// is [`ViolationKind::NoSchema`].
pub fn validate_kind(api_version: &str, kind: &str, object: &Value) -> Vec<Violation> {
    match kinds::find_schema(api_version, kind) {
        Some(schema) => schema.violations(object),
        None => no_schema(&format!("`{kind}` of `{api_version}`")),
    }
}

/// The structural schema of a kind of an operator that gen knows, as its definition has it, in one version; `None` for others.
pub fn operator_kind(api_version: &str, kind: &str) -> Option<Value> {
    kinds::find_operator_kind(api_version, kind)
}

/// The violations of a classic Grafana dashboard (the JSON of the file, not its envelope in the API) as gen writes it,
/// sorted by pointer. Only panel types that gen emits are known.
pub fn validate_dashboard(object: &Value) -> Vec<Violation> {
    match kinds::find_dashboard_schema() {
        Some(schema) => schema.violations(object),
        None => no_schema("dashboards"),
    }
}

fn no_schema(subject: &str) -> Vec<Violation> {
    let message = format!("no schema for {subject}");
    vec![Violation::new("", ViolationKind::NoSchema, message)]
}

/// The Kubernetes versions whose core types are known, as `major.minor`, oldest first.
pub fn core_versions() -> &'static [&'static str] {
    &core_types::VERSIONS
}

/// The names of the core types of a Kubernetes version, sorted; empty when the version is not known.
pub fn core_type_names(version: &str) -> Vec<&'static str> {
    core_types::find_names(version)
}

/// The OpenAPI v3 schema of a core type such as `core/v1.PodTemplateSpec`, as controller-gen writes it inside a CRD but
/// without descriptions; `None` when the version or the type is not known. `embedded_metadata` is
/// `crd:generateEmbeddedObjectMeta=true`: without it, metadata of nested objects is `type: object`.
pub fn core_type(version: &str, name: &str, embedded_metadata: bool) -> Option<Arc<Value>> {
    let metadata = if embedded_metadata {
        core_types::Metadata::Embedded
    } else {
        core_types::Metadata::Bare
    };
    core_types::find_type(version, name, metadata)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Schema, Violation, ViolationKind, core_type, validate_dashboard, validate_kind};

    #[track_caller]
    fn check(object: &Value, expected: &[&str]) {
        let text = |key: &str| object[key].as_str().unwrap_or_default();
        check_lines(
            &validate_kind(text("apiVersion"), text("kind"), object),
            expected,
        );
    }

    #[track_caller]
    fn check_lines(violations: &[Violation], expected: &[&str]) {
        let lines = violations
            .iter()
            .map(|violation| format!("{}: {}", violation.pointer, violation.message));
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_service_monitor_is_held_to_its_schema() {
        let mut monitor = json!({
            "apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor",
            "metadata": {"name": "a", "labels": {"release": "x"}},
            "spec": {"selector": {"matchLabels": {"app": "a"}}, "endpoints": [{"port": "http", "interval": "30s"}]},
        });
        check(&monitor, &[]);
        monitor["metadata"]["label"] = json!({});
        monitor["spec"]["endpoints"][0]["interval"] = json!("30 s");
        monitor["spec"]["endpoints"][0]["paths"] = json!("/metrics");
        monitor["spec"].as_object_mut().unwrap().remove("selector");
        let pattern = r"^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$";
        check(
            &monitor,
            &[
                "/metadata: unknown key `label`",
                "/spec: missing key `selector`",
                "/spec/endpoints/0: unknown key `paths`",
                &format!(
                    "/spec/endpoints/0/interval: `30 s` does not match the pattern `{pattern}`"
                ),
            ],
        );
    }

    #[test]
    fn schemas_inside_a_definition_are_validated() {
        let schema = |properties: Value| {
            json!({
                "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                "metadata": {"name": "as.example.com"},
                "spec": {
                    "group": "example.com", "scope": "Namespaced", "names": {"kind": "A", "plural": "as"},
                    "versions": [{"name": "v1", "served": true, "storage": true, "schema": {
                        "openAPIV3Schema": {"type": "object", "properties": properties},
                    }}],
                },
            })
        };
        check(
            &schema(json!({"a": {"type": "object", "additionalProperties": {"type": "string"}}})),
            &[],
        );
        check(
            &schema(json!({"a": {"type": "object", "additionalProperties": {"types": "string"}}})),
            &[
                "/spec/versions/0/schema/openAPIV3Schema/properties/a/additionalProperties: unknown key `types`",
            ],
        );
    }

    #[test]
    fn kustomizations_have_no_required_metadata() {
        check(
            &json!({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": ["a.yaml"]}),
            &[],
        );
        check(
            &json!({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resource": ["a.yaml"]}),
            &[": unknown key `resource`"],
        );
    }

    #[test]
    fn kinds_of_kubernetes_are_validated() {
        let service = |port: Value| {
            json!({
                "apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"},
                "spec": {"selector": {"app": "a"}, "ports": [{"name": "http", "port": 80, "targetPort": port}]},
            })
        };
        check(&service(json!("http")), &[]);
        check(&service(json!(8080)), &[]);
        check(
            &service(json!(true)),
            &["/spec/ports/0/targetPort: boolean where integer or string is expected"],
        );
    }

    #[test]
    fn a_dashboard_is_held_to_the_panel_types() {
        let mut dashboard = json!({
            "title": "A", "uid": "a", "schemaVersion": 41, "time": {"from": "now-1h", "to": "now"},
            "templating": {"list": [{"name": "job", "type": "query", "query": {"query": "label_values(up, job)", "refId": "A"}}]},
            "panels": [
                {"type": "row", "title": "R", "collapsed": false, "gridPos": {"h": 1, "w": 24, "x": 0, "y": 0}, "panels": []},
                {
                    "id": 2, "type": "timeseries", "title": "P", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 1},
                    "datasource": {"type": "prometheus", "uid": "${datasource}"},
                    "targets": [{"refId": "A", "expr": "up", "legendFormat": "{{job}}"}],
                    "fieldConfig": {"defaults": {
                        "unit": "s", "custom": {"fillOpacity": 10, "stacking": {"mode": "normal"}},
                        "thresholds": {"mode": "absolute", "steps": [{"color": "green", "value": null}]},
                    }, "overrides": []},
                    "options": {"legend": {"displayMode": "table", "calcs": ["last"]}, "tooltip": {"mode": "multi"}},
                },
            ],
        });
        check_lines(&validate_dashboard(&dashboard), &[]);
        let panel = &mut dashboard["panels"][1];
        panel["options"]["graphMode"] = json!("area");
        panel["fieldConfig"]["defaults"]["custom"]["fillOpacity"] = json!("10");
        panel["targets"][0] = json!({"refId": "A", "expression": "up"});
        panel.as_object_mut().unwrap().remove("gridPos");
        check_lines(
            &validate_dashboard(&dashboard),
            &[
                "/panels/1: missing key `gridPos`",
                "/panels/1/fieldConfig/defaults/custom/fillOpacity: string where number is expected",
                "/panels/1/options: unknown key `graphMode`",
                "/panels/1/targets/0: missing key `expr`",
                "/panels/1/targets/0: unknown key `expression`",
            ],
        );
    }

    #[test]
    fn a_panel_type_that_is_not_known_is_the_only_violation_of_its_panel() {
        let dashboard = json!({
            "title": "A", "uid": "a", "schemaVersion": 41,
            "panels": [{"type": "graph", "title": "P", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 1}}],
        });
        let violations = validate_dashboard(&dashboard);
        assert_eq!(violations.len(), 1);
        assert_eq!(violations[0].pointer, "/panels/0/type");
    }

    #[test]
    fn a_kind_without_schema_does_not_pass() {
        let violations = validate_kind("example.com/v1", "Pot", &json!({}));
        assert_eq!(violations[0].kind, ViolationKind::NoSchema);
    }

    #[test]
    fn a_custom_object_has_the_metadata_of_all_objects() {
        let text = json!({"type": "string"});
        let schema = Schema::compile_structural(&json!({"type": "object", "properties": {
            "apiVersion": text, "kind": text, "metadata": {"type": "object"},
        }}));
        let violations = schema
            .unwrap()
            .violations(&json!({"metadata": {"name": "a", "names": "b"}}));
        check_lines(&violations, &["/metadata: unknown key `names`"]);
    }

    #[test]
    fn objects_are_validated_against_a_core_type() {
        let template = core_type("1.31", "core/v1.PodTemplateSpec", true).unwrap();
        let schema = Schema::compile_structural(&template).unwrap();
        let pod = json!({"spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": "1", "memory": "x"}}}]}});
        let violations = schema.violations(&pod);
        assert_eq!(violations.len(), 1);
        assert_eq!(
            violations[0].pointer,
            "/spec/containers/0/resources/limits/memory"
        );
    }
}
