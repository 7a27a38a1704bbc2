//! The loop over checks and subjects.

use super::{
    Check, Scope, Sink, all,
    exception::{self, Exceptions},
    level::Levels,
};
use crate::{
    diag::{Diagnostic, Level},
    model::Model,
};

/// The findings of every check that is on, with the levels that apply, without those that an item allows; what allows them is noted in
/// `exceptions`.
pub fn run(model: &Model, levels: &Levels, exceptions: &mut Exceptions) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (check, level) in on(levels) {
        exceptions.try_check(check);
        let mut sink = Sink::new(check);
        look(check, model, &mut sink);
        let metrics = exception::at_metrics(model, check);
        sink.findings.retain(|finding| {
            let by = exception::named(finding, &metrics);
            sink.used.extend(by);
            by.is_none()
        });
        exceptions.use_all(sink.used);
        findings.extend(leveled(sink.findings, level));
    }
    findings
}

/// What is wrong with the exceptions, after every model was looked at.
pub fn run_on_exceptions(exceptions: &Exceptions, levels: &Levels) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (check, level) in on(levels) {
        let Scope::Exception(look) = check.scope else {
            continue;
        };
        let mut sink = Sink::new(check);
        exceptions
            .judged()
            .for_each(|exception| look(&exception, &mut sink));
        findings.extend(leveled(sink.findings, level));
    }
    findings
}

/// The checks that are on, with their levels.
fn on(levels: &Levels) -> impl Iterator<Item = (&'static Check, Level)> {
    all()
        .map(|check| (check, levels.of(&check.rule)))
        .filter(|(_, level)| *level != Level::Allow)
}

fn leveled(findings: Vec<Diagnostic>, level: Level) -> impl Iterator<Item = Diagnostic> {
    let findings = findings.into_iter();
    findings.map(move |finding| Diagnostic { level, ..finding })
}

fn look(check: &Check, model: &Model, sink: &mut Sink) {
    match check.scope {
        Scope::Metric(look) => {
            for metric in model.metrics.iter() {
                look(metric, model, sink);
                sink.close(&[&metric.allow], || format!("metrics.{}", metric.name));
            }
        }
        Scope::Alert(look) => {
            for group in &model.groups {
                for alert in &group.alerts {
                    look(alert, model, sink);
                    let allows = [&alert.allow, &group.allow];
                    sink.close(&allows, || format!("alerts.{}", alert.key.value));
                }
            }
        }
        Scope::Exception(_) => {}
    }
}
