//! The project's Namespace, when it is to be created.

use super::object::{self, Kind};
use crate::{
    artifact::{Artifact, Node, Place},
    model::Model,
};

const KIND: Kind = Kind {
    api_version: "v1",
    kind: "Namespace",
};

/// The Namespace, if the project creates it.
pub fn emit(model: &Model) -> Vec<Artifact> {
    let metadata = &model.metadata;
    if !metadata.create_namespace {
        return Vec::new();
    }
    let meta = Node::map()
        .with(
            "name",
            Node::from(&metadata.namespace.value).verbatim(metadata.namespace.span),
        )
        .with_filled("labels", object::pairs(&metadata.labels).sorted())
        .with_filled("annotations", object::pairs(&metadata.annotations).sorted());
    let tree = Node::map()
        .with("apiVersion", KIND.api_version)
        .with("kind", KIND.kind)
        .with("metadata", meta)
        .at(metadata.namespace.span);
    vec![Artifact::yaml(
        Place::Base,
        "namespace.yaml".to_string(),
        tree,
    )]
}
