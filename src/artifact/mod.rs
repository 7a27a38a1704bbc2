//! An output document before it becomes bytes.
//!
//! Invariants: keys keep the order in which they were put; every node knows where it comes from. Deliberately absent: YAML,
//! JSON, disk.

pub mod size;

mod tree;

pub use tree::{Key, Map, Node, Origin, Value};

/// What an artifact is, which decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// YAML with a header that says who made it.
    Yaml,
    /// JSON.
    Json,
    /// Markdown: the tree is one string.
    Markdown,
}

/// Which part of the output a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `crds/`: the cluster's.
    Crds,
    /// `base/`.
    Base,
    /// `overlays/<environment>/`.
    Overlay(String),
    /// `samples/`: objects to try out.
    Samples,
    /// `docs/`, beside the manifests.
    Docs,
}

/// A document of the output.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Where below its place it is written, such as `rules/jobtree.yaml`.
    pub path: String,
    /// The part of the output it belongs to.
    pub place: Place,
    /// How it is written.
    pub format: Format,
    /// What it says.
    pub tree: Node,
    /// The ConfigMap that Kustomize packs it into.
    pub pack: Option<Pack>,
}

/// A ConfigMap around a document.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The ConfigMap without `data`.
    pub frame: Node,
    /// The key of the document in `data`.
    pub key: String,
}

impl Artifact {
    /// A YAML document.
    pub fn yaml(place: Place, path: impl Into<String>, tree: Node) -> Self {
        Self {
            path: path.into(),
            place,
            format: Format::Yaml,
            tree,
            pack: None,
        }
    }

    /// The path below the project's folder; `output` is the folder of the manifests.
    pub fn location(&self, output: &str) -> String {
        match &self.place {
            Place::Crds => format!("{output}/crds/{}", self.path),
            Place::Base => format!("{output}/base/{}", self.path),
            Place::Overlay(environment) => format!("{output}/overlays/{environment}/{}", self.path),
            Place::Samples => format!("{output}/samples/{}", self.path),
            Place::Docs => format!("docs/{}", self.path),
        }
    }
}
