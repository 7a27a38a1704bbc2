//! Services that ServiceMonitors select.

use super::{
    object::{self, Kind},
    words,
};
use crate::{
    artifact::{Artifact, Node, Place},
    model::{
        Model, Name,
        scrape::{Port, Service, ServicePort},
    },
};

const KIND: Kind = Kind {
    api_version: "v1",
    kind: "Service",
};

/// One for each scrape whose Service is not made elsewhere.
pub fn emit(model: &Model) -> Vec<Artifact> {
    let scrapes = model.scrapes.iter();
    scrapes
        .filter_map(|scrape| {
            let service = scrape.service.as_ref().filter(|service| service.emit)?;
            let name = service.name.as_ref()?;
            let path = format!("monitors/{}-service.yaml", scrape.key.value);
            Some(Artifact::yaml(
                Place::Base,
                path,
                tree(model, service, name),
            ))
        })
        .collect()
}

fn tree(model: &Model, service: &Service, name: &Name) -> Node {
    let spec = Node::map()
        .with("ports", Node::list(service.ports.iter().map(port)))
        .with_filled("selector", object::pairs(&service.selector).sorted())
        .at(service.span);
    let frame = object::frame(
        KIND,
        &model.metadata,
        name.value.clone(),
        name.span,
        &[&service.labels],
    );
    words::merge_raw(frame.with("spec", spec), service.raw.as_ref())
}

fn port(port: &ServicePort) -> Node {
    let target = port.target_port.as_ref().map(|target| {
        match &target.value {
            Port::Name(name) => Node::from(name),
            Port::Number(number) => Node::from(i64::from(*number)),
        }
        .at(target.span)
    });
    Node::map()
        .with(
            "name",
            Node::from(&port.name.value).verbatim(port.name.span),
        )
        .with(
            "port",
            Node::from(i64::from(port.port.value)).at(port.port.span),
        )
        .with_some("targetPort", target)
        .at(port.name.span)
}
