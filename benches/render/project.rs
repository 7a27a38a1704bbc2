//! A project of any size in gen's language: what a platform team with one dashboard and one alert per tenant would write.

use std::fmt::Write;

const HEAD: &str = r#"[project]
name = "bench"
namespace = "bench-system"

[targets]
kubernetes = "1.31"
prometheus = "3.0"
prometheus-operator = "0.80"
grafana = "11.0"

[prometheus]
scrape-interval = "30s"
evaluation-interval = "30s"

[scrape.server]
kind = "ServiceMonitor"
match-labels = { "app.kubernetes.io/name" = "bench" }
job-label = "app.kubernetes.io/name"

[scrape.server.endpoints.metrics]

[scrape.server.service]
selector = { "app.kubernetes.io/name" = "bench" }
ports.metrics = { port = 8080, target-port = "metrics" }

[labels]
tenant = { help = "Tenant that the series belongs to." }
route = { help = "Route of the request." }
code = { help = "Status code of the answer." }
queue = { help = "Queue of the worker." }
state = { help = "State of the worker.", values = ["idle", "busy", "draining"] }

[metrics.bench_requests_total]
type = "counter"
help = "Requests answered."
labels = ["tenant", "route", "code"]
unit = "requests"

[metrics.bench_request_duration_seconds]
type = "histogram"
help = "Time to answer a request."
labels = ["tenant", "route"]
buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

[metrics.bench_response_size_bytes]
type = "histogram"
help = "Size of an answer."
labels = ["tenant", "route"]
buckets = [1000, 10000, 100000, 1000000]

[metrics.bench_queue_depth_items]
type = "gauge"
help = "Items that wait."
labels = ["tenant", "queue"]
unit = "items"

[metrics.bench_worker_state]
type = "stateset"
help = "1 for the state that the worker is in, 0 for the others."
labels = ["tenant", "state"]

[metrics.bench_memory_used_bytes]
type = "gauge"
help = "Memory that the tenant's caches hold."
labels = ["tenant"]
"#;

/// The rows of each dashboard: key, title, and its panels, where `TENANT` is the tenant.
const ROWS: [(&str, &str, &str); 3] = [
    ("traffic", "Traffic", TRAFFIC),
    ("latency", "Latency", LATENCY),
    ("work", "Work", WORK),
];

const TRAFFIC: &str = r#"
[dashboards.TENANT.rows.traffic.panels.requests]
title = "Requests by route"
width = 6
height = 8
description = "Answers per second of the tenant's servers, by route; a route without traffic has no line."
metric = "bench_requests_total"
show = "rate"
by = ["route"]
where = 'tenant="TENANT"'
stack = true

[dashboards.TENANT.rows.traffic.panels.requests-by-code]
title = "Requests by status code"
width = 6
height = 8
description = "Answers per second by status code: 4xx are the callers' mistakes, 5xx are ours."
metric = "bench_requests_total"
show = "rate"
by = ["code"]
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.traffic.panels.errors]
title = "Share of errors"
width = 6
height = 8
description = "Answers with a status code of 5xx, as a share of all answers."
unit = "percentunit"
min = 0
max = 1
expr = '''
sum by (route) (rate(bench_requests_total{tenant="TENANT", code=~"5.."}[$__rate_interval]))
  /
sum by (route) (rate(bench_requests_total{tenant="TENANT"}[$__rate_interval]))
'''

[dashboards.TENANT.rows.traffic.panels.requests-today]
title = "Requests in the time range"
width = 6
height = 8
description = "How many requests were answered in the time range that the dashboard shows."
type = "stat"
metric = "bench_requests_total"
show = "increase"
where = 'tenant="TENANT"'
"#;

const LATENCY: &str = r#"
[dashboards.TENANT.rows.latency.panels.duration]
title = "Time to answer"
width = 6
height = 8
description = "Time from the request's first byte to the answer's last; the slowest answers are what users notice."
metric = "bench_request_duration_seconds"
quantiles = [0.5, 0.95, 0.99]
where = 'tenant="TENANT"'
thresholds = [{ value = 0.5, color = "yellow" }, { value = 1, color = "red" }]

[dashboards.TENANT.rows.latency.panels.duration-by-route]
title = "Time to answer, P95 by route"
width = 6
height = 8
description = "Five of a hundred answers take longer than this; routes that stream are slow by nature."
metric = "bench_request_duration_seconds"
quantiles = [0.95]
by = ["route"]
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.latency.panels.duration-map]
title = "Time to answer, distribution"
width = 6
height = 8
description = "How many answers took how long: two bands mean two kinds of requests, a cache that hits and one that misses."
metric = "bench_request_duration_seconds"
show = "heatmap"
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.latency.panels.sizes]
title = "Mean size of an answer by route"
width = 6
height = 8
description = "Mean bytes of an answer: a jump is mostly a list that lost its paging."
metric = "bench_response_size_bytes"
show = "mean"
by = ["route"]
where = 'tenant="TENANT"'
"#;

const WORK: &str = r#"
[dashboards.TENANT.rows.work.panels.depth]
title = "Items that wait"
width = 6
height = 8
description = "Items that wait to be worked on, by queue; what grows for an hour will not shrink by itself."
metric = "bench_queue_depth_items"
show = "sum"
by = ["queue"]
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.work.panels.longest-queue]
title = "The three longest queues"
width = 6
height = 8
description = "Items that wait, for the queues with most of them, averaged over five minutes."
unit = "short"
expr = '''
topk(3, sum by (queue) (avg_over_time(bench_queue_depth_items{tenant="TENANT"}[5m])))
'''
legend = "{{queue}}"

[dashboards.TENANT.rows.work.panels.workers]
title = "Workers by state"
width = 6
height = 8
description = "How many workers are in each state."
unit = "short"
stack = true
expr = 'sum by (state) (bench_worker_state{tenant="TENANT"})'

[dashboards.TENANT.rows.work.panels.memory]
title = "Memory"
width = 6
height = 8
description = "Bytes that the tenant's caches hold now, and the most that they held in the last hour."
queries.used = { metric = "bench_memory_used_bytes", show = "sum", where = 'tenant="TENANT"' }
queries.peak = { expr = 'max_over_time(sum(bench_memory_used_bytes{tenant="TENANT"})[1h:1m])', legend = "peak of the last hour" }
"#;

/// Stands above every panel: people comment.
const NOTE: &str = "# Agreed with the team that owns the tenant: tell them before you change what this panel shows.\n";

/// The project with `size` alerts, twenty in a group, and `size` dashboards.
pub fn project(size: usize) -> String {
    let mut text = HEAD.to_owned();
    for number in 0..size {
        let tenant = format!("tenant-{number:05}");
        alert(&mut text, number, &tenant);
        dashboard(&mut text, &tenant);
    }
    text
}

fn alert(text: &mut String, number: usize, tenant: &str) {
    let limit = 1 + number % 20;
    let group = number / 20;
    write!(
        text,
        r#"
[alerts.BenchErrors{number:05}]
group = "bench-{group:03}"
expr = '''
sum by (route) (rate(bench_requests_total{{tenant="{tenant}", code=~"5.."}}[5m]))
  /
sum by (route) (rate(bench_requests_total{{tenant="{tenant}"}}[5m]))
  > 0.{limit:02}
'''
for = "10m"
severity = "warning"
summary = "A tenant's requests fail."
description = "{{{{ $value | humanizePercentage }}}} of the requests of {tenant} to {{{{ $labels.route }}}} fail."
panel = "{tenant}.errors"
"#
    )
    .expect("a String can be written to");
}

fn dashboard(text: &mut String, tenant: &str) {
    write!(
        text,
        r#"
[dashboards.{tenant}]
title = "Bench / {tenant}"
tags = ["bench"]
time = "now-6h"
refresh = "30s"
variables.route = {{ metric = "bench_requests_total", where = 'tenant="{tenant}"', filter = true }}
"#
    )
    .expect("a String can be written to");
    for (key, title, panels) in ROWS {
        write!(
            text,
            "\n[dashboards.{tenant}.rows.{key}]\ntitle = \"{title}\"\n"
        )
        .expect("a String can be written to");
        let noted = panels.replace("\n[dashboards.", &format!("\n{NOTE}[dashboards."));
        text.push_str(&noted.replace("TENANT", tenant));
    }
}
