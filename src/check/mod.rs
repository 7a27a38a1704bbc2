//! Findings that a user may switch off: one file per check.
//!
//! Invariants: a check reads one subject and reports findings; it sets no level, prints nothing, changes nothing and knows no other
//! check. Levels and suppression live in `level.rs`, the loop over subjects in `run.rs`.

mod alert;
pub mod level;
mod metric;
mod run;

pub use run::run;

use crate::{
    diag::{Diagnostic, Rule},
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

/// What a check looks at: one metric or one alert of a model.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Every declared metric.
    Metric(fn(&Metric, &Model, &mut Sink)),
    /// Every alert.
    Alert(fn(&Alert, &Model, &mut Sink)),
}

/// Where findings go.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Diagnostic>,
}

impl Sink {
    /// Keeps a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}

/// The families with their checks.
const FAMILIES: [&[&Check]; 2] = [&alert::CHECKS, &metric::CHECKS];

/// Every check, sorted by name.
pub fn all() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().flat_map(|checks| checks.iter().copied())
}
