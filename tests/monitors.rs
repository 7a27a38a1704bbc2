//! Monitors and Services of the examples and of a project that uses every field.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use opsgen::{artifact::Artifact, emit, model, project, schema, text::Sources};
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

/// The paths of a project's artifacts, each of which keeps to its kind's schema.
fn judge(name: &str, text: String) -> Vec<String> {
    let artifacts = emitted(name, text);
    for artifact in &artifacts {
        let tree = Value::from(&artifact.tree);
        let api_version = tree["apiVersion"].as_str().unwrap();
        let kind = tree["kind"].as_str().unwrap();
        let violations = schema::validate_kind(api_version, kind, &tree);
        assert_eq!(violations, Vec::new(), "{}: {tree:#}", artifact.path);
    }
    artifacts
        .into_iter()
        .map(|artifact| artifact.path)
        .collect()
}

/// An example without what has nothing to do with scraping.
#[expect(clippy::disallowed_methods, reason = "the test reads the examples")]
fn example(name: &str) -> String {
    const OTHERS: [&str; 6] = [
        "alerts",
        "crds",
        "dashboards",
        "environments",
        "groups",
        "recordings",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    let mut tables: toml::Table = text.parse().unwrap();
    tables.retain(|name, _| !OTHERS.contains(&name));
    toml::to_string(&tables).unwrap()
}

#[test]
fn examples_have_the_monitors_they_declare() {
    let cases = [
        ("arena", vec!["controller-service", "controller", "workers"]),
        ("arks", vec!["runtime", "gateway"]),
        ("jobtree", vec!["controller-service", "controller"]),
        (
            "training-operator",
            vec!["training-operator-service", "training-operator"],
        ),
    ];
    for (name, expected) in cases {
        let text = example(name);
        let expected: Vec<String> = expected
            .iter()
            .map(|stem| format!("monitors/{stem}.yaml"))
            .collect();
        assert_eq!(judge(name, text), expected, "{name}");
    }
}

#[test]
fn every_field_reaches_an_object_that_kubernetes_accepts() {
    let paths = judge("full", FULL.to_string());
    let expected = [
        "namespace.yaml",
        "monitors/services-service.yaml",
        "monitors/services.yaml",
        "monitors/pods.yaml",
    ];
    assert_eq!(paths, expected);
    let artifacts = emitted("full", FULL.to_string());
    let service_monitor = Value::from(&artifacts[2].tree);
    let endpoint = &service_monitor["spec"]["endpoints"][0];
    let keys: Vec<&String> = endpoint.as_object().unwrap().keys().collect();
    let expected = [
        "port",
        "scheme",
        "params",
        "interval",
        "scrapeTimeout",
        "honorLabels",
        "honorTimestamps",
        "metricRelabelings",
        "relabelings",
        "bearerTokenFile",
        "tlsConfig",
        "followRedirects",
    ];
    assert_eq!(keys, expected);
    assert_eq!(endpoint["tlsConfig"]["ca"]["secret"]["name"], "a");
    assert_eq!(endpoint["relabelings"][1]["modulus"], 4);
    assert_eq!(service_monitor["spec"]["endpoints"][1]["targetPort"], 9090);
    assert_eq!(service_monitor["metadata"]["labels"]["release"], "x");
}

#[test]
fn numbers_of_ports_are_written_as_the_operator_knows_them() {
    let port = |version: &str| {
        let targets = format!("[targets]\nprometheus-operator = \"{version}\"\n");
        let artifacts = emitted("full", format!("{FULL}{targets}"));
        let endpoint = Value::from(&artifacts[3].tree)["spec"]["podMetricsEndpoints"][1].clone();
        (
            endpoint["portNumber"].as_i64(),
            endpoint["targetPort"].as_i64(),
        )
    };
    assert_eq!(port("0.79"), (Some(8081), None));
    assert_eq!(port("0.78"), (None, Some(8081)));
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
