//! Panels of a type that cannot draw what their queries yield.

use crate::{
    check::{Check, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    infer::{Kind, Known},
    model::{Model, PanelType},
    promql::ValueType,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/unfit-panel-type",
        level: Level::Warn,
        docs: r#"Finds heatmaps of a single series without buckets, native histograms in panels that draw numbers, and graphs over time of one instant.

## Why it matters

A heatmap needs buckets: of one number over time it draws a single bar of one color. A native histogram is no number that a graph could draw. An
instant query has one point in time, of which a graph shows a dot at its right edge, if anything.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.jobs.panels.duration]
title = "Duration"
type = "heatmap"
expr = 'histogram_quantile(0.9, sum by (le) (rate(job_seconds_bucket[$__rate_interval])))'
```

## Use instead

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.jobs.panels.duration]
title = "Duration"
type = "heatmap"
expr = 'sum by (le) (increase(job_seconds_bucket[$__rate_interval]))'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Some((panel, target)) = subject.owner.drawn() else {
        return;
    };
    if panel.computed {
        return;
    }
    let over_time = matches!(
        panel.panel_type,
        PanelType::Timeseries | PanelType::StateTimeline
    );
    let known = &subject.inferred().known;
    let (message, help) = if panel.panel_type == PanelType::Heatmap && is_one_number(known) {
        (
            "a heatmap needs buckets, and this is a single number".to_string(),
            "show the buckets: `sum by (le) (increase(…_bucket[$__rate_interval]))` with `format = \"heatmap\"`, or draw a graph",
        )
    } else if draws_numbers(panel.panel_type) && known.kind.is_native() {
        (
            "native histograms are no numbers, and only a heatmap draws them".to_string(),
            "take a number out of it: `histogram_quantile(0.9, …)`, `histogram_count(…)`, `histogram_avg(…)`",
        )
    } else if over_time && target.instant {
        (
            "an instant query has one point, and this panel draws a course".to_string(),
            "drop `instant`, or show the value in a `stat`, `gauge` or `table`",
        )
    } else {
        return;
    };
    let place = subject.place(subject.expr.range);
    sink.report(Diagnostic::new(&CHECK.rule, place, message).help(help));
}

/// Whether the result is one series of numbers, surely no buckets.
fn is_one_number(known: &Known) -> bool {
    let single = !known.labels.open && known.labels.iter().next().is_none();
    let unsure = known.kind == Kind::Unknown || known.kind.is_native();
    known.value_type == ValueType::Vector && single && !unsure
}

/// Whether panels of a type show numbers and nothing else.
fn draws_numbers(panel_type: PanelType) -> bool {
    matches!(
        panel_type,
        PanelType::Timeseries
            | PanelType::Stat
            | PanelType::Gauge
            | PanelType::Bargauge
            | PanelType::Piechart
            | PanelType::Barchart
    )
}
