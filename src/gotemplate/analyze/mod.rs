//! What a template uses, and what in it fails whenever it is expanded.
//!
//! Prometheus loads rules whose templates fail later: the text of the alert is then `<error expanding template …>`. Reported is only
//! what fails for every value that the data may have. Deliberately absent: whether a branch is ever taken.

mod call;
mod query;
mod scope;
mod values;

use crate::gotemplate::ast::Template;
use crate::gotemplate::functions::Owner;
use crate::promql::ast::Range;
use crate::promql::{Error, Options};

pub use query::Query;

/// What a template uses, and what in it fails.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The labels that it names, in the order written.
    pub labels: Vec<LabelUse>,
    /// The PromQL in it: strings that are the argument of `query`.
    pub queries: Vec<Query>,
    /// What fails whenever it is expanded, by place; errors of its PromQL are among them.
    pub failures: Vec<Error>,
}

/// A label that a template names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelUse {
    /// Its name.
    pub name: String,
    /// Where the name stands; for a string with its quotes.
    pub range: Range,
    /// Whose label it is.
    pub owner: Owner,
}

/// Returns what a template uses and what in it fails. `options` are what expressions may use.
pub fn analyze(template: &Template, options: &Options) -> Analysis {
    let mut analysis = values::Values::new(template, options).walk();
    analysis.failures.sort_by_key(|error| error.range.start);
    analysis
}
