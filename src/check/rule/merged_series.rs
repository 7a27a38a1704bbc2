//! Labels of rules that make one series of several.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, uniqueness},
    diag::{Diagnostic, Level, Rule},
    infer::Presence,
    model::{Group, Model, rule::Texts},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/merged-series",
        level: Level::Deny,
        docs: r#"Finds labels that a recording, an alert or its group sets over the label that tells the series of the expression apart.

## Why it matters

The rule's label takes the place of that of each series. Two series that differed in it alone are the same then, which is an error: nothing is
recorded, no alert fires.

## Example

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]
key = ["queue"]

[recordings."queue:jobs:sum"]
expr = 'sum by (queue) (queue_jobs)'
labels.queue = "all"
```

## Use instead

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]
key = ["queue"]

[recordings."queue:jobs:sum"]
expr = 'sum by (queue) (queue_jobs)'
labels.level = "queue"
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let labels = match subject.owner {
        Owner::Alert(alert) => &alert.labels,
        Owner::Recording(recording) => &recording.labels,
        _ => return,
    };
    look(subject, labels, sink);
    if let Some(group) = group(subject, model) {
        look(subject, &group.labels, sink);
    }
}

fn group<'m>(subject: &Subject, model: &'m Model) -> Option<&'m Group> {
    let labelled = model.groups.iter().filter(|group| !group.labels.is_empty());
    let mut groups = labelled.filter(|group| match subject.owner {
        Owner::Alert(alert) => group.alerts.iter().any(|one| one.key == alert.key),
        Owner::Recording(recording) => group.recordings.iter().any(|one| one.key == recording.key),
        _ => false,
    });
    groups.next()
}

fn look(subject: &Subject, texts: &Texts, sink: &mut Sink) {
    for (name, text) in texts {
        // A template may keep what tells the series apart.
        if !text.is_static() {
            continue;
        }
        let root = subject.inferred();
        let known = &root.known.labels;
        if known.open || known.presence(name) == Presence::Never {
            continue;
        }
        let kept: Vec<&str> = (known.iter().map(|label| label.name))
            .filter(|label| label != name)
            .collect();
        if uniqueness::lost_of_some(root, &kept).is_none() {
            continue;
        }
        let message = format!("the rule's `{name}` makes one series of those that differ in it");
        let finding = Diagnostic::new(&CHECK.rule, text.span, message).label(
            subject.place(root.expr.range),
            format!("`{name}` tells the series apart here"),
        );
        let finding = match uniqueness::metric(root, subject.facts()) {
            Some(span) => finding.label(span, "declared here"),
            None => finding,
        };
        sink.report(finding.help("set another label, or aggregate the series into one"));
    }
}
