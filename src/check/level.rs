//! Levels: the check's own, then `[lints]`, then the command line.

use super::all;
use crate::{
    diag::{Diagnostic, Level, Rule},
    model::{Allows, LintLevel, Lints, Model, Name},
};
use std::collections::BTreeMap;

/// A check that does not exist.
pub static UNKNOWN_CHECK: Rule = Rule {
    name: "model/unknown-check",
    level: Level::Deny,
    docs: r#"Finds checks and families that do not exist, in `[lints]` and in `allow`.

## Why it matters

A misspelt name switches nothing on or off. `gen explain` lists every check.

## Example

```toml
[lints.metric]
name-sufix = "deny"
```

## Use instead

```toml
[lints.metric]
name-suffix = "deny"
```
"#,
};

/// The levels that differ from the checks' own: the project's, then those of the command line.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// By name of a check or a family; within a layer the check's own wins, a later layer wins over all of an earlier one.
    layers: [BTreeMap<String, Level>; 2],
}

/// Who sets a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setter {
    /// `[lints]`.
    Project,
    /// `--deny` and its like.
    CommandLine,
}

impl Levels {
    /// The level of a check.
    pub fn of(&self, rule: &Rule) -> Level {
        let family = rule.name.split('/').next().unwrap_or_default();
        let mut layers = self.layers.iter().rev();
        let set = layers.find_map(|layer| layer.get(rule.name).or_else(|| layer.get(family)));
        set.copied().unwrap_or(rule.level)
    }

    /// Sets the level of a check, `family/name`, or of a whole family. `false` when there is none of this name.
    pub fn set(&mut self, setter: Setter, name: &str, level: Level) -> bool {
        let known =
            all().any(|check| check.rule.name == name) || families().any(|family| family == name);
        if known {
            self.layers[setter as usize].insert(name.to_string(), level);
        }
        known
    }
}

fn families() -> impl Iterator<Item = &'static str> {
    all().filter_map(|check| check.rule.name.split('/').next())
}

/// The levels that a project sets; names of no check set nothing.
pub fn levels(model: &Model) -> Levels {
    let mut levels = Levels::default();
    for (family, name, level) in set(&model.lints) {
        let level = match level {
            LintLevel::Allow => Level::Allow,
            LintLevel::Warn => Level::Warn,
            LintLevel::Deny => Level::Deny,
        };
        levels.set(Setter::Project, &full(family, name), level);
    }
    levels
}

/// What `[lints]` sets: family, check and level.
fn set(lints: &Lints) -> impl Iterator<Item = (&Name, &Name, LintLevel)> {
    lints.iter().flat_map(|(family, checks)| {
        let levels = checks.iter();
        levels.map(move |(name, level)| (family, name, level.value))
    })
}

/// The name of a check, or of the family for all of it.
fn full(family: &Name, name: &Name) -> String {
    if name.value == "all" {
        family.value.clone()
    } else {
        format!("{}/{}", family.value, name.value)
    }
}

/// Findings about checks that do not exist, in `[lints]` and in exceptions.
pub fn find_unknown<'a>(
    lints: &Lints,
    allows: impl IntoIterator<Item = &'a Allows>,
) -> Vec<Diagnostic> {
    let is_check = |name: &str| all().any(|check| check.rule.name == name);
    let is_known = |name: &str| is_check(name) || families().any(|family| family == name);
    let mut findings = Vec::new();
    for (family, name, _) in set(lints) {
        if !is_known(&full(family, name)) {
            findings.push(unknown(family, name));
        }
    }
    let allows = allows.into_iter().flatten();
    let named = allows.flat_map(|(family, checks)| checks.keys().map(move |name| (family, name)));
    findings.extend(
        named
            .filter(|(family, name)| !is_check(&format!("{}/{}", family.value, name.value)))
            .map(|(family, name)| unknown(family, name)),
    );
    findings
}

fn unknown(family: &Name, name: &Name) -> Diagnostic {
    let same: Vec<&str> = all()
        .filter_map(|check| {
            check
                .rule
                .name
                .strip_prefix(family.as_str())?
                .strip_prefix('/')
        })
        .collect();
    let message = format!("there is no check `{}/{}`", family.value, name.value);
    if same.is_empty() {
        let mut known: Vec<&str> = families().collect();
        known.dedup();
        return Diagnostic::new(&UNKNOWN_CHECK, family.span, message).suggest(
            &family.value,
            known,
            Some(family.span),
        );
    }
    Diagnostic::new(&UNKNOWN_CHECK, name.span, message).suggest(&name.value, same, Some(name.span))
}
