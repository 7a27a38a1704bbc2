//! `gen crd check`: definitions and custom objects of files.

use crate::{
    cli::{
        Outcome,
        args::{CrdCheck, Global},
        findings, lint, print,
    },
    compile::{self, Bare, Files, Under},
    text::{FileId, Sources},
};

/// The families of what is told here: `gen lint` tells the rest.
const FAMILIES: [&str; 5] = ["apiserver", "crd", "existing", "lint", "manifest"];

/// Reports all findings in the files.
pub fn run(global: &Global, options: &CrdCheck) -> anyhow::Result<Outcome> {
    let settings = findings::settings(&options.findings)?;
    let (files, mut unreadable) = lint::files::read(&options.files);
    let (defining, more) = lint::files::read(&options.crds);
    unreadable.extend(more);
    let mut sources = Sources::default();
    let bare = Bare {
        target: None,
        features: &[],
        has_metrics: false,
        samples: &[],
    };
    let project = compile::add_bare(&mut sources, &bare);
    let (layered, mut diagnostics) = compile::read(&sources, project);
    let mut add =
        |file: &lint::files::File| sources.add_yaml(file.name.as_str(), file.text.as_str());
    let checked: Vec<FileId> = files.iter().map(&mut add).collect();
    let definitions: Vec<FileId> = defining.iter().map(&mut add).collect();
    if let Some(layered) = &layered {
        let under = Under {
            layered,
            environment: None,
            is_bare: true,
        };
        let files = Files {
            checked: &checked,
            definitions: &definitions,
        };
        let linted = compile::lint(&mut sources, under, files, &settings);
        diagnostics.extend(linted.diagnostics);
        // Who asks for the verdict on an object must know that there is none.
        for (file, what) in &linted.others {
            let name = &sources.get(*file).name;
            print::say(global, &format!("not judged: {what} in {name}\n"));
        }
    }
    diagnostics.retain(|finding| {
        let family = finding.rule.name.split('/').next();
        family.is_some_and(|family| FAMILIES.contains(&family))
    });
    let outcome = findings::report(global, &options.findings, &sources, diagnostics)?;
    lint::refuse(global, &unreadable)?;
    Ok(outcome)
}
