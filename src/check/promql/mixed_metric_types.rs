//! Metrics of different types in one selector.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, Model, names},
    promql::{
        ast::{MatchOp, Matcher},
        walk::selectors,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/mixed-metric-types",
        level: Level::Warn,
        docs: r#"Finds matchers on `__name__` that list declared metrics of different types, such as `{__name__=~"jobs|jobs_total"}`.

## Why it matters

A counter needs `rate`, a gauge must not have it: whatever is done with the selector is wrong for some of its series.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[metrics.done_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.ManyJobs]
expr = 'sum({__name__=~"queue_jobs|done_jobs_total"}) > 10'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[metrics.done_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.ManyJobs]
expr = 'sum(queue_jobs) + sum(increase(done_jobs_total[1h])) > 10'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let lists = |matcher: &&Matcher| {
            matcher.label.value == names::METRIC_NAME && matcher.op == MatchOp::Regex
        };
        for matcher in selector.matchers.iter().filter(lists) {
            // Anything but a list of names is left alone.
            let listed = matcher
                .value
                .value
                .trim_start_matches('(')
                .trim_end_matches(')')
                .split('|');
            let found: Vec<&Metric> = listed
                .filter_map(|name| Some(model.metrics.of_series(name)?.0))
                .collect();
            let Some((first, rest)) = found.split_first() else {
                continue;
            };
            let Some(other) = rest
                .iter()
                .find(|other| other.metric_type != first.metric_type)
            else {
                continue;
            };
            let message = format!(
                "`{}` is {} and `{}` is {}",
                first.name,
                shape::type_name(first.metric_type),
                other.name,
                shape::type_name(other.metric_type)
            );
            sink.report(
                Diagnostic::new(&CHECK.rule, subject.place(matcher.value.range), message)
                    .note("what is right for the one is wrong for the other")
                    .help("select them one by one"),
            );
        }
    }
}
