//! Ports that lead to nothing.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule, list},
    model::{
        Labels, Model, MonitorKind, Name, Scrape, Workload,
        scrape::{Namespaces, Port},
    },
    text::Span,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "scrape/unserved-port",
        level: Level::Deny,
        docs: r#"Finds endpoints whose port does not exist on the declared workload behind them, or on which its program does not listen.

## Why it matters

A Service's `target-port` by name must be the name of a container's port; by number it must be one that the program binds. Else the scrape fails:
`up` is 0, or there is no target at all. It is reported when a workload in `[workloads]` has the labels that are selected and none of these has the
port.

## Example

```toml
[workloads.operator]
labels = { app = "operator" }
ports.metrics = { port = 8080 }
listens = [8082]

[scrape.operator]
kind = "ServiceMonitor"
match-labels = { app = "operator" }
endpoints.metrics = {}
service.selector = { app = "operator" }
service.ports.metrics = { port = 8080, target-port = "metrics" }
```

## Use instead

```toml
[workloads.operator]
labels = { app = "operator" }
ports.metrics = { port = 8082 }
listens = [8082]

[scrape.operator]
kind = "ServiceMonitor"
match-labels = { app = "operator" }
endpoints.metrics = {}
service.selector = { app = "operator" }
service.ports.metrics = { port = 8080, target-port = "metrics" }
```
"#,
    },
    scope: Scope::Scrape(check),
};

fn check(scrape: &Scrape, model: &Model, sink: &mut Sink) {
    let selector = match (&scrape.service, scrape.kind.value) {
        (Some(service), MonitorKind::ServiceMonitor) => &service.selector,
        (None, MonitorKind::PodMonitor) if scrape.match_expressions.is_empty() => {
            &scrape.match_labels
        }
        _ => return,
    };
    let behind: Vec<&Workload> = model
        .workloads
        .iter()
        .filter(|workload| is_behind(workload, selector, scrape, model))
        .collect();
    if selector.is_empty() || behind.is_empty() {
        return;
    }
    for (port, place) in ports(scrape) {
        let found: Vec<Option<Diagnostic>> = behind
            .iter()
            .map(|workload| find_gap(workload, &port, place))
            .collect();
        // One workload that answers is enough.
        if found.iter().all(Option::is_some) {
            found
                .into_iter()
                .take(1)
                .flatten()
                .for_each(|finding| sink.report(finding));
        }
    }
}

/// Whether the Pods of a workload are selected.
fn is_behind(workload: &Workload, selector: &Labels, scrape: &Scrape, model: &Model) -> bool {
    let there = match &scrape.namespaces {
        Namespaces::Own => workload.namespace == model.metadata.namespace,
        Namespaces::Any(_) => true,
        Namespaces::Names(names, _) => names.contains(&workload.namespace),
    };
    let has = |(key, value): (&String, &Name)| workload.labels.get(key) == Some(value);
    there && selector.iter().all(has)
}

/// The container's ports that the endpoints lead to, each where it is written.
fn ports(scrape: &Scrape) -> Vec<(Port, Span)> {
    let endpoints = scrape.endpoints.iter();
    let Some(service) = &scrape.service else {
        return endpoints
            .map(|endpoint| (endpoint.port.value.clone(), endpoint.port.span))
            .collect();
    };
    let lead = endpoints.filter_map(|endpoint| match &endpoint.port.value {
        Port::Number(_) => Some((endpoint.port.value.clone(), endpoint.port.span)),
        Port::Name(name) => {
            let port = service.ports.iter().find(|port| port.name.value == *name)?;
            Some(match &port.target_port {
                Some(target) => (target.value.clone(), target.span),
                None => (Port::Number(port.port.value), port.port.span),
            })
        }
    });
    lead.collect()
}

/// What is wrong when a port does not lead to the program.
fn find_gap(workload: &Workload, port: &Port, place: Span) -> Option<Diagnostic> {
    let (number, declared) = match port {
        Port::Number(number) => (*number, None),
        Port::Name(name) => match workload
            .ports
            .iter()
            .find(|(known, _)| known.value == *name)
        {
            Some((_, number)) => (number.value, Some(number.span)),
            None => return Some(no_port(workload, name, place)),
        },
    };
    let listens = workload.listens.iter().any(|bound| bound.value == number);
    let first = workload.listens.first().filter(|_| !listens)?;
    let bound: Vec<String> = workload
        .listens
        .iter()
        .map(|bound| bound.value.to_string())
        .collect();
    let bound: Vec<&str> = bound.iter().map(String::as_str).collect();
    let message = format!(
        "the program of `{}` does not listen on port {number}, but on {}",
        workload.key.value,
        list(&bound)
    );
    Some(
        Diagnostic::new(&CHECK.rule, declared.unwrap_or(place), message)
            .label(first.span, "what it binds is declared here"),
    )
}

fn no_port(workload: &Workload, name: &str, place: Span) -> Diagnostic {
    let message = format!(
        "the containers of `{}` have no port `{name}`",
        workload.key.value
    );
    let known = workload.ports.iter().map(|(known, _)| known.as_str());
    Diagnostic::new(&CHECK.rule, place, message)
        .label(workload.key.span, "its ports are declared here")
        .suggest(name, known, None)
}
