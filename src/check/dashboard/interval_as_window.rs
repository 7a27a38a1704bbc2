//! The time between two points as the window of a rate.

use crate::{
    check::{Check, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::{
        ast::{DurationNode, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/interval-as-window",
        level: Level::Warn,
        docs: r#"Finds `rate` and `irate` over `$__interval` in panels without a shortest interval of their own.

## Why it matters

`$__interval` is the time between two points of the graph. Zoomed in it is shorter than two scrapes, a rate of fewer than two samples is nothing, and
the graph is empty; it also never sees what grows between the windows. `$__rate_interval` is at least four scrapes long.

## Example

```toml
[metrics.shop_orders_total]
type = "counter"
help = "Orders."

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.orders.panels.rate]
title = "Orders"
expr = 'sum(rate(shop_orders_total[$__interval]))'
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
expr = 'sum(rate(shop_orders_total[$__rate_interval]))'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// The time between two points. Source: grafana.com, "Global variables".
const INTERVAL: &str = "__interval";

/// The same with room for four scrapes. Source: grafana.com, "Prometheus template variables".
const RATE_INTERVAL: &str = "$__rate_interval";

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Some((panel, target)) = subject.owner.drawn() else {
        return;
    };
    // A shortest interval may be long enough, and an instant query has no points.
    if panel.interval.is_some() || target.interval.is_some() || panel.computed || target.instant {
        return;
    }
    walk(subject.expr, &mut |expr| {
        let Node::Call(call) = &expr.node else {
            return;
        };
        let Some(Node::Matrix(_, window)) = call.args.first().map(|argument| &argument.node) else {
            return;
        };
        let DurationNode::Placeholder(placeholder) = &window.node else {
            return;
        };
        let is_rate = matches!(call.function.as_str(), "rate" | "irate");
        if !is_rate || placeholder.name != INTERVAL {
            return;
        }
        let message = format!(
            "`{}` over `{}` finds fewer than two samples as soon as one zooms in",
            call.function, placeholder.written
        );
        let place = subject.place(placeholder.range);
        let finding = Diagnostic::new(&CHECK.rule, place, message);
        let help = format!("write `{RATE_INTERVAL}`, which is at least four scrapes long");
        sink.report(match subject.is_written(placeholder.range) {
            true => finding.edit(help, place, RATE_INTERVAL),
            false => finding.help(help),
        });
    });
}
