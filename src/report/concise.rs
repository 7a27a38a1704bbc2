//! One line per finding: `file:line:column: error[name]: message`.

use super::{Style, severity};
use crate::{diag::Diagnostic, text::Sources};
use std::fmt::Write;

/// The findings, a line each.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], _: Style) -> String {
    let mut result = String::new();
    for diagnostic in diagnostics {
        let span = diagnostic.primary.span;
        let source = sources.get(span.file);
        let place = source.position(span.start as usize);
        let (level, name) = (severity(diagnostic.level), diagnostic.rule.name);
        // A name in a message may hold line breaks, or escapes that a terminal would obey.
        let message = diagnostic.message.replace(char::is_control, "\u{fffd}");
        let _ = writeln!(
            result,
            "{}:{}:{}: {level}[{name}]: {message}",
            source.name, place.line, place.column
        );
    }
    result
}
