//! An output document before it becomes bytes.
//!
//! Invariants: keys keep the order in which they were put; every node knows where it comes from. Deliberately absent: YAML,
//! JSON, disk.

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

/// Which part of the tree a document belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `crds/`: the cluster's.
    Crds,
    /// `base/`.
    Base,
    /// `docs/`.
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
}
