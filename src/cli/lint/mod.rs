//! `gen lint`: the checks on files that gen did not make.

pub mod definitions;
pub mod files;
mod fix;

use super::{
    Outcome,
    args::{Dialect, Global, Lint},
    baseline::{self, Known},
    findings, print,
    project_file::{self, shown},
    promql::dialect,
};
use crate::{
    compile::{self, Bare, Files, Settings, Under},
    diag::Diagnostic,
    project::{Layered, Name, Project},
    promql::history::NEWEST,
    text::{FileId, Sources},
};
use anyhow::bail;
pub use definitions::read_definitions;
use files::{File, Unreadable};
use std::path::Path;

/// The file of known findings in the folder where the program was started.
const BASELINE: &str = "lint.baseline.json";

/// What was found in files.
struct Linted {
    sources: Sources,
    /// The files among them, in their order.
    ids: Vec<FileId>,
    diagnostics: Vec<Diagnostic>,
    /// Documents that gen does not judge: the file and what the document calls itself.
    others: Vec<(FileId, String)>,
}

/// Reports all findings in the files.
pub fn run(global: &Global, options: &Lint) -> anyhow::Result<Outcome> {
    let settings = findings::settings(&options.findings)?;
    let (mut files, unreadable) = files::read(&options.files);
    for file in &files {
        print::say_more(global, &format!("reading {}\n", file.name));
    }
    let place = |named| baseline::Place {
        named,
        usual: Path::new(BASELINE),
        command: "gen lint",
    };
    let mut has_changes = false;
    let linted = if let Some(named) = &options.write_baseline {
        let mut linted = lint(global, options, &files, &settings)?;
        let place = place(named.as_deref());
        let known = baseline::write(global, place, &linted.diagnostics, &linted.sources)?;
        known.mark(&mut linted.diagnostics, &linted.sources);
        linted
    } else {
        let known = baseline::read(place(options.baseline.as_deref()))?;
        if options.fix {
            let lint = |files: &[File]| lint_unknown(global, options, (files, &settings), &known);
            let (linted, changed) = fix::run(global, options, &mut files, lint)?;
            has_changes = changed;
            linted
        } else {
            let mut linted = lint(global, options, &files, &settings)?;
            let gone = known.mark(&mut linted.diagnostics, &linted.sources);
            if options.findings.allow.is_empty() {
                known.tell_gone(global, &gone);
            }
            linted
        }
    };
    tell_others(global, &linted.sources, &linted.others);
    let Linted {
        sources,
        diagnostics,
        ..
    } = linted;
    let outcome = findings::report(global, &options.findings, &sources, diagnostics)?;
    refuse(global, &unreadable)?;
    Ok(if options.diff && has_changes {
        Outcome::Findings
    } else {
        outcome
    })
}

/// Says which documents were not judged, to who wants to know.
fn tell_others(global: &Global, sources: &Sources, others: &[(FileId, String)]) {
    for (file, what) in others {
        let name = &sources.get(*file).name;
        print::say_more(global, &format!("not judged: {what} in {name}\n"));
    }
}

/// Lints files, with what is known marked.
fn lint_unknown(
    global: &Global,
    options: &Lint,
    (files, settings): (&[File], &Settings),
    known: &Known,
) -> anyhow::Result<Linted> {
    let mut linted = lint(global, options, files, settings)?;
    known.mark(&mut linted.diagnostics, &linted.sources);
    Ok(linted)
}

/// Lints files under the project or the samples that are named.
fn lint(
    global: &Global,
    options: &Lint,
    files: &[File],
    settings: &Settings,
) -> anyhow::Result<Linted> {
    let mut sources = Sources::default();
    let (layered, mut diagnostics) = match &global.project {
        Some(_) => project(global, &mut sources)?,
        None => bare(options, &mut sources)?,
    };
    let (defining, unreadable) = files::read(&options.crds);
    refuse(global, &unreadable)?;
    let mut add = |file: &File| sources.add_yaml(file.name.as_str(), file.text.as_str());
    let ids: Vec<FileId> = files.iter().map(&mut add).collect();
    let defining: Vec<FileId> = defining.iter().map(&mut add).collect();
    let mut others = Vec::new();
    if let Some(layered) = layered {
        let named = options.environment.as_deref();
        let environment = environment(&layered, named)?;
        let under = Under {
            layered: &layered,
            environment,
            is_bare: global.project.is_none(),
        };
        let files = Files {
            checked: &ids,
            definitions: &defining,
        };
        let found = compile::lint(&mut sources, under, files, settings);
        diagnostics.extend(found.diagnostics);
        others = found.others;
    }
    Ok(Linted {
        sources,
        ids,
        diagnostics,
        others,
    })
}

/// The environment with a name; `None` for the base.
fn environment<'l>(
    layered: &'l Layered,
    named: Option<&str>,
) -> anyhow::Result<Option<&'l (Name, Project)>> {
    let Some(name) = named.filter(|name| *name != "base") else {
        return Ok(None);
    };
    let mut environments = layered.environments.iter();
    match environments.find(|(known, _)| known.as_str() == name) {
        Some(found) => Ok(Some(found)),
        None => bail!("the project has no environment `{name}`"),
    }
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
    dialect::options(&Dialect {
        features: options.features.clone(),
        target: options.target.unwrap_or(NEWEST),
        placeholders: false,
    })?;
    let mut samples = Vec::new();
    for path in &options.metrics {
        samples.push((shown(path), project_file::read(path)?));
    }
    let bare = Bare {
        target: options.target,
        features: &options.features,
        has_metrics: true,
        samples: &samples,
    };
    let file = compile::add_bare(sources, &bare);
    Ok(compile::read(sources, file))
}

/// Tells what could not be read.
pub fn refuse(global: &Global, unreadable: &[Unreadable]) -> anyhow::Result<()> {
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
