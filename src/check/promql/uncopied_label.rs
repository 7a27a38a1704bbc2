//! Labels that a join should copy from a side which never has them.

use crate::{
    check::{Check, Scope, Sink, Subject, labels, matching},
    diag::{Diagnostic, Level, Rule},
    infer::Presence,
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/uncopied-label",
        level: Level::Deny,
        docs: r#"Finds labels in `group_left (…)` and `group_right (…)` that the side from which they are copied surely does not have.

## Why it matters

A label that is not there is copied too: the result has none, even if the other side had it.

## Example

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[metrics.queue_limit_jobs]
type = "gauge"
help = "Jobs that may wait."
labels = ["queue"]

[alerts.QueueFull]
expr = 'queue_jobs / on (queue) group_left (pod) max by (queue) (queue_limit_jobs) > 0.9'
```

## Use instead

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[metrics.queue_limit_jobs]
type = "gauge"
help = "Jobs that may wait."
labels = ["queue"]

[alerts.QueueFull]
expr = 'queue_jobs / on (queue) group_left () max by (queue) (queue_limit_jobs) > 0.9'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    subject.inferred().visit(&mut |node| {
        let Some(join) = matching::join(node) else {
            return;
        };
        for label in join.copied {
            let name = label.value.as_str();
            if !label.placeholders.is_empty()
                || join.one.known.labels.presence(name) > Presence::Never
                || labels::may_be_external(subject, model, name)
                || labels::is_told(join.one, name)
            {
                continue;
            }
            let message = format!("there is no label `{name}` to copy");
            let finding = Diagnostic::new(&CHECK.rule, subject.place(label.range), message);
            let finding = labels::explain(finding, subject, join.one, name);
            let finding = match join.many.known.labels.presence(name) {
                Presence::Never => finding,
                _ => finding.note(format!("the other side has `{name}`, and loses it")),
            };
            sink.report(labels::suggest(
                finding,
                subject,
                label,
                &join.one.known.labels,
            ));
        }
    });
}
