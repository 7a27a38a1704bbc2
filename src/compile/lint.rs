//! `gen lint`: the checks on files that gen did not make, under the metrics and scrapes of a project.
//!
//! Without a project there is a bare one, which knows the metrics of all catalogues and of `/metrics` text, but not who scrapes them.

use super::{Settings, levels_of, tidy, unknown_checks};
use crate::{
    catalog,
    check::{self, Exceptions, level},
    diag::Diagnostic,
    existing::{self, Documents, Edits, Existing},
    model::{self, Model},
    project::{Layered, Name, Project},
    promql::history::Release,
    text::{FileId, Sources},
};
use std::{collections::BTreeSet, fmt::Write};

/// What a bare project is made of.
#[derive(Clone, Copy, Debug)]
pub struct Bare<'a> {
    /// The oldest Prometheus that must accept the files.
    pub target: Release,
    /// The feature flags that are on there.
    pub features: &'a [String],
    /// `/metrics` text: what reports call it, and the text.
    pub samples: &'a [(String, String)],
}

/// What was found in files.
#[derive(Debug)]
pub struct Lint {
    /// The findings, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Documents that gen does not judge: the file and what the document calls itself.
    pub others: Vec<(FileId, String)>,
}

/// Adds a bare project and the samples to the sources, and returns its file.
pub fn add_bare(sources: &mut Sources, bare: &Bare) -> FileId {
    let mut text = format!(
        "[project]\nname = \"existing\"\nnamespace = \"existing\"\n\n[targets]\nprometheus = \"{}\"\n",
        bare.target
    );
    let features = bare.features.iter().filter(|name| *name != "none");
    let features: Vec<String> = features.map(|name| format!("\"{name}\"")).collect();
    let _ = writeln!(text, "features = [{}]\n", features.join(", "));
    for name in catalog::names() {
        let _ = writeln!(text, "[catalogs.{name}]");
    }
    for (index, (name, sample)) in bare.samples.iter().enumerate() {
        let key = format!("sample-{index}");
        let _ = writeln!(text, "[catalogs.{key}]\nfile = \"{key}\"");
        sources.add_as(key, name, sample.as_str());
    }
    sources.add("<no project>", text)
}

/// Checks files under a project, or under one of its environments.
pub fn lint(
    sources: &mut Sources,
    layered: &Layered,
    environment: Option<&(Name, Project)>,
    (files, settings): (&[FileId], &Settings),
) -> Lint {
    let project = environment.map_or(&layered.base, |(_, project)| project);
    let of_environment = environment.map(|(name, _)| (name, &layered.base));
    let Documents {
        all,
        others,
        mut diagnostics,
    } = existing::documents(sources, files);
    diagnostics.extend(unknown_checks(layered));
    let (model, findings) = model::resolve(project, of_environment, sources);
    diagnostics.extend(findings);
    let (existing, findings) = existing::read(project, sources, &all);
    diagnostics.extend(findings);
    if let Some(model) = model {
        let files: BTreeSet<FileId> = all.iter().map(|document| document.file).collect();
        let found = check(put_in(model, existing), sources, settings);
        diagnostics.extend(
            found
                .into_iter()
                .filter(|finding| files.contains(&finding.primary.span.file)),
        );
    }
    let edits = Edits::new(sources, &all);
    diagnostics
        .iter_mut()
        .for_each(|finding| edits.fit(finding));
    Lint {
        diagnostics: tidy(diagnostics),
        others,
    }
}

/// The model with rules and dashboards of files: the recordings of the project stay known, its alerts too, its dashboards do not.
fn put_in(mut model: Model, existing: Existing) -> Model {
    model.groups.extend(existing.groups);
    model.dashboards = existing.dashboards;
    // The tests of such alerts are not in their files.
    model.policy.require_test = false;
    model
}

fn check(model: Model, sources: &Sources, settings: &Settings) -> Vec<Diagnostic> {
    let levels = levels_of(&model, settings);
    let groups = model.groups.iter().map(|group| &group.allow);
    let dashboards = model.dashboards.iter().map(|dashboard| &dashboard.allow);
    let alerts = model.alerts().map(|alert| &alert.allow);
    let recordings = model.recordings().map(|recording| &recording.allow);
    let allows = groups.chain(dashboards).chain(alerts).chain(recordings);
    let allows: Vec<_> = allows.collect();
    let mut findings = level::find_unknown(&model.lints, allows.iter().copied());
    let mut exceptions = Exceptions::new(allows, settings.today);
    findings.extend(check::run(&model, sources, &levels, &mut exceptions));
    findings.extend(check::run_on_exceptions(&exceptions, &levels));
    findings
}
