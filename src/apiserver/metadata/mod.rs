//! The metadata of an object of any kind: its fields, their types, and the syntax of names, labels, annotations and finalizers.
//!
//! Invariants: [`decode`] says what cannot be read and gives back what the server keeps; [`validate`] judges that. Deliberately absent:
//! rules of single kinds for their names, and `managedFields`, which the server writes itself.

mod decode;
mod fields;
mod syntax;
mod validate;

pub use decode::{Decoded, decode, nearest_field};
pub use syntax::{Syntax, label_value_problem, name_problem, qualified_name_problem};
pub use validate::{Names, Namespace, make_name, validate};
