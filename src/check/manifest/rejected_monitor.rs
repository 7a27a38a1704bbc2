//! Endpoints for which prometheus-operator leaves out their whole monitor.

use crate::{
    artifact::{Artifact, Node},
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Model, duration},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/rejected-monitor",
        level: Level::Deny,
        docs: r#"Finds endpoints of monitors that prometheus-operator rejects: a client certificate without its key, the same thing from a file and
a Secret, two ways of authentication, settings of a proxy that contradict each other, a timeout above the interval.

## Why it matters

The schema of the monitor allows it, so that nobody complains when it is applied. The operator then skips the whole monitor: none of its
targets is scraped, and only an event and its log say so.

## Example

```toml
[scrape.api]
kind = "PodMonitor"
match-labels = { app = "api" }
endpoints.metrics = { scheme = "https", tls = { cert = { secret = { name = "client", key = "tls.crt" } } } }
```

## Use instead

```toml
[scrape.api]
kind = "PodMonitor"
match-labels = { app = "api" }

[scrape.api.endpoints.metrics]
scheme = "https"
tls.cert = { secret = { name = "client", key = "tls.crt" } }
tls.key-secret = { name = "client", key = "tls.key" }
```
"#,
    },
    scope: Scope::Artifact(check),
};

/// A fault: the key at fault in its table, and one phrase.
type Fault = (&'static str, &'static str);

/// What is asked of a table that may stand in an endpoint.
struct Part {
    /// Pointer from the endpoint.
    pointer: &'static str,
    faults: fn(&Node) -> Vec<Fault>,
}

/// Source: prometheus-operator 0.93, `monitoring/v1` (`HTTPConfigWithProxyAndTLSFiles.Validate` and what it calls).
const PARTS: [Part; 12] = [
    part("", timing),
    part("", authentication),
    part("", proxy),
    part("/authorization", authorization),
    part("/tlsConfig", tls),
    part("/tlsConfig/ca", one_source),
    part("/tlsConfig/cert", one_source),
    part("/oauth2", proxy),
    part("/oauth2/clientId", one_source),
    part("/oauth2/tlsConfig", tls),
    part("/oauth2/tlsConfig/ca", one_source),
    part("/oauth2/tlsConfig/cert", one_source),
];

const fn part(pointer: &'static str, faults: fn(&Node) -> Vec<Fault>) -> Part {
    Part { pointer, faults }
}

fn check(artifact: &Artifact, _: &Model, sink: &mut Sink) {
    let list = match artifact.tree.get("kind").and_then(Node::as_str) {
        Some("ServiceMonitor") => "endpoints",
        Some("PodMonitor") => "podMetricsEndpoints",
        _ => return,
    };
    let spec = artifact.tree.get("spec");
    let endpoints = spec.and_then(|spec| spec.get(list)).and_then(Node::as_list);
    for (index, endpoint) in endpoints.into_iter().flatten().enumerate() {
        for part in &PARTS {
            let Some(table) = at(endpoint, part.pointer) else {
                continue;
            };
            for (key, message) in (part.faults)(table) {
                let pointer = format!("/spec/{list}/{index}{}/{key}", part.pointer);
                let Some(span) = artifact.tree.find(&pointer).1.span() else {
                    continue;
                };
                sink.report(
                    Diagnostic::new(&CHECK.rule, span, message)
                        .note("prometheus-operator skips the whole monitor")
                        .trace(format!("at {pointer} of `{}`", artifact.path)),
                );
            }
        }
    }
}

/// The table at a pointer, if it is there.
fn at<'n>(endpoint: &'n Node, pointer: &str) -> Option<&'n Node> {
    let mut keys = pointer.split('/').skip(1);
    keys.try_fold(endpoint, |node, key| node.get(key))
}

/// Whether a key is set to something that the operator does not take for nothing.
fn has(table: &Node, key: &str) -> bool {
    table.get(key).is_some_and(|node| !node.is_empty())
}

fn is_on(table: &Node, key: &str) -> bool {
    table.get(key) == Some(&Node::from(true))
}

fn timing(endpoint: &Node) -> Vec<Fault> {
    let milliseconds = |key: &str| duration::parse(endpoint.get(key)?.as_str()?);
    let times = milliseconds("scrapeTimeout").zip(milliseconds("interval"));
    if times.is_some_and(|(timeout, interval)| timeout > interval) {
        vec![("scrapeTimeout", "the timeout is longer than the interval")]
    } else {
        Vec::new()
    }
}

fn authentication(endpoint: &Node) -> Vec<Fault> {
    const WAYS: [&str; 4] = ["authorization", "basicAuth", "bearerTokenSecret", "oauth2"];
    let set = WAYS.into_iter().filter(|way| endpoint.get(way).is_some());
    let others = set.skip(1);
    others
        .map(|way| (way, "another way of authentication is set already"))
        .collect()
}

fn authorization(table: &Node) -> Vec<Fault> {
    let kind = table.get("type").and_then(Node::as_str).unwrap_or_default();
    if kind.trim().eq_ignore_ascii_case("basic") {
        vec![(
            "type",
            "basic authentication is not set here, but as `basic-auth`",
        )]
    } else {
        Vec::new()
    }
}

fn tls(table: &Node) -> Vec<Fault> {
    let mut faults = Vec::new();
    let both = [
        (
            "ca",
            "caFile",
            "the authority comes from a file and from an object",
        ),
        (
            "cert",
            "certFile",
            "the client certificate comes from a file and from an object",
        ),
        (
            "keySecret",
            "keyFile",
            "the client key comes from a file and from a Secret",
        ),
    ];
    for (object, file, message) in both {
        if has(table, object) && has(table, file) {
            faults.push((file, message));
        }
    }
    let set = |keys: [&'static str; 2]| keys.into_iter().find(|key| has(table, key));
    match (set(["cert", "certFile"]), set(["keySecret", "keyFile"])) {
        (Some(cert), None) => faults.push((cert, "a client certificate needs its key")),
        (None, Some(key)) => faults.push((key, "a client key needs its certificate")),
        _ => {}
    }
    let version = |key: &str| table.get(key).and_then(Node::as_str);
    // `TLS10` to `TLS13`, which sort as they are.
    if let (Some(least), Some(most)) = (version("minVersion"), version("maxVersion"))
        && most < least
    {
        faults.push((
            "maxVersion",
            "the newest version of TLS is older than the oldest",
        ));
    }
    faults
}

fn one_source(table: &Node) -> Vec<Fault> {
    if has(table, "secret") && has(table, "configMap") {
        vec![("configMap", "it comes from a Secret already")]
    } else {
        Vec::new()
    }
}

fn proxy(table: &Node) -> Vec<Fault> {
    let (url, environment) = (has(table, "proxyUrl"), is_on(table, "proxyFromEnvironment"));
    let exceptions = has(table, "noProxy");
    let cases = [
        (
            environment && url,
            "proxyUrl",
            "the proxy comes from the environment already",
        ),
        (
            environment && exceptions,
            "noProxy",
            "the proxy comes from the environment, with its exceptions",
        ),
        (
            !environment && !url && exceptions,
            "noProxy",
            "there is no proxy that this could be an exception of",
        ),
        (
            !environment && !url && has(table, "proxyConnectHeader"),
            "proxyConnectHeader",
            "there is no proxy that these headers could be sent to",
        ),
    ];
    let faults = cases.into_iter().filter(|(is_fault, ..)| *is_fault);
    faults.map(|(_, key, message)| (key, message)).collect()
}
