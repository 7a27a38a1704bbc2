//! Findings for people: the source with carets under it.

use super::Style;
use crate::{
    diag::{Diagnostic, Help, Level},
    text::{FileId, Sources, Span},
};
use annotate_snippets::{
    AnnotationKind, Element, Group, Level as Severity, Patch, Renderer, Snippet,
};
use std::ops::Range;

/// The findings, each with its source.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], style: Style) -> String {
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(style.width);
    let mut result = String::new();
    for diagnostic in diagnostics {
        result.push_str(renderer.render(&report(sources, diagnostic)).trim_end());
        result.push_str("\n\n");
    }
    result
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
    let mut files: Vec<FileId> = vec![diagnostic.primary.span.file];
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
        .into_iter()
        .map(|file| snippet(sources, diagnostic, file).into())
        .collect()
}

fn snippet<'a>(
    sources: &'a Sources,
    diagnostic: &'a Diagnostic,
    file: FileId,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let primary = std::iter::once((AnnotationKind::Primary, &diagnostic.primary));
    let context = diagnostic
        .labels
        .iter()
        .map(|label| (AnnotationKind::Context, label));
    let labels: Vec<_> = primary
        .chain(context)
        .filter(|(_, label)| label.span.file == file)
        .collect();
    let source = sources.get(file);
    let window = window(&source.text, labels.iter().map(|(_, label)| label.span));
    let annotations = labels.into_iter().map(|(kind, label)| {
        let annotation = kind.span(inside(&source.text, label.span, &window));
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(&label.text)
        }
    });
    Snippet::source(&source.text[window.clone()])
        .path(source.name.as_str())
        .line_start(source.position(window.start).line)
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
    let window = window(&source.text, edits.clone().map(|edit| edit.span));
    let patches =
        edits.map(|edit| Patch::new(inside(&source.text, edit.span, &window), &edit.text));
    group.element(
        Snippet::source(&source.text[window.clone()])
            .path(source.name.as_str())
            .line_start(source.position(window.start).line)
            .patches(patches.collect::<Vec<_>>()),
    )
}

/// The lines that hold all spans: large files are not handed to the renderer whole.
fn window(text: &str, spans: impl Iterator<Item = Span>) -> Range<usize> {
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
    first..last
}

/// A span within the window, at character boundaries; at the end of a line it stays on it.
fn inside(text: &str, span: Span, window: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary((span.start as usize).clamp(window.start, window.end));
    let end = text.ceil_char_boundary((span.end as usize).clamp(start, window.end));
    start - window.start..end - window.start
}
