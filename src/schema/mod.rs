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

/// One way in which an instance breaks a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer of the instance.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// The kind.
    pub kind: ViolationKind,
}

/// The kinds of violations.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "replaced soon")]
pub enum ViolationKind {
    UnknownKey {
        key: String,
    },
    MissingKey {
        key: String,
    },
    WrongType {
        expected: Vec<String>,
        found: String,
    },
    NotInEnum {
        allowed: Vec<String>,
        found: String,
    },
    Other,
}

/// A compiled schema.
#[derive(Debug)]
pub struct Schema(jsonschema::Validator);

impl Schema {
    /// Compiles.
    pub fn compile(schema: &serde_json::Value) -> Result<Self, String> {
        jsonschema::validator_for(schema)
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// Violations.
    pub fn violations(&self, instance: &serde_json::Value) -> Vec<Violation> {
        let _ = (&self.0, instance);
        Vec::new()
    }
}
