//! Findings that a user may switch off: one file per check.
//!
//! Invariants: a check reads one subject and reports findings; it sets no level, prints nothing, changes nothing and knows no other
//! check. Levels live in `level.rs`, exceptions in `exception.rs`, what is known in `baseline.rs`, the loop over subjects in `run.rs`. A finding that is about a
//! metric points at its declaration, with a label at least, so that an exception at the metric counts.

mod alert;
mod baseline;
mod exception;
mod fix;
pub mod level;
mod lint;
mod metric;
mod run;
mod sink;

pub use baseline::Baseline;
pub use exception::{Exception, Exceptions};
pub use fix::{Fixed, fix};
pub use run::{run, run_on_exceptions};
pub use sink::Sink;

use crate::{
    diag::Rule,
    model::{Alert, Metric, Model},
};

/// A check: what it is called and says, and what it looks at.
#[derive(Debug)]
pub struct Check {
    /// Name, default level, docs.
    pub rule: Rule,
    /// What it looks at, and the function that looks.
    pub scope: Scope,
}

/// What a check looks at: one metric or one alert of a model, or an exception.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Every declared metric.
    Metric(fn(&Metric, &Model, &mut Sink)),
    /// Every alert.
    Alert(fn(&Alert, &Model, &mut Sink)),
    /// Every exception, once all models were looked at.
    Exception(fn(&Exception, &mut Sink)),
}

/// The families with their checks.
const FAMILIES: [&[&Check]; 3] = [&alert::CHECKS, &lint::CHECKS, &metric::CHECKS];

/// Every check, sorted by name.
pub fn all() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().flat_map(|checks| checks.iter().copied())
}
