//! Catalogues: what a project knows of the metrics of other programs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use opsgen::{
    compile,
    diag::Diagnostic,
    model::{self, Model},
    project,
    text::Sources,
};
use serde_json::Value;

const PROJECT: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n";

const SCRAPE: &str = "[scrape.api]\nkind = \"PodMonitor\"\nmatch-labels = { app = \"api\" }\nendpoints.metrics = {}\n";

const SAMPLE: &str = "# HELP jobs_total Jobs done.
# TYPE jobs_total counter
jobs_total{queue=\"orders\"} 1027
# HELP wait_seconds Time in the queue.
# TYPE wait_seconds histogram
wait_seconds_bucket{queue=\"orders\",le=\"0.5\"} 1
wait_seconds_bucket{queue=\"orders\",le=\"+Inf\"} 2
wait_seconds_sum{queue=\"orders\"} 3
wait_seconds_count{queue=\"orders\"} 2
";

/// The model of a project with a file `metrics.txt`, and what was reported as `message @ place`.
fn resolve(text: &str, sample: &str) -> (Option<Model>, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", format!("{PROJECT}{text}"));
    sources.add("metrics.txt", sample);
    let (layered, mut findings) = project::read(&sources, file);
    let model = layered.and_then(|layered| {
        let (model, more) = model::resolve(&layered.base, None, &sources);
        findings.extend(more);
        model
    });
    let shown = |finding: &Diagnostic| {
        let name = &sources.get(finding.primary.span.file).name;
        let place = sources.slice(finding.primary.span);
        format!("{} @ {name}: {place}", finding.message)
    };
    (model, findings.iter().map(shown).collect())
}

/// The model of a project without findings.
fn model(text: &str) -> Model {
    let (model, findings) = resolve(text, SAMPLE);
    assert_eq!(findings, Vec::<String>::new(), "{text}");
    model.unwrap()
}

fn check_findings(text: &str, sample: &str, expected: &[&str]) {
    assert_eq!(resolve(text, sample).1, expected, "{text}");
}

/// The labels that queries see.
fn labels(model: &Model, series: &str) -> Vec<String> {
    let labels = model.series.labels(series);
    labels.map(|(name, _)| name.to_string()).collect()
}

#[test]
fn metrics_of_a_scrape_arrive_with_its_labels() {
    let model = model(&format!("{SCRAPE}catalogs = [\"kube-state-metrics\"]\n"));
    let seen = labels(&model, "kube_pod_status_phase");
    for label in [
        "exported_namespace",
        "exported_pod",
        "namespace",
        "phase",
        "pod",
        "uid",
    ] {
        assert!(seen.contains(&label.to_string()), "{label}: {seen:?}");
    }
    let metric = model.metrics.get("kube_pod_status_phase").unwrap();
    let phase = metric.label("phase").unwrap().values.as_ref().unwrap();
    assert_eq!(phase.len(), 5);
    assert!(model.metrics.get("go_goroutines").is_none());
}

#[test]
fn relabeling_renames_and_drops_them() {
    let model = model(&format!(
        "{SCRAPE}catalogs = [\"vllm-v1\"]\nmetric-relabelings = [\n  {{ source-labels = [\"__name__\"], regex = 'vllm:time_to_first.*|.*_info', action = \"drop\" }},\n  {{ source-labels = [\"__name__\"], regex = 'vllm:(.+)', target-label = \"__name__\", replacement = \"$1\" }},\n]\n"
    ));
    let latency = model.metrics.get("e2e_request_latency_seconds").unwrap();
    assert!(
        latency
            .buckets
            .as_ref()
            .is_some_and(|bounds| bounds.len() == 21)
    );
    assert!(labels(&model, "e2e_request_latency_seconds_bucket").contains(&"le".to_string()));
    assert!(!labels(&model, "e2e_request_latency_seconds_sum").contains(&"le".to_string()));
    for gone in [
        "vllm:e2e_request_latency_seconds",
        "time_to_first_token_seconds",
        "cache_config_info",
    ] {
        assert!(model.metrics.get(gone).is_none(), "{gone}");
    }
}

#[test]
fn what_no_scrape_serves_comes_from_elsewhere_with_its_job() {
    let model = model("[catalogs.queue]\nfile = \"metrics.txt\"\njob = \"queue\"\n");
    let (_, job) = model
        .series
        .labels("jobs_total")
        .find(|(name, _)| *name == "job")
        .unwrap();
    assert_eq!(job.text.as_deref(), Some("queue"));
    assert_eq!(model.metrics.get("jobs_total").unwrap().help, "Jobs done.");
}

#[test]
fn a_metric_inherits_what_it_does_not_say() {
    let model = model(&format!(
        "{SCRAPE}catalogs = [\"queue\"]\nmetric-relabelings = [{{ source-labels = [\"__name__\"], regex = '(wait_seconds.*)', target-label = \"__name__\", replacement = \"shop_$1\" }}]\n\n[catalogs.queue]\nfile = \"metrics.txt\"\n\n[metrics.shop_wait_seconds]\nexposed-as = [\"wait_seconds\"]\nlabel-values.queue = [\"orders\", \"returns\"]\n"
    ));
    let metric = model.metrics.get("shop_wait_seconds").unwrap();
    assert_eq!(metric.help, "Time in the queue.");
    assert_eq!(metric.buckets, Some(vec![0.5]));
    assert_eq!(metric.unit.as_deref(), Some("seconds"));
    let values = metric.label("queue").unwrap().values.clone();
    assert_eq!(
        values,
        Some(vec!["orders".to_string(), "returns".to_string()])
    );
    assert!(model.metrics.get("wait_seconds").is_none());
}

#[test]
fn states_of_open_metrics_are_those_of_the_label_that_is_called_so() {
    let text =
        "[catalogs.queue]\nfile = \"metrics.txt\"\n\n[metrics.lamp]\nexposed-as = [\"light\"]\n";
    let sample = "# TYPE light stateset\nlight{light=\"on\"} 1\nlight{light=\"off\"} 0\n# EOF\n";
    let (model, findings) = resolve(text, sample);
    assert_eq!(findings, Vec::<String>::new());
    let model = model.unwrap();
    for name in ["light", "lamp"] {
        let metric = model.metrics.get(name).unwrap();
        assert_eq!(metric.state_label.as_deref(), Some("light"), "{name}");
    }
}

#[test]
fn a_metric_of_two_types_needs_one() {
    let relabeling = "metric-relabelings = [{ source-labels = [\"__name__\"], regex = 'go_threads|go_info|process_cpu_seconds_total', target-label = \"__name__\", replacement = \"mixed\" }]";
    check_findings(
        &format!(
            "{SCRAPE}catalogs = [\"go\", \"process\"]\n{relabeling}\n\n[metrics.mixed]\nexposed-as = [\"go_threads\", \"process_cpu_seconds_total\"]\n"
        ),
        SAMPLE,
        &["`mixed` needs `type`: its catalogues tell different ones @ gen.toml: mixed"],
    );
}

#[test]
fn errors_of_a_file_stand_in_it() {
    check_findings(
        "[catalogs.queue]\nfile = \"metrics.txt\"\n",
        "jobs_total{queue=\"orders\"} many\n# TYPE jobs_total countr\njobs_total{queue=orders} 1\n",
        &[
            "`many` is no number @ metrics.txt: many",
            "`countr` is no type of metrics @ metrics.txt: countr",
            "expected the label's value in `\"…\"`, found `orders` @ metrics.txt: orders",
        ],
    );
}

#[test]
fn panels_name_them_and_the_nearest_is_offered() {
    let panel = |metric: &str| {
        format!(
            "{SCRAPE}catalogs = [\"go\"]\n\n[dashboards.main]\ntitle = \"Main\"\nvariables.pod = {{ metric = \"go_goroutines\", filter = true }}\nrows.a.panels.p = {{ title = \"P\", metric = \"{metric}\", show = \"max\", by = [\"pod\"] }}\n"
        )
    };
    model(&panel("go_goroutines"));
    check_findings(
        &panel("go_gorutines"),
        SAMPLE,
        &["there is no metric or recording `go_gorutines` @ gen.toml: \"go_gorutines\""],
    );
}

/// What the schema with the names of a project takes as a panel's metric; `None` when it takes any text.
fn offered(text: &str) -> Option<Vec<String>> {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", format!("{PROJECT}{text}"));
    let (schema, _) = compile::json_schema(&sources, file);
    let names: &Value = &schema["$defs"]["Panel"]["properties"]["metric"]["enum"];
    let texts = names.as_array()?.iter();
    Some(
        texts
            .map(|name| name.as_str().unwrap().to_string())
            .collect(),
    )
}

#[test]
fn the_schema_of_a_project_offers_them() {
    let text = format!("{SCRAPE}catalogs = [\"go\", \"vllm-v1\"]\n");
    let names = offered(&text).unwrap();
    for name in [
        "go_goroutines",
        "vllm:e2e_request_latency_seconds_bucket",
        "up",
    ] {
        assert!(names.contains(&name.to_string()), "{name}");
    }
    // Which metrics arrive is not known while the project has an error.
    let broken = format!("{text}\n[alerts.Broken]\nexpr = 'sum('\n");
    assert_eq!(offered(&broken), None);
}
