//! Sample objects of custom resources.

use super::object::tree_node;
use crate::{
    artifact::{Artifact, Place},
    model::Model,
};

/// The samples that are accepted; nobody applies those that must be refused.
pub fn emit(model: &Model) -> Vec<Artifact> {
    let crds = model.crds.iter();
    let samples = crds.flat_map(|crd| {
        let kind = crd.kind.value.to_lowercase();
        let accepted = crd
            .samples
            .iter()
            .filter(|sample| sample.rejected.is_none());
        accepted.map(move |sample| {
            let path = format!("{kind}-{}.yaml", sample.name.value);
            Artifact::yaml(Place::Samples, path, tree_node(&sample.object))
        })
    });
    samples.collect()
}
