//! YAML: documents in, scalars out.

mod ambiguous;
mod builder;
mod read;
mod resolve;
mod scalar;

pub use read::{read, read_spanned};
pub use scalar::{push_key, push_quoted, push_string};
