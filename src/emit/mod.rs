//! From the model to artifacts: one file per kind of object.
//!
//! Invariants: total, a valid model always emits; pure; emitters do not see each other. Deliberately absent: YAML, paths on disk.

mod dashboard;
mod object;
mod words;

use crate::{artifact::Artifact, model::Model};

/// An emitter: the artifacts of one kind.
type Emit = fn(&Model) -> Vec<Artifact>;

/// Every emitter, in the order in which the objects are listed.
const EMITTERS: [Emit; 1] = [dashboard::emit];

/// Every artifact of a model but kustomizations and overlays.
pub fn emit(model: &Model) -> Vec<Artifact> {
    EMITTERS.iter().flat_map(|emit| emit(model)).collect()
}
