//! Exceptions from checks in comments: `# gen:allow promql/rate-on-gauge until=2027-06-30 the reason`.
//!
//! A comment at the end of a line is about the rule, group or file that the line belongs to; one on a line of its own about the line
//! below, or about the one above if that is as deep as the comment and the one below is not. In an expression it is about its rule.
//! JSON has no comments.

use super::BAD_ALLOW;
use crate::{
    diag::{Diagnostic, nearest},
    document::{Tree, TreeValue},
    model::{Allow, Allows, Context, Date, Name, Spanned},
    text::{FileId, Span},
};
use std::ops::Range;

/// How a comment for gen begins, behind its `#`.
const MARK: &str = "gen:";

/// What comments can ask for.
const ALLOW: &str = "allow";

/// An exception that was not yet asked for.
struct Comment {
    /// A byte of what it is about.
    target: usize,
    family: Name,
    check: Name,
    allow: Allow,
}

/// The exceptions in the comments of a file.
#[derive(Default)]
pub struct Comments {
    left: Vec<Comment>,
}

impl Comments {
    /// Reads the comments of a document of a file; what is wrong with them is reported.
    pub fn read(ctx: &mut Context, file: FileId, tree: &Tree) -> Self {
        let sources = ctx.sources;
        let text = sources.get(file).text.as_str();
        let mut result = Self::default();
        if !text.contains(MARK) || text.trim_start().starts_with('{') {
            return result;
        }
        let mut texts = Vec::new();
        find_texts(tree, None, &mut texts);
        for (at, _) in text.match_indices('#') {
            let Some(place) = comment(text, at) else {
                continue;
            };
            let inside = texts.iter().find(|(range, _)| range.contains(&at));
            let target = match inside {
                Some((_, false)) => continue,
                Some((_, true)) => Some(at),
                None => target(text, at),
            };
            match (parse(text, file, place.clone()), target) {
                (Err(finding), _) => ctx.report(*finding),
                (Ok(_), None) => {
                    let span = Span::new(file, place.start, place.end);
                    let message = "the exception stands above nothing";
                    ctx.report(Diagnostic::new(&BAD_ALLOW, span, message).help(
                        "write it above the rule, the group or the first line, or behind one of their lines",
                    ));
                }
                (Ok((family, check, allow)), Some(target)) => result.left.push(Comment {
                    target,
                    family,
                    check,
                    allow,
                }),
            }
        }
        result
    }

    /// The exceptions about something inside these bytes that nobody inside has asked for.
    pub fn take(&mut self, range: Range<usize>) -> Allows {
        let mut result = Allows::new();
        let (own, others) = std::mem::take(&mut self.left)
            .into_iter()
            .partition(|comment| range.contains(&comment.target));
        self.left = others;
        let own: Vec<Comment> = own;
        for comment in own {
            let checks = result.entry(comment.family).or_default();
            checks.entry(comment.check).or_insert(comment.allow);
        }
        result
    }
}

/// The bytes of every text, and whether it is an expression.
fn find_texts(tree: &Tree, key: Option<&str>, found: &mut Vec<(Range<usize>, bool)>) {
    match &tree.value {
        TreeValue::String(_) => found.push((tree.range(), key == Some("expr"))),
        TreeValue::List(items) => items.iter().for_each(|item| find_texts(item, None, found)),
        TreeValue::Map(entries) => entries
            .iter()
            .for_each(|entry| find_texts(&entry.value, Some(&entry.key), found)),
        _ => {}
    }
}

/// The bytes of the comment for gen whose `#` stands here, from its mark to the end of the line.
fn comment(text: &str, at: usize) -> Option<Range<usize>> {
    let is_first = text[..at]
        .chars()
        .next_back()
        .is_none_or(char::is_whitespace);
    let line = text[at + 1..].lines().next().unwrap_or_default();
    let content = line.trim_start();
    let start = at + 1 + line.len() - content.len();
    let is_ours = is_first && content.starts_with(MARK);
    is_ours.then(|| start..start + content.trim_end().len())
}

/// A byte of what a comment of YAML is about; `None` when it stands above nothing.
fn target(text: &str, at: usize) -> Option<usize> {
    let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
    if !text[line..at].trim().is_empty() {
        return content(text, line);
    }
    let column = at - line;
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    let below = lines(text, end).find(|start| content(text, *start).is_some());
    let depth = |start: usize| {
        let rest = &text[start..];
        rest.len() - rest.trim_start_matches(' ').len()
    };
    if below.is_none_or(|below| depth(below) < column) && column > 0 {
        let mut above: Vec<usize> = lines(text, 0).take_while(|start| *start < line).collect();
        above.retain(|start| content(text, *start).is_some());
        return content(text, above.pop()?);
    }
    content(text, below?)
}

/// Where the lines from here on start.
fn lines(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let rest = &text[from..];
    let breaks = rest.match_indices('\n').map(move |(at, _)| from + at + 1);
    std::iter::once(from)
        .chain(breaks)
        .filter(|start| *start < text.len())
}

/// The first byte of what a line says behind the marks of lists; `None` for a comment and what stands between documents.
fn content(text: &str, line: usize) -> Option<usize> {
    let whole = text[line..].lines().next()?;
    let mut rest = whole.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    let is_content = !rest.is_empty() && !rest.starts_with(['#', '%']) && !rest.starts_with("---");
    is_content.then(|| line + whole.len() - rest.len())
}

/// Family, check and the exception itself.
type Parsed = (Name, Name, Allow);

/// Parses what stands behind the `#`.
fn parse(text: &str, file: FileId, place: Range<usize>) -> Result<Parsed, Box<Diagnostic>> {
    let span = |range: Range<usize>| Span::new(file, range.start, range.end);
    let wrong = |range: Range<usize>, message: String| {
        let finding = Diagnostic::new(&BAD_ALLOW, span(range), message);
        Box::new(finding.help("write `# gen:allow family/name the reason`, or with `until=2027-06-30` before the reason"))
    };
    let mut words = Words {
        text,
        at: place.start + MARK.len(),
        end: place.end,
    };
    let asked = words.next();
    if &text[asked.clone()] != ALLOW {
        let found = &text[asked.clone()];
        let message = format!("a comment for gen says `gen:allow`, this one `gen:{found}`");
        let known = nearest(found, [ALLOW]).is_some();
        let range = if known { asked } else { place };
        return Err(wrong(range, message));
    }
    let name = words.next();
    let Some((family, check)) = text[name.clone()].split_once('/') else {
        let message = "the exception does not name a check, `family/name`".to_string();
        return Err(wrong(if name.is_empty() { place } else { name }, message));
    };
    let middle = name.start + family.len();
    let family = Name::new(family.to_string(), span(name.start..middle));
    let check = Name::new(check.to_string(), span(middle + 1..name.end));
    let mut next = words.clone();
    let word = next.next();
    let mut until = None;
    if let Some(day) = text[word.clone()].strip_prefix("until=") {
        let range = word.end - day.len()..word.end;
        let Some(date) = Date::read(day) else {
            let message = format!("`{day}` is not a day of the calendar, such as 2027-06-30");
            return Err(wrong(range, message));
        };
        until = Some(Spanned::new(date, span(range)));
        words = next;
    }
    let reason = words.rest();
    if reason.is_empty() {
        return Err(wrong(name, "the exception has no reason".to_string()));
    }
    let reason = Spanned::new(text[reason.clone()].to_string(), span(reason));
    Ok((family, check, Allow { reason, until }))
}

/// The words of a line.
#[derive(Clone)]
struct Words<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl Words<'_> {
    /// The bytes of the next word; empty at the end.
    fn next(&mut self) -> Range<usize> {
        let Range { start, end } = self.rest();
        let rest = &self.text[start..end];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.at = start + length;
        start..self.at
    }

    /// The bytes of what is left.
    fn rest(&self) -> Range<usize> {
        let rest = &self.text[self.at..self.end];
        let start = self.end - rest.trim_start().len();
        start..self.end
    }
}
