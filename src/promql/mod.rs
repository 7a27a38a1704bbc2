//! The PromQL language: lexer, parser, types, printer.
//!
//! Invariants: parsing never fails, it returns an expression and its errors; every node has a range in the expression's text;
//! one table of functions; nesting is limited. Knows no TOML and no Kubernetes.

pub mod ast;
