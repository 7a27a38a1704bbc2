//! The ConfigMaps that dashboards are packed into, as Kustomize's generator makes them.

use super::object::{self, Kind};
use crate::{
    artifact::{Node, Pack},
    model::{Labels, Model, Name, Spanned, names},
};

/// A ConfigMap without its data.
const CONFIG_MAP: Kind = Kind {
    api_version: "v1",
    kind: "ConfigMap",
};

/// The ConfigMap of a dashboard. Grafana's sidecar finds it by its labels; the annotation tells the folder; Flux must not replace
/// the `${…}` in it.
pub fn pack(model: &Model, key: &Name, folder: Option<&Name>) -> Pack {
    let project = &model.metadata.name.value;
    let name = names::dashboard_config_map(project, &key.value);
    let mut labels = model.grafana.dashboard_labels.clone();
    labels.insert(
        names::FLUX_SUBSTITUTE_LABEL.to_string(),
        Spanned::new("disabled".to_string(), key.span),
    );
    let folder = folder.or(model.grafana.folder.as_ref());
    let annotations: Labels = folder
        .map(|folder| (model.grafana.folder_annotation.clone(), folder.clone()))
        .into_iter()
        .collect();
    let mut frame = object::frame(CONFIG_MAP, &model.metadata, name, key.span, &[&labels]);
    if let (Some(metadata), false) = (frame.get_mut("metadata"), annotations.is_empty()) {
        let mut all = model.metadata.annotations.clone();
        all.extend(annotations);
        metadata.put("annotations", object::pairs(&all).sorted());
    }
    Pack {
        frame,
        key: format!("{}.json", names::object(project, &key.value)),
    }
}

/// The generator's entry for a packed document: the file stands at `path` beside the kustomization.
pub fn generator(pack: &Pack, path: &str) -> Node {
    let metadata = pack.frame.get("metadata");
    let field = |name: &str| metadata.and_then(|metadata| metadata.get(name)).cloned();
    let options = Node::map()
        .with_some("annotations", field("annotations"))
        .with_some("labels", field("labels"));
    Node::map()
        .with_some("name", field("name"))
        .with("files", Node::list([format!("{}={path}", pack.key)]))
        .with_filled("options", options)
}
