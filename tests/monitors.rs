//! Monitors and Services of the examples and of a project that uses every field.

use opsgen::{artifact::Artifact, emit, model, project, text::Sources};
use serde_json::Value;
use std::{fs, path::Path};

/// The artifacts of a project about scraping.
fn emitted(name: &str, text: String) -> Vec<Artifact> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let (layered, findings) = project::read(&sources, file);
    assert_eq!(findings, Vec::new(), "{name}");
    let base = layered.unwrap().base;
    let (model, findings) = model::resolve(&base, None, &sources);
    let ours = |artifact: &Artifact| {
        artifact.path.starts_with("monitors/") || artifact.path == "namespace.yaml"
    };
    let model = model.unwrap_or_else(|| panic!("{name}: {findings:#?}"));
    let artifacts = emit::emit(&model).into_iter();
    artifacts.filter(ours).collect()
}

#[expect(clippy::disallowed_methods, reason = "the test reads the examples")]
#[test]
fn dump() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for entry in ["arks", "jobtree", "arena", "training-operator"] {
        let text = fs::read_to_string(folder.join(format!("{entry}.toml"))).unwrap();
        for a in emitted(entry, text) {
            println!("#DOC {} {}", a.path, Value::from(&a.tree));
        }
    }
    for a in emitted("full", FULL.to_string()) {
        println!("#DOC {} {}", a.path, Value::from(&a.tree));
    }
}

const FULL: &str = r#"
[project]
name = "full"
namespace = "full"
create-namespace = true
labels = { team = "a" }

[prometheus]
monitor-selector = { release = "x" }

[scrape.services]
kind = "ServiceMonitor"
match-labels = { app = "web" }
match-expressions = [{ key = "tier", operator = "In", values = ["a", "b"] }, { key = "old", operator = "DoesNotExist" }]
namespace-selector.match-names = ["full", "other"]
job-label = "app"
target-labels = ["app"]
pod-target-labels = ["zone"]
sample-limit = 1
target-limit = 2
label-limit = 3
label-name-length-limit = 4
label-value-length-limit = 5
keep-dropped-targets = 6
body-size-limit = "10MB"
scrape-classic-histograms = true
native-histogram-bucket-limit = 100
interval = "30s"
scrape-timeout = "10s"
scheme = "https"
honor-labels = true
honor-timestamps = false
params = { module = ["http_2xx"], target = ["a", "b"] }
tls = { insecure-skip-verify = true, server-name = "x", ca.secret = { name = "a", key = "b" }, cert.config-map = { name = "a", key = "b" }, key-secret = { name = "a", key = "b" }, min-version = "TLS12" }
raw.spec.scrapeProtocols = ["PrometheusText0.0.4"]

[scrape.services.endpoints.http]
bearer-token-file = "/var/run/token"
raw.followRedirects = false
relabelings = [
  { source-labels = ["__address__", "__metrics_path__"], separator = "/", target-label = "x", regex = "(.*)", replacement = "${1}", action = "replace" },
  { source-labels = ["__address__"], target-label = "shard", modulus = 4, action = "hashmod" },
  { regex = "a", action = "labeldrop" },
]
metric-relabelings = [{ source-labels = ["__name__"], regex = "go_.*", action = "drop" }]

[scrape.services.endpoints.admin]
port = "9090"
path = "/admin"
oauth2 = { client-id.secret = { name = "a", key = "b" }, client-secret = { name = "a", key = "b" }, token-url = "https://x", scopes = ["s"] }

[scrape.services.service]
selector = { app = "web" }
labels = { app = "web", tier = "a" }
ports.http = { port = 80, target-port = "web" }
ports.admin = { port = 9090 }
raw.spec.clusterIP = "None"

[scrape.pods]
kind = "PodMonitor"
match-labels = { app = "worker" }
namespace-selector.any = true
authorization = { type = "Bearer", credentials = { name = "a", key = "b" } }
endpoints.metrics = {}
endpoints.other = { port = "8081", basic-auth = { username = { name = "a", key = "b" }, password = { name = "a", key = "b" } } }
"#;
