//! Recordings that a rule above them uses.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Group, Model},
    promql::walk::{metric_name, selectors},
};
use std::collections::BTreeMap;

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/late-recording",
        level: Level::Warn,
        docs: r#"Finds recordings that use another one of their group which stands below them.

## Why it matters

Prometheus evaluates the rules of a group from top to bottom. A rule above the recording that it uses sees the value of the evaluation before, or
none after a restart.

## Example

```toml
[recordings."job:errors:ratio"]
expr = 'job:errors:rate5m / job:requests:rate5m'

[recordings."job:errors:rate5m"]
expr = 'sum by (job) (rate(errors_total[5m]))'
```

## Use instead

```toml
[recordings."job:errors:rate5m"]
expr = 'sum by (job) (rate(errors_total[5m]))'

[recordings."job:errors:ratio"]
expr = 'job:errors:rate5m / job:requests:rate5m'
```
"#,
    },
    scope: Scope::Group(check),
};

fn check(group: &Group, _: &Model, sink: &mut Sink) {
    let recordings = group.recordings.iter().enumerate();
    // Of several with one name the first one counts: a rule below it sees a value of this evaluation.
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, recording) in recordings.clone() {
        places.entry(&recording.name.value).or_insert(index);
    }
    for (index, recording) in recordings {
        let used = selectors(&recording.expression.expr);
        let names = used
            .iter()
            .filter_map(|(_, selector)| metric_name(selector));
        let later = names
            .filter_map(|name| places.get(name.value.as_str()))
            .find(|place| **place > index);
        let Some(producer) = later.map(|place| &group.recordings[*place]) else {
            continue;
        };
        let message = format!(
            "`{}` uses `{}`, which is recorded below it",
            recording.name.value, producer.name.value
        );
        let finding = Diagnostic::new(&CHECK.rule, recording.name.span, message)
            .label(producer.name.span, "evaluated later")
            .help("write it below what it uses");
        sink.report_for(&[&recording.allow, &group.allow], finding);
    }
}
