//! The project of the tests, and what is known as a line of text.

use opsgen::{
    compile::{self, Settings},
    infer::{Facts, Inferred, Known, Label, Naming, Presence},
    model::Model,
    promql::{self, Options, ast::Expr, history::Features},
    text::Sources,
};

/// Metrics of every type behind a scrape, metrics without, recordings.
const PROJECT: &str = r#"
[project]
name = "shop"
namespace = "shop"

[labels]
code = { help = "Status.", values = ["200", "404", "500"] }
queue = { help = "Queue." }
phase = { help = "Phase.", values = ["Idle", "Busy", "Broken"] }
zone = { help = "Zone.", values = ["", "a", "b"] }

[metrics.requests_total]
type = "counter"
help = "Requests."
labels = ["code"]
unit = "requests"

[metrics.errors_total]
type = "counter"
help = "Errors."

[metrics.busy_seconds_total]
type = "counter"
help = "Time spent."

[metrics.sent_bytes_total]
type = "counter"
help = "Bytes sent."
unit = "bytes"
labels = ["zone"]

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]
unit = "jobs"
key = ["queue"]

[metrics.queue_limit_jobs]
type = "gauge"
help = "Jobs that may wait."
labels = ["queue"]
unit = "jobs"

[metrics.wait_seconds]
type = "histogram"
help = "Time in the queue."
labels = ["queue"]
unit = "seconds"
buckets = [0.1, 1, 10]

[metrics.late_seconds]
type = "histogram"
help = "Time too late."
unit = "seconds"
buckets = [100, 1000]

[metrics.answer_seconds]
type = "native-histogram"
help = "Time to answer."

[metrics.pause_seconds]
type = "summary"
help = "Pauses."
quantiles = [0.5, 0.9]

[metrics.worker_phase]
type = "stateset"
help = "Phase of a worker."
labels = ["phase"]

[metrics.build_info]
type = "info"
help = "The build."
labels = ["queue"]

[metrics.fill_ratio]
type = "gauge"
help = "How full."
range = [0, 1]

[metrics.start_timestamp_seconds]
type = "gauge"
help = "When it began."

[targets]
prometheus = "3.15"
features = ["promql-experimental-functions", "native-histograms"]

[scrape.shop]
kind = "ServiceMonitor"
match-labels = { app = "shop" }
endpoints.metrics = {}
catalogs = ["go"]
service = { name = "shop", selector = { app = "shop" }, ports.metrics = { port = 80 } }

[recordings."job:requests:rate5m"]
expr = 'sum by (job, code) (rate(requests_total[5m]))'
labels = { level = "job" }

[recordings."job:errors:rate5m"]
expr = 'sum by (job) (job:requests:rate5m{code="500"})'
unit = "errors per second"

[recordings.loop_a]
expr = 'loop_b + 1'

[recordings.loop_b]
expr = 'loop_a + 1'
"#;

/// The model of the project.
pub fn model() -> Model {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", PROJECT);
    let (layered, findings) = compile::read(&sources, file);
    let layered = layered.unwrap_or_else(|| panic!("{findings:#?}"));
    let (compiled, findings) = compile::compile(&sources, layered, &Settings::default());
    let compiled = compiled.unwrap_or_else(|| panic!("{findings:#?}"));
    compiled.models.into_iter().next().unwrap()
}

/// An expression; all of PromQL is allowed.
pub fn parse(text: &str) -> Expr {
    let options = Options {
        features: Features::ALL,
        ..Options::default()
    };
    let (expr, errors) = promql::parse(text, &options);
    assert!(errors.is_empty(), "{text}: {errors:?}");
    expr
}

/// Compares what is known about expressions, told by `show`, with what is expected.
pub fn check(cases: &[(&str, &str)], show: fn(&Inferred) -> String) {
    let model = model();
    let facts = Facts::of(&model);
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let expr = parse(text);
        let found = show(&facts.expression(&expr));
        if found != *expected {
            wrong.push(format!(
                "{text}\n   expected {expected}\n      found {found}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The unit, range and kind: `requests per second · [0, ∞) · change of a counter`.
pub fn numbers(root: &Inferred) -> String {
    let Known {
        unit, range, kind, ..
    } = &root.known;
    format!("{} · {} · {}", unit.name(), range.name(), kind.name())
}

/// Name, labels and key: `up{job=shop, pod?, …} by job`. A `?` stands behind a label that not every series has, `!` before one that
/// is absent from an open set, `…` for an open set.
pub fn labels(root: &Inferred) -> String {
    let known = &root.known;
    let name = match known.name {
        Naming::Is(name) => name,
        Naming::Dropped => "",
        Naming::Unknown => "?",
    };
    let mut shown: Vec<String> = known.labels.iter().map(label).collect();
    shown.extend(known.labels.absent().map(|name| format!("!{name}")));
    shown.extend(known.labels.open.then(|| "…".to_string()));
    let key = known.key.as_ref().map(|key| match key.labels.is_empty() {
        true => " once".to_string(),
        false => format!(" by {}", key.labels.join(", ")),
    });
    format!("{name}{{{}}}{}", shown.join(", "), key.unwrap_or_default())
}

fn label(label: &Label) -> String {
    let unsure = if label.presence == Presence::Must {
        ""
    } else {
        "?"
    };
    match label.values.list() {
        None => format!("{}{unsure}", label.name),
        Some(values) => format!("{}{unsure}={}", label.name, values.join("|")),
    }
}
