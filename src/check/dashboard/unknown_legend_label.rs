//! Legends with a label that the series do not have.

use crate::{
    check::{Check, Scope, Sink, Subject, labels},
    diag::{Diagnostic, Level, Rule, nearest},
    infer::Presence,
    model::{Format, Model, PanelType, dashboard::Query, names},
    promql::ast::Range,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/unknown-legend-label",
        level: Level::Warn,
        docs: r#"Finds `{{label}}` in legends of queries whose series surely have no such label: an aggregation has removed it, or the metric never had it. Tables and
panels with transformations are left out.

## Why it matters

Grafana writes nothing for the label: all series of the panel are called the same, or have half a name.

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

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum by (queue) (queue_jobs)'
legend = "{{queue}} {{pod}}"
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

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum by (pod, queue) (queue_jobs)'
legend = "{{queue}} {{pod}}"
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Some((panel, target)) = subject.owner.drawn() else {
        return;
    };
    let is_first = |query: &&Query| {
        let first = query.targets.first();
        first.is_some_and(|first| first.ref_id == target.ref_id)
    };
    let query = panel.queries.iter().find(is_first);
    let Some(legend) = query.and_then(|query| query.legend.as_ref()) else {
        return;
    };
    let is_table = panel.panel_type == PanelType::Table || target.format == Format::Table;
    if is_table || panel.transformations.is_some() || panel.raw.is_some() {
        return;
    }
    for (name, range) in mentioned(&legend.value) {
        let root = subject.inferred();
        if root.known.labels.presence(name) > Presence::Never
            || name == names::METRIC_NAME
            || labels::may_be_external(subject, model, name)
            || labels::is_told(root, name)
        {
            continue;
        }
        let message = format!("no series of this query has the label `{name}`");
        let finding = Diagnostic::new(&CHECK.rule, legend.place(range), message);
        let finding = labels::explain(finding, subject, root, name);
        let near = nearest(name, root.known.labels.iter().map(|label| label.name));
        let place = legend.place(range);
        sink.report(match near.filter(|_| place != legend.span) {
            Some(near) => finding.propose(format!("did you mean `{near}`?"), place, near),
            None => finding,
        });
    }
}

/// The labels of `{{label}}`, each with its place.
fn mentioned(legend: &str) -> Vec<(&str, Range)> {
    let mut result = Vec::new();
    let mut next = 0;
    while let Some(open) = legend[next..].find("{{") {
        let start = next + open + "{{".len();
        let Some(length) = legend[start..].find("}}") else {
            break;
        };
        let inner = &legend[start..start + length];
        let name = inner.trim();
        let at = start + (inner.len() - inner.trim_start().len());
        let range = u32::try_from(at)
            .ok()
            .zip(u32::try_from(at + name.len()).ok());
        if let Some((start, end)) = range.filter(|_| names::is_label_name(name)) {
            result.push((name, Range { start, end }));
        }
        next = start + length;
    }
    result
}
