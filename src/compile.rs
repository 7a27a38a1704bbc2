//! The pipeline: the only file that names every phase.
//!
//! No I/O: the caller adds every file that the project names to the [`Sources`] between [`read`] and [`compile`]. Each phase runs
//! when the one before gave a value. Findings come sorted by place, without duplicates.

mod diff;
mod lint;
mod manifests;
mod patches;
mod refusal;
mod samples;
mod validate;

pub use diff::{Definition, Read, diff, emitted_definitions, read_definitions};
pub use lint::{Bare, Files, Lint, Under, add_bare, definitions, lint};
pub use manifests::{Answer, Definitions, answer};
pub use refusal::rules as refusals;
pub use samples::ACCEPTED_SAMPLE;
pub use validate::{EXPRESSION, SCHEMA};

use crate::{
    artifact::{Artifact, Node, Place},
    catalog,
    check::{
        self, Exceptions,
        level::{self, Levels},
    },
    diag::{Diagnostic, Level},
    emit,
    model::{self, Date, Metric, Model, crd::SCALARS, names, series::built_in_metrics},
    parallel::map,
    project::{self, BuiltIn, Layered, Name, Project},
    promql,
    text::{FileId, Sources, Span},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use validate::validate;

/// What the caller decides.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Levels of checks by name or family, which win over the project's.
    pub levels: Vec<(String, Level)>,
    /// The day of the run, which only expired exceptions ask for; `None` where the day must not count.
    pub today: Option<Date>,
}

/// What a project compiles to.
#[derive(Debug)]
pub struct Compilation {
    /// The project's name.
    pub project: String,
    /// Folder of the manifests, below the project's.
    pub folder: String,
    /// The kustomizations and what the overlays hold.
    pub kustomizations: Vec<Artifact>,
    /// The base, by `None` and first, and every environment, with its artifacts before Kustomize.
    pub environments: Vec<(Option<String>, Vec<Artifact>)>,
    /// The models behind them, in the same order.
    pub models: Vec<Model>,
}

impl Compilation {
    /// The tree that is written.
    pub fn artifacts(&self) -> impl Iterator<Item = &Artifact> {
        let base = self
            .environments
            .iter()
            .take(1)
            .flat_map(|(_, artifacts)| artifacts);
        base.chain(&self.kustomizations)
    }

    /// The tree that is written, by value: what each document holds is given back as soon as the caller is done with it.
    pub fn into_artifacts(self) -> impl Iterator<Item = Artifact> {
        let base = self.environments.into_iter().take(1);
        base.flat_map(|(_, artifacts)| artifacts)
            .chain(self.kustomizations)
    }
}

/// Reads the project file. Without a project there is at least one error.
pub fn read(sources: &Sources, file: FileId) -> (Option<Layered>, Vec<Diagnostic>) {
    project::read(sources, file)
}

/// The JSON Schema of `gen.toml` with the names of a project and of its catalogues, and the syntax errors of its file.
pub fn json_schema(sources: &Sources, file: FileId) -> (Value, Vec<Diagnostic>) {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect();
    let metrics: Vec<Metric> = built_in_metrics().collect();
    let labels = metrics.iter().flat_map(|metric| &metric.labels);
    let labels = labels.map(|label| label.name.clone());
    let rules = check::all().map(|check| &check.rule);
    let others = others(sources, file);
    let all_series = others.is_some();
    let others = others.unwrap_or_default();
    let built_in = BuiltIn {
        labels: names::TARGET_LABELS
            .map(String::from)
            .into_iter()
            .chain(labels)
            .collect(),
        series: metrics
            .iter()
            .flat_map(series_names)
            .chain(others)
            .collect(),
        all_series,
        annotations: texts(&[names::SUMMARY, names::DESCRIPTION]),
        catalogs: texts(&catalog::names()),
        types: texts(&SCALARS),
        variables: texts(&[names::DATASOURCE_VARIABLE]),
        checks: rules
            .map(|rule| (rule.name, format!("{}.", rule.first_sentence())))
            .collect(),
    };
    project::named_json_schema(sources, file, &built_in)
}

/// The series of the project's catalogues; `None` when the project does not resolve.
fn others(sources: &Sources, file: FileId) -> Option<Vec<String>> {
    let (models, _) = resolve(sources, &read(sources, file).0?);
    let models = models?;
    let metrics = models.iter().flat_map(|model| model.metrics.iter());
    let others = metrics.filter(|metric| metric.span.is_none());
    Some(others.flat_map(series_names).collect())
}

/// A metric's name and those of its series.
fn series_names(metric: &Metric) -> impl Iterator<Item = String> {
    let parts = metric.parts().iter().map(|part| part.series(&metric.name));
    std::iter::once(metric.name.clone()).chain(parts)
}

/// Compiles a project. Without a compilation there is at least one error; findings of checks may be errors too.
pub fn compile(
    sources: &Sources,
    layered: Layered,
    settings: &Settings,
) -> (Option<Compilation>, Vec<Diagnostic>) {
    let mut diagnostics = unknown_checks(&layered);
    let (models, findings) = resolve(sources, &layered);
    diagnostics.extend(findings);
    let mut exceptions = exceptions(&layered, settings);
    let name = layered.base.project.name.clone();
    // What is written out next is larger than all before it.
    drop(layered);
    let Some(models) = models else {
        return (None, tidy(diagnostics));
    };
    diagnostics.extend(check(&models, sources, settings, &mut exceptions));
    let environments = map(&models, emit::emit);
    let pairs: Vec<emit::Environment> = models
        .iter()
        .zip(environments.iter().map(Vec::as_slice))
        .collect();
    diagnostics.extend(check_emitted(&pairs, settings, &mut exceptions));
    let Some((base, overlays)) = pairs.split_first() else {
        return (None, tidy(diagnostics));
    };
    let kustomizations = emit::kustomize(*base, overlays);
    // What overlays patch stands whole among the environments' own artifacts.
    let patches = kustomizations.iter().map(|patch| (patch, base.0));
    let emitted = changed(&pairs).chain(patches);
    let emitted: Vec<(&Artifact, &Model)> = emitted
        .filter(|(artifact, _)| is_in_doubt(artifact))
        .collect();
    let found = map(emitted, |(artifact, model)| {
        let found = validate(sources, artifact, model, name.span);
        in_environment(model.environment.as_ref(), found, &[])
    });
    diagnostics.extend(found.into_iter().flatten());
    diagnostics.extend(samples::judge(sources, base.0, base.1));
    let names = models
        .iter()
        .map(|model| model.environment.as_ref().map(|name| name.value.clone()));
    let compilation = Compilation {
        project: name.value,
        folder: models[0].metadata.output.clone(),
        kustomizations,
        environments: names.zip(environments).collect(),
        models,
    };
    (Some(compilation), tidy(diagnostics))
}

/// Whether a document may break the schema of its kind: the emitters keep to it by themselves (the hostile tests prove it), words of
/// others and the schemas of custom resources come from the user.
fn is_in_doubt(artifact: &Artifact) -> bool {
    artifact.place == Place::Crds || artifact.tree.has_words_of_others()
}

/// What the schemas of their kinds and Prometheus's grammar refuse in all documents, those too that [`compile`] does not doubt; empty for what it
/// compiled without errors.
pub fn validate_all(sources: &Sources, compiled: &Compilation) -> Vec<Diagnostic> {
    let Some(base) = compiled.models.first() else {
        return Vec::new();
    };
    let environments = compiled.models.iter().zip(&compiled.environments);
    let own = environments.flat_map(|(model, (_, artifacts))| {
        artifacts.iter().map(move |artifact| (artifact, model))
    });
    let patches = compiled.kustomizations.iter().map(|patch| (patch, base));
    let span = base.metadata.name.span;
    own.chain(patches)
        .flat_map(|(artifact, model)| validate(sources, artifact, model, span))
        .collect()
}

/// What the base emits, and what an environment emits otherwise or for another Prometheus, each with its model.
fn changed<'a>(
    environments: &'a [emit::Environment],
) -> impl Iterator<Item = (&'a Artifact, &'a Model)> {
    let mut known: BTreeMap<(&Place, &str), (&Node, promql::Options)> = BTreeMap::new();
    let all = environments
        .iter()
        .flat_map(|(model, artifacts)| artifacts.iter().map(move |artifact| (artifact, *model)));
    all.filter(move |(artifact, model)| {
        let found = (&artifact.tree, model.targets.promql);
        let first = *known.entry(place(artifact)).or_insert(found);
        std::ptr::eq(first.0, found.0) || first != found
    })
}

fn place(artifact: &Artifact) -> (&Place, &str) {
    (&artifact.place, &artifact.path)
}

/// Findings about checks that the project and its environments name and that do not exist.
fn unknown_checks(layered: &Layered) -> Vec<Diagnostic> {
    let mut result: Vec<Diagnostic> = Vec::new();
    let base = std::iter::once((None, &layered.base));
    let environments = layered.environments.iter();
    for (name, project) in base.chain(environments.map(|(name, project)| (Some(name), project))) {
        let findings = level::find_unknown(&project.lints, project.allows());
        result.extend(in_environment(name, findings, &result));
    }
    result
}

/// The models of the base and of every environment, base first; `None` when one has an error.
fn resolve(sources: &Sources, layered: &Layered) -> (Option<Vec<Model>>, Vec<Diagnostic>) {
    let base = std::iter::once((None, &layered.base));
    let inputs: Vec<(Option<&Name>, &Project)> = base
        .chain(
            layered
                .environments
                .iter()
                .map(|(name, project)| (Some(name), project)),
        )
        .collect();
    let resolved = map(&inputs, |(name, project)| {
        model::resolve(project, name.map(|name| (name, &layered.base)), sources)
    });
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut models = Some(Vec::new());
    for ((name, _), (model, findings)) in inputs.iter().zip(resolved) {
        diagnostics.extend(in_environment(*name, findings, &diagnostics));
        models = models.zip(model).map(|(mut models, model)| {
            models.push(model);
            models
        });
    }
    (models, diagnostics)
}

/// Findings that the base does not have, with the name of the environment.
fn in_environment(
    name: Option<&Name>,
    findings: Vec<Diagnostic>,
    known: &[Diagnostic],
) -> Vec<Diagnostic> {
    let Some(name) = name else { return findings };
    let known: BTreeSet<(Span, &str)> = known.iter().map(identity).collect();
    let new = findings
        .into_iter()
        .filter(|finding| !known.contains(&identity(finding)));
    new.map(|finding| finding.trace(format!("in environment `{}`", name.value)))
        .collect()
}

/// What tells a finding from others.
fn identity(finding: &Diagnostic) -> (Span, &str) {
    (finding.primary.span, &finding.message)
}

/// Every exception of the project and its environments.
fn exceptions(layered: &Layered, settings: &Settings) -> Exceptions {
    let base = layered.base.allows();
    let environments = layered.environments.iter();
    let others = environments.flat_map(|(_, project)| project.allows());
    Exceptions::new(base.chain(others), settings.today)
}

fn check(
    models: &[Model],
    sources: &Sources,
    settings: &Settings,
    exceptions: &mut Exceptions,
) -> Vec<Diagnostic> {
    let mut result: Vec<Diagnostic> = Vec::new();
    for model in models {
        let levels = levels_of(model, settings);
        let findings = check::run(model, sources, &levels, exceptions);
        let environment = model.environment.as_ref();
        result.extend(in_environment(environment, findings, &result));
    }
    result
}

/// What checks find in what is emitted, and then in the exceptions, which all checks have had by now.
fn check_emitted(
    environments: &[emit::Environment],
    settings: &Settings,
    exceptions: &mut Exceptions,
) -> Vec<Diagnostic> {
    let mut result: Vec<Diagnostic> = Vec::new();
    for (model, artifacts) in environments {
        let levels = levels_of(model, settings);
        let findings = check::run_on_artifacts((model, *artifacts), &levels, exceptions);
        let environment = model.environment.as_ref();
        result.extend(in_environment(environment, findings, &result));
    }
    let base = environments.first();
    let levels = base.map(|(model, _)| levels_of(model, settings));
    let of_exceptions = levels.map(|levels| check::run_on_exceptions(exceptions, &levels));
    result.extend(of_exceptions.into_iter().flatten());
    result
}

/// The levels of a project and of the caller.
fn levels_of(model: &Model, settings: &Settings) -> Levels {
    let mut levels = level::levels(model);
    for (name, level) in &settings.levels {
        levels.set(level::Setter::CommandLine, name, *level);
    }
    levels
}

/// Sorted by place, without duplicates.
fn tidy(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|left, right| identity(left).cmp(&identity(right)));
    diagnostics.dedup_by(|left, right| identity(left) == identity(right));
    diagnostics
}
