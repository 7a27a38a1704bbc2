//! Kustomizations: the CRDs', the samples', the base's, and an overlay per environment that turns the base into the environment's objects.

use super::{config_map, json_patch};
use crate::{
    artifact::{Artifact, Format, Node, Pack, Place},
    model::Model,
};
use std::collections::BTreeMap;

/// The file that Kustomize reads.
const FILE: &str = "kustomization.yaml";

/// An environment: its model and its artifacts.
pub type Environment<'a> = (&'a Model, &'a [Artifact]);

/// The kustomizations of the CRDs, the samples and the base, and the overlays.
pub fn emit(base: Environment, environments: &[Environment]) -> Vec<Artifact> {
    let mut result = Vec::new();
    let places = [Place::Crds, Place::Samples];
    result.extend(
        places
            .into_iter()
            .filter_map(|place| of_place(base.1, place)),
    );
    result.push(base_kustomization(base));
    result.extend(
        environments
            .iter()
            .flat_map(|environment| overlay(base, *environment)),
    );
    result
}

/// The kustomization of what stands beside the base; `None` when there is nothing.
fn of_place(artifacts: &[Artifact], place: Place) -> Option<Artifact> {
    let own = artifacts.iter().filter(|artifact| artifact.place == place);
    let paths: Vec<String> = own.map(|artifact| artifact.path.clone()).collect();
    let tree = || kustomization().with("resources", Node::list(paths.iter().cloned()));
    (!paths.is_empty()).then(|| Artifact::yaml(place, FILE, tree()))
}

fn kustomization() -> Node {
    Node::map()
        .with("apiVersion", "kustomize.config.k8s.io/v1beta1")
        .with("kind", "Kustomization")
}

fn namespace(model: &Model) -> Node {
    Node::from(&model.metadata.namespace.value).verbatim(model.metadata.namespace.span)
}

/// The objects of the base that are files of their own.
fn objects(artifacts: &[Artifact]) -> impl Iterator<Item = &Artifact> {
    artifacts
        .iter()
        .filter(|artifact| artifact.place == Place::Base && artifact.format == Format::Yaml)
}

/// The documents of the base that are packed.
fn packed(artifacts: &[Artifact]) -> impl Iterator<Item = (&Artifact, &Pack)> {
    artifacts
        .iter()
        .filter_map(|artifact| Some((artifact, artifact.pack.as_ref()?)))
}

/// The documents of the base that are neither objects nor packed.
fn plain(artifacts: &[Artifact]) -> impl Iterator<Item = &Artifact> {
    artifacts.iter().filter(|artifact| {
        artifact.place == Place::Base && artifact.format == Format::Json && artifact.pack.is_none()
    })
}

/// Names without a hash: dashboards are not mounted by name, and a stable name keeps diffs small.
fn stable_names() -> Node {
    Node::map().with("disableNameSuffixHash", true)
}

fn base_kustomization((model, artifacts): Environment) -> Artifact {
    let resources = Node::list(objects(artifacts).map(|artifact| artifact.path.clone()));
    let generators: Vec<Node> = packed(artifacts)
        .map(|(artifact, pack)| config_map::generator(pack, &artifact.path))
        .collect();
    let options = if generators.is_empty() {
        Node::map()
    } else {
        stable_names()
    };
    let tree = kustomization()
        .with("namespace", namespace(model))
        .with_filled("resources", resources)
        .with_filled("configMapGenerator", Node::from(generators))
        .with_filled("generatorOptions", options);
    Artifact::yaml(Place::Base, FILE, tree)
}

/// What an overlay is made of.
#[derive(Default)]
struct Overlay {
    resources: Vec<Node>,
    generators: Vec<Node>,
    patches: Vec<Node>,
    files: Vec<Artifact>,
}

fn overlay(base: Environment, environment: Environment) -> Vec<Artifact> {
    let model = environment.0;
    let name = model
        .environment
        .as_ref()
        .map(|name| name.value.clone())
        .unwrap_or_default();
    let place = Place::Overlay(name);
    let mut overlay = Overlay {
        resources: vec!["../../base".into()],
        ..Overlay::default()
    };
    change_objects(&mut overlay, &place, base, environment);
    change_packed(&mut overlay, &place, base, environment);
    change_plain(&mut overlay, &place, base, environment);
    let moved = model.metadata.namespace != base.0.metadata.namespace;
    let options = if overlay.generators.is_empty() {
        Node::map()
    } else {
        stable_names()
    };
    let tree = kustomization()
        .with_some("namespace", moved.then(|| namespace(model)))
        .with("resources", Node::from(overlay.resources))
        .with_filled("configMapGenerator", Node::from(overlay.generators))
        .with_filled("generatorOptions", options)
        .with_filled("patches", Node::from(overlay.patches));
    overlay.files.insert(0, Artifact::yaml(place, FILE, tree));
    overlay.files
}

fn change_objects(
    overlay: &mut Overlay,
    place: &Place,
    base: Environment,
    environment: Environment,
) {
    let old = by_identity(base.1, base.0);
    let new = by_identity(environment.1, base.0);
    for before in objects(base.1) {
        match new.get(&identity(&before.tree, base.0)) {
            Some(after) => change(overlay, place, &before.path, (&before.tree, &after.tree)),
            None => remove(overlay, place, &before.path, &before.tree),
        }
    }
    for after in objects(environment.1) {
        if !old.contains_key(&identity(&after.tree, base.0)) {
            overlay.resources.push(after.path.clone().into());
            overlay.files.push(Artifact {
                place: place.clone(),
                ..after.clone()
            });
        }
    }
}

fn by_identity<'a>(
    artifacts: &'a [Artifact],
    base: &'a Model,
) -> BTreeMap<(&'a str, &'a str), &'a Artifact> {
    objects(artifacts)
        .map(|object| (identity(&object.tree, base), object))
        .collect()
}

/// Kind and name; the Namespace is one object whatever its name.
fn identity<'a>(tree: &'a Node, base: &'a Model) -> (&'a str, &'a str) {
    let kind = tree.get("kind").and_then(Node::as_str).unwrap_or_default();
    let name = tree
        .get("metadata")
        .and_then(|metadata| metadata.get("name"))
        .and_then(Node::as_str)
        .unwrap_or_default();
    if kind == "Namespace" {
        (kind, &base.metadata.namespace.value)
    } else {
        (kind, name)
    }
}

/// The patch from what the base and the overlay's `namespace` yield to what the environment wants.
fn change(overlay: &mut Overlay, place: &Place, path: &str, (before, after): (&Node, &Node)) {
    let operations = json_patch::diff(&moved(before, after), after);
    if operations.is_empty() {
        return;
    }
    let path = patch_path(path);
    overlay.patches.push(
        Node::map()
            .with("path", path.clone())
            .with("target", target(before)),
    );
    overlay
        .files
        .push(Artifact::yaml(place.clone(), path, Node::from(operations)));
}

/// An object of the base as Kustomize's `namespace` moves it: the fields that the transformer knows, nothing else.
fn moved(before: &Node, after: &Node) -> Node {
    let mut result = before.clone();
    let field = if before.get("kind").and_then(Node::as_str) == Some("Namespace") {
        "name"
    } else {
        "namespace"
    };
    let value = after
        .get("metadata")
        .and_then(|metadata| metadata.get(field))
        .cloned();
    if let (Some(metadata), Some(value)) = (result.get_mut("metadata"), value) {
        metadata.put(field, value);
    }
    result
}

fn target(tree: &Node) -> Node {
    let version = tree
        .get("apiVersion")
        .and_then(Node::as_str)
        .unwrap_or_default();
    let (group, version) = version
        .split_once('/')
        .map_or((None, version), |(group, version)| (Some(group), version));
    let name = tree
        .get("metadata")
        .and_then(|metadata| metadata.get("name"))
        .cloned();
    Node::map()
        .with_some("group", group.map(str::to_string))
        .with("version", version.to_string())
        .with_some("kind", tree.get("kind").cloned())
        .with_some("name", name)
}

/// The patch that removes an object of the base, written to a file of its own.
fn remove(overlay: &mut Overlay, place: &Place, path: &str, tree: &Node) {
    let field = |name: &str| {
        tree.get("metadata")
            .and_then(|metadata| metadata.get(name))
            .cloned()
    };
    let metadata = Node::map()
        .with_some("name", field("name"))
        .with_some("namespace", field("namespace"));
    let patch = Node::map()
        .with("$patch", "delete")
        .with_some("apiVersion", tree.get("apiVersion").cloned())
        .with_some("kind", tree.get("kind").cloned())
        .with("metadata", metadata);
    let path = patch_path(path);
    overlay.patches.push(Node::map().with("path", path.clone()));
    overlay
        .files
        .push(Artifact::yaml(place.clone(), path, patch));
}

/// Where the patch of a document stands in its overlay.
fn patch_path(path: &str) -> String {
    format!(
        "patches/{}.yaml",
        path.trim_end_matches(".yaml")
            .trim_end_matches(".json")
            .replace('/', "-")
    )
}

fn change_packed(
    overlay: &mut Overlay,
    place: &Place,
    base: Environment,
    environment: Environment,
) {
    let (old, new) = (by_path(base.1), by_path(environment.1));
    for (before, frame) in packed(base.1) {
        let Some((after, pack)) = new.get(before.path.as_str()) else {
            remove(overlay, place, &before.path, &frame.frame);
            continue;
        };
        if before.tree != after.tree {
            let entry = config_map::generator(pack, &after.path);
            let merged = in_namespace(&entry, base.0)
                .with("behavior", "merge")
                .with_some("files", entry.get("files").cloned());
            overlay.generators.push(merged);
            overlay.files.push(copy(after, place));
        }
        change(overlay, place, &before.path, (&frame.frame, &pack.frame));
    }
    for (after, pack) in
        packed(environment.1).filter(|(after, _)| !old.contains_key(after.path.as_str()))
    {
        let entry = config_map::generator(pack, &after.path);
        let added = in_namespace(&entry, environment.0)
            .with_some("files", entry.get("files").cloned())
            .with_some("options", entry.get("options").cloned());
        overlay.generators.push(added);
        overlay.files.push(copy(after, place));
    }
}

fn by_path(artifacts: &[Artifact]) -> BTreeMap<&str, (&Artifact, &Pack)> {
    packed(artifacts)
        .map(|(artifact, pack)| (artifact.path.as_str(), (artifact, pack)))
        .collect()
}

/// The head of a generator's entry. An overlay names the namespace, since it has a `namespace` of its own only when it moves all.
fn in_namespace(entry: &Node, model: &Model) -> Node {
    Node::map()
        .with_some("name", entry.get("name").cloned())
        .with("namespace", namespace(model))
}

/// Documents that Kustomize does not know (dashboards as plain files): the environment's own stand beside its overlay.
fn change_plain(overlay: &mut Overlay, place: &Place, base: Environment, environment: Environment) {
    let old: BTreeMap<&str, &Node> = plain(base.1)
        .map(|before| (before.path.as_str(), &before.tree))
        .collect();
    let changed =
        plain(environment.1).filter(|after| old.get(after.path.as_str()) != Some(&&after.tree));
    overlay
        .files
        .extend(changed.map(|after| copy(after, place)));
}

fn copy(artifact: &Artifact, place: &Place) -> Artifact {
    Artifact {
        place: place.clone(),
        pack: None,
        ..artifact.clone()
    }
}
