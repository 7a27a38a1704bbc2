//! Labels that an inner part has removed.

use crate::{
    check::{Check, Scope, Sink, Subject, labels, matching},
    diag::{Diagnostic, Level, Rule},
    infer::{Inferred, Presence, head},
    model::Model,
    promql::ast::{Aggregate, Node, Range, Text},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/lost-label",
        level: Level::Warn,
        docs: r#"Finds labels in `by` and `on` that the series had, and that an aggregation, a join or `label_replace` inside has removed.

## Why it matters

The outer part groups or matches by a label that is not there any longer, so that everything falls into one group. The label must be kept
inside, or be dropped outside.

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
expr = 'max by (queue) (sum by (pod) (queue_jobs)) > 100'
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
expr = 'max by (queue) (sum by (pod, queue) (queue_jobs)) > 100'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let mut reported: Vec<(Range, &str)> = Vec::new();
    subject.inferred().visit(&mut |node| {
        let (word, named) = match &node.expr.node {
            Node::Aggregate(aggregate) => ("by", by(aggregate)),
            Node::Binary(binary) => match binary.matching.as_ref().map(|how| &how.labels) {
                // What can never match is another check's.
                Some(Some((true, named))) if matching::mismatch(node).is_none() => {
                    ("on", named.as_slice())
                }
                _ => return,
            },
            _ => return,
        };
        for label in named {
            let Some(removal) = lost(node, label) else {
                continue;
            };
            let key = (removal.expr.range, label.value.as_str());
            if reported.contains(&key) {
                continue;
            }
            reported.push(key);
            let name = &label.value;
            let message = format!("`{word} ({name})`: the label `{name}` is removed inside");
            let finding = Diagnostic::new(&CHECK.rule, subject.place(label.range), message);
            let place = subject.place(labels::head_range(removal.expr));
            let finding = finding.label(place, format!("{} removes it", head(removal.expr)));
            sink.report(finding.help(advice(removal, name)));
        }
    });
}

/// The labels of a `by`.
fn by(aggregate: &Aggregate) -> &[Text] {
    match &aggregate.grouping {
        Some(grouping) if !grouping.without => &grouping.labels,
        _ => &[],
    }
}

/// The part that removes a label which the node names.
fn lost<'i, 'a>(node: &'i Inferred<'a>, label: &Text) -> Option<&'i Inferred<'a>> {
    if !label.placeholders.is_empty() {
        return None;
    }
    let name = label.value.as_str();
    let absent = |part: &&Inferred| part.known.labels.presence(name) == Presence::Never;
    let vectors = node.parts.iter().filter(absent);
    let mut removals = vectors.filter_map(|part| part.find_removal(name));
    removals
        .next()
        .filter(|removal| !labels::is_unmatched(removal, name))
}

fn advice(removal: &Inferred, name: &str) -> String {
    match &removal.expr.node {
        Node::Aggregate(aggregate) => match &aggregate.grouping {
            Some(grouping) if grouping.without => {
                format!("take `{name}` out of the inner `without`, or out of this list")
            }
            Some(_) => format!("add `{name}` to the inner `by`, or take it out of this list"),
            None => format!(
                "write `{} by ({name})` inside, or take it out of this list",
                aggregate.op
            ),
        },
        _ => format!("keep `{name}` inside, or take it out of this list"),
    }
}
