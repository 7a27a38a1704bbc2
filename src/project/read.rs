//! Text to projects: the base, and one per environment.

use super::{
    Name, Project,
    environment::{self, FIXED_IN_ENVIRONMENT, UNKNOWN_PATH},
    prune::prune,
    shape, syntax,
};
use crate::{
    diag::{Diagnostic, Level, Rule},
    text::{FileId, Sources},
};
use serde::Deserialize;
use std::sync::Arc;
use toml::de::DeTable;

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
                    crd.samples
                        .values()
                        .filter_map(|sample| sample.file.as_ref()),
                );
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

/// Rules whose findings leave the rest of the project as it is meant: it is read on, so that one run tells everything.
const HARMLESS: [&Rule; 2] = [&FIXED_IN_ENVIRONMENT, &UNKNOWN_PATH];

/// Reads a project file. Without a project there is at least one error; there may be errors with one.
pub fn read(sources: &Sources, file: FileId) -> (Option<Layered>, Vec<Diagnostic>) {
    let text = &sources.get(file).text;
    let (mut whole, mut diagnostics) = syntax::parse(text, file);
    // Behind any other mistake of syntax the table is not the one that was meant.
    let is_duplicate = |finding: &Diagnostic| finding.rule == &syntax::DUPLICATE_KEY;
    if !diagnostics.iter().all(is_duplicate) {
        return (None, diagnostics);
    }
    let environments = whole.get_mut().remove("environments");
    let mut read = Vec::new();
    let changes = environments
        .as_ref()
        .map(|value| environment::tables(value, &mut diagnostics))
        .unwrap_or_default();
    for (name, changes) in changes {
        read.push((name, changed(&whole, changes, &mut diagnostics)));
    }
    drop(environments);
    // A wrong table is read twice; to keep a copy of every table for that would cost a tenth of the run and its most memory.
    let base = project(whole, &mut diagnostics, |error| {
        let (mut whole, _) = syntax::parse(text, file);
        whole.get_mut().remove("environments");
        shape::errors(&whole, None, error)
    });
    dedup(&mut diagnostics);
    let goes_on = diagnostics
        .iter()
        .all(|finding| HARMLESS.contains(&finding.rule));
    let environments = read
        .into_iter()
        .filter_map(|(name, project)| Some((name, project?)))
        .collect();
    (
        base.filter(|_| goes_on)
            .map(|base| named(Layered { base, environments })),
        diagnostics,
    )
}

type Table<'i> = toml::Spanned<DeTable<'i>>;

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

/// The project with the changes of an environment.
fn changed(
    base: &Table<'_>,
    changes: &DeTable<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Project> {
    diagnostics.extend(environment::fixed(changes));
    let (table, findings) = environment::merged(base, changes);
    diagnostics.extend(findings);
    project(table, diagnostics, |error| {
        shape::errors(&environment::merged(base, changes).0, Some(base), error)
    })
}

/// The project of a table, which `explain` makes once more to tell what is wrong with it.
fn project(
    table: Table<'_>,
    diagnostics: &mut Vec<Diagnostic>,
    explain: impl FnOnce(&toml::de::Error) -> Vec<Diagnostic>,
) -> Option<Project> {
    diagnostics.extend(later(table.get_ref()));
    match Project::deserialize(toml::Deserializer::from(table)) {
        Ok(mut project) => {
            prune(&mut project);
            Some(project)
        }
        Err(error) => {
            diagnostics.extend(explain(&error));
            None
        }
    }
}

/// Tables that are not read yet.
const LATER: [&str; 3] = ["slos", "use", "gitops"];

fn later(project: &DeTable<'_>) -> Vec<Diagnostic> {
    let named = LATER.iter().filter_map(|name| {
        let message = format!("`[{name}]` is not supported yet");
        let span = shape::place(project.get(*name)?);
        Some(Diagnostic::new(&NOT_SUPPORTED, span, message))
    });
    named.collect()
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
