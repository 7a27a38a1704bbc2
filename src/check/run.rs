//! The loop over checks and subjects.

use super::{Check, Scope, Sink, all, level::Levels};
use crate::{
    diag::{Diagnostic, Level},
    model::{Allows, Model},
};

/// The findings of every check that is on, with the levels that apply, without those that an item allows.
pub fn run(model: &Model, levels: &Levels) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for check in all() {
        let level = levels.of(&check.rule);
        if level == Level::Allow {
            continue;
        }
        let mut sink = Sink::default();
        look(check, model, &mut sink);
        findings.extend(
            sink.findings
                .into_iter()
                .map(|finding| Diagnostic { level, ..finding }),
        );
    }
    findings
}

fn look(check: &Check, model: &Model, sink: &mut Sink) {
    match check.scope {
        Scope::Metric(look) => {
            let subjects = model
                .metrics
                .iter()
                .filter(|metric| !allowed(&metric.allow, check));
            subjects.for_each(|metric| look(metric, model, sink));
        }
        Scope::Alert(look) => {
            let subjects = model.alerts().filter(|alert| !allowed(&alert.allow, check));
            subjects.for_each(|alert| look(alert, model, sink));
        }
    }
}

fn allowed(allow: &Allows, check: &Check) -> bool {
    let Some((family, name)) = check.rule.name.split_once('/') else {
        return false;
    };
    allow
        .get(family)
        .is_some_and(|checks| checks.contains_key(name))
}
