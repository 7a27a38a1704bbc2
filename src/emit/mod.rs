//! From the model to artifacts: one file per kind of object.
//!
//! Invariants: total, a valid model always emits; pure; emitters do not see each other. Deliberately absent: YAML, paths on disk.

mod config_map;
mod crd;
mod dashboard;
mod docs;
mod json_patch;
mod kustomize;
mod monitor;
mod namespace;
mod object;
mod pod_monitor;
mod prometheus_rule;
mod rule_group;
mod rule_tests;
mod sample;
mod service;
mod service_monitor;
mod words;

use crate::{artifact::Artifact, model::Model, parallel::map};

pub use kustomize::{Environment, emit as kustomize};
pub use object::tree_node;
pub use rule_tests::rule_tests;

/// An emitter: the artifacts of one kind.
type Emit = fn(&Model) -> Vec<Artifact>;

/// Every emitter, in the order in which the objects are listed.
const EMITTERS: [Emit; 9] = [
    crd::emit,
    namespace::emit,
    service::emit,
    service_monitor::emit,
    pod_monitor::emit,
    prometheus_rule::emit,
    dashboard::emit,
    sample::emit,
    docs::emit,
];

/// Every artifact of a model but kustomizations and overlays.
pub fn emit(model: &Model) -> Vec<Artifact> {
    let emitted = map(EMITTERS, |emit| emit(model));
    emitted.into_iter().flatten().collect()
}
