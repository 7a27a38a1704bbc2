//! The pipeline: the only file that names every phase.
//!
//! No I/O: the caller adds every file that the project names to the [`Sources`] between [`read`] and [`compile`]. Each phase runs
//! when the one before gave a value. Findings come sorted by place, without duplicates.

use crate::{
    artifact::{Artifact, Format, Node, Place},
    check::{self, level},
    diag::{Diagnostic, Level, Rule},
    emit,
    model::{self, Model},
    parallel::map,
    project::{self, Layered, Name, Project},
    promql,
    schema::{self, Violation, ViolationKind},
    text::{FileId, Sources, Span},
};
use std::collections::{BTreeMap, BTreeSet};

/// The output breaks the schema of its kind.
pub static SCHEMA: Rule = Rule {
    name: "emit/schema",
    level: Level::Deny,
    docs: r#"Finds output that the schema of its kind refuses, mostly because `raw` asks for it.

## Why it matters

The API server or Grafana would refuse the object. The schemas are those of Kubernetes, prometheus-operator, Kustomize and Grafana; `raw` takes the
words of the output,
such as `keep_firing_for`, not those of gen.toml.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { keep-firing-for = "5m" }
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { keep_firing_for = "5m" }
```
"#,
};

/// The output holds an expression that Prometheus refuses.
pub static EXPRESSION: Rule = Rule {
    name: "emit/expression",
    level: Level::Deny,
    docs: r#"Finds expressions in the output that Prometheus refuses, mostly because they stand in `raw`.

## Why it matters

`raw` is taken as it is and read by nobody before Prometheus. gen parses what it emits once more, so that a rule file never fails to load.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { expr = "up ==" }
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { expr = "up < 1" }
```
"#,
};

/// What the caller decides.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Levels of checks by name or family, which win over the project's.
    pub levels: Vec<(String, Level)>,
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

/// Compiles a project. Without a compilation there is at least one error; findings of checks may be errors too.
pub fn compile(
    sources: &Sources,
    layered: Layered,
    settings: &Settings,
) -> (Option<Compilation>, Vec<Diagnostic>) {
    let (models, mut diagnostics) = resolve(sources, &layered);
    let name = layered.base.project.name.clone();
    // What is written out next is larger than all before it.
    drop(layered);
    let Some(models) = models else {
        return (None, tidy(diagnostics));
    };
    diagnostics.extend(check(&models, settings));
    let environments = map(&models, emit::emit);
    let pairs: Vec<emit::Environment> = models
        .iter()
        .zip(environments.iter().map(Vec::as_slice))
        .collect();
    let Some((base, overlays)) = pairs.split_first() else {
        return (None, tidy(diagnostics));
    };
    let kustomizations = emit::kustomize(*base, overlays);
    // What overlays patch stands whole among the environments' own artifacts.
    let patches = kustomizations.iter().map(|patch| (patch, base.0));
    let emitted: Vec<(&Artifact, &Model)> = changed(&pairs).chain(patches).collect();
    let found = map(&emitted, |(artifact, model)| {
        let found = validate(sources, artifact, model, name.span);
        in_environment(model.environment.as_ref(), found, &[])
    });
    diagnostics.extend(found.into_iter().flatten());
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

fn check(models: &[Model], settings: &Settings) -> Vec<Diagnostic> {
    let mut result: Vec<Diagnostic> = Vec::new();
    for model in models {
        let (mut levels, unknown) = level::levels(model);
        for (name, level) in &settings.levels {
            levels.set(level::Setter::CommandLine, name, *level);
        }
        let findings = unknown
            .into_iter()
            .chain(check::run(model, &levels))
            .collect();
        result.extend(in_environment(
            model.environment.as_ref(),
            findings,
            &result,
        ));
    }
    result
}

/// Whether a document is what its kind asks for. `fallback` is shown when nothing of it was written by the user.
fn validate(
    sources: &Sources,
    artifact: &Artifact,
    model: &Model,
    fallback: Span,
) -> Vec<Diagnostic> {
    let tree = &artifact.tree;
    let field = |name: &str| tree.get(name).and_then(Node::as_str);
    let (violations, what) = match (artifact.format, field("apiVersion"), field("kind")) {
        (Format::Markdown, ..) => return Vec::new(),
        (Format::Json, ..) => (schema::validate_dashboard(&tree.into()), "dashboard"),
        (Format::Yaml, Some(version), Some(kind)) if tree.get("$patch").is_none() => {
            (schema::validate_kind(version, kind, &tree.into()), kind)
        }
        (Format::Yaml, ..) => return Vec::new(),
    };
    let mut found: Vec<Diagnostic> = violations
        .iter()
        .map(|violation| violated(sources, (artifact, what), violation, fallback))
        .collect();
    expressions(tree, &mut String::new(), &mut |pointer, text| {
        let (_, errors) = promql::parse(text, &model.targets.promql);
        found.extend(errors.first().map(|error| {
            let span = tree.find(pointer).1.span().unwrap_or(fallback);
            Diagnostic::new(
                &EXPRESSION,
                span,
                format!("the emitted expression is refused: {}", error.message),
            )
            .note(format!("it is `{text}`"))
        }));
    });
    found
}

fn violated(
    sources: &Sources,
    (artifact, what): (&Artifact, &str),
    violation: &Violation,
    fallback: Span,
) -> Diagnostic {
    let place = |pointer: &str| artifact.tree.find(pointer).1.span().unwrap_or(fallback);
    let (pointer, span, message) = match &violation.kind {
        ViolationKind::UnknownKey { key } => {
            let escaped = key.replace('~', "~0").replace('/', "~1");
            let pointer = format!("{}/{escaped}", violation.pointer);
            let value = place(&pointer);
            match key_of(sources, value) {
                Some(span) => (
                    pointer,
                    span,
                    format!("unknown key `{}`", sources.slice(span)),
                ),
                None => (pointer, value, violation.message.clone()),
            }
        }
        _ => (
            violation.pointer.clone(),
            place(&violation.pointer),
            violation.message.clone(),
        ),
    };
    Diagnostic::new(&SCHEMA, span, message).trace(format!(
        "while emitting the {what} `{}`, at {pointer}",
        artifact.path
    ))
}

/// The key of a value in TOML, where it stands before it as `key = `.
fn key_of(sources: &Sources, value: Span) -> Option<Span> {
    let text = &sources.get(value.file).text;
    let before = text
        .get(..value.start as usize)?
        .trim_end_matches([' ', '\t']);
    let key = before.strip_suffix('=')?.trim_end_matches([' ', '\t']);
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let length = key.len() - key.trim_end_matches(part).len();
    (length > 0).then(|| Span::new(value.file, key.len() - length, key.len()))
}

/// Calls `visit` for every string under a key `expr`, with its JSON pointer.
fn expressions(tree: &Node, pointer: &mut String, visit: &mut impl FnMut(&str, &str)) {
    let length = pointer.len();
    for (key, value) in tree.as_map().into_iter().flatten() {
        pointer.push('/');
        pointer.push_str(key);
        match value.as_str() {
            Some(text) if key == "expr" => visit(pointer, text),
            _ => expressions(value, pointer, visit),
        }
        pointer.truncate(length);
    }
    for (index, item) in tree.as_list().into_iter().flatten().enumerate() {
        pointer.push_str(&format!("/{index}"));
        expressions(item, pointer, visit);
        pointer.truncate(length);
    }
}

/// Sorted by place, without duplicates.
fn tidy(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|left, right| identity(left).cmp(&identity(right)));
    diagnostics.dedup_by(|left, right| identity(left) == identity(right));
    diagnostics
}
