//! Labels that the project demands.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Group, Model, names},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/missing-label",
        level: Level::Deny,
        docs: r#"Finds alerts without a label that `required-labels` in `[policy]` demands. Labels of the group count.

## Why it matters

Routes and inhibitions in Alertmanager match on labels; an alert without them reaches nobody or the wrong team.

## Example

```toml
[policy]
required-labels = ["severity", "team"]

[alerts.QueueLong]
expr = 'up == 0'
severity = "warning"
```

## Use instead

```toml
[policy]
required-labels = ["severity", "team"]

[alerts.QueueLong]
expr = 'up == 0'
severity = "warning"
labels.team = "shop"
```
"#,
    },
    scope: Scope::Group(check),
};

fn check(group: &Group, model: &Model, sink: &mut Sink) {
    for alert in &group.alerts {
        for label in &model.policy.required_labels {
            let name = label.as_str();
            if alert.labels.contains_key(name) || group.labels.contains_key(name) {
                continue;
            }
            let key = if name == names::SEVERITY {
                name.to_string()
            } else {
                format!("labels.{name}")
            };
            let message = format!("`{}` has no label `{name}`", alert.name.value);
            let finding = Diagnostic::new(&CHECK.rule, alert.name.span, message)
                .label(label.span, "demanded here")
                .help(format!("add `{key} = \"…\"`"));
            sink.report_for(&[&alert.allow, &group.allow], finding);
        }
    }
}
