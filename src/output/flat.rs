//! The objects of an environment as one stream, in the order and with the contents that Kustomize gives them.

use super::encode::{encode, yaml};
use crate::artifact::{Artifact, Format, Node, Place};

/// Kinds that Kustomize puts first, in this order. Source: kustomize/api, `SortOrderTransformer`, `defaultOrderFirst`.
const FIRST: [&str; 22] = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];

/// The objects of a place as a stream of YAML documents; empty when there are none.
pub fn flat(artifacts: &[Artifact], place: &Place) -> String {
    let mut objects: Vec<Node> = artifacts
        .iter()
        .filter(|artifact| artifact.place == *place)
        .filter_map(object)
        .collect();
    objects.sort_by_cached_key(order);
    let mut text = String::new();
    for (index, object) in objects.iter().enumerate() {
        if index > 0 {
            text.push_str("---\n");
        }
        yaml::push_document(&mut text, object);
    }
    text
}

/// The object that an artifact is or is packed into; `None` for files that no object holds.
fn object(artifact: &Artifact) -> Option<Node> {
    match (&artifact.pack, artifact.format) {
        (Some(pack), _) => {
            let data = Node::map().with(pack.key.clone(), encode(artifact));
            Some(pack.frame.clone().with("data", data))
        }
        (None, Format::Yaml) => Some(artifact.tree.clone()),
        (None, _) => None,
    }
}

/// What Kustomize's legacy order compares: the kind's rank, then group, version and kind, then namespace and name.
fn order(object: &Node) -> (usize, String, String) {
    let text = |node: Option<&Node>| node.and_then(Node::as_str).unwrap_or_default().to_string();
    let (version, kind) = (text(object.get("apiVersion")), text(object.get("kind")));
    let (group, version) = version
        .split_once('/')
        .map_or(("~G", version.as_str()), |(group, version)| {
            (group, version)
        });
    let metadata = |field: &str| {
        text(
            object
                .get("metadata")
                .and_then(|metadata| metadata.get(field)),
        )
    };
    let rank = FIRST
        .iter()
        .position(|first| *first == kind)
        .unwrap_or(FIRST.len());
    let namespace = Some(metadata("namespace"))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "~X".to_string());
    (
        rank,
        format!("{group}_{version}_{kind}"),
        format!("{namespace}|{}", metadata("name")),
    )
}
