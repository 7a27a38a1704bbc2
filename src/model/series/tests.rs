//! What queries see of metrics behind scrapes.

use super::{LabelSource, Series};
use crate::model::scrape::tests::resolve;

const RUNTIME: &str = r#"
[scrape.runtime]
kind = "ServiceMonitor"
match-labels = { managed-by = "arks" }
job-label = "managed-by"
serves = ["vllm:*", "sglang:*"]
endpoints.http = {}
metric-relabelings = [
  { action = "keep", source-labels = ["__name__"], regex = '(sglang|vllm|tensorrt|onnx)[:_].+' },
  { source-labels = ["__name__"], regex = '(sglang|vllm|tensorrt|onnx)[:_](.+)', target-label = "runtime", replacement = "$1" },
  { source-labels = ["__name__"], regex = '(sglang|vllm|tensorrt|onnx)[:_](.+)', target-label = "__name__", replacement = "$2" },
  { source-labels = ["__name__"], regex = '(.*?)num_running_reqs', target-label = "__name__", replacement = "${1}num_requests_running" },
]

[scrape.gateway]
kind = "ServiceMonitor"
match-labels = { app = "gateway" }
honor-labels = true
serves = ["gateway_*"]
endpoints.metrics = {}
service = { emit = false, name = "gw", ports.metrics = { port = 80 } }

[labels]
model_name = {}
namespace = {}

[metrics.gateway_requests_total]
type = "counter"
labels = ["namespace"]
"#;

fn series(tables: &str) -> Series {
    let (model, errors) = resolve(tables);
    assert_eq!(errors, Vec::<String>::new(), "{tables}");
    model.unwrap().series
}

/// Labels with the first letter of their source, and their value where it is known.
fn shown(series: &Series, name: &str) -> String {
    let words: Vec<String> = series
        .labels(name)
        .map(|(label, value)| {
            let source = match value.source {
                LabelSource::Process => "P",
                LabelSource::Scrape => "S",
            };
            let text = value.text.as_ref().map(|text| format!("={text}"));
            format!("{source}:{label}{}", text.unwrap_or_default())
        })
        .collect();
    words.join(" ")
}

#[test]
fn relabelings_lead_exposed_names_to_the_metric() {
    let metrics = r#"
[metrics.num_requests_running]
type = "gauge"
labels = ["model_name"]
exposed-as = ["vllm:num_requests_running", "sglang:num_running_reqs"]

[metrics.e2e_latency_seconds]
type = "histogram"
labels = ["model_name"]
exposed-as = ["vllm:e2e_latency_seconds"]
"#;
    let series = series(&format!("{RUNTIME}{metrics}"));
    let target = "S:container S:endpoint=http S:instance S:job=arks";
    let rest = "P:model_name S:namespace=shop S:pod";
    assert_eq!(
        shown(&series, "num_requests_running"),
        format!("{target} {rest} S:runtime S:service")
    );
    assert_eq!(
        shown(&series, "e2e_latency_seconds_bucket"),
        format!("{target} P:le {rest} S:runtime=vllm S:service")
    );
    assert_eq!(
        shown(&series, "e2e_latency_seconds"),
        shown(&series, "e2e_latency_seconds_sum")
    );
    assert_eq!(series.sources("e2e_latency_seconds").len(), 1);
}

#[test]
fn names_that_do_not_arrive_are_errors_at_the_name() {
    let cases = [
        (
            "running",
            "\"vllm:run\"",
            "`vllm:run` arrives as `run`, not as `running` @ \"vllm:run\"",
        ),
        (
            "run",
            "\"tgi:run\"",
            "no scrape serves `tgi:run` @ \"tgi:run\"",
        ),
        (
            "token",
            "\"sglang:x_num_running_reqs\"",
            "`sglang:x_num_running_reqs` arrives as `x_num_requests_running`, not as `token` @ \"sglang:x_num_running_reqs\"",
        ),
    ];
    for (name, exposed, expected) in cases {
        let metric = format!("[metrics.{name}]\ntype = \"gauge\"\nexposed-as = [{exposed}]");
        let (_, errors) = resolve(&format!("{RUNTIME}{metric}"));
        assert_eq!(errors.join("\n"), expected, "{metric}");
    }
    let sole = "[scrape.web]\nkind = \"PodMonitor\"\nendpoints.http = {}\nmetric-relabelings = [{ action = \"drop\", source-labels = [\"__name__\"], regex = \"go_.*|a_bucket\" }]\n";
    for (metric, expected) in [
        (
            "[metrics.go_x]\ntype = \"gauge\"",
            "`go_x` is dropped by a relabeling @ go_x",
        ),
        (
            "[metrics.a]\ntype = \"histogram\"",
            "`a_bucket` is dropped by a relabeling @ a",
        ),
        (
            "[metrics.b]\ntype = \"gauge\"\nexposed-as = [\"c\"]",
            "`c` arrives as `c`, not as `b` @ \"c\"",
        ),
        ("[metrics.b]\ntype = \"gauge\"", ""),
    ] {
        let (_, errors) = resolve(&format!("{sole}{metric}"));
        assert_eq!(errors.join("\n"), expected, "{metric}");
    }
}

#[test]
fn steps_on_values_that_nobody_knows_are_no_errors() {
    let scrape = "[scrape.web]\nkind = \"PodMonitor\"\nendpoints.http = {}\n[labels]\na = {}\n[metrics.m]\ntype = \"gauge\"\nlabels = [\"a\"]\n[[scrape.web.metric-relabelings]]\n";
    for step in [
        "action = \"drop\"\nsource-labels = [\"a\"]\nregex = \"x\"",
        "action = \"keep\"\nsource-labels = [\"__name__\", \"a\"]\nregex = \"m;x\"",
        "source-labels = [\"a\"]\nregex = \"x\"\ntarget-label = \"__name__\"\nreplacement = \"other\"",
    ] {
        series(&format!("{scrape}{step}"));
    }
    let (_, errors) = resolve(&format!(
        "{scrape}action = \"keep\"\nsource-labels = [\"b\"]\nregex = \"x\""
    ));
    assert_eq!(errors, ["`m` is dropped by a relabeling @ m"]);
}

#[test]
fn honor_labels_decides_who_says_a_label() {
    let honored = series(RUNTIME);
    let source = honored.label_source("gateway_requests_total", "namespace");
    assert_eq!(source, Some(LabelSource::Process));
    assert_eq!(
        honored.label_source("up", "namespace"),
        Some(LabelSource::Scrape)
    );
    let renamed = series(&RUNTIME.replace("honor-labels = true\n", ""));
    let sources = ["namespace", "exported_namespace", "model"]
        .map(|label| renamed.label_source("gateway_requests_total", label));
    assert_eq!(
        sources,
        [Some(LabelSource::Scrape), Some(LabelSource::Process), None]
    );
    let back = RUNTIME.replace(
        "honor-labels = true\n",
        "metric-relabelings = [{ source-labels = [\"exported_namespace\"], target-label = \"namespace\" }, { action = \"labeldrop\", regex = \"exported_.*|pod\" }]\n",
    );
    let back = series(&back);
    assert_eq!(
        shown(&back, "gateway_requests_total"),
        "S:container S:endpoint=metrics S:instance S:job=gw P:namespace S:service=gw"
    );
}

#[test]
fn job_is_what_the_operator_writes() {
    let monitor = |kind: &str, lines: &str| {
        format!(
            "[scrape.web]\nkind = \"{kind}\"\nmatch-labels = {{ app = \"a\" }}\nendpoints.http = {{}}\n{lines}"
        )
    };
    let emitted = "service = { selector = { x = \"y\" }, ports.http = { port = 80 } }";
    let cases = [
        (monitor("PodMonitor", ""), Some("shop/shop-web")),
        (monitor("PodMonitor", "job-label = \"app\""), Some("a")),
        (monitor("PodMonitor", "job-label = \"other\""), None),
        (monitor("ServiceMonitor", ""), None),
        (monitor("ServiceMonitor", "job-label = \"app\""), Some("a")),
        (monitor("ServiceMonitor", emitted), Some("shop-web")),
        (
            monitor(
                "ServiceMonitor",
                &format!("job-label = \"none\"\n{emitted}"),
            ),
            Some("shop-web"),
        ),
        (
            monitor(
                "ServiceMonitor",
                &format!("job-label = \"app.kubernetes.io/name\"\n{emitted}"),
            ),
            Some("shop"),
        ),
        (
            monitor(
                "PodMonitor",
                "relabelings = [{ target-label = \"job\", replacement = \"mine\" }]",
            ),
            Some("mine"),
        ),
    ];
    for (tables, expected) in cases {
        let series = series(&tables);
        let source = series.sources("up")[0];
        assert_eq!(series.target_label(source, "job"), expected, "{tables}");
    }
}

#[test]
fn up_has_the_labels_of_the_targets() {
    let tables = "[prometheus]\npod-target-labels = [\"example.com/zone\"]\nenforced-namespace-label = \"tenant\"\n[scrape.web]\nkind = \"PodMonitor\"\nendpoints.a = {}\nendpoints.b = {}\nrelabelings = [{ source-labels = [\"__metrics_path__\"], target-label = \"metrics_path\" }]";
    assert_eq!(
        shown(&series(tables), "up"),
        "S:container S:endpoint S:example_com_zone S:instance S:job=shop/shop-web S:metrics_path=/metrics S:namespace=shop S:pod S:tenant=shop"
    );
    assert_eq!(
        shown(&series(""), "ALERTS"),
        "P:alertname P:alertstate P:severity"
    );
}

#[test]
fn metrics_that_no_scrape_serves_keep_the_labels_of_their_process() {
    let series = series("[labels]\nnode = {}\n[metrics.x]\ntype = \"gauge\"\nlabels = [\"node\"]");
    assert_eq!(series.label_source("x", "node"), Some(LabelSource::Process));
    assert_eq!(series.label_source("x", "pod"), Some(LabelSource::Scrape));
    assert!(series.sources("x").is_empty());
}

#[test]
fn labels_that_every_series_has_are_told_from_those_that_some_have() {
    let series = series(
        r#"
[scrape.a]
kind = "ServiceMonitor"
match-labels = { app = "a" }
endpoints.metrics = {}
service = { emit = false, name = "a", ports.metrics = { port = 80 } }

[scrape.b]
kind = "ServiceMonitor"
match-labels = { app = "b" }
endpoints.metrics = { relabelings = [{ target-label = "site", replacement = "north" }] }
service = { emit = false, name = "b", ports.metrics = { port = 80 } }

[labels]
code = {}
container = {}
job = {}
zone = { values = ["", "east"] }

[metrics.answers_total]
type = "counter"
labels = ["code", "container", "job", "zone"]
"#,
    );
    let told: Vec<String> = series
        .labels("answers_total")
        .map(|(name, value)| {
            let unsure = if value.always { "" } else { "?" };
            format!("{name}{unsure}={}", value.values().join("|"))
        })
        .collect();
    let expected = [
        "code=",
        "container?=",
        "endpoint=metrics",
        "exported_container?=",
        "exported_job=",
        "instance=",
        "job=a|b",
        "namespace=shop",
        "pod?=",
        "service=a|b",
        "site?=north",
        "zone?=",
    ];
    assert_eq!(told, expected);
    assert!(!series.is_open("answers_total") && series.is_open("up"));
}
