//! Recordings of one name with different labels.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    infer::{Labels, Presence},
    model::{Model, Recording},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/uneven-labels",
        level: Level::Warn,
        docs: r#"Finds recordings of one name of which every series of one has a label that no series of the other has.

## Why it matters

Who selects the name gets both: a sum counts the same thing twice, and a match by labels finds only half of the series.

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

[recordings."shop:queue_jobs:sum"]
expr = 'sum by (queue) (queue_jobs)'
labels.kind = "all"

[recordings.of_pods]
record = "shop:queue_jobs:sum"
expr = 'sum by (pod, queue) (queue_jobs{pod!=""})'
labels.kind = "by-pod"
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

[recordings."queue:queue_jobs:sum"]
expr = 'sum by (queue) (queue_jobs)'

[recordings."pod:queue_jobs:sum"]
expr = 'sum by (pod, queue) (queue_jobs{pod!=""})'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Owner::Recording(recording) = subject.owner else {
        return;
    };
    let [first, .., _] = subject.facts().recordings(&recording.name.value) else {
        return;
    };
    if first.key == recording.key {
        return;
    }
    let other = subject.facts().expression(&first.expression.expr);
    let own = (recording, subject.inferred().known.labels.as_ref());
    let other = (*first, other.known.labels.as_ref());
    let found = only(model, own, other).map(|label| (label, "only here"));
    let found = found.or_else(|| Some((only(model, other, own)?, "only there")));
    let Some((label, place)) = found else {
        return;
    };
    let name = &recording.name;
    let message = format!(
        "`{}` is recorded twice, with the label `{label}` {place}",
        name.value
    );
    sink.report(
        Diagnostic::new(&CHECK.rule, name.span, message)
            .label(first.name.span, "recorded here first")
            .help("give each its own name, which begins with what it is about"),
    );
}

/// A label that all series of one recording have and none of the other.
fn only<'l>(
    model: &Model,
    (one, labels): (&'l Recording, &'l Labels),
    (other, lacking): (&Recording, &Labels),
) -> Option<&'l str> {
    let of_rule = one.labels.keys().map(String::as_str);
    let always = labels
        .iter()
        .filter(|label| label.presence == Presence::Must);
    let mut names = always.map(|label| label.name).chain(of_rule);
    names.find(|name| {
        let set = |recording: &Recording| sets(model, recording, name);
        let emptied = one
            .labels
            .get(*name)
            .is_some_and(|text| text.value.is_empty());
        !set(other) && !emptied && lacking.presence(name) == Presence::Never
    })
}

/// Whether a recording or its group sets a label.
fn sets(model: &Model, recording: &Recording, label: &str) -> bool {
    let mut groups = model.groups.iter();
    let group = groups.find(|group| group.recordings.iter().any(|one| one.key == recording.key));
    recording.labels.contains_key(label)
        || group.is_some_and(|group| group.labels.contains_key(label))
}
