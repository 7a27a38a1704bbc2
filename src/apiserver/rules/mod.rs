//! What kube-apiserver asks of `x-kubernetes-validations`.
//!
//! Invariants: figures and verdicts are those of kube-apiserver 1.36; each error is told once, at the server's field and with the bytes of
//! the text that are at fault; a bound is only recommended when the estimate with it is under the limit. Deliberately absent: the other
//! keywords of a schema (`definition`).

mod types;

mod escape;

mod site;

mod form;

mod field_path;

mod judge;

mod cost;

mod expression;

mod advice;

mod values;

mod prepare;

mod evaluate;

#[cfg(test)]
mod tests;

pub use cost::{Cost, Costs, MOST_PER_EXPRESSION, MOST_PER_SCHEMA};
pub use escape::escape;
pub use evaluate::evaluate;
pub use form::check_form;
pub use prepare::Rules;
pub use types::{Declared, Parts, declare, declare_resource};

use crate::apiserver::{Finding, Path, Schema};

/// What the server refuses of the expressions in the schema of a custom resource, whose field is `path`.
///
/// The server looks at them only when the schema is structural and its defaults are valid. It then skips those at or above a node that its
/// walk of the schema refuses: `refused` are the findings of that walk, with those of [`check_form`].
pub fn check(root: &Schema, path: &Path<'_>, refused: &[Finding]) -> Vec<Finding> {
    judge::judge(root, path, refused).0
}

/// What the expressions in the schema of a custom resource cost, whose field is `path`.
pub fn costs(root: &Schema, path: &Path<'_>) -> Costs {
    judge::judge(root, path, &[]).1
}
