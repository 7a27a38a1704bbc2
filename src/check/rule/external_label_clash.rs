//! Labels that Prometheus sets too.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Allows, Group, Model, rule::Texts},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/external-label-clash",
        level: Level::Warn,
        docs: r#"Finds labels of groups, alerts and recordings that are named as an external label of the environment.

## Why it matters

External labels say where data comes from. A series that has the label already keeps its own, so that it looks as if it came from elsewhere.

## Example

```toml
[prometheus]
external-labels = { cluster = "north" }

[alerts.TargetDown]
expr = 'up == 0'
labels.cluster = "all"
```

## Use instead

```toml
[prometheus]
external-labels = { cluster = "north" }

[alerts.TargetDown]
expr = 'up == 0'
labels.scope = "all"
```
"#,
    },
    scope: Scope::Group(check),
};

fn check(group: &Group, model: &Model, sink: &mut Sink) {
    let none = Allows::new();
    // What the group itself sets is excepted where the loop leaves the group.
    let of_group = [(&group.labels, &none)];
    let recordings = group
        .recordings
        .iter()
        .map(|rule| (&rule.labels, &rule.allow));
    let alerts = group.alerts.iter().map(|rule| (&rule.labels, &rule.allow));
    for (labels, allow) in of_group.into_iter().chain(recordings).chain(alerts) {
        look(labels, allow, model, sink);
    }
}

fn look(labels: &Texts, allow: &Allows, model: &Model, sink: &mut Sink) {
    for (label, text) in labels {
        let Some(external) = model.prometheus.external_labels.get(label) else {
            continue;
        };
        if !text.is_static() || text.value == external.value {
            continue;
        }
        let message = format!("the label `{label}` hides the external label of Prometheus");
        let finding = Diagnostic::new(&CHECK.rule, text.span, message)
            .label(
                external.span,
                format!("elsewhere it is `{}`", external.value),
            )
            .help("call it otherwise");
        sink.report_for(&[allow], finding);
    }
}
