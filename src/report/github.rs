//! Annotations of GitHub's workflows, a line per finding: `::error file=…,line=…,col=…,title=…::message`.
//!
//! Escapes are those of `@actions/core` (`command.ts`: `escapeData`, `escapeProperty`).

use super::{Style, path, severity, words};
use crate::{diag::Diagnostic, text::Sources};
use std::fmt::Write;

/// The findings, a line each.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], _: Style) -> String {
    let mut result = String::new();
    for diagnostic in diagnostics {
        let span = diagnostic.primary.span;
        let source = sources.get(span.file);
        let (start, end) = (
            source.position(span.start as usize),
            source.position(span.end as usize),
        );
        let _ = write!(
            result,
            "::{} file={},line={}",
            severity(diagnostic.level),
            property(path(source).1),
            start.line
        );
        // GitHub takes columns only where both are of one line.
        let _ = if start.line == end.line {
            write!(
                result,
                ",col={},endLine={},endColumn={}",
                start.column, end.line, end.column
            )
        } else {
            write!(result, ",endLine={}", end.line)
        };
        let (title, message) = (property(diagnostic.rule.name), data(&words(diagnostic)));
        let _ = writeln!(result, ",title={title}::{message}");
    }
    result
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_ends_a_line_or_a_property_is_escaped() {
        assert_eq!(data("50%: a, b\r\nc"), "50%25: a, b%0D%0Ac");
        assert_eq!(property("a:b,c%3A\n"), "a%3Ab%2Cc%253A%0A");
    }
}
