//! JUnit's XML: a suite per file, a case per finding. An error is a failure, a warning a case that passes and says so: programs that read
//! this agree with the exit code. Without findings the project has one case.

use super::{Style, path, severity, words};
use crate::{
    diag::{Diagnostic, Level},
    text::Sources,
};
use std::{collections::BTreeMap, fmt::Write};

/// A document with all findings.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], _: Style) -> String {
    let mut suites: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let file = path(sources.get(diagnostic.primary.span.file)).1;
        suites.entry(file).or_default().push(diagnostic);
    }
    if let (true, Some(project)) = (suites.is_empty(), sources.iter().next()) {
        suites.insert(path(project).1, Vec::new());
    }
    let tests: usize = suites.values().map(|found| found.len().max(1)).sum();
    let mut result = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        result,
        "<testsuites name=\"gen check\" tests=\"{tests}\" failures=\"{}\">",
        failures(diagnostics.iter())
    );
    for (file, found) in suites {
        suite(&mut result, sources, file, &found);
    }
    result + "</testsuites>\n"
}

fn failures<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> usize {
    findings
        .filter(|finding| finding.level == Level::Deny)
        .count()
}

fn suite(result: &mut String, sources: &Sources, file: &str, found: &[&Diagnostic]) {
    let (tests, name) = (found.len().max(1), escape(file));
    let _ = writeln!(
        result,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
        failures(found.iter().copied())
    );
    if found.is_empty() {
        let _ = writeln!(
            result,
            "    <testcase name=\"no findings\" classname=\"{name}\"/>"
        );
    }
    for finding in found {
        case(result, sources, file, finding);
    }
    result.push_str("  </testsuite>\n");
}

fn case(result: &mut String, sources: &Sources, file: &str, finding: &Diagnostic) {
    let span = finding.primary.span;
    let place = sources.get(span.file).position(span.start as usize);
    let (line, column, rule) = (place.line, place.column, finding.rule.name);
    let (message, file) = (escape(&finding.message), escape(file));
    let text = escape(&words(finding));
    let text = format!(
        "{file}:{line}:{column}: {}[{rule}]: {text}",
        severity(finding.level)
    );
    let _ = writeln!(
        result,
        "    <testcase name=\"{line}:{column} {message}\" classname=\"{rule}\" file=\"{file}\" line=\"{line}\">"
    );
    let _ = if finding.level == Level::Deny {
        writeln!(
            result,
            "      <failure type=\"{rule}\" message=\"{message}\">{text}</failure>"
        )
    } else {
        writeln!(result, "      <system-out>{text}</system-out>")
    };
    result.push_str("    </testcase>\n");
}

/// Text in content and attributes. What XML 1.0 (section 2.2) has no character for becomes U+FFFD.
fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\n' => result.push_str("&#10;"),
            '\r' => result.push_str("&#13;"),
            '\t' => result.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => result.push('\u{fffd}'),
            c => result.push(c),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn text_is_escaped_and_what_xml_lacks_is_replaced() {
        assert_eq!(
            escape("a<b> & \"c\"\n\u{1b}[31m\u{0}ß"),
            "a&lt;b&gt; &amp; &quot;c&quot;&#10;\u{fffd}[31m\u{fffd}ß"
        );
    }
}
