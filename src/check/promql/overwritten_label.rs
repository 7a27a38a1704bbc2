//! Labels that a join overwrites.

use crate::{
    check::{Check, Scope, Sink, Subject, matching},
    diag::{Diagnostic, Level, Rule},
    infer::{Inferred, Label, Presence},
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/overwritten-label",
        level: Level::Warn,
        docs: r#"Finds labels in `group_left (…)` and `group_right (…)` that the series which are kept surely have already, and that the join does not compare.

## Why it matters

The label of the other side takes its place: the result says of a series what is true of the one that it was joined with, and series that
differed in this label alone become one, which is an error.

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
expr = 'queue_jobs / on (queue) group_left (instance) queue_limit_jobs > 0.9'
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
expr = 'queue_jobs / on (queue) group_left () queue_limit_jobs > 0.9'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    subject.inferred().visit(&mut |node| {
        // Of metrics of others it is not known what their labels tell.
        let closed = |side: &Inferred| !side.known.labels.open;
        let join = matching::join(node).filter(|join| closed(join.many) && closed(join.one));
        let Some(join) = join else {
            return;
        };
        for label in join.copied {
            let name = label.value.as_str();
            let many = join
                .many
                .known
                .labels
                .get(name)
                .filter(|label| is_there(label));
            let one = join
                .one
                .known
                .labels
                .get(name)
                .filter(|label| is_there(label));
            let (Some(many), Some(one)) = (many, one) else {
                continue;
            };
            let same = many.values.only().is_some() && many.values == one.values;
            if same || !label.placeholders.is_empty() || join.compares(name) {
                continue;
            }
            let message = format!("`{name}` of the other side takes the place of the series' own");
            let why = join.many.why_label(name).pop();
            let finding = Diagnostic::new(&CHECK.rule, subject.place(label.range), message);
            let finding = match why {
                Some(why) => finding.label(
                    subject.place(join.many.expr.range),
                    format!("has `{name}`: {}", why.words),
                ),
                None => finding,
            };
            sink.report(finding.help(format!("take `{name}` out of the list, or match by it")));
        }
    });
}

fn is_there(label: &Label) -> bool {
    label.presence == Presence::Must
}
