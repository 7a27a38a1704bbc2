//! What kube-apiserver asks of `x-kubernetes-validations`.

mod escape;
mod types;

pub use escape::escape;
pub use types::{Declared, LARGEST_REQUEST, Parts, declare};
