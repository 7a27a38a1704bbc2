//! Conformance to the vendored JSON schemas.

mod core_types;

use std::sync::Arc;

use serde_json::Value;

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
