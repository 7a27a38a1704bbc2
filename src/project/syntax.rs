//! TOML text to a table, with every syntax error in our words.

use crate::{
    diag::{Diagnostic, Level, Rule},
    text::{FileId, Span},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The file is no TOML 1.1.
pub static SYNTAX: Rule = Rule {
    name: "project/syntax",
    level: Level::Deny,
    docs: "",
};

/// A key is defined twice.
pub static DUPLICATE_KEY: Rule = Rule {
    name: "project/duplicate-key",
    level: Level::Deny,
    docs: "",
};

/// The table of a file, as far as it could be read, and every syntax error.
pub fn parse(text: &str, file: FileId) -> (Spanned<DeTable<'_>>, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let diagnostics = errors
        .iter()
        .map(|error| diagnostic(error, text, file, table.get_ref()))
        .collect();
    (table, diagnostics)
}

fn diagnostic(error: &toml::de::Error, text: &str, file: FileId, table: &DeTable) -> Diagnostic {
    let range = error.span().unwrap_or(text.len()..text.len());
    let span = visible(text, file, &range);
    if error.message().starts_with("duplicate key") {
        return duplicate(text, file, range.start, span, table);
    }
    let message = error
        .message()
        .replace("`\n`", "a line break")
        .replace("newline", "line break");
    Diagnostic::new(&SYNTAX, span, message.trim().to_string())
}

/// A span with at least one character: an error at a line's end points at the last character before it.
fn visible(text: &str, file: FileId, range: &std::ops::Range<usize>) -> Span {
    let (start, end) = (
        text.floor_char_boundary(range.start),
        text.ceil_char_boundary(range.end.min(text.len())),
    );
    let blank = text
        .get(start..end)
        .is_none_or(|part| part.trim().is_empty());
    if !blank {
        return Span::new(file, start, end);
    }
    let before = text[..start].trim_end_matches([' ', '\t']);
    Span::new(file, before.len(), before.len())
}

fn duplicate(text: &str, file: FileId, at: usize, span: Span, table: &DeTable) -> Diagnostic {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let key = text
        .get(span.range())
        .unwrap_or_default()
        .trim_matches(['"', '\'', '[', ']']);
    let diagnostic = Diagnostic::new(&DUPLICATE_KEY, span, format!("`{key}` is defined twice"));
    match first_place(text, line, at, key, table) {
        Some(first) => diagnostic.label(
            Span::new(file, first.start, first.end),
            "first defined here",
        ),
        None => diagnostic,
    }
}

/// The first definition of the key that stands a second time at `at`, in the line that starts at `line`.
fn first_place(
    text: &str,
    line: usize,
    at: usize,
    key: &str,
    table: &DeTable,
) -> Option<std::ops::Range<usize>> {
    let written = text[line..at].trim_start();
    let mut path: Vec<String> = if written.starts_with('[') {
        Vec::new()
    } else {
        header(&text[..line])
    };
    path.extend(key_path(
        written.trim_start_matches('[').trim_end_matches('.'),
    ));
    let mut here = table;
    for name in &path {
        here = here
            .iter()
            .find(|(known, _)| known.get_ref() == name)
            .and_then(|(_, value)| inner(value.get_ref()))?;
    }
    let (known, _) = here.iter().find(|(known, _)| known.get_ref() == key)?;
    Some(known.span()).filter(|first| first.start < at)
}

fn inner<'a, 'i>(value: &'a DeValue<'i>) -> Option<&'a DeTable<'i>> {
    match value {
        DeValue::Table(table) => Some(table),
        DeValue::Array(items) => items.last().and_then(|item| inner(item.get_ref())),
        _ => None,
    }
}

/// The path of the last table header in the text.
fn header(text: &str) -> Vec<String> {
    let line = text
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with('['));
    let path = line.map(|line| {
        line.trim()
            .trim_start_matches('[')
            .split(']')
            .next()
            .unwrap_or_default()
    });
    path.map(key_path).unwrap_or_default()
}

/// The parts of a TOML key path such as `a."b.c"`; empty when it is none.
pub fn key_path(path: &str) -> Vec<String> {
    let document = format!("{path} = 0");
    let Ok(table) = DeTable::parse(&document) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let mut here = Some(table.get_ref());
    while let Some((key, value)) = here.and_then(|table| table.iter().next()) {
        parts.push(key.get_ref().to_string());
        here = value.get_ref().as_table();
    }
    parts
}
