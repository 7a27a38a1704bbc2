//! Stub.

use super::{Allows, Name};
use crate::text::Span;

/// An alert.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Name.
    pub name: Name,
    /// Runbook.
    pub runbook: Option<Runbook>,
    /// Allows.
    pub allow: Allows,
}

/// A runbook.
#[derive(Clone, Debug)]
pub struct Runbook {
    /// Impact.
    pub impact: Option<String>,
    /// Diagnosis.
    pub diagnosis: Option<String>,
    /// Mitigation.
    pub mitigation: Option<String>,
    /// Whether it has an address of its own.
    pub has_own_url: bool,
    /// Place.
    pub span: Span,
}
