//! The PromQL language: lexer, parser, types, printer.
//!
//! Invariants: parsing never fails, it returns an expression and its errors; every node has a range in the expression's text;
//! one table of functions; nesting is limited. Knows no TOML and no Kubernetes. The judge of every question is the parser of
//! Prometheus 3.15. Deliberately absent: evaluation.

pub mod ast;

pub mod functions;

pub mod token;

pub mod placeholder;

pub mod number;

pub mod text;

pub mod regex;

pub mod lex;

pub mod parse;

pub mod nearest;

pub mod types;

pub mod walk;

pub mod build;

pub mod substitute;

pub mod print;

pub mod pretty;

pub mod series;

use crate::promql::ast::{Expr, Range};

pub use pretty::pretty;
pub use print::print;
pub use types::type_of;

/// What an expression may use beyond PromQL's stable part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Functions and aggregators behind `promql-experimental-functions`.
    pub experimental_functions: bool,
    /// `anchored` and `smoothed`, behind `promql-extended-range-selectors`.
    pub extended_ranges: bool,
    /// `fill`, `fill_left` and `fill_right`, behind `promql-binop-fill-modifiers`.
    pub fill_modifiers: bool,
    /// `$x`, `${x}`, `${x:format}` and `[[x]]`; without, `$` is an error as in Prometheus.
    pub placeholders: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            experimental_functions: false,
            extended_ranges: false,
            fill_modifiers: false,
            placeholders: true,
        }
    }
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where it is wrong; empty at a place where something is missing.
    pub range: Range,
    /// What was found and what was expected: one phrase, lowercase, names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place that has to do with it, and what is there.
    pub related: Option<(Range, &'static str)>,
}

impl Error {
    /// Returns an error without help.
    pub fn new(range: Range, message: impl Into<String>) -> Self {
        Error {
            range,
            message: message.into(),
            help: None,
            related: None,
        }
    }

    /// Returns the error with a help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns the error with another place that has to do with it.
    #[must_use]
    pub fn with_related(mut self, range: Range, label: &'static str) -> Self {
        self.related = Some((range, label));
        self
    }
}

/// The type of an expression's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A number.
    Scalar,
    /// One value per series.
    Vector,
    /// A range of values per series.
    Matrix,
    /// A string.
    String,
    /// Not known: a placeholder for a whole expression, or what could not be parsed. It never yields an error.
    Unknown,
}

impl ValueType {
    /// Returns the type's name as Prometheus's documentation spells it.
    pub fn name(self) -> &'static str {
        let phrase = self.phrase();
        phrase.split_once(' ').map_or(phrase, |(_, name)| name)
    }

    /// Returns the word of Prometheus's programs and HTTP API: `scalar`, `vector`, `matrix`, `string`; `unknown` is ours.
    pub fn word(self) -> &'static str {
        match self {
            ValueType::Scalar => "scalar",
            ValueType::Vector => "vector",
            ValueType::Matrix => "matrix",
            ValueType::String => "string",
            ValueType::Unknown => "unknown",
        }
    }

    /// Returns the name with its article, as it stands in messages.
    pub fn phrase(self) -> &'static str {
        match self {
            ValueType::Scalar => "a scalar",
            ValueType::Vector => "an instant vector",
            ValueType::Matrix => "a range vector",
            ValueType::String => "a string",
            ValueType::Unknown => "an unknown",
        }
    }
}

/// Returns the expression that a text holds, and what is wrong with it in the order in which Prometheus finds it.
///
/// What could not be understood is [`ast::Node::Invalid`]; without errors, Prometheus accepts the text.
pub fn parse(input: &str, options: &Options) -> (Expr, Vec<Error>) {
    parse::parse_expression(input, options)
}
