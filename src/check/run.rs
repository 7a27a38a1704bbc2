//! The loop over checks and subjects.

use super::{
    Check, Scope, Sink, Subject, all,
    exception::{self, Exceptions},
    level::Levels,
    subject,
};
use crate::{
    diag::{Diagnostic, Level},
    model::Model,
    parallel::map,
    text::Sources,
};

/// The findings of every check that is on, with the levels that apply, without those that an item allows; what allows them is noted in
/// `exceptions`.
pub fn run(
    model: &Model,
    sources: &Sources,
    levels: &Levels,
    exceptions: &mut Exceptions,
) -> Vec<Diagnostic> {
    let subjects = subject::subjects(model, sources);
    let checks: Vec<(&Check, Level)> = on(levels).collect();
    let looked = map(&checks, |(check, _)| look_with(check, model, &subjects));
    let mut findings = Vec::new();
    for ((check, level), sink) in checks.into_iter().zip(looked) {
        exceptions.try_check(check);
        exceptions.use_all(sink.used);
        findings.extend(leveled(sink.findings, level));
    }
    findings
}

/// What a check finds, without what is allowed.
fn look_with(check: &'static Check, model: &Model, subjects: &[Subject]) -> Sink {
    let mut sink = Sink::new(check);
    look(check, model, subjects, &mut sink);
    if !sink.findings.is_empty() {
        let metrics = exception::at_metrics(model, check);
        sink.findings.retain(|finding| {
            let by = exception::named(finding, &metrics);
            sink.used.extend(by);
            by.is_none()
        });
    }
    sink
}

/// What is wrong with the exceptions, after every model was looked at.
pub fn run_on_exceptions(exceptions: &Exceptions, levels: &Levels) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (check, level) in on(levels) {
        let Scope::Exception(look) = check.scope else {
            continue;
        };
        let mut sink = Sink::new(check);
        let judged = exceptions.judged();
        judged
            .filter(|exception| !exception.is_silenced(check))
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

fn look(check: &Check, model: &Model, subjects: &[Subject], sink: &mut Sink) {
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
        Scope::Scrape(look) => {
            for scrape in &model.scrapes {
                look(scrape, model, sink);
                sink.close(&[&scrape.allow], || format!("scrape.{}", scrape.key.value));
            }
        }
        Scope::Group(look) => {
            for group in &model.groups {
                look(group, model, sink);
                sink.close(&[&group.allow], || format!("groups.{}", group.name.value));
            }
        }
        Scope::Expression(look) => {
            for subject in subjects {
                look(subject, model, sink);
                // Most find nothing, and there are many.
                if sink.has_new() {
                    sink.close(&subject.allows(), || subject.owner.item());
                }
            }
        }
        Scope::Dashboard(look) => {
            for dashboard in &model.dashboards {
                look(dashboard, model, sink);
                sink.close(&[&dashboard.allow], || {
                    format!("dashboards.{}", dashboard.key.value)
                });
            }
        }
        Scope::Model(look) => look(model, sink),
        Scope::Exception(_) => {}
    }
}
