//! CEL, the expression language of validation rules in custom resource definitions, as kube-apiserver understands it.
//!
//! Invariants: reading never fails, it returns what it could read and the errors; every node has a range in the expression; nesting is
//! bounded. Deliberately absent: schemas of Kubernetes and what the API server asks of a rule beside the language (`apiserver`).

pub mod token;

pub mod ast;

pub mod types;

pub mod stack;

mod lex;

mod macros;

mod parse;

pub mod declare;

mod check;

pub mod cost;

pub mod eval;

pub use check::compile;
pub use parse::parse;

use crate::cel::types::Type;
use std::ops::Range;

/// What an expression may use.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The minor release of Kubernetes 1 whose language and libraries are known; see [`Environment::for_server`].
    pub minor: u32,
    /// The variables, such as `self` and `oldSelf`, with their types.
    pub variables: Vec<(String, Type)>,
}

impl Environment {
    /// Returns what a new expression may use on an API server of Kubernetes 1.`minor`: it must be understood by the release before
    /// too, so that the server can be rolled back (`DefaultCompatibilityVersion` in `apiserver/pkg/cel/environment/base.go`).
    pub fn for_server(minor: u32, variables: Vec<(String, Type)>) -> Self {
        Environment {
            minor: minor.saturating_sub(1),
            variables,
        }
    }
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where it is wrong, in bytes; empty at a place where something is missing.
    pub range: Range<usize>,
    /// What was found and what was expected: one phrase, lowercase, names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// A name that was probably meant, to be written at the place of the error.
    pub near: Option<String>,
}

impl Error {
    /// Returns an error without help.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Error {
            range,
            message: message.into(),
            help: None,
            near: None,
        }
    }

    /// Returns the error with a name that was probably meant.
    #[must_use]
    pub fn with_near(mut self, near: impl Into<String>) -> Self {
        let near = near.into();
        self.help = Some(format!("did you mean `{near}`?"));
        self.near = Some(near);
        self
    }

    /// Returns the error with a help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
