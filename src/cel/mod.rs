//! CEL, the expression language of validation rules in custom resource definitions, as kube-apiserver understands it.
//!
//! Invariants: reading never fails, it returns what it could read and the errors; every node has a range in the expression; nesting is
//! bounded. Deliberately absent: schemas of Kubernetes and what the API server asks of a rule beside the language (`apiserver`).

pub mod ast;

pub mod types;

pub mod cost;
