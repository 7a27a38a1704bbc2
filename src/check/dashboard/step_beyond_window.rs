//! Windows that leave gaps between the points of a graph.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{
        Model, Name, PanelType,
        dashboard::{Panel, Target},
        duration,
    },
    promql::{ast::Node, walk::walk},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/step-beyond-window",
        level: Level::Warn,
        docs: r#"Finds `rate` and `increase` over a window that is shorter than the shortest interval of the panel's points.

## Why it matters

The graph has a point every `interval`, and each looks back over its window alone: what happens between the windows is in no point, however far one
zooms in. A short burst is not seen, and the increases do not add up.

## Example

```toml
[metrics.shop_orders_total]
type = "counter"
help = "Orders."

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.orders.panels.rate]
title = "Orders"
interval = "10m"
expr = 'sum(increase(shop_orders_total[5m]))'
```

## Use instead

```toml
[metrics.shop_orders_total]
type = "counter"
help = "Orders."

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.orders.panels.rate]
title = "Orders"
interval = "10m"
expr = 'sum(increase(shop_orders_total[$__rate_interval]))'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Some((panel, target)) = subject.owner.drawn() else {
        return;
    };
    let Some((interval, step)) = find_step(panel, target) else {
        return;
    };
    walk(subject.expr, &mut |expr| {
        let Some((function, argument)) = shape::call(expr, &["rate", "increase"]) else {
            return;
        };
        let Node::Matrix(_, window) = &shape::bare(argument).node else {
            return;
        };
        if shape::window(argument).is_none_or(|length| length >= step) {
            return;
        }
        let place = subject.place(window.range);
        let message = format!(
            "`{function}` looks at `{}` of every `{}`",
            subject.text(window.range),
            interval.value
        );
        sink.report(
            Diagnostic::new(&CHECK.rule, place, message)
                .label(interval.span, "the time between two points")
                .propose(
                    "write `$__rate_interval`, which follows the time between two points",
                    place,
                    "$__rate_interval",
                ),
        );
    });
}

/// The shortest time between two points of a graph, and its milliseconds; `None` when nobody says it, or nothing is drawn over time.
fn find_step<'p>(panel: &'p Panel, target: &'p Target) -> Option<(&'p Name, i64)> {
    let over_time = matches!(
        panel.panel_type,
        PanelType::Timeseries | PanelType::Barchart | PanelType::Heatmap
    );
    if !over_time || panel.computed || target.instant {
        return None;
    }
    let interval = target.interval.as_ref().or(panel.interval.as_ref())?;
    Some((interval, duration::parse(&interval.value)?))
}
