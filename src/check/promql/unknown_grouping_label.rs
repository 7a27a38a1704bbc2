//! Labels of groupings that no series has.

use crate::{
    check::{Check, Scope, Sink, Subject, labels},
    diag::{Diagnostic, Level, Rule},
    infer::{Inferred, Presence},
    model::{Model, names},
    promql::ast::{Node, Text},
};
use std::slice;

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/unknown-grouping-label",
        level: Level::Warn,
        docs: r#"Finds labels in `by`, `without`, `on` and `ignoring` that the series surely do not have. Labels that Prometheus adds when it sends data elsewhere
(`external-labels`) are left out.

## Why it matters

`by` makes one group of what should be told apart, `on` compares nothing with nothing. In `without` and `ignoring` the label is only superfluous,
or the one that is meant stays.

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

[alerts.QueueLong]
expr = 'sum by (quue) (queue_jobs) > 100'
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

[alerts.QueueLong]
expr = 'sum by (queue) (queue_jobs) > 100'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    subject.inferred().visit(&mut |node| {
        let (word, named, sides) = match (&node.expr.node, node.parts.as_slice()) {
            (Node::Aggregate(aggregate), [.., inner]) => match &aggregate.grouping {
                Some(by) if by.without => ("without", &by.labels, slice::from_ref(inner)),
                Some(by) => ("by", &by.labels, slice::from_ref(inner)),
                None => return,
            },
            (Node::Binary(binary), sides) => {
                match binary.matching.as_ref().map(|how| &how.labels) {
                    Some(Some((true, on))) => ("on", on, sides),
                    Some(Some((false, ignored))) => ("ignoring", ignored, sides),
                    _ => return,
                }
            }
            _ => return,
        };
        for label in named {
            look(subject, model, sides, (word, label), sink);
        }
    });
}

/// Reports a label that was on none of the sides at any time.
fn look(
    subject: &Subject,
    model: &Model,
    sides: &[Inferred],
    (word, label): (&str, &Text),
    sink: &mut Sink,
) {
    let name = label.value.as_str();
    let is_absent = |side: &Inferred| {
        side.known.labels.presence(name) == Presence::Never && side.find_removal(name).is_none()
    };
    if !label.placeholders.is_empty()
        || name == names::METRIC_NAME
        || !sides.iter().all(is_absent)
        || labels::may_be_external(subject, model, name)
    {
        return;
    }
    let message = match sides {
        [_] => format!("`{word} ({name})`: no series here has the label `{name}`"),
        _ => format!("`{word} ({name})`: neither side has the label `{name}`"),
    };
    let finding = Diagnostic::new(&CHECK.rule, subject.place(label.range), message);
    let finding = sides.iter().fold(finding, |finding, side| {
        labels::explain(finding, subject, side, name)
    });
    let (Some(first), Some(last)) = (sides.first(), sides.last()) else {
        return;
    };
    let known = first.known.labels.or(&last.known.labels);
    sink.report(labels::suggest(finding, subject, label, &known));
}
