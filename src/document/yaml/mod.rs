//! YAML: documents in, scalars out.

mod read;

mod builder;

mod resolve;

mod scalar;

mod ambiguous;

pub use read::{read, read_spanned};
pub use scalar::{push_key, push_quoted, push_string};
