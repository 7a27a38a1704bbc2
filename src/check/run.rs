//! The loop over checks and subjects.

use super::{Check, Scope, Sink, Subject, all, level::Levels, subject};
use crate::{
    diag::{Diagnostic, Level},
    model::{Allows, Model},
    text::Sources,
};

/// The findings of every check that is on, with the levels that apply, without those that an item allows.
pub fn run(model: &Model, sources: &Sources, levels: &Levels) -> Vec<Diagnostic> {
    let subjects = subject::subjects(model, sources);
    let mut findings = Vec::new();
    for check in all() {
        let level = levels.of(&check.rule);
        if level == Level::Allow {
            continue;
        }
        let mut sink = Sink {
            check,
            findings: Vec::new(),
        };
        look(check, model, &subjects, &mut sink);
        findings.extend(
            sink.findings
                .into_iter()
                .map(|finding| Diagnostic { level, ..finding }),
        );
    }
    findings
}

fn look(check: &Check, model: &Model, subjects: &[Subject], sink: &mut Sink) {
    let is_on = |allow: &Allows| !allowed(allow, check);
    match check.scope {
        Scope::Metric(look) => {
            let subjects = model.metrics.iter().filter(|metric| is_on(&metric.allow));
            subjects.for_each(|metric| look(metric, model, sink));
        }
        Scope::Scrape(look) => {
            let subjects = model.scrapes.iter().filter(|scrape| is_on(&scrape.allow));
            subjects.for_each(|scrape| look(scrape, model, sink));
        }
        Scope::Group(look) => model
            .groups
            .iter()
            .for_each(|group| look(group, model, sink)),
        Scope::Alert(look) => {
            let subjects = model.alerts().filter(|alert| is_on(&alert.allow));
            subjects.for_each(|alert| look(alert, model, sink));
        }
        Scope::Expression(look) => {
            let subjects = subjects
                .iter()
                .filter(|subject| subject.owner.allows().into_iter().all(is_on));
            subjects.for_each(|subject| look(subject, model, sink));
        }
        Scope::Dashboard(look) => {
            let subjects = model.dashboards.iter();
            let subjects = subjects.filter(|dashboard| is_on(&dashboard.allow));
            subjects.for_each(|dashboard| look(dashboard, model, sink));
        }
        Scope::Model(look) => look(model, sink),
    }
}

/// Whether an item's exceptions name the check.
pub fn allowed(allow: &Allows, check: &Check) -> bool {
    let Some((family, name)) = check.rule.name.split_once('/') else {
        return false;
    };
    allow
        .get(family)
        .is_some_and(|checks| checks.contains_key(name))
}
