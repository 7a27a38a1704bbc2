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
description = "Requests that the tenant's services answered, by route; a route that is missing had none in the time range."
metric = "bench_requests_total"
show = "rate"
by = ["route"]
where = 'tenant="TENANT"'
stack = true

[dashboards.TENANT.rows.traffic.panels.requests-by-code]
title = "Requests by status code"
description = "Answers by status code. A rise of 429 means that the tenant is above its limit, one of 503 that its queue is full."
metric = "bench_requests_total"
show = "rate"
by = ["code"]
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.traffic.panels.errors]
title = "Share of errors"
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
description = "All requests of the tenant in the time range that is shown, whatever their route and their status code."
type = "stat"
metric = "bench_requests_total"
show = "increase"
where = 'tenant="TENANT"'
"#;

const LATENCY: &str = r#"
[dashboards.TENANT.rows.latency.panels.duration]
title = "Time to answer"
description = "Time from the first byte of the request to the last byte of the answer, without the time in the tenant's own network."
metric = "bench_request_duration_seconds"
quantiles = [0.5, 0.95, 0.99]
where = 'tenant="TENANT"'
thresholds = [{ value = 0.5, color = "yellow" }, { value = 1, color = "red" }]

[dashboards.TENANT.rows.latency.panels.duration-by-route]
title = "Time to answer, P95 by route"
description = "The time that all but five in a hundred answers take, by route; the agreement with the tenant is half a second."
metric = "bench_request_duration_seconds"
quantiles = [0.95]
by = ["route"]
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.latency.panels.duration-map]
title = "Time to answer, distribution"
description = "How many answers took how long. Two bands mean two kinds of request under one route: give them routes of their own."
metric = "bench_request_duration_seconds"
show = "heatmap"
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.latency.panels.sizes]
title = "Mean size of an answer by route"
description = "Mean size of an answer, headers included. What is larger than a megabyte goes to the object store instead."
metric = "bench_response_size_bytes"
show = "mean"
by = ["route"]
where = 'tenant="TENANT"'
"#;

const WORK: &str = r#"
[dashboards.TENANT.rows.work.panels.depth]
title = "Items that wait"
description = "Items that wait for a worker, by queue; the tenant's limit is a thousand items, after which requests are refused."
metric = "bench_queue_depth_items"
show = "sum"
by = ["queue"]
where = 'tenant="TENANT"'

[dashboards.TENANT.rows.work.panels.longest-queue]
title = "The three longest queues"
description = "Items that wait, for the queues with most of them, averaged over five minutes."
unit = "short"
expr = '''
topk(3, sum by (queue) (avg_over_time(bench_queue_depth_items{tenant="TENANT"}[5m])))
'''
legend = "{{queue}}"

[dashboards.TENANT.rows.work.panels.workers]
title = "Workers by state"
description = "How many workers are in each state."
unit = "short"
stack = true
expr = 'sum by (state) (bench_worker_state{tenant="TENANT"})'

[dashboards.TENANT.rows.work.panels.memory]
title = "Memory"
description = "Memory that the caches of the tenant hold; what is above the limit is evicted, least recently used first."
queries.used = { metric = "bench_memory_used_bytes", show = "sum", where = 'tenant="TENANT"' }
queries.peak = { expr = 'max_over_time(sum(bench_memory_used_bytes{tenant="TENANT"})[1h:1m])', legend = "peak of the last hour" }
"#;

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

[alerts.BenchErrors{number:05}.tests.half-of-the-requests]
series = [
  'bench_requests_total{{tenant="{tenant}", route="/orders", code="200"}} 0+30x40',
  'bench_requests_total{{tenant="{tenant}", route="/orders", code="500"}} 0+30x40',
  'bench_requests_total{{tenant="{tenant}", route="/items", code="200"}} 0+60x40',
]
at = "30m"

[[alerts.BenchErrors{number:05}.tests.half-of-the-requests.fires]]
labels = {{ route = "/orders" }}
annotations.description = "50% of the requests of {tenant} to /orders fail."
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
        text.push_str(&panels.replace("TENANT", tenant));
    }
}
