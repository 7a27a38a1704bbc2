//! `gen lint`: the checks on files that gen did not make.

mod files;

use super::{
    Outcome,
    args::{Dialect, Global, Lint},
    findings, print,
    project_file::{self, shown},
    promql::dialect,
};
use crate::{
    compile::{self, Bare, Lint as Linted, Settings},
    diag::Diagnostic,
    project::Layered,
    promql::history::NEWEST,
    text::{FileId, Sources},
};
use anyhow::bail;
use files::Unreadable;
use std::path::Path;

/// Reports all findings in the files.
pub fn run(global: &Global, options: &Lint) -> anyhow::Result<Outcome> {
    let settings = findings::settings(&options.findings)?;
    let mut sources = Sources::default();
    let (layered, mut diagnostics) = match &global.project {
        Some(_) => project(global, &mut sources)?,
        None => bare(options, &mut sources)?,
    };
    let (files, unreadable) = files::read(&options.files);
    for file in &files {
        print::say_more(global, &format!("reading {}\n", file.name));
    }
    let files: Vec<FileId> = files
        .into_iter()
        .map(|file| sources.add_yaml(file.name, file.text))
        .collect();
    if let Some(layered) = layered {
        let environment = options.environment.as_deref();
        let linted = lint(&mut sources, &layered, environment, (&files, &settings))?;
        tell_others(global, &sources, &linted);
        diagnostics.extend(linted.diagnostics);
    }
    let outcome = findings::report(global, &options.findings, &sources, diagnostics)?;
    refuse(global, &unreadable)?;
    Ok(outcome)
}

/// Reads the project with the files that it names.
fn project(
    global: &Global,
    sources: &mut Sources,
) -> anyhow::Result<(Option<Layered>, Vec<Diagnostic>)> {
    let (own, file, folder) = project_file::open(global)?;
    *sources = own;
    let (layered, mut diagnostics) = compile::read(sources, file);
    let unreadable = layered
        .as_ref()
        .map(|layered| project_file::add_files(sources, &folder, layered));
    let unreadable = unreadable.unwrap_or_default();
    let layered = layered.filter(|_| unreadable.is_empty());
    diagnostics.extend(unreadable);
    Ok((layered, diagnostics))
}

/// What stands for the project of files that have none.
fn bare(
    options: &Lint,
    sources: &mut Sources,
) -> anyhow::Result<(Option<Layered>, Vec<Diagnostic>)> {
    let promql = dialect::options(&Dialect {
        features: options.features.clone(),
        target: options.target.unwrap_or(NEWEST),
        placeholders: false,
    })?;
    let mut samples = Vec::new();
    for path in &options.metrics {
        samples.push((shown(path), project_file::read(path)?));
    }
    let bare = Bare {
        target: promql.target,
        features: &options.features,
        samples: &samples,
    };
    let file = compile::add_bare(sources, &bare);
    Ok(compile::read(sources, file))
}

/// Lints files under the project or one of its environments.
fn lint(
    sources: &mut Sources,
    layered: &Layered,
    environment: Option<&str>,
    (files, settings): (&[FileId], &Settings),
) -> anyhow::Result<Linted> {
    let named = environment.filter(|name| *name != "base");
    let known = &layered.environments;
    let environment = named.and_then(|name| known.iter().find(|(known, _)| known.as_str() == name));
    if let (Some(name), None) = (named, environment) {
        bail!("the project has no environment `{name}`");
    }
    Ok(compile::lint(
        sources,
        layered,
        environment,
        (files, settings),
    ))
}

/// Tells what was not judged.
fn tell_others(global: &Global, sources: &Sources, linted: &Linted) {
    for (file, what) in &linted.others {
        let name = &sources.get(*file).name;
        print::say_more(global, &format!("not judged: {what} in {name}\n"));
    }
}

/// Tells what could not be read.
fn refuse(global: &Global, unreadable: &[Unreadable]) -> anyhow::Result<()> {
    let Some((last, others)) = unreadable.split_last() else {
        return Ok(());
    };
    for Unreadable { path, why } in others {
        print::error(global, &anyhow::anyhow!(message(path, why)));
    }
    bail!(message(&last.path, &last.why))
}

fn message(path: &Path, why: &str) -> String {
    format!("cannot read `{}`: {why}", path.display())
}
