//! What kube-apiserver asks of `x-kubernetes-validations`.

mod escape;
mod field_path;
mod form;
mod types;

pub use escape::escape;
pub use form::check_form;
pub use types::{Declared, LARGEST_REQUEST, Parts, declare};
