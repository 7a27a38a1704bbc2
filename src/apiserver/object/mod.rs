//! What kube-apiserver does with a custom object that is created: what it drops, what it fills in, what it refuses.
//!
//! Invariants: never recurses deeper than the object or its schema, whose depth their readers limit; an object and its schema are walked
//! once for each step. Deliberately absent: what needs a running server (admission, quotas, the object that is there already), and what
//! only the server sets (`uid`, `generation`, `managedFields`).

mod fill;
mod prune;
mod show;
pub mod validate;

pub use fill::{drop_nulls, fill_defaults};
pub use prune::{Pruned, Root, prune};
