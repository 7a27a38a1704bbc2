//! The PromQL language: lexer, parser, types, printer. (Signatures; the engine is on its way.)

pub mod ast;
pub mod substitute;
pub mod walk;

use ast::{Expr, Node, Range};

/// What a parse allows beyond Prometheus's defaults.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "replaced soon")]
pub struct Options {
    pub experimental_functions: bool,
    pub extended_ranges: bool,
    pub fill_modifiers: bool,
    pub placeholders: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            experimental_functions: false,
            extended_ranges: false,
            fill_modifiers: false,
            placeholders: true,
        }
    }
}

/// An error in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where.
    pub range: Range,
    /// What.
    pub message: String,
    /// Advice.
    pub help: Option<String>,
}

/// Type of an expression's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "replaced soon")]
pub enum ValueType {
    Scalar,
    Vector,
    Matrix,
    String,
    Unknown,
}

/// Parses.
pub fn parse(input: &str, _options: &Options) -> (Expr, Vec<Error>) {
    let _ = input;
    (
        Expr {
            node: Node::Invalid,
            range: Range::default(),
        },
        Vec::new(),
    )
}

/// The type.
pub fn type_of(_expr: &Expr) -> ValueType {
    ValueType::Unknown
}

/// Canonical text.
pub fn print(_expr: &Expr) -> String {
    String::new()
}

/// Formatted text.
pub fn pretty(_expr: &Expr) -> String {
    String::new()
}
