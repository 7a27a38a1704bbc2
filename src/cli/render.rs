//! `gen render`: writes the tree.

use super::{
    Outcome,
    args::{Global, Render},
    print, project_file,
};
use crate::{
    compile::{Compilation, Settings},
    output::{self, Edits, Plan, Summary},
    report,
};
use std::collections::BTreeMap;

/// Writes what the project compiles to, or with `--check` tells how the disk differs from it.
pub fn run(global: &Global, options: &Render) -> anyhow::Result<Outcome> {
    let mut loaded = project_file::load(global, &Settings::default())?;
    print::findings(
        global,
        &loaded.sources,
        &loaded.diagnostics,
        report::FORMATS[0].1,
    );
    if loaded.failed() {
        return Ok(Outcome::Findings);
    }
    let Some(compilation) = loaded.compilation.take() else {
        return Ok(Outcome::Findings);
    };
    let project = compilation.project.clone();
    let files = files(compilation)?;
    let root = options.out.clone().unwrap_or_else(|| {
        if loaded.folder.as_os_str().is_empty() {
            ".".into()
        } else {
            loaded.folder.clone()
        }
    });
    let edits = if options.force {
        Edits::Overwrite
    } else {
        Edits::Keep
    };
    let plan = Plan::new(&root, &project, &files, edits)?;
    if options.check {
        return check(global, &plan);
    }
    let summary = plan.apply()?;
    print::say(global, &format!("{}\n", describe(&summary)));
    Ok(Outcome::Clean)
}

/// What was done, such as `3 files created, 1 updated, 40 unchanged`.
fn describe(summary: &Summary) -> String {
    let counts = [
        (summary.created, "created"),
        (summary.updated, "updated"),
        (summary.deleted, "deleted"),
        (summary.same, "unchanged"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    format!("files: {}", parts.join(", "))
}

fn check(global: &Global, plan: &Plan) -> anyhow::Result<Outcome> {
    if plan.is_same() {
        print::say(global, "up to date\n");
        return Ok(Outcome::Clean);
    }
    print::product(&plan.diff()?)?;
    print::say(
        global,
        "the tree differs from the project; `gen render` writes it\n",
    );
    Ok(Outcome::Findings)
}

fn files(compilation: Compilation) -> Result<BTreeMap<String, Vec<u8>>, output::Error> {
    let folder = compilation.folder.clone();
    let located = compilation
        .into_artifacts()
        .map(|artifact| (artifact.location(&folder), artifact));
    output::desired(located)
}
