//! YAML and JSON as text: reading into a spanned, ordered tree, and the spelling of single keys, strings and numbers.
//!
//! Invariants: the only module that names a YAML parser or `serde_json`'s; YAML is read as Kubernetes reads it
//! (`sigs.k8s.io/yaml`, which is Go's yaml.v2); whatever is written here is read back unchanged by both. Deliberately absent: the
//! layout of documents (`output::encode`), files, what a tree means.

mod tree;

pub mod yaml;

pub mod json;

mod number;

mod spaces;

pub use number::{push_float, push_integer};
pub use spaces::push_spaces;
pub use tree::{Entry, ReadError, Tree, TreeValue};
