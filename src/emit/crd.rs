//! CustomResourceDefinitions.
//!
//! The order of fields is that of the API's reference; schemas are sorted by key, as controller-gen writes them.

use super::{
    object::{pairs, tree_node},
    words::{self, Keys},
};
use crate::{
    artifact::{Artifact, Node, Place},
    model::{
        Labels, Model, Name, Scope, Spanned,
        crd::{Body, Column, Crd, Scale, Version, Written},
        names,
    },
};

/// One artifact per custom resource.
pub fn emit(model: &Model) -> Vec<Artifact> {
    model.crds.iter().map(artifact).collect()
}

fn artifact(crd: &Crd) -> Artifact {
    let tree = match &crd.body {
        Body::Written(body) => Node::map()
            .with("apiVersion", "apiextensions.k8s.io/v1")
            .with("kind", "CustomResourceDefinition")
            .with("metadata", metadata(crd, &Node::map()))
            .with("spec", spec(crd, body)),
        Body::File(file) => {
            let mut tree = tree_node(file);
            let own = tree.get("metadata").cloned().unwrap_or_else(Node::map);
            tree.put("metadata", metadata(crd, &own));
            tree
        }
    };
    Artifact::yaml(
        Place::Crds,
        format!("{}_{}.yaml", crd.group.value, crd.plural.value),
        words::merge_raw(tree.at(crd.kind.span), crd.raw.as_ref()),
    )
}

/// The metadata of a CRD over what a file says.
fn metadata(crd: &Crd, own: &Node) -> Node {
    let managed_by = Node::map().with(names::MANAGED_BY_LABEL, names::MANAGED_BY);
    let mut result = Node::map().with("name", Node::from(crd.name()).at(crd.kind.span));
    for (key, value) in own.as_map().into_iter().flatten() {
        result.put(key.clone(), value.clone());
    }
    let merged = |first: Node, key: &str, more: &Labels| {
        let mut all = first;
        if let Some(known) = own.get(key) {
            all.merge(known);
        }
        all.merge(&pairs(more));
        all.sorted()
    };
    let labels = merged(managed_by, "labels", &crd.labels);
    let annotations = merged(Node::map(), "annotations", &crd.annotations);
    result.put("labels", labels);
    if !annotations.is_empty() {
        result.put("annotations", annotations);
    }
    result
}

fn name(name: &Name) -> Node {
    Node::from(&name.value).at(name.span)
}

fn texts(list: &[Name]) -> Node {
    Node::list(
        list.iter()
            .map(|name| Node::from(&name.value).verbatim(name.span)),
    )
}

fn spec(crd: &Crd, body: &Written) -> Node {
    let names = Node::map()
        .with("plural", name(&crd.plural))
        .with("singular", name(&body.singular))
        .with_filled("shortNames", texts(&body.short_names))
        .with("kind", name(&crd.kind))
        .with("listKind", name(&body.list_kind))
        .with_filled("categories", texts(&body.categories));
    let scope = match body.scope.value {
        Scope::Namespaced => "Namespaced",
        Scope::Cluster => "Cluster",
    };
    let conversion = body
        .conversion
        .as_ref()
        .map(|written| words::node(written, Keys::Camel));
    Node::map()
        .with("group", name(&crd.group))
        .with("names", names)
        .with("scope", Node::from(scope).at(body.scope.span))
        .with("versions", Node::list(body.versions.iter().map(version)))
        .with_some("conversion", conversion)
}

fn version(version: &Version) -> Node {
    let flag = |flag: &Spanned<bool>| Node::from(flag.value).at(flag.span);
    let deprecated = version
        .deprecated
        .as_ref()
        .map(|text| Node::from(true).at(text.span));
    let warning = version
        .deprecated
        .as_ref()
        .filter(|text| !text.value.is_empty());
    let warning = warning.map(|text| Node::from(&text.value).verbatim(text.span));
    let schema = Node::map().with("openAPIV3Schema", tree_node(&version.schema));
    let selectable = version
        .selectable_fields
        .iter()
        .map(|path| Node::map().with("jsonPath", Node::from(&path.value).verbatim(path.span)));
    Node::map()
        .with("name", name(&version.name))
        .with("served", flag(&version.served))
        .with("storage", flag(&version.storage))
        .with_some("deprecated", deprecated)
        .with_some("deprecationWarning", warning)
        .with("schema", schema)
        .with_filled("subresources", subresources(version))
        .with_filled("selectableFields", Node::list(selectable))
        .with_filled(
            "additionalPrinterColumns",
            Node::list(version.columns.iter().map(column)),
        )
        .at(version.name.span)
}

fn subresources(version: &Version) -> Node {
    let status = version.status.map(|span| Node::map().at(span));
    Node::map()
        .with_some("status", status)
        .with_some("scale", version.scale.as_ref().map(scale))
}

fn scale(scale: &Scale) -> Node {
    let path = |path: &Name| Node::from(&path.value).verbatim(path.span);
    Node::map()
        .with("specReplicasPath", path(&scale.spec_replicas_path))
        .with("statusReplicasPath", path(&scale.status_replicas_path))
        .with_some(
            "labelSelectorPath",
            scale.label_selector_path.as_ref().map(path),
        )
        .at(scale.span)
}

fn column(column: &Column) -> Node {
    let text = |text: &Name| Node::from(&text.value).verbatim(text.span);
    let priority = column.priority.as_ref();
    Node::map()
        .with("name", name(&column.name))
        .with("type", name(&column.column_type))
        .with_some("format", column.format.as_ref().map(text))
        .with_some("description", column.description.as_ref().map(text))
        .with_some(
            "priority",
            priority.map(|number| Node::from(i64::from(number.value)).at(number.span)),
        )
        .with("jsonPath", text(&column.json_path))
        .at(column.name.span)
}
