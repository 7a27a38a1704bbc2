//! What kube-apiserver asks of custom resource definitions and of custom objects, without a server.
//!
//! Invariants: works on values without places; a finding names the field in the server's spelling and the JSON pointer of what is at
//! fault; a finding says that the server refuses, never that something is odd. Deliberately absent: reading of files, findings for
//! users (`compile` makes them), admission and what only a running server knows.

mod decode;
pub mod definition;
mod finding;
pub mod format;
pub mod metadata;
pub mod object;
mod path;
pub mod rules;
mod schema;
mod url;

pub use finding::{Cause, Finding};
pub use path::Path;
pub use schema::{Additional, Dependency, Items, Schema, Validation};
