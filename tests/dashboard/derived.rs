//! What follows from metrics: expressions, legends, units, kinds.

use crate::project::{panel, text, with};
use serde_json::json;

/// The targets of a panel as `expression | legend`, several separated by line ends, and its kind and unit.
fn check(fields: &str, targets: &[&str], kind_and_unit: (&str, &str)) {
    let panel = panel(fields);
    let found: Vec<String> = panel["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| {
            let instant = if target["instant"] == true {
                " | instant"
            } else {
                ""
            };
            format!(
                "{} | {}{instant}",
                text(&target["expr"]),
                text(&target["legendFormat"])
            )
        })
        .collect();
    assert_eq!(found, targets, "{fields}");
    let unit = text(&panel["fieldConfig"]["defaults"]["unit"]);
    assert_eq!((text(&panel["type"]), unit), kind_and_unit, "{fields}");
}

#[test]
fn counters_show_their_rate() {
    check(
        r#"metric = "shop_requests_total""#,
        &["sum(rate(shop_requests_total[$__rate_interval])) | Title"],
        ("timeseries", "reqps"),
    );
    check(
        r#"metric = "shop_sold_total", by = ["code", "pod"], where = 'code!="x"'"#,
        &[
            r#"sum by (code, pod) (rate(shop_sold_total{code!="x"}[$__rate_interval])) | {{code}} {{pod}}"#,
        ],
        ("timeseries", "items/s"),
    );
    check(
        r#"metric = "shop_sent_bytes_total""#,
        &["sum(rate(shop_sent_bytes_total[$__rate_interval])) | Title"],
        ("timeseries", "Bps"),
    );
}

#[test]
fn growth_covers_the_shown_time_in_panels_with_one_value() {
    let graph = "sum(increase(shop_sold_total[$__rate_interval])) | Title";
    check(
        r#"metric = "shop_sold_total", show = "increase""#,
        &[graph],
        ("timeseries", "items"),
    );
    for kind in ["stat", "gauge", "bargauge", "piechart"] {
        check(
            &format!(r#"metric = "shop_sold_total", show = "increase", type = "{kind}""#),
            &["sum(increase(shop_sold_total[$__range])) | Title | instant"],
            (kind, "items"),
        );
    }
    check(
        r#"metric = "shop_sold_total", show = "increase", type = "barchart", instant = true"#,
        &["sum(increase(shop_sold_total[$__range])) | Title | instant"],
        ("barchart", "items"),
    );
    check(
        r#"metric = "shop_seconds", show = "increase", type = "stat""#,
        &["sum(increase(shop_seconds_count[$__range])) | Title | instant"],
        ("stat", "short"),
    );
}

#[test]
fn histograms_show_quantiles_means_counts_and_buckets() {
    check(
        r#"metric = "shop_seconds""#,
        &[
            "histogram_quantile(0.5, sum by (le) (rate(shop_seconds_bucket[$__rate_interval]))) | P50",
            "histogram_quantile(0.9, sum by (le) (rate(shop_seconds_bucket[$__rate_interval]))) | P90",
            "histogram_quantile(0.95, sum by (le) (rate(shop_seconds_bucket[$__rate_interval]))) | P95",
            "histogram_quantile(0.99, sum by (le) (rate(shop_seconds_bucket[$__rate_interval]))) | P99",
        ],
        ("timeseries", "s"),
    );
    check(
        r#"metric = "shop_seconds", quantiles = [0.999], by = ["code"]"#,
        &[
            "histogram_quantile(0.999, sum by (code, le) (rate(shop_seconds_bucket[$__rate_interval]))) | {{code}}",
        ],
        ("timeseries", "s"),
    );
    check(
        r#"metric = "shop_seconds", show = "mean", by = ["code"]"#,
        &[
            "sum by (code) (rate(shop_seconds_sum[$__rate_interval])) / sum by (code) (rate(shop_seconds_count[$__rate_interval])) | {{code}}",
        ],
        ("timeseries", "s"),
    );
    check(
        r#"metric = "shop_seconds", show = "rate""#,
        &["sum(rate(shop_seconds_count[$__rate_interval])) | Title"],
        ("timeseries", "ops"),
    );
    check(
        r#"metric = "shop_seconds", show = "heatmap""#,
        &["sum by (le) (increase(shop_seconds_bucket[$__rate_interval])) | {{le}}"],
        ("heatmap", "s"),
    );
}

#[test]
fn native_histograms_have_neither_buckets_nor_le() {
    check(
        r#"metric = "shop_native_seconds", quantiles = [0.5, 0.999], by = ["code"]"#,
        &[
            "histogram_quantile(0.5, sum by (code) (rate(shop_native_seconds[$__rate_interval]))) | {{code}} P50",
            "histogram_quantile(0.999, sum by (code) (rate(shop_native_seconds[$__rate_interval]))) | {{code}} P99.9",
        ],
        ("timeseries", "s"),
    );
    check(
        r#"metric = "shop_native_seconds", show = "mean""#,
        &["histogram_avg(sum(rate(shop_native_seconds[$__rate_interval]))) | Title"],
        ("timeseries", "s"),
    );
    check(
        r#"metric = "shop_native_seconds", show = "rate""#,
        &["histogram_count(sum(rate(shop_native_seconds[$__rate_interval]))) | Title"],
        ("timeseries", "ops"),
    );
    check(
        r#"metric = "shop_native_seconds", show = "heatmap""#,
        &["sum(increase(shop_native_seconds[$__rate_interval])) | __auto"],
        ("heatmap", "s"),
    );
}

#[test]
fn summaries_show_the_quantiles_that_they_have() {
    check(
        r#"metric = "shop_wait_milliseconds""#,
        &[
            r#"max(shop_wait_milliseconds{quantile="0.5"}) | P50"#,
            r#"max(shop_wait_milliseconds{quantile="0.99"}) | P99"#,
        ],
        ("timeseries", "ms"),
    );
}

#[test]
fn gauges_and_states_are_aggregated() {
    check(
        r#"metric = "shop_open", show = "sum", by = ["shard"]"#,
        &["sum by (shard) (shop_open) | {{shard}}"],
        ("timeseries", "carts"),
    );
    check(
        r#"metric = "shop_fill_ratio", show = "last", type = "gauge""#,
        &["shop_fill_ratio | __auto"],
        ("gauge", "percentunit"),
    );
    check(
        r#"metric = "shop_phase", by = ["shard"]"#,
        &["max by (shard, phase) (shop_phase) == 1 | {{shard}} {{phase}}"],
        ("state-timeline", "short"),
    );
}

#[test]
fn recordings_keep_the_labels_of_their_expression() {
    check(
        r#"metric = "code:shop_requests:rate5m""#,
        &["code:shop_requests:rate5m | {{code}}"],
        ("timeseries", "requests"),
    );
    check(
        r#"expr = 'max by (code) (code:shop_requests:rate5m)'"#,
        &["max by (code) (code:shop_requests:rate5m) | {{code}}"],
        ("timeseries", "requests"),
    );
}

#[test]
fn expressions_keep_their_words_and_get_legends_where_labels_are_certain() {
    check(
        r#"expr = 'sum by (code) (rate(shop_requests_total[$limit])) * 60', unit = "x/min""#,
        &["sum by (code) (rate(shop_requests_total[5m])) * 60 | {{code}}"],
        ("timeseries", "x/min"),
    );
    check(
        r#"expr = 'shop_requests_total / 2'"#,
        &["shop_requests_total / 2 | __auto"],
        ("timeseries", ""),
    );
    check(
        r#"expr = 'sum without (code) (shop_requests_total)', legend = "all of {{pod}}""#,
        &["sum without (code) (shop_requests_total) | all of {{pod}}"],
        ("timeseries", ""),
    );
}

#[test]
fn several_queries_are_told_apart_by_their_keys() {
    check(
        r#"queries.a = { metric = "shop_open", show = "sum" }, queries.b = { metric = "shop_fill_ratio", show = "max", by = ["shard"] }"#,
        &[
            "sum(shop_open) | a",
            "max by (shard) (shop_fill_ratio) | {{shard}} b",
        ],
        ("timeseries", ""),
    );
}

#[test]
fn what_a_metric_declares_describes_its_panel() {
    let panel = panel(r#"metric = "shop_fill_ratio", show = "max""#);
    assert_eq!(panel["description"], "Fill.");
    let defaults = &panel["fieldConfig"]["defaults"];
    assert_eq!((&defaults["min"], &defaults["max"]), (&json!(0), &json!(1)));
}

#[test]
fn filters_reach_every_selector_with_their_label_from_the_same_source() {
    let rendered = with(
        r#"
variables.code = { metric = "shop_requests_total", filter = true }
variables.namespace = { metric = "shop_requests_total", filter = true }
rows.a.panels.metric = { title = "M", metric = "shop_sold_total" }
rows.a.panels.expr = { title = "E", expr = 'sum(shop_open) / sum(up)' }
rows.a.panels.own = { title = "W", expr = 'sum(shop_requests_total{code="x"})' }
rows.a.panels.recording = { title = "R", expr = 'code:shop_requests:rate5m' }
rows.a.panels.none = { title = "N", metric = "shop_requests_total", filters = [] }
rows.a.panels.one = { title = "O", metric = "shop_requests_total", filters = ["code"] }
"#,
    );
    let dashboard = rendered.dashboard("main");
    let panels = dashboard["panels"].as_array().unwrap();
    let found: Vec<&str> = panels
        .iter()
        .map(|panel| text(&panel["targets"][0]["expr"]))
        .collect();
    assert_eq!(
        found,
        [
            // The process exposes `namespace` here; the variable means the scrape's.
            r#"sum(rate(shop_sold_total{code=~"$code"}[$__rate_interval]))"#,
            r#"sum(shop_open{namespace=~"$namespace"}) / sum(up{namespace=~"$namespace"})"#,
            r#"sum(shop_requests_total{code="x",namespace=~"$namespace"})"#,
            r#"code:shop_requests:rate5m{code=~"$code"}"#,
            "sum(rate(shop_requests_total[$__rate_interval]))",
            r#"sum(rate(shop_requests_total{code=~"$code"}[$__rate_interval]))"#,
        ]
    );
}

#[test]
fn variables_are_chained_behind_earlier_filters() {
    let rendered = with(
        r#"
variables.code = { metric = "shop_seconds", where = 'code!="$limit"', filter = true }
variables.pod = { metric = "shop_seconds", filter = true }
variables.job = { type = "query", query = 'label_values(up{job=~"shop.*"}, job)', filter = true }
variables.size = { type = "custom", values = ["a", "b,c"], default = "a" }
variables.window = { type = "interval", values = ["1m", "5m"] }
variables.search = { type = "textbox", default = "x", hide = "label" }
variables.fixed = { type = "constant", default = "x" }
variables.adhoc = { type = "ad-hoc" }
rows.a.panels.p = { title = "P", expr = 'sum by (pod) (rate(shop_requests_total[$window]))' }
"#,
    );
    let dashboard = rendered.dashboard("main");
    let list = dashboard["templating"]["list"].as_array().unwrap();
    let found: Vec<(&str, &str, &str)> = list
        .iter()
        .map(|one| {
            let query = one["definition"].as_str().or(one["query"].as_str());
            (
                text(&one["name"]),
                text(&one["type"]),
                query.unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("datasource", "datasource", "prometheus"),
            (
                "code",
                "query",
                r#"label_values(shop_seconds_count{code!="5m"}, code)"#
            ),
            (
                "pod",
                "query",
                r#"label_values(shop_seconds_count{code=~"$code"}, pod)"#
            ),
            ("job", "query", r#"label_values(up{job=~"shop.*"}, job)"#),
            ("size", "custom", r"a,b\,c"),
            ("window", "interval", "1m,5m"),
            ("search", "textbox", "x"),
            ("fixed", "constant", "x"),
            ("adhoc", "adhoc", ""),
        ]
    );
    assert_eq!(list[1]["allValue"], ".*");
    assert_eq!(list[1]["multi"], true);
    assert_eq!(
        text(&dashboard["panels"][0]["targets"][0]["expr"]),
        r#"sum by (pod) (rate(shop_requests_total{code=~"$code",job=~"$job",pod=~"$pod"}[$window]))"#
    );
}
