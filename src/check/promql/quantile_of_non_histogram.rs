//! Histogram functions on what is no histogram.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{MetricType, Model, metric::Part},
    promql::{ast::Node, walk::walk},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/quantile-of-non-histogram",
        level: Level::Deny,
        docs: r#"Finds histogram functions on metrics that are declared as something else, or on other series of a histogram than its buckets.

## Why it matters

`histogram_quantile` and `histogram_fraction` read the buckets of a classic histogram or a native one; `histogram_sum`, `histogram_count`,
`histogram_avg` and their like a native one. Of anything else they give nothing.

## Example

```toml
[metrics.job_seconds]
type = "summary"
help = "Duration of a job."
quantiles = [0.5, 0.95]

[alerts.JobsSlow]
expr = 'histogram_quantile(0.95, rate(job_seconds_count[5m])) > 30'
```

## Use instead

```toml
[metrics.job_seconds]
type = "summary"
help = "Duration of a job."
quantiles = [0.5, 0.95]

[alerts.JobsSlow]
expr = 'job_seconds{quantile="0.95"} > 30'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Functions that read buckets, be they series or native.
const BUCKETS: [&str; 2] = ["histogram_fraction", "histogram_quantile"];

/// Functions that read native histograms only. Source: prometheus.io, "Query functions".
const NATIVE: [&str; 5] = [
    "histogram_avg",
    "histogram_count",
    "histogram_stddev",
    "histogram_stdvar",
    "histogram_sum",
];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let functions = [BUCKETS.as_slice(), &NATIVE].concat();
        let Some((function, argument)) = shape::call(expr, &functions) else {
            return;
        };
        let inner = shape::inside(argument, &["sum", "avg", "max", "min"]);
        let inner = shape::call(inner, &shape::RATES).map_or(inner, |(_, argument)| argument);
        let Some((place, selector)) = shape::selector(inner) else {
            return;
        };
        let Some((metric, part)) = shape::metric(model, selector) else {
            return;
        };
        let classic = metric.metric_type == MetricType::Histogram;
        let right = metric.metric_type == MetricType::NativeHistogram
            || classic && part == Part::Bucket && BUCKETS.contains(&function);
        if right {
            return;
        }
        let Node::Call(call) = &shape::bare(expr).node else {
            return;
        };
        let (name, kind) = (
            part.series(&metric.name),
            shape::type_name(metric.metric_type),
        );
        let what = match part {
            Part::Whole => kind.to_string(),
            _ => format!("a part of {kind}"),
        };
        let message = format!("`{function}` of `{name}`, which is {what}");
        let finding = Diagnostic::new(&CHECK.rule, subject.place(place.range), message).label(
            subject.place(call.name_range),
            if NATIVE.contains(&function) {
                "reads native histograms"
            } else {
                "reads the buckets of a histogram"
            },
        );
        let finding = match metric.span {
            Some(span) => finding.label(span, "declared here"),
            None => finding,
        };
        let metric = &metric.name;
        sink.report(match function {
            _ if !classic => finding,
            "histogram_sum" => {
                finding.help(format!("`{metric}_sum` is the sum of a classic histogram"))
            }
            "histogram_count" => finding.help(format!(
                "`{metric}_count` is the count of a classic histogram"
            )),
            "histogram_avg" => finding.help(format!(
                "the average is `rate({metric}_sum[5m]) / rate({metric}_count[5m])`"
            )),
            _ => finding.help(format!("the buckets are `{metric}_bucket`")),
        });
    });
}
