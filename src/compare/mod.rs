//! What changed between two states of one thing, and whom it breaks.
//!
//! Invariants: works on values without places, a change names the JSON pointers of both sides; *breaking* is said only of what refuses, loses or
//! alters what was accepted before, and what cannot be decided from the two sides is *unknown*, with the reason; texts for people alone (descriptions,
//! titles, examples) are no change. Deliberately absent: files, revisions, which old thing belongs to which new one (`compile` pairs them).

mod change;

mod at;

mod wording;

mod schema;

mod definition;

pub use change::{Change, Effect, Place, Subject, What};
pub use definition::{added, definitions, name, removed};
