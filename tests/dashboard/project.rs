//! Small projects for the tests, and what they render to.

use opsgen::{artifact::Artifact, diag::Diagnostic, emit, model, project, text::Sources};
use serde_json::Value;

/// Metrics of every type, so that a test only writes its panels.
const BASE: &str = r#"
[project]
name = "shop"
namespace = "shop"

[params]
limit = "5m"

[labels]
code = {}
shard = {}
phase = { values = ["Up", "Down"] }
namespace = {}

[metrics]
shop_requests_total = { type = "counter", labels = ["code"], help = "Requests." }
shop_sold_total = { type = "counter", labels = ["code", "namespace"], unit = "items" }
shop_sent_bytes_total = { type = "counter", labels = ["code"] }
shop_open = { type = "gauge", labels = ["shard"], unit = "carts" }
shop_fill_ratio = { type = "gauge", labels = ["shard"], range = [0, 1], help = "Fill." }
shop_seconds = { type = "histogram", labels = ["code"], help = "Duration." }
shop_native_seconds = { type = "native-histogram", labels = ["code"] }
shop_wait_milliseconds = { type = "summary", labels = ["code"], quantiles = [0.5, 0.99] }
shop_phase = { type = "stateset", labels = ["shard", "phase"] }

[recordings]
"code:shop_requests:rate5m" = { expr = 'sum by (code) (rate(shop_requests_total[5m]))', unit = "requests" }
"shop:everything" = { expr = 'shop_open' }

[dashboards.main]
title = "Shop / Main"
"#;

/// A project after its dashboards were rendered.
pub struct Rendered {
    /// Every file of the run.
    pub sources: Sources,
    /// The artifacts; empty when there are errors.
    pub artifacts: Vec<Artifact>,
    /// What was reported.
    pub diagnostics: Vec<Diagnostic>,
}

impl Rendered {
    /// The JSON of a dashboard.
    pub fn dashboard(&self, name: &str) -> Value {
        let messages: Vec<&str> = self
            .diagnostics
            .iter()
            .map(|one| one.message.as_str())
            .collect();
        let path = format!("dashboards/{name}.json");
        let found = self.artifacts.iter().find(|artifact| artifact.path == path);
        Value::from(&found.unwrap_or_else(|| panic!("{path}: {messages:?}")).tree)
    }
}

/// Renders a whole project.
pub fn render(text: &str) -> Rendered {
    render_with(text, &[])
}

/// Renders a whole project with the files that it names.
pub fn render_with(text: &str, files: &[(&str, &str)]) -> Rendered {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", text);
    for (name, text) in files {
        sources.add(*name, *text);
    }
    let (layered, mut diagnostics) = project::read(&sources, file);
    let model = layered.and_then(|layered| {
        let (model, more) = model::resolve(&layered.base, None, &sources);
        diagnostics.extend(more);
        model
    });
    let artifacts = model.map(|model| emit::emit(&model)).unwrap_or_default();
    Rendered {
        sources,
        artifacts,
        diagnostics,
    }
}

/// Renders the metrics above with more of the dashboard `main`.
pub fn with(text: &str) -> Rendered {
    render(&format!("{BASE}\n{text}"))
}

/// The only panel of a dashboard with this panel, written as the fields of an inline table.
pub fn panel(fields: &str) -> Value {
    let text = format!("rows.a.panels.p = {{ title = \"Title\", {fields} }}");
    with(&text).dashboard("main")["panels"][0].clone()
}

/// A text of a JSON value, empty when it is none.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
