//! Environments as written: their names, what they may not change, and the table that they make with the project's.

use super::{
    Name, layer, shape,
    spanned::{Spanned, span_of},
};
use crate::{
    diag::{Diagnostic, Level, Rule},
    text::Span,
};
use toml::de::{DeTable, DeValue};

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

type Table<'i> = toml::Spanned<DeTable<'i>>;

/// The environments' tables by name, in the order written.
pub fn tables<'a, 'i>(
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

/// The whole table of an environment, and findings about what it unsets.
pub fn merged<'i>(base: &Table<'i>, changes: &DeTable<'i>) -> (Table<'i>, Vec<Diagnostic>) {
    let mut merged = base.clone();
    let mut changes = changes.clone();
    let paths = changes.remove("unset");
    let findings = paths.map(|paths| unset(merged.get_mut(), &paths));
    layer::merge(merged.get_mut(), changes);
    (merged, findings.unwrap_or_default())
}

fn unset(table: &mut DeTable<'_>, paths: &toml::Spanned<DeValue<'_>>) -> Vec<Diagnostic> {
    let wrong = |value: &toml::Spanned<DeValue<'_>>| {
        let message = "`unset` must be a list of key paths";
        Diagnostic::new(&shape::WRONG_TYPE, shape::place(value), message)
            .help("write it as `unset = [\"prometheus.rule-selector\"]`")
    };
    let Some(items) = paths.get_ref().as_array() else {
        return vec![wrong(paths)];
    };
    let others = items
        .iter()
        .filter(|item| item.get_ref().as_str().is_none());
    let mut findings: Vec<Diagnostic> = others.map(wrong).collect();
    findings.extend(layer::unset(table, paths).into_iter().map(unknown_path));
    findings
}

fn unknown_path(unknown: layer::Unknown) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &UNKNOWN_PATH,
        unknown.span,
        format!("there is no `{}` to unset", unknown.path),
    );
    match unknown.nearest {
        Some(near) => diagnostic.propose(
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

/// Findings about what an environment changes and may not.
pub fn fixed(changes: &DeTable<'_>) -> Vec<Diagnostic> {
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
