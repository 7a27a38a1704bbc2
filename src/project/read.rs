//! Text to projects: the base, and one per environment.

use super::{
    Name, Project, layer, shape,
    spanned::{Spanned, span_of},
    syntax,
};
use crate::{
    diag::{Diagnostic, Level, Rule},
    text::{FileId, Sources, Span},
};
use serde::Deserialize;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// A table that a later version of gen reads.
pub static NOT_SUPPORTED: Rule = Rule {
    name: "project/not-supported",
    level: Level::Deny,
    docs: r#"Finds tables that belong to the language and that this version of gen does not read yet.

## Why it matters

Ignoring such a table would leave out what it asks for without a word.

## Example

```toml
[slos.checkout]
objective = 99.9
```

## Use instead

```toml
[alerts.CheckoutDown]
expr = 'up == 0'
```
"#,
};

/// An environment that changes what no environment may change.
pub static FIXED_IN_ENVIRONMENT: Rule = Rule {
    name: "project/fixed-in-environment",
    level: Level::Deny,
    docs: r#"Finds environments that change what is the same for all of them: `crds`, `types`, `project.name` and `project.output`.

## Why it matters

Custom resource definitions belong to the cluster and are applied once. Name and output folder say where the files of all environments are.

## Example

```toml
[environments.dev]
project.name = "shop-dev"
```

## Use instead

```toml
[environments.dev]
project.namespace = "shop-dev"
```
"#,
};

/// A path of `unset` that leads nowhere.
pub static UNKNOWN_PATH: Rule = Rule {
    name: "project/unknown-path",
    level: Level::Deny,
    docs: r#"Finds paths of `unset` that lead to nothing in the project.

## Why it matters

An environment that drops a key which is not there does not do what its author expects: mostly the path is misspelt, or the key was renamed.

## Example

```toml
[prometheus]
rule-selector = { release = "prometheus" }

[environments.dev]
unset = ["prometheus.rule-selectors"]
```

## Use instead

```toml
[prometheus]
rule-selector = { release = "prometheus" }

[environments.dev]
unset = ["prometheus.rule-selector"]
```
"#,
};

/// Every hard error of this phase.
pub static RULES: [&Rule; 9] = [
    &shape::BAD_VALUE,
    &syntax::DUPLICATE_KEY,
    &FIXED_IN_ENVIRONMENT,
    &shape::MISSING_KEY,
    &NOT_SUPPORTED,
    &syntax::SYNTAX,
    &shape::UNKNOWN_KEY,
    &UNKNOWN_PATH,
    &shape::WRONG_TYPE,
];

/// A project and its environments, each the whole project with its changes, in the order written.
#[derive(Clone, Debug)]
pub struct Layered {
    /// The project itself.
    pub base: Project,
    /// The environments.
    pub environments: Vec<(Name, Project)>,
}

impl Layered {
    /// Every file that the project names, in the order of the tables; paths are relative to the project file.
    pub fn files(&self) -> Vec<&Name> {
        let projects =
            std::iter::once(&self.base).chain(self.environments.iter().map(|(_, project)| project));
        let mut files = Vec::new();
        for project in projects {
            files.extend(
                project
                    .catalogs
                    .values()
                    .filter_map(|catalog| catalog.file.as_ref()),
            );
            for crd in project.crds.values() {
                files.extend(&crd.crd_file);
                files.extend(
                    crd.versions
                        .values()
                        .filter_map(|version| version.schema_file.as_ref()),
                );
            }
        }
        files
    }
}

/// Reads a project file. Without a project there is at least one error.
pub fn read(sources: &Sources, file: FileId) -> (Option<Layered>, Vec<Diagnostic>) {
    let text = &sources.get(file).text;
    let (mut whole, mut diagnostics) = syntax::parse(text, file);
    if !diagnostics.is_empty() {
        return (None, diagnostics);
    }
    let environments = whole.get_mut().remove("environments");
    let mut read = Vec::new();
    let changes = environments
        .as_ref()
        .map(|value| tables(value, &mut diagnostics))
        .unwrap_or_default();
    for (name, changes) in changes {
        read.push((name, environment(&whole, changes, &mut diagnostics)));
    }
    drop(environments);
    // A wrong table is read twice; to keep a copy of every table for that would cost a tenth of the run and its most memory.
    let base = project(whole, &mut diagnostics, |error| {
        let (mut whole, _) = syntax::parse(text, file);
        whole.get_mut().remove("environments");
        shape::errors(&whole, None, error)
    });
    dedup(&mut diagnostics);
    let complete = diagnostics.is_empty();
    let environments = read
        .into_iter()
        .filter_map(|(name, project)| Some((name, project?)))
        .collect();
    (
        base.filter(|_| complete)
            .map(|base| named(Layered { base, environments })),
        diagnostics,
    )
}

/// Tells every project the names of the environments.
fn named(mut layered: Layered) -> Layered {
    let names: Arc<[Name]> = layered
        .environments
        .iter()
        .map(|(name, _)| name.clone())
        .collect();
    for (_, project) in &mut layered.environments {
        project.environments = names.clone();
    }
    layered.base.environments = names;
    layered
}

type Table<'i> = toml::Spanned<DeTable<'i>>;

/// The environments' tables by name.
fn tables<'a, 'i>(
    value: &'a toml::Spanned<DeValue<'i>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Name, &'a DeTable<'i>)> {
    let Some(environments) = value.get_ref().as_table() else {
        diagnostics.push(not_a_table(shape::place(value), "environments"));
        return Vec::new();
    };
    let mut result = Vec::new();
    for (key, value) in environments {
        let name = Spanned::new(key.get_ref().to_string(), span_of(&key.span()));
        diagnostics.extend(bad_name(&name));
        match value.get_ref().as_table() {
            Some(table) => result.push((name, table)),
            None => diagnostics.push(not_a_table(shape::place(value), &name.value)),
        }
    }
    result
}

/// Environments name folders, beside `base` and `crds`.
fn bad_name(name: &Name) -> Option<Diagnostic> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let text = name.as_str();
    let message = if matches!(text, "base" | "crds") {
        format!("no environment can be called `{text}`: `gen build {text}` means another thing")
    } else if text.is_empty()
        || text.len() > 63
        || !text.chars().all(plain)
        || text.starts_with('-')
    {
        format!("`{text}` is not the name of an environment: use up to 63 of `a-z`, `0-9` and `-`")
    } else {
        return None;
    };
    Some(Diagnostic::new(&shape::BAD_VALUE, name.span, message))
}

fn not_a_table(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(
        &shape::WRONG_TYPE,
        span,
        format!("`{name}` must be a table"),
    )
}

fn environment(
    base: &Table<'_>,
    changes: &DeTable<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Project> {
    diagnostics.extend(fixed(changes));
    let (table, unknown) = merged(base, changes);
    diagnostics.extend(unknown.into_iter().map(unknown_path));
    project(table, diagnostics, |error| {
        shape::errors(&merged(base, changes).0, Some(base), error)
    })
}

/// The whole table of an environment, and the paths that it cannot unset.
fn merged<'i>(base: &Table<'i>, changes: &DeTable<'i>) -> (Table<'i>, Vec<layer::Unknown>) {
    let mut merged = base.clone();
    let mut changes = changes.clone();
    let paths = changes.remove("unset");
    let unknown = paths.map(|paths| layer::unset(merged.get_mut(), &paths));
    layer::merge(merged.get_mut(), changes);
    (merged, unknown.unwrap_or_default())
}

fn unknown_path(unknown: layer::Unknown) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &UNKNOWN_PATH,
        unknown.span,
        format!("there is no `{}` to unset", unknown.path),
    );
    match unknown.nearest {
        Some(near) => diagnostic.edit(
            format!("did you mean `{near}`?"),
            unknown.span,
            format!("\"{near}\""),
        ),
        None => diagnostic,
    }
}

/// What no environment may change. `language.md`, "Output of gen render".
pub const FIXED: [(&str, Option<&str>); 5] = [
    ("crds", None),
    ("types", None),
    ("environments", None),
    ("project", Some("name")),
    ("project", Some("output")),
];

fn fixed(changes: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut result = Vec::new();
    for (table, key) in FIXED {
        let Some((found, value)) = changes.get_key_value(table) else {
            continue;
        };
        let inner = key.and_then(|key| value.get_ref().as_table()?.get_key_value(key));
        let place = if key.is_some() {
            inner.map(|(found, _)| found.span())
        } else {
            Some(found.span())
        };
        let Some(range) = place else { continue };
        let path = key.map_or_else(|| table.to_string(), |key| format!("{table}.{key}"));
        let message = format!("an environment cannot change `{path}`");
        let diagnostic = Diagnostic::new(&FIXED_IN_ENVIRONMENT, span_of(&range), message);
        result.push(diagnostic.note("it is the same for the whole project and its cluster"));
    }
    result
}

/// The project of a table, which `explain` makes once more to tell what is wrong with it.
fn project(
    table: Table<'_>,
    diagnostics: &mut Vec<Diagnostic>,
    explain: impl FnOnce(&toml::de::Error) -> Vec<Diagnostic>,
) -> Option<Project> {
    match Project::deserialize(toml::Deserializer::from(table)) {
        Ok(mut project) => {
            diagnostics.extend(later(&project));
            prune(&mut project);
            Some(project)
        }
        Err(error) => {
            diagnostics.extend(explain(&error));
            None
        }
    }
}

fn later(project: &Project) -> Vec<Diagnostic> {
    let tables = [
        ("slos", &project.slos),
        ("use", &project.recipes),
        ("gitops", &project.gitops),
    ];
    let found = tables
        .iter()
        .filter_map(|(name, table)| Some((name, table.as_ref()?)));
    let mut result: Vec<Diagnostic> = found
        .map(|(name, table)| {
            Diagnostic::new(
                &NOT_SUPPORTED,
                table.span,
                format!("`[{name}]` is not supported yet"),
            )
        })
        .collect();
    let samples = project.crds.values().flat_map(|crd| &crd.samples);
    result.extend(samples.map(|(name, _)| {
        Diagnostic::new(&NOT_SUPPORTED, name.span, "samples are not supported yet")
    }));
    result
}

/// Removes what `enabled = false` removes.
fn prune(project: &mut Project) {
    project.metrics.retain(|_, metric| metric.enabled);
    project.scrape.retain(|_, scrape| scrape.enabled);
    for scrape in project.scrape.values_mut() {
        scrape.endpoints.retain(|_, endpoint| endpoint.enabled);
        if let Some(service) = &mut scrape.service {
            service.value.ports.retain(|_, port| port.enabled);
        }
    }
    project.workloads.retain(|_, workload| workload.enabled);
    project.recordings.retain(|_, recording| recording.enabled);
    project.alerts.retain(|_, alert| alert.enabled);
    for alert in project.alerts.values_mut() {
        alert.tests.retain(|_, test| test.enabled);
    }
    project.crds.retain(|_, crd| crd.enabled);
    for crd in project.crds.values_mut() {
        crd.versions.retain(|_, version| version.enabled);
        for version in crd.versions.values_mut() {
            version.columns.retain(|_, column| column.enabled);
        }
    }
    project.dashboards.retain(|_, dashboard| dashboard.enabled);
    for dashboard in project.dashboards.values_mut() {
        dashboard
            .annotations
            .retain(|_, annotation| annotation.enabled);
        dashboard.variables.retain(|_, variable| variable.enabled);
        dashboard.rows.retain(|_, row| row.enabled);
        for row in dashboard.rows.values_mut() {
            row.panels.retain(|_, panel| panel.enabled);
            row.panels
                .values_mut()
                .for_each(|panel| panel.queries.retain(|_, query| query.enabled));
        }
    }
}

/// One finding per place and message: environments repeat those of the base.
fn dedup(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|left, right| {
        (left.primary.span, &left.message).cmp(&(right.primary.span, &right.message))
    });
    diagnostics.dedup_by(|left, right| {
        left.primary.span == right.primary.span && left.message == right.message
    });
}
