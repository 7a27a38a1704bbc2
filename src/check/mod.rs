//! Findings that a user may switch off: one file per check.
//!
//! Invariants: a check reads one subject and reports findings; it sets no level, prints nothing, changes nothing and knows no other
//! check. Levels live in `level.rs`, exceptions in `exception.rs`, what is known in `baseline.rs`, the loop over subjects in `run.rs`. A finding that is about a
//! metric points at its declaration, with a label at least, so that an exception at the metric counts.

mod alert;
mod baseline;
mod crd;
mod dashboard;
mod exception;
mod fix;
mod interval;
mod labels;
pub mod level;
mod lint;
mod manifest;
mod matching;
mod metric;
mod promql;
mod quantity;
mod rule;
mod run;
mod scrape;
mod shape;
mod sink;
mod subject;
mod times;
mod uniqueness;
mod verdict;

pub use baseline::Baseline;
pub use exception::{Exception, Exceptions};
pub use fix::{Fixed, fix};
pub use run::{run, run_on_artifacts, run_on_crd, run_on_exceptions};
pub use sink::Sink;
pub use subject::{Owner, Subject};

use crate::{
    artifact::Artifact,
    diag::Rule,
    model::{Alert, Crd, Dashboard, Group, Manifest, Metric, Model, Scrape},
};

/// A check: what it is called and says, and what it looks at.
#[derive(Debug)]
pub struct Check {
    /// Name, default level, docs.
    pub rule: Rule,
    /// What it looks at, and the function that looks.
    pub scope: Scope,
}

/// What a check looks at: one thing of a model with the model around it, or an exception.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Every declared metric.
    Metric(fn(&Metric, &Model, &mut Sink)),
    /// Every scrape.
    Scrape(fn(&Scrape, &Model, &mut Sink)),
    /// Every group of rules; what is found in a rule is reported with [`Sink::report_for`].
    Group(fn(&Group, &Model, &mut Sink)),
    /// Every alert.
    Alert(fn(&Alert, &Model, &mut Sink)),
    /// Every expression of a rule or dashboard; [`Subject::inferred`] says what it yields.
    Expression(fn(&Subject, &Model, &mut Sink)),
    /// Every custom resource.
    Crd(fn(&Crd, &mut Sink)),
    /// Every dashboard.
    Dashboard(fn(&Dashboard, &Model, &mut Sink)),
    /// Every object of a file that gen did not make.
    Manifest(fn(&Manifest, &Model, &mut Sink)),
    /// The whole model, once; what is found in an item is reported with [`Sink::report_for`].
    Model(fn(&Model, &mut Sink)),
    /// Every document that is emitted, with the model that it is made from.
    Artifact(fn(&Artifact, &Model, &mut Sink)),
    /// Every exception, once all models were looked at.
    Exception(fn(&Exception, &mut Sink)),
}

/// The families with their checks.
const FAMILIES: [&[&Check]; 9] = [
    &alert::CHECKS,
    &crd::CHECKS,
    &dashboard::CHECKS,
    &lint::CHECKS,
    &manifest::CHECKS,
    &metric::CHECKS,
    &promql::CHECKS,
    &rule::CHECKS,
    &scrape::CHECKS,
];

/// Every check, sorted by name.
pub fn all() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().flat_map(|checks| checks.iter().copied())
}
