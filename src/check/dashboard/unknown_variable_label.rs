//! Variables that list the values of a label which is not there.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, labels},
    diag::{Diagnostic, Level, Rule},
    infer::Presence,
    model::{Model, names},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/unknown-variable-label",
        level: Level::Deny,
        docs: r#"Finds `label_values(series, label)` in queries of variables whose series surely have no such label.

## Why it matters

The list of values is empty: nothing can be chosen, and every panel that uses the variable is empty too.

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

[dashboards.overview]
title = "Shop / Overview"
variables.queue = { type = "query", query = "label_values(queue_jobs, quue)" }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum(queue_jobs{queue="$queue"})'
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

[dashboards.overview]
title = "Shop / Overview"
variables.queue = { type = "query", query = "label_values(queue_jobs, queue)" }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum(queue_jobs{queue="$queue"})'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Owner::Variable(_, variable) = subject.owner else {
        return;
    };
    let Some(label) = variable
        .asked
        .as_ref()
        .and_then(|asked| asked.label.as_ref())
    else {
        return;
    };
    let (root, name) = (subject.inferred(), label.value.as_str());
    if !names::is_label_name(name)
        || name == names::METRIC_NAME
        || root.known.labels.presence(name) > Presence::Never
        || labels::may_be_external(subject, model, name)
    {
        return;
    }
    let message = format!(
        "`${}` lists a label that is not there: `{name}`",
        variable.name.value
    );
    let finding = Diagnostic::new(&CHECK.rule, subject.place(label.range), message);
    let finding = labels::explain(finding, subject, root, name);
    sink.report(labels::suggest(finding, subject, label, &root.known.labels));
}
