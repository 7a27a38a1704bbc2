//! The loop over checks and subjects.

use super::{
    Check, Scope, Sink, Subject, all,
    exception::{self, Exceptions},
    level::Levels,
    subject,
};
use crate::{
    artifact::{Artifact, Place},
    diag::{Diagnostic, Level},
    infer::Facts,
    model::{Allows, Crd, Model},
    parallel::map,
    text::Sources,
};

/// Subjects that are looked at by one worker before it takes others.
const CHUNK: usize = 64;

/// The findings of every check that is on, with the levels that apply, without those that an item allows; what allows them is noted in
/// `exceptions`.
pub fn run(
    model: &Model,
    sources: &Sources,
    levels: &Levels,
    exceptions: &mut Exceptions,
) -> Vec<Diagnostic> {
    let checks: Vec<(&Check, Level)> = on(levels).collect();
    for (check, _) in &checks {
        exceptions.try_check(check);
    }
    let level = |sink: &Sink| levels.of(&sink.check().rule);
    let others = map(&checks, |(check, _)| look_with(check, model));
    let expressions = look_at_expressions(&checks, model, sources);
    let mut findings = Vec::new();
    for mut sink in others.into_iter().chain(expressions) {
        drop_allowed(&mut sink, model);
        let level = level(&sink);
        exceptions.use_all(sink.used);
        findings.extend(leveled(sink.findings, level));
    }
    findings
}

/// What a check finds that looks at anything but expressions.
fn look_with(check: &'static Check, model: &Model) -> Sink {
    let mut sink = Sink::new(check);
    look(check, model, &mut sink);
    sink
}

/// What all checks of expressions find. What is inferred of an expression is kept until all have looked at it.
fn look_at_expressions(
    checks: &[(&'static Check, Level)],
    model: &Model,
    sources: &Sources,
) -> Vec<Sink> {
    let facts = Facts::of(model);
    let templates = subject::template_queries(model);
    let mut subjects = subject::subjects(&facts, &templates, sources).into_iter();
    let mut chunks = Vec::new();
    while !subjects.as_slice().is_empty() {
        chunks.push(subjects.by_ref().take(CHUNK).collect::<Vec<Subject>>());
    }
    let sinks = map(chunks, |chunk| look_at(checks, model, chunk));
    sinks.into_iter().flatten().collect()
}

/// What all checks of expressions find in these.
fn look_at(checks: &[(&'static Check, Level)], model: &Model, subjects: Vec<Subject>) -> Vec<Sink> {
    let looks = checks.iter().filter_map(|(check, _)| match check.scope {
        Scope::Expression(look) => Some((look, Sink::new(check))),
        _ => None,
    });
    let mut looks: Vec<_> = looks.collect();
    for subject in subjects {
        for (look, sink) in &mut looks {
            look(&subject, model, sink);
            // Most find nothing, and there are many.
            if sink.has_new() {
                sink.close(&subject.allows(), || subject.owner.item());
            }
        }
    }
    looks.into_iter().map(|(_, sink)| sink).collect()
}

/// What all checks of documents find in some of those that a model emits, with the levels that apply, as [`run`] does.
pub fn run_on_artifacts<'a>(
    (model, artifacts): (&Model, impl IntoIterator<Item = &'a Artifact>),
    levels: &Levels,
    exceptions: &mut Exceptions,
) -> Vec<Diagnostic> {
    let checks: Vec<(&Check, Level)> = on(levels).collect();
    let artifacts: Vec<&Artifact> = artifacts.into_iter().collect();
    let sinks = map(&artifacts, |artifact| {
        look_at_artifact(&checks, model, artifact)
    });
    let mut findings = Vec::new();
    for sink in sinks.into_iter().flatten() {
        let level = levels.of(&sink.check().rule);
        exceptions.use_all(sink.used);
        findings.extend(leveled(sink.findings, level));
    }
    findings
}

fn look_at_artifact(
    checks: &[(&'static Check, Level)],
    model: &Model,
    artifact: &Artifact,
) -> Vec<Sink> {
    let mut sinks = Vec::new();
    for (check, _) in checks {
        let Scope::Artifact(look) = check.scope else {
            continue;
        };
        let mut sink = Sink::new(check);
        look(artifact, model, &mut sink);
        if sink.has_new() {
            let owner = owner(artifact, model);
            let allows: Vec<&Allows> = owner.iter().map(|(allow, _)| *allow).collect();
            sink.close(&allows, || {
                owner
                    .as_ref()
                    .map_or_else(String::new, |(_, item)| item.clone())
            });
            sinks.push(sink);
        }
    }
    sinks
}

/// The exceptions and the name of the item that a document is made from.
fn owner<'m>(artifact: &Artifact, model: &'m Model) -> Option<(&'m Allows, String)> {
    if artifact.place == Place::Crds {
        let file = |crd: &Crd| format!("{}_{}.yaml", crd.group.value, crd.plural.value);
        let crd = model.crds.iter().find(|crd| file(crd) == artifact.path)?;
        return Some((&crd.allow, format!("crds.{}", crd.kind.value)));
    }
    let (folder, file) = artifact.path.split_once('/')?;
    let name = file.rsplit_once('.')?.0;
    match folder {
        // Of files that gen did not make: the number of the object.
        "manifests" => {
            let object = model.manifests.get(name.parse::<usize>().ok()?)?;
            let item = format!("{} {}", object.kind.value, object.name.value);
            Some((&object.allow, item))
        }
        "monitors" => {
            let scrape = model
                .scrapes
                .iter()
                .find(|scrape| scrape.key.value == name)?;
            Some((&scrape.allow, format!("scrape.{name}")))
        }
        "rules" => {
            let group = model.groups.iter().find(|group| group.name.value == name)?;
            Some((&group.allow, format!("groups.{name}")))
        }
        "dashboards" => {
            let mut dashboards = model.dashboards.iter();
            let dashboard = dashboards.find(|dashboard| dashboard.key.value == name)?;
            Some((&dashboard.allow, format!("dashboards.{name}")))
        }
        _ => None,
    }
}

/// Drops what an exception at a metric that a finding names allows.
fn drop_allowed(sink: &mut Sink, model: &Model) {
    if sink.findings.is_empty() {
        return;
    }
    let metrics = exception::at_metrics(model, sink.check());
    let used = &mut sink.used;
    sink.findings.retain(|finding| {
        let by = exception::named(finding, &metrics);
        used.extend(by);
        by.is_none()
    });
}

/// What the checks of custom resources find in one that stands alone, with the levels that apply.
pub fn run_on_crd(crd: &Crd, levels: &Levels) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (check, level) in on(levels) {
        if let Scope::Crd(look) = check.scope {
            let mut sink = Sink::new(check);
            look(crd, &mut sink);
            findings.extend(leveled(sink.findings, level));
        }
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
        Scope::Crd(look) => {
            for crd in &model.crds {
                look(crd, sink);
                sink.close(&[&crd.allow], || format!("crds.{}", crd.kind.value));
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
        Scope::Manifest(look) => {
            for object in &model.manifests {
                look(object, model, sink);
                sink.close(&[&object.allow], || {
                    format!("{} {}", object.kind.value, object.name.value)
                });
            }
        }
        Scope::Model(look) => look(model, sink),
        Scope::Expression(_) | Scope::Artifact(_) | Scope::Exception(_) => {}
    }
}
