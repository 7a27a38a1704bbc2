//! Files in memory and what lint finds in them.

use super::support::root;
use opsgen::{
    compile::{self, Bare, Files, Settings, Under},
    diag::{Diagnostic, Level},
    existing,
    model::Dashboard,
    text::{FileId, Sources},
};
use std::fs;

/// Files of a run with the findings in them.
pub struct Linted {
    /// Their ids, in their order.
    pub files: Vec<FileId>,
    /// The findings, sorted by place.
    pub findings: Vec<Diagnostic>,
}

/// No project.
const BARE: Bare = Bare {
    target: None,
    features: &[],
    has_metrics: true,
    samples: &[],
};

/// The dashboards that files hold, each a name and a text.
pub fn read(files: &[(String, String)]) -> Vec<Dashboard> {
    let mut sources = Sources::default();
    let bare = compile::add_bare(&mut sources, &BARE);
    let (layered, _) = compile::read(&sources, bare);
    let files = files
        .iter()
        .map(|(name, text)| sources.add_yaml(name.as_str(), text.as_str()));
    let files: Vec<FileId> = files.collect();
    let documents = existing::documents(&mut sources, &files);
    let (existing, _) = existing::read(&layered.unwrap().base, &sources, &documents.all);
    existing.dashboards
}

/// Lints files, each a name and a text, under a project or, without one, under the built-in catalogues.
pub fn lint(project: Option<&str>, files: &[(&str, &str)], levels: &[(&str, Level)]) -> Linted {
    let mut sources = Sources::default();
    let file = match project {
        Some(text) => sources.add("gen.toml", text),
        None => compile::add_bare(&mut sources, &BARE),
    };
    let (layered, mut findings) = compile::read(&sources, file);
    let files: Vec<FileId> = files
        .iter()
        .map(|(name, text)| sources.add_yaml(*name, *text))
        .collect();
    // A project's other files lie beside the examples.
    for path in layered.iter().flat_map(|layered| layered.files()) {
        let text = fs::read_to_string(root().join("examples").join(&path.value));
        sources.add(path.value.clone(), text.unwrap_or_default());
    }
    let levels = levels
        .iter()
        .map(|(name, level)| ((*name).to_string(), *level));
    let settings = Settings {
        levels: levels.collect(),
        ..Settings::default()
    };
    if let Some(layered) = &layered {
        let under = Under {
            layered,
            environment: None,
            is_bare: project.is_none(),
        };
        let linted = compile::lint(
            &mut sources,
            under,
            Files {
                checked: &files,
                definitions: &[],
            },
            &settings,
        );
        findings.extend(linted.diagnostics);
    }
    Linted { files, findings }
}
