//! YAML: documents in, scalars out.

mod ambiguous;
mod read;
mod resolve;
mod scalar;

pub use read::{read, read_spanned};
pub use scalar::{push_key, push_quoted, push_string};
