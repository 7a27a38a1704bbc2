//! ServiceMonitors.

use super::{
    monitor,
    object::{self, Kind},
    words,
};
use crate::{
    artifact::{Artifact, Node, Place},
    model::{
        Model, MonitorKind,
        scrape::{Endpoint, Port, Scrape},
    },
};

const KIND: Kind = Kind {
    api_version: monitor::API_VERSION,
    kind: "ServiceMonitor",
};

/// One for each scrape of this kind.
pub fn emit(model: &Model) -> Vec<Artifact> {
    let scrapes = model.scrapes.iter();
    scrapes
        .filter(|scrape| scrape.kind.value == MonitorKind::ServiceMonitor)
        .map(|scrape| {
            let path = format!("monitors/{}.yaml", scrape.key.value);
            Artifact::yaml(Place::Base, path, tree(model, scrape))
        })
        .collect()
}

fn tree(model: &Model, scrape: &Scrape) -> Node {
    let endpoints = scrape.endpoints.iter();
    let spec = Node::map()
        .with_some("jobLabel", scrape.job_label.as_ref().map(monitor::text))
        .with_filled("targetLabels", monitor::texts(&scrape.target_labels))
        .with_filled("podTargetLabels", monitor::texts(&scrape.pod_target_labels))
        .with(
            "endpoints",
            Node::list(endpoints.map(|one| monitor::endpoint(port(one), one))),
        )
        .with("selector", monitor::selector(scrape));
    let frame = object::frame(
        KIND,
        &model.metadata,
        scrape.name.clone(),
        scrape.key.span,
        &[&model.prometheus.monitor_selector],
    );
    let tree = frame.with("spec", monitor::with_rest(spec, scrape).at(scrape.key.span));
    words::merge_raw(tree, scrape.raw.as_ref())
}

/// A name is the Service's port, a number the container's.
fn port(endpoint: &Endpoint) -> Node {
    let span = endpoint.port.span;
    match &endpoint.port.value {
        Port::Name(name) => Node::map().with("port", Node::from(name).verbatim(span)),
        Port::Number(number) => {
            Node::map().with("targetPort", Node::from(i64::from(*number)).at(span))
        }
    }
}
