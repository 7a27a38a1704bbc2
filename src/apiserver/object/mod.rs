//! What kube-apiserver does with a custom object that is created: what it drops, what it fills in, what it refuses.
//!
//! Invariants: never recurses deeper than the object or its schema, whose depth their readers limit; an object and its schema are walked
//! once for each step. Deliberately absent: what needs a running server (admission, quotas, the object that is there already,
//! `resourceVersion`), what only the server sets (`uid`, `generation`, `managedFields`), and the conversion to the version of storage.

mod definition;
mod embedded;
mod fill;
mod judge;
mod lists;
mod prune;
mod scale;
mod show;
mod unknown;
mod validate;

pub use definition::{Definition, Scale, Version};
pub use embedded::{Coerced, coerce as coerce_embedded, validate as validate_embedded};
pub use fill::{drop_nulls, fill_defaults};
pub use judge::{Judged, Strictness, judge};
pub use lists::find_duplicates;
pub use prune::{Pruned, Root, prune};
pub use validate::{Reading, validate};

pub(in crate::apiserver) use show::{quoted, shown};

#[cfg(test)]
mod tests;
