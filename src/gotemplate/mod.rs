//! The Go templates that Prometheus expands in the annotations and labels of alerts.
//!
//! [`parse`] gives the verdict of Prometheus 3.15: it loads a rule when its templates parse, and executes none of them before the
//! alert fires (`model/rulefmt`, `testTemplateParsing`). [`analyze::analyze`] then says what a template uses, and what in it fails
//! for certain when it is expanded.
//!
//! Invariants: parsing never fails, it returns a template and its errors; every node has a range in the text; no recursion on input;
//! one table of functions. Knows no TOML. Deliberately absent: expansion.

pub mod analyze;
pub mod ast;
pub mod functions;
mod letters;
mod lex;
mod literal;
mod nearest;
mod number;
mod parse;
mod token;

use crate::promql::Error;
use ast::Template;

/// After so many errors none are kept: nobody reads that far.
const MOST_ERRORS: usize = 1000;

/// Returns the template of a text, and what is wrong with it in the order in which Go finds it.
///
/// `alert` is the name of the alert, which no template defined in the text may take (`__alert_` and the name). What could not be
/// understood is [`ast::Kind::Invalid`]; without errors, Prometheus loads a rule with the text.
pub fn parse<'a>(input: &'a str, alert: &str) -> (Template<'a>, Vec<Error>) {
    parse::parse_template(input, alert)
}
