//! Files that were not made by gen, as parts of a model: rule files, PrometheusRules, dashboards, custom resource definitions.
//!
//! Invariants: what is read points at the characters of the user's own YAML or JSON; what Prometheus refuses is an error here, what it
//! accepts is none; a kind that gen does not judge is left alone. Deliberately absent: files of the disk, the metrics that the
//! expressions are about, which are a project's or those of catalogues.

mod allow;
mod dashboard;
mod definition;
mod documents;
mod edit;
mod expression;
mod field;
mod kind;
mod manifest;
mod reader;
mod rule;
mod rules;

pub use definition::definition;
pub use documents::{Document, Documents, documents, read_file};
pub use edit::Edits;
pub use kind::Kind;

use crate::{
    diag::{Diagnostic, Level, Rule},
    model::{Context, Crd, Dashboard, Group, Manifest},
    parallel::map,
    project::Project,
    text::Sources,
};
use reader::Reader;

/// A text that is no YAML or JSON.
pub static SYNTAX: Rule = Rule {
    name: "existing/syntax",
    level: Level::Deny,
    docs: r#"Finds files that are no YAML or JSON.

## Why it matters

Neither Prometheus nor Kubernetes can read them. A key that stands twice counts too: readers disagree about which one holds.

## Example

```yaml
groups:
- name: shop
  rules:
  - alert: QueueLong
    expr: up == 0
     for: 5m
```

## Use instead

```yaml
groups:
- name: shop
  rules:
  - alert: QueueLong
    expr: up == 0
    for: 5m
```
"#,
};

/// What Prometheus refuses in a rule file.
pub static BAD_RULE: Rule = Rule {
    name: "existing/bad-rule",
    level: Level::Deny,
    docs: r#"Finds what Prometheus refuses in a rule file: unknown fields, groups without a name or with the name of another, rules that are neither an
alert nor a recording, values that their field does not take.

## Why it matters

Prometheus loads nothing of the whole file. `promtool check rules` refuses the same.

## Example

```yaml
groups:
- name: shop
  rules:
  - record: shop:queue
    expr: sum(up)
    for: 5m
```

## Use instead

```yaml
groups:
- name: shop
  rules:
  - record: shop:queue
    expr: sum(up)
```
"#,
};

/// A template of Helm or another program that makes YAML.
pub static UNRENDERED: Rule = Rule {
    name: "existing/unrendered-template",
    level: Level::Deny,
    docs: r#"Finds files that are templates of YAML, such as those of a Helm chart.

## Why it matters

What the file will say is known only when it is rendered. Lint what `helm template` prints.

## Example

```yaml
groups:
- name: shop
  rules:
  - alert: QueueLong
    expr: up == {{ .Values.threshold }}
```

## Use instead

```yaml
groups:
- name: shop
  rules:
  - alert: QueueLong
    expr: up == 0
```
"#,
};

/// A comment that allows nothing.
pub static BAD_ALLOW: Rule = Rule {
    name: "existing/bad-allow",
    level: Level::Deny,
    docs: r#"Finds comments for gen that name no check, give no reason, or are about nothing.

## Why it matters

Such a comment silences nothing. An exception needs a reason, so that the next reader knows whether it still holds.

## Example

```yaml
groups:
- name: shop
  rules:
  # gen:allow alert/name-style
  - alert: queue_long
    expr: up == 0
```

## Use instead

```yaml
groups:
- name: shop
  rules:
  # gen:allow alert/name-style the pager knows it by this name
  - alert: queue_long
    expr: up == 0
```
"#,
};

/// Every hard error of this phase.
pub static RULES: [&Rule; 4] = [&BAD_ALLOW, &BAD_RULE, &SYNTAX, &UNRENDERED];

/// What was read from files.
#[derive(Debug, Default)]
pub struct Existing {
    /// Groups with their rules, in the order of the files.
    pub groups: Vec<Group>,
    /// Dashboards, in the order of the files.
    pub dashboards: Vec<Dashboard>,
    /// Custom resources, in the order of the files.
    pub crds: Vec<Crd>,
    /// Every object of Kubernetes, in the order of the files.
    pub manifests: Vec<Manifest>,
}

/// Reads the documents of files under the targets of a project; what has errors is left out.
pub fn read(
    project: &Project,
    sources: &Sources,
    documents: &[Document],
) -> (Existing, Vec<Diagnostic>) {
    let read = map(documents, |document| {
        let mut ctx = Context::new(project, project, sources);
        let mut existing = Existing::default();
        read_document(&mut ctx, document, &mut existing);
        (existing, ctx.finish().1)
    });
    let mut all = Existing::default();
    let mut diagnostics = Vec::new();
    for (existing, found) in read {
        all.groups.extend(existing.groups);
        all.dashboards.extend(existing.dashboards);
        all.crds.extend(existing.crds);
        all.manifests.extend(existing.manifests);
        diagnostics.extend(found);
    }
    (all, diagnostics)
}

fn read_document(ctx: &mut Context, document: &Document, existing: &mut Existing) {
    let reader = &mut Reader::new(ctx, document);
    match document.kind {
        Kind::RuleFile => existing.groups = rules::read_file(reader, &document.tree),
        Kind::LooseRules => existing.groups = rules::read_loose(reader, &document.tree),
        Kind::PrometheusRule => existing.groups = rules::read_object(reader, &document.tree),
        Kind::Dashboard => existing
            .dashboards
            .extend(dashboard::read(reader, &document.tree)),
        Kind::Definition => existing.crds.push(definition::read(reader, &document.tree)),
        Kind::List
        | Kind::ConfigMap
        | Kind::GrafanaDashboard
        | Kind::Kustomization
        | Kind::Object
        | Kind::Other => {}
    }
    existing
        .manifests
        .extend(manifest::read(reader, &document.tree));
}
