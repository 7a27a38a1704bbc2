//! From artifacts to files.

mod encode;

pub use encode::encode;
