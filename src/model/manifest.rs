//! Objects of Kubernetes in files that gen did not make: what each calls itself.

use super::{Allows, Name};
use crate::text::Span;

/// An object. What it does not say is empty, at the object's place.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Such as `apps/v1`.
    pub api_version: Name,
    /// Such as `Deployment`.
    pub kind: Name,
    /// `metadata.namespace`.
    pub namespace: Name,
    /// `metadata.name`.
    pub name: Name,
    /// The whole object.
    pub span: Span,
    /// Exceptions from checks.
    pub allow: Allows,
}

impl Manifest {
    /// The group of its API; empty for the core's.
    pub fn group(&self) -> &str {
        let version = self.api_version.as_str();
        version.split_once('/').map_or("", |(group, _)| group)
    }
}
