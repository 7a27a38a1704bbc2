//! Findings for people: the source with carets under it.

use super::Style;
use crate::{
    diag::{Diagnostic, Help, Label, Level},
    text::{FileId, Source, Sources, Span},
};
use annotate_snippets::{
    AnnotationKind, Element, Group, Level as Severity, Origin, Patch, Renderer, Snippet,
};
use indexmap::IndexMap;
use std::{borrow::Cow, fmt::Write, ops::Range};

/// How many findings are shown: nobody reads more, and a terminal does not keep them.
const MOST: usize = 100;

/// How much of a file is shown around a finding: a line of megabytes, as in JSON on one line, takes seconds and tells nothing.
const MOST_BYTES: usize = 64 << 10;

/// How long a line may be that is shown whole, once as it is and once as it should be: a dashboard may stand on one line.
const MOST_OF_A_LINE: usize = 400;

/// The findings, each with its source. Of very many the first errors are shown, then the first warnings, and how many are left.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], style: Style) -> String {
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(style.width);
    let mut result = String::new();
    for diagnostic in first(diagnostics) {
        result.push_str(renderer.render(&report(sources, diagnostic)).trim_end());
        result.push_str("\n\n");
    }
    if diagnostics.len() > MOST {
        let _ = writeln!(
            result,
            "{} more are not shown; `gen check --format concise` has a line for each\n",
            diagnostics.len() - MOST
        );
    }
    result
}

/// As many findings as are shown, errors before warnings if some are left out, in their order.
fn first(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut shown: Vec<(usize, &Diagnostic)> = diagnostics.iter().enumerate().collect();
    shown.sort_by_key(|(_, diagnostic)| diagnostic.level != Level::Deny);
    shown.truncate(MOST);
    shown.sort_by_key(|(index, _)| *index);
    shown
        .into_iter()
        .map(|(_, diagnostic)| diagnostic)
        .collect()
}

fn report<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let severity = if diagnostic.level == Level::Deny {
        Severity::ERROR
    } else {
        Severity::WARNING
    };
    let mut primary = severity
        .primary_title(&diagnostic.message)
        .id(diagnostic.rule.name)
        .elements(snippets(sources, diagnostic));
    let words = diagnostic
        .notes
        .iter()
        .map(|note| Severity::NOTE.message(note));
    let trace = diagnostic
        .trace
        .iter()
        .map(|step| Severity::NOTE.message(step));
    let advice = diagnostic
        .help
        .iter()
        .filter(|help| help.edits.is_empty())
        .map(|help| Severity::HELP.message(&help.message));
    for message in words.chain(trace).chain(advice) {
        primary = primary.element(message);
    }
    let fixes = diagnostic
        .help
        .iter()
        .filter(|help| !help.edits.is_empty())
        .map(|help| fix(sources, help));
    std::iter::once(primary).chain(fixes).collect()
}

/// One snippet per file, the file of the primary place first.
fn snippets<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Vec<Element<'a>> {
    let primary = std::iter::once((AnnotationKind::Primary, &diagnostic.primary));
    let context = diagnostic
        .labels
        .iter()
        .map(|label| (AnnotationKind::Context, label));
    let mut files: IndexMap<FileId, Vec<Place<'a>>> = IndexMap::new();
    for place in primary.chain(context) {
        files.entry(place.1.span.file).or_default().push(place);
    }
    files
        .into_values()
        .flat_map(|places| elements(sources, places))
        .collect()
}

/// A place of a file, and whether it is the primary one.
type Place<'a> = (AnnotationKind, &'a Label);

/// What shows places of one file: a snippet with all of them, or with each where they lie far apart; of a line that is too long only
/// its number.
fn elements<'a>(sources: &'a Sources, places: Vec<Place<'a>>) -> Vec<Element<'a>> {
    let Some((_, first)) = places.first() else {
        return Vec::new();
    };
    let source = sources.get(first.span.file);
    let window = Window::new(&source.text, places.iter().map(|(_, label)| label.span));
    if window.bytes.len() <= MOST_BYTES {
        return vec![snippet(source, &window, places).into()];
    }
    if places.len() == 1 {
        return vec![origin(source, first.span).into()];
    }
    places
        .into_iter()
        .flat_map(|place| elements(sources, vec![place]))
        .collect()
}

fn origin(source: &Source, span: Span) -> Origin<'_> {
    let position = source.position(span.start as usize);
    Origin::path(source.name.as_str())
        .line(position.line)
        .char_column(position.column)
}

fn snippet<'a>(
    source: &'a Source,
    window: &Window<'a>,
    places: Vec<Place<'a>>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let annotations = places.into_iter().map(|(kind, label)| {
        let annotation = kind.span(window.inside(label.span));
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(&label.text)
        }
    });
    Snippet::source(window.shown())
        .path(source.name.as_str())
        .line_start(source.position(window.bytes.start).line)
        .annotations(annotations.collect::<Vec<_>>())
}

fn fix<'a>(sources: &'a Sources, help: &'a Help) -> Group<'a> {
    let group = Severity::HELP.secondary_title(&help.message);
    let Some(first) = help.edits.first() else {
        return Group::with_title(group);
    };
    let source = sources.get(first.span.file);
    let edits = help
        .edits
        .iter()
        .filter(|edit| edit.span.file == first.span.file);
    let window = Window::new(&source.text, edits.clone().map(|edit| edit.span));
    let is_long = |line: &str| line.len() > MOST_OF_A_LINE;
    if window.bytes.len() > MOST_BYTES || window.shown().lines().any(is_long) {
        return group.element(origin(source, first.span));
    }
    let patches = edits.map(|edit| Patch::new(window.inside(edit.span), &edit.text));
    group.element(
        Snippet::source(window.shown())
            .path(source.name.as_str())
            .line_start(source.position(window.bytes.start).line)
            .patches(patches.collect::<Vec<_>>()),
    )
}

/// The lines that hold all spans: large files are not handed to the renderer whole. Line ends are shown as `\n`.
struct Window<'a> {
    text: &'a str,
    bytes: Range<usize>,
}

impl<'a> Window<'a> {
    fn new(text: &'a str, spans: impl Iterator<Item = Span>) -> Self {
        let (mut start, mut end) = (text.len(), 0);
        for span in spans {
            start = start.min(span.start as usize);
            end = end.max(span.end as usize);
        }
        let (start, end) = (
            text.floor_char_boundary(start),
            text.ceil_char_boundary(end.clamp(start.min(text.len()), text.len())),
        );
        let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let bytes = first..first.max(text[..last].trim_end_matches('\r').len());
        Self { text, bytes }
    }

    /// The lines without the carriage returns at their ends.
    fn shown(&self) -> Cow<'a, str> {
        let lines = &self.text[self.bytes.clone()];
        if lines.contains('\r') {
            lines.replace("\r\n", "\n").into()
        } else {
            lines.into()
        }
    }

    /// A span within what is shown, at character boundaries; at the end of a line it stays on it.
    fn inside(&self, span: Span) -> Range<usize> {
        let (first, last) = (self.bytes.start, self.bytes.end);
        let start = self
            .text
            .floor_char_boundary((span.start as usize).clamp(first, last));
        let end = self
            .text
            .ceil_char_boundary((span.end as usize).clamp(start, last));
        let shown = |at: usize| at - first - self.text[first..at].matches("\r\n").count();
        shown(start)..shown(end)
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, render};
    use crate::{
        diag::{Diagnostic, Level, Rule},
        report::Style,
        text::{FileId, Sources, Span},
    };

    static RULE: Rule = Rule {
        name: "a/b",
        level: Level::Deny,
        docs: "",
    };

    fn report(text: &str, findings: &[Diagnostic]) -> String {
        let mut sources = Sources::default();
        sources.add("gen.toml", text);
        let style = Style {
            color: false,
            width: 80,
        };
        render(&sources, findings, style)
    }

    fn at(start: usize, end: usize) -> Diagnostic {
        Diagnostic::new(&RULE, Span::new(FileId(0), start, end), "wrong")
    }

    #[test]
    fn a_change_of_a_very_long_line_is_placed_and_not_shown_whole() {
        let text = format!("{{\"a\": \"{}\", \"unit\": \"x\"}}", "b".repeat(5000));
        let place = Span::new(FileId(0), text.len() - 4, text.len() - 1);
        let finding = at(text.len() - 4, text.len() - 1).propose("write `s`", place, "\"s\"");
        let report = report(&text, &[finding]);
        assert!(report.len() < 1000, "{report}");
        assert!(
            report.contains("help: write `s`\n --> gen.toml:1:5019"),
            "{report}"
        );
    }

    #[test]
    fn line_ends_of_windows_are_shown_as_others() {
        let spans = [(0, 1), (3, 7), (9, 10), (0, 10), (2, 2), (7, 9), (10, 10)];
        for (start, end) in spans {
            let unix = "ab\nc = \nde";
            let windows = unix.replace('\n', "\r\n");
            let moved = |at: usize| at + unix[..at].matches('\n').count();
            let finding =
                |start, end| at(start, end).edit("write", at(start, end).primary.span, "x");
            assert_eq!(
                report(unix, &[finding(start, end)]),
                report(&windows, &[finding(moved(start), moved(end))]),
                "{start}..{end}"
            );
        }
    }

    #[test]
    fn any_span_of_any_text_is_shown() {
        for text in [
            "",
            "\n",
            "\r\n",
            "\r",
            "a\tb\n",
            "日本\r\n語",
            "e\u{301}\u{200d}x",
            "\u{feff}a",
        ] {
            for start in 0..=text.len() + 1 {
                for end in start..=text.len() + 2 {
                    let shown =
                        report(text, &[at(start, end).label(at(0, 0).primary.span, "here")]);
                    assert!(
                        shown.contains("gen.toml:") && shown.contains('^'),
                        "{text:?} {start}..{end}\n{shown}"
                    );
                    assert!(!shown.contains('\r'), "{text:?} {start}..{end}");
                }
            }
        }
    }

    #[test]
    fn places_far_apart_are_shown_apart_and_endless_lines_by_their_number() {
        let far = format!("a = 1\n{}a = 2\n", "# x\n".repeat(50_000));
        let end = far.len() - 6;
        let shown = report(
            &far,
            &[at(end, end + 1).label(at(0, 1).primary.span, "first")],
        );
        for part in ["gen.toml:50002:1", "| a = 2", "| a = 1", "- first"] {
            assert!(shown.contains(part), "{shown}");
        }
        let line = format!("a\n{}", "x".repeat(1_000_000));
        let finding = at(900, 901).edit("write", at(900, 901).primary.span, "y");
        let shown = report(&line, &[finding]);
        assert_eq!(shown.matches("gen.toml:2:899").count(), 2, "{shown}");
        assert!(shown.len() < 1000, "{shown}");
    }

    #[test]
    fn of_very_many_findings_the_errors_are_shown_and_the_rest_is_counted() {
        let text = "x\n".repeat(2000);
        let mut findings: Vec<Diagnostic> =
            (0..1000).map(|line| at(line * 2, line * 2 + 1)).collect();
        for (line, finding) in findings.iter_mut().enumerate() {
            finding.level = if line == 999 {
                Level::Deny
            } else {
                Level::Warn
            };
        }
        let shown = report(&text, &findings);
        assert_eq!(shown.matches("[a/b]: wrong").count(), MOST);
        assert!(
            shown.contains("error[a/b]: wrong\n    --> gen.toml:1000:1"),
            "{shown}"
        );
        assert!(shown.contains("900 more are not shown"));
        assert!(!report(&text, &findings[..MOST]).contains("more"));
    }
}
