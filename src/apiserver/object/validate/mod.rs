//! Validation of a value against a schema as the server's validator does it (`validation/validate` of kube-openapi, with schemas
//! converted as `apiserver/validation` of apiextensions does).
//!
//! Its oddities are kept where they decide what is refused or which field is named: what spans several schemas, and numbers outside
//! their format, is told of the whole object (`<nil>`); of alternatives that all fail, the one with the most matches tells its errors.
//! Deliberately absent: keywords that no definition may have (`$ref`, `patternProperties`, `dependencies`, `uniqueItems`).

mod alternatives;
mod kinds;
mod node;
pub mod numbers;
mod outcome;
mod parts;
mod texts;

use crate::apiserver::{Finding, Path, Schema};
use node::{Patterns, Validator};
use outcome::Outcome;
use serde_json::Value;

/// From what the server reads a schema: it does it twice, with small differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// For objects: `x-kubernetes-int-or-string` means a type, formats that the server does not know do not count.
    Object,
    /// For defaults: neither; and no `additionalProperties` within `allOf`, `anyOf`, `oneOf` and `not`.
    Default,
}

/// Patterns are kept up to this number: objects of one kind follow each other.
const MOST_PATTERNS: usize = 1000;

thread_local! {
    static PATTERNS: Patterns = Patterns::default();
}

/// What the server finds wrong with a value at `path`, each error once.
pub fn validate(value: &Value, schema: &Schema, reading: Reading, path: &Path) -> Vec<Finding> {
    PATTERNS.with(|patterns| {
        if patterns.borrow().len() > MOST_PATTERNS {
            patterns.borrow_mut().clear();
        }
        let validator = Validator {
            reading,
            root: path,
            patterns,
            in_clause: false,
        };
        let mut outcome = Outcome::default();
        validator.node(value, schema, path, &mut outcome);
        outcome.into_findings()
    })
}

#[cfg(test)]
mod tests;
