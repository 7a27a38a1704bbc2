//! Variables that wait for each other.

use super::mentions;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Dashboard, Model},
};
use std::collections::{BTreeMap, BTreeSet};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/cyclic-variables",
        level: Level::Deny,
        docs: r#"Finds variables whose queries mention each other in a circle, or themselves.

## Why it matters

Grafana loads a variable when those that it mentions have their values. In a circle none ever has: the lists stay empty.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.job = { type = "query", query = 'label_values(queue_jobs{pod="$pod"}, job)' }
variables.pod = { type = "query", query = 'label_values(queue_jobs{job="$job"}, pod)' }
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.job = { type = "query", query = 'label_values(queue_jobs, job)' }
variables.pod = { type = "query", query = 'label_values(queue_jobs{job="$job"}, pod)' }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum(queue_jobs{job="$job", pod="$pod"})'
```
"#,
    },
    scope: Scope::Dashboard(check),
};

/// The variables that each variable mentions.
type Uses<'d> = BTreeMap<&'d str, BTreeSet<String>>;

fn check(dashboard: &Dashboard, _: &Model, sink: &mut Sink) {
    let variables = dashboard.variables.iter();
    let uses: Uses = variables
        .map(|variable| (variable.name.as_str(), mentions::of_variable(variable)))
        .collect();
    let mut told = false;
    for variable in &dashboard.variables {
        let name = variable.name.as_str();
        // One finding says what is wrong with all of a circle.
        if told || !reached(name, &uses).contains(name) {
            continue;
        }
        told = true;
        let message = format!("`${name}` waits for itself");
        let others = reached(name, &uses)
            .into_iter()
            .filter(|other| other != name && reached(other, &uses).contains(name));
        let others: Vec<String> = others.map(|other| format!("`${other}`")).collect();
        let finding = Diagnostic::new(&CHECK.rule, variable.name.span, message);
        sink.report(if others.is_empty() {
            finding
        } else {
            finding.note(format!(
                "its values depend on those of {}, and theirs on its own",
                others.join(", ")
            ))
        });
    }
}

/// What a variable mentions, and what that mentions in its turn.
fn reached(name: &str, uses: &Uses) -> BTreeSet<String> {
    let mut result = BTreeSet::new();
    let mut next: Vec<&str> = vec![name];
    while let Some(name) = next.pop() {
        for other in uses.get(name).into_iter().flatten() {
            if uses.contains_key(other.as_str()) && result.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    result
}
