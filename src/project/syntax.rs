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
    docs: r#"Finds text that is not TOML 1.1 (toml.io).

## Why it matters

Nothing of the file is read until every bracket and quote is closed. All syntax errors of a file are reported in one run.

## Example

```toml
[project]
name = "shop
namespace = "shop"
```

## Use instead

```toml
[project]
name = "shop"
namespace = "shop"
```
"#,
};

/// A key is defined twice.
pub static DUPLICATE_KEY: Rule = Rule {
    name: "project/duplicate-key",
    level: Level::Deny,
    docs: r#"Finds keys and tables that are defined twice, which TOML 1.1 (toml.io) forbids.

## Why it matters

One of the two would be lost. The report shows both places.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[metrics.queue_jobs]
type = "gauge"
help = "Jobs in the queue."
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
```
"#,
};

/// How many syntax errors are told: a file with more is something else than TOML.
const MOST: usize = 1000;

/// For how many findings the first definition of a key is looked for, which takes the whole file each time.
const MOST_FIRST_PLACES: usize = 100;

/// The table of a file, as far as it could be read, and its syntax errors.
pub fn parse(text: &str, file: FileId) -> (Spanned<DeTable<'_>>, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    // What follows a table's second header repeats its keys: only the header is reported.
    let mut repeated = 0..0;
    for error in &errors {
        let at = error.span().map_or(text.len(), |range| range.start);
        let at = text.floor_char_boundary(at);
        if repeated.contains(&at) && is_duplicate(error) {
            continue;
        }
        if is_duplicate(error) && text[line_start(text, at)..at].trim_start().starts_with('[') {
            repeated = at..text[at..].find("\n[").map_or(text.len(), |end| at + end);
        }
        if diagnostics.len() == MOST {
            let last = diagnostics.pop();
            diagnostics.extend(last.map(|last| last.note("more such errors follow")));
            break;
        }
        let table = (diagnostics.len() < MOST_FIRST_PLACES).then_some(table.get_ref());
        diagnostics.push(diagnostic(error, text, file, table));
    }
    (table, diagnostics)
}

fn is_duplicate(error: &toml::de::Error) -> bool {
    error.message().starts_with("duplicate key")
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// What the parser says, where ours is plainer.
const WORDS: [(&str, &str); 6] = [
    (
        "string values must be quoted",
        "a value is missing, or a string without quotes",
    ),
    (
        "invalid basic string, expected `\"`",
        "the string is not closed, expected `\"`",
    ),
    (
        "invalid literal string, expected `'`",
        "the string is not closed, expected `'`",
    ),
    (
        "unclosed table, expected `]`",
        "the header is not closed, expected `]`",
    ),
    (
        "unclosed array, expected `]`",
        "the list is not closed, expected `]`",
    ),
    (
        "unclosed inline table, expected `}`",
        "the inline table is not closed, expected `}`",
    ),
];

/// A syntax error; the first definition of a key is looked for when there is a table.
fn diagnostic(
    error: &toml::de::Error,
    text: &str,
    file: FileId,
    table: Option<&DeTable>,
) -> Diagnostic {
    let range = error.span().unwrap_or(text.len()..text.len());
    let span = visible(text, file, &range);
    if is_duplicate(error) {
        return duplicate(text, file, range.start, span, table);
    }
    let found = error.message().trim();
    let plain = WORDS
        .iter()
        .find(|(theirs, _)| found.starts_with(theirs))
        .map_or(found, |(_, ours)| ours);
    Diagnostic::new(
        &SYNTAX,
        span,
        plain
            .replace("`\n`", "a line break")
            .replace("newline", "line break"),
    )
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

fn duplicate(
    text: &str,
    file: FileId,
    at: usize,
    span: Span,
    table: Option<&DeTable>,
) -> Diagnostic {
    let written = text.get(span.range()).unwrap_or_default();
    let key = key_path(written)
        .pop()
        .unwrap_or_else(|| written.to_string());
    let diagnostic = Diagnostic::new(&DUPLICATE_KEY, span, format!("`{key}` is defined twice"));
    match table.and_then(|table| first_place(text, at, &key, table)) {
        Some(first) => diagnostic.label(
            Span::new(file, first.start, first.end),
            "first defined here",
        ),
        None => diagnostic,
    }
}

/// The first definition of the key that stands a second time at `at`.
fn first_place(
    text: &str,
    at: usize,
    key: &str,
    table: &DeTable,
) -> Option<std::ops::Range<usize>> {
    let line = line_start(text, at);
    let written = text[line..at].trim_start();
    if written.starts_with('[') {
        return first_header(&text[..line], written.trim_start_matches('['), key);
    }
    let within = enclosing(table, at);
    let mut here = within.unwrap_or(table);
    if within.is_none() {
        let mut path = header(&text[..line]);
        path.extend(key_path(written.trim_end_matches('.')));
        for name in &path {
            here = here
                .iter()
                .find(|(known, _)| known.get_ref() == name)
                .and_then(|(_, value)| inner(value.get_ref()))?;
        }
    }
    let (known, _) = here.iter().find(|(known, _)| known.get_ref() == key)?;
    Some(known.span()).filter(|first| first.start < at)
}

/// The last part of the first header with this path.
fn first_header(text: &str, before: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let mut path = key_path(before.trim_end_matches('.'));
    path.push(key.to_string());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.contains(key) {
            start += line.len();
            continue;
        }
        let inner = line
            .trim()
            .trim_start_matches('[')
            .split(']')
            .next()
            .unwrap_or_default();
        if line.trim_start().starts_with('[') && key_path(inner) == path {
            let end = start + line.find(']')?;
            let first = text[start..end].rfind(key)? + start;
            return Some(first..first + key.len());
        }
        start += line.len();
    }
    None
}

/// The innermost inline table around a place.
fn enclosing<'a, 'i>(table: &'a DeTable<'i>, at: usize) -> Option<&'a DeTable<'i>> {
    table.iter().find_map(|(_, value)| match value.get_ref() {
        DeValue::Table(inner) => {
            enclosing(inner, at).or_else(|| value.span().contains(&at).then_some(inner))
        }
        DeValue::Array(items) => items.iter().find_map(|item| {
            let inner = item.get_ref().as_table()?;
            enclosing(inner, at).or_else(|| item.span().contains(&at).then_some(inner))
        }),
        _ => None,
    })
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

/// A key as it is written in a path; `None` for one that needs escapes.
pub fn bare_or_quoted(key: &str) -> Option<String> {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(bare) {
        return Some(key.to_string());
    }
    let plain = !key.contains(|c: char| c.is_control() || matches!(c, '"' | '\\'));
    plain.then(|| format!("\"{key}\""))
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
