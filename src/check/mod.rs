//! Findings that a user may switch off: one file per check.
//!
//! Invariants: a check reads one subject and reports findings; it sets no level, prints nothing, changes nothing and knows no other
//! check. Levels and suppression live in `level.rs`, the loop over subjects in `run.rs`.

mod alert;
mod dashboard;

pub mod level;
mod metric;
mod promql;

mod rule;
mod run;
mod scrape;

mod shape;
mod subject;

pub use run::run;
pub use subject::{Owner, Subject};

use crate::{
    diag::{Diagnostic, Rule},
    model::{Alert, Allows, Dashboard, Group, Metric, Model, Scrape},
};

/// A check: what it is called and says, and what it looks at.
#[derive(Debug)]
pub struct Check {
    /// Name, default level, docs.
    pub rule: Rule,
    /// What it looks at, and the function that looks.
    pub scope: Scope,
}

/// What a check looks at: one thing of a model, with the model around it.
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
    /// Every expression of a rule or dashboard.
    Expression(fn(&Subject, &Model, &mut Sink)),
    /// Every dashboard.
    Dashboard(fn(&Dashboard, &Model, &mut Sink)),
    /// The whole model, once; what is found in an item is reported with [`Sink::report_for`].
    Model(fn(&Model, &mut Sink)),
}

/// Where findings go.
#[derive(Debug)]
pub struct Sink {
    check: &'static Check,
    findings: Vec<Diagnostic>,
}

impl Sink {
    /// Keeps a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Keeps a finding about an item, unless the item allows it.
    pub fn report_for(&mut self, allow: &Allows, finding: Diagnostic) {
        if !run::allowed(allow, self.check) {
            self.report(finding);
        }
    }
}

/// The families with their checks.
const FAMILIES: [&[&Check]; 6] = [
    &alert::CHECKS,
    &dashboard::CHECKS,
    &metric::CHECKS,
    &promql::CHECKS,
    &rule::CHECKS,
    &scrape::CHECKS,
];

/// Every check, sorted by name.
pub fn all() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().flat_map(|checks| checks.iter().copied())
}
