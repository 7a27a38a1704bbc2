//! Recordings under the name of a metric.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Model, Name, Recording},
};
use std::collections::BTreeMap;

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/recorded-metric",
        level: Level::Deny,
        docs: r#"Finds recordings whose name a declared metric or its series has, and two recordings of one name with different units.

## Why it matters

Both would write series of one name: whoever selects it gets what the program exposes and what the rule computes, and adds them up.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[recordings.queue_jobs]
expr = 'sum(queue_jobs)'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[recordings."shop:queue_jobs:sum"]
expr = 'sum(queue_jobs)'
```
"#,
    },
    scope: Scope::Model(check),
};

fn check(model: &Model, sink: &mut Sink) {
    let mut units: BTreeMap<&str, (&Recording, &Name)> = BTreeMap::new();
    for recording in model.recordings() {
        let name = &recording.name;
        if let Some((metric, _)) = model.metrics.of_series(name) {
            let message = format!(
                "`{}` is recorded, and `{}` is a metric",
                name.value, metric.name
            );
            let finding = Diagnostic::new(&CHECK.rule, name.span, message)
                .help("name it `level:metric:operations`, such as `job:requests:rate5m`");
            let finding = match metric.span {
                Some(span) => finding.label(span, "the metric is declared here"),
                None => finding.note("Prometheus writes it itself"),
            };
            sink.report_for(&[&recording.allow], finding);
        }
        let Some(unit) = &recording.unit else {
            continue;
        };
        let (first, other) = *units.entry(name).or_insert((recording, unit));
        if other.value != unit.value {
            let message = format!(
                "`{}` is recorded in {} here and in {} elsewhere",
                name.value, unit.value, other.value
            );
            let finding = Diagnostic::new(&CHECK.rule, unit.span, message)
                .label(first.name.span, "recorded here first");
            sink.report_for(&[&recording.allow], finding);
        }
    }
}
