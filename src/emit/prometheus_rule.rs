//! PrometheusRules, one per group.

use super::{
    object::{Kind, frame},
    rule_group::group,
};
use crate::{
    artifact::{Artifact, Node, Place},
    model::{Group, Model, names},
};

const KIND: Kind = Kind {
    api_version: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
};

/// A PrometheusRule per group of rules, at `rules/<group>.yaml`.
pub fn emit(model: &Model) -> Vec<Artifact> {
    let artifact = |of: &Group| {
        let path = format!("rules/{}.yaml", of.name.value);
        Artifact::yaml(Place::Base, path, rule(model, of))
    };
    model.groups.iter().map(artifact).collect()
}

fn rule(model: &Model, of: &Group) -> Node {
    let name = names::object(&model.metadata.name.value, &of.name.value);
    let span = of.name.span;
    let selector = &model.prometheus.rule_selector;
    let spec = Node::map().with("groups", Node::list([group(of)])).at(span);
    frame(KIND, &model.metadata, name, span, &[selector]).with("spec", spec)
}
