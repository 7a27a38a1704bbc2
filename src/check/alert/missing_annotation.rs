//! Annotations that the project demands.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model, names},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/missing-annotation",
        level: Level::Deny,
        docs: r#"Finds alerts without an annotation that `required-annotations` in `[policy]` demands.

## Why it matters

The annotations are all that whoever is woken by the alert gets to read.

## Example

```toml
[policy]
required-annotations = ["summary", "runbook_url"]

[alerts.QueueLong]
expr = 'up == 0'
summary = "The queue is long."
```

## Use instead

```toml
[policy]
required-annotations = ["summary", "runbook_url"]

[alerts.QueueLong]
expr = 'up == 0'
summary = "The queue is long."
runbook.url = "https://runbooks.example.com/queue-long"
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    for demanded in &model.policy.required_annotations {
        let name = demanded.as_str();
        let text = alert.annotations.get(name);
        if text.is_some_and(|text| !text.value.trim().is_empty()) {
            continue;
        }
        let help = match name {
            names::SUMMARY | names::DESCRIPTION => format!("add `{name} = \"…\"`"),
            names::RUNBOOK_URL => {
                "add `runbook.url = \"…\"`, or texts for its page with `runbooks` in `[project]`"
                    .to_string()
            }
            names::DASHBOARD_URL => {
                "add `panel = \"dashboard.panel\"`, with `url` in `[grafana]`".to_string()
            }
            _ => format!("add `annotations.{name} = \"…\"`"),
        };
        let message = match text {
            Some(_) => format!("the annotation `{name}` of `{}` is empty", alert.name.value),
            None => format!("`{}` has no annotation `{name}`", alert.name.value),
        };
        let place = text.map_or(alert.name.span, |text| text.span);
        let finding = Diagnostic::new(&CHECK.rule, place, message);
        sink.report(finding.label(demanded.span, "demanded here").help(help));
    }
}
