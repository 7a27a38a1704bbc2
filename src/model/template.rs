//! Texts of the project: parameters put in, everything else left as it is.
//!
//! In texts of rules `${name}` outside `{{ }}` is a parameter. In texts of dashboards `$name` and `${name}` are a variable, else one
//! of Grafana's, else a parameter. What stands between `{{ }}` in a text of an alert is a template, which Prometheus must load.

use super::{
    Context,
    context::TEMPLATE,
    expression::{Scope, finding, unknown},
    param::Params,
};
use crate::{
    diag::Diagnostic,
    gotemplate::{self, ast::Kind},
    project::Spanned,
    promql,
    text::{
        Span,
        literal::{self, Shape},
    },
};
use std::ops::Range;

/// A text with its parameters put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Where it is written.
    pub span: Span,
    /// Whether it stands at `span` as it is, so that a place in it is a place there.
    pub verbatim: bool,
    /// Offsets in the file of every byte of `value` and of its end; empty when it holds no template, or was not written as one string.
    places: Vec<u32>,
}

impl Text {
    /// A text that stands nowhere as it is: made for what stands at `span`.
    pub fn made(value: String, span: Span) -> Self {
        Self {
            value,
            span,
            verbatim: false,
            places: Vec::new(),
        }
    }

    /// The place in the file of a range of the value.
    pub fn place(&self, range: promql::ast::Range) -> Span {
        let at = |offset: u32| self.places.get(offset as usize).copied();
        let (Some(start), Some(end)) = (at(range.start), at(range.end)) else {
            return self.span;
        };
        Span {
            start,
            end: end.max(start),
            ..self.span
        }
    }

    /// Whether it says the same for every series: it holds no `{{ }}` of Prometheus.
    pub fn is_static(&self) -> bool {
        !self.value.contains("{{")
    }
}

/// What is put into a text: the range that it replaces, and what stands there instead.
type Replacement<'a> = (Range<usize>, &'a str);

/// Reads a text that keeps its place, see [`read`].
pub fn read_text(
    ctx: &mut Context,
    params: &Params,
    scope: Scope,
    written: &Spanned<String>,
) -> Text {
    let text = literal::trim(&written.value);
    let replacements = replacements(ctx, params, scope, (written, &text));
    with_places(ctx, (written, &text), Shape::Trimmed, &replacements)
}

/// Reads a text that stands in the output as it is written.
pub fn read_raw(ctx: &Context, written: &Spanned<String>) -> Text {
    with_places(ctx, (written, &written.value), Shape::Exact, &[])
}

/// Reads an address, in which `{alert}` is the name of an alert.
pub fn read_address(ctx: &Context, alert: &str, written: &Spanned<String>) -> Text {
    let text = &written.value;
    let found = text.match_indices("{alert}");
    let replacements: Vec<Replacement> = found
        .map(|(at, name)| (at..at + name.len(), alert))
        .collect();
    with_places(ctx, (written, text), Shape::Exact, &replacements)
}

/// Reads a text: trimmed, parameters put in. Unknown names are reported.
pub fn read(ctx: &mut Context, params: &Params, scope: Scope, written: &Spanned<String>) -> String {
    let text = literal::trim(&written.value);
    let replacements = replacements(ctx, params, scope, (written, &text));
    with_replacements(&text, &replacements)
}

/// Reports what makes Prometheus refuse a rule of the alert with this text.
pub fn check(ctx: &mut Context, alert: &str, text: &Text) {
    if text.is_static() {
        return;
    }
    for error in gotemplate::parse(&text.value, alert).1 {
        ctx.report(Diagnostic {
            rule: &TEMPLATE,
            ..finding(&error, |range| text.place(range))
        });
    }
}

/// The parameters to put into a text.
fn replacements<'a>(
    ctx: &mut Context,
    params: &'a Params,
    scope: Scope,
    (written, text): (&Spanned<String>, &str),
) -> Vec<Replacement<'a>> {
    let mut result = Vec::new();
    for place in placeholders(text, matches!(scope, Scope::Dashboard(_))) {
        let name = &text[place.name.clone()];
        if scope.keeps(name) {
            continue;
        }
        if let Some(param) = params.get(name) {
            result.push((place.whole, param.text.as_str()));
        } else {
            let span = ctx.inside(written, Shape::Trimmed, place.whole.clone());
            let written = &text[place.whole];
            ctx.report(unknown(params, scope, (name, written), span));
        }
    }
    result
}

fn with_replacements(text: &str, replacements: &[Replacement]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut last = 0;
    for (range, other) in replacements {
        result.push_str(&text[last..range.start]);
        result.push_str(other);
        last = range.end;
    }
    result.push_str(&text[last..]);
    result
}

/// The text with its replacements; each of their bytes has the place of what was replaced.
fn with_places(
    ctx: &Context,
    (written, text): (&Spanned<String>, &str),
    shape: Shape,
    replacements: &[Replacement],
) -> Text {
    let value = with_replacements(text, replacements);
    let offsets = if value.contains("{{") {
        ctx.offsets(written, shape)
    } else {
        Vec::new()
    };
    let mut places = Vec::with_capacity(offsets.len());
    if offsets.len() == text.len() + 1 {
        let mut last = 0;
        for (range, other) in replacements {
            places.extend_from_slice(&offsets[last..range.start]);
            places.extend(other.bytes().map(|_| offsets[range.start]));
            last = range.end;
        }
        places.extend_from_slice(&offsets[last..]);
    }
    Text {
        verbatim: value == written.value,
        value,
        span: written.span,
        places,
    }
}

/// Reads a text that may be absent.
pub fn read_some(
    ctx: &mut Context,
    params: &Params,
    scope: Scope,
    written: Option<&Spanned<String>>,
) -> Option<String> {
    written.map(|written| read(ctx, params, scope, written))
}

struct Place {
    whole: Range<usize>,
    name: Range<usize>,
}

/// The placeholders outside `{{ }}`; `$name` without braces counts only when `bare`, in texts that are no templates of Prometheus.
fn placeholders(text: &str, bare: bool) -> Vec<Place> {
    if bare || !text.contains("{{") {
        return placeholders_between(text, 0..text.len(), bare);
    }
    let (template, _) = gotemplate::parse(text, "");
    let texts = template.ids().map(|id| template.node(id));
    let texts = texts.filter(|node| node.kind == Kind::Text);
    texts
        .flat_map(|node| {
            let range = node.range.start as usize..node.range.end as usize;
            placeholders_between(text, range, false)
        })
        .collect()
}

/// The placeholders in a part of a text that are outside `{{ }}`.
fn placeholders_between(text: &str, part: Range<usize>, bare: bool) -> Vec<Place> {
    let text = &text[..part.end];
    let mut result = Vec::new();
    let mut at = part.start;
    while let Some(found) = text[at..].find(['$', '{']) {
        let start = at + found;
        let rest = &text[start..];
        if rest.starts_with("{{") {
            at = rest.find("}}").map_or(text.len(), |end| start + end + 2);
            continue;
        }
        at = start + 1;
        let place = if rest.starts_with("${") {
            braced(text, start)
        } else if bare && rest.starts_with('$') {
            plain(text, start)
        } else {
            None
        };
        if let Some(place) = place {
            at = place.whole.end;
            result.push(place);
        }
    }
    result
}

fn braced(text: &str, start: usize) -> Option<Place> {
    let end = start + text[start..].find('}')?;
    let inner = &text[start + 2..end];
    let length = inner.find([':', '.']).unwrap_or(inner.len());
    let name = &inner[..length];
    let valid = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    valid.then(|| Place {
        whole: start..end + 1,
        name: start + 2..start + 2 + length,
    })
}

fn plain(text: &str, start: usize) -> Option<Place> {
    let rest = &text[start + 1..];
    let length = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let valid = rest[..length].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    valid.then(|| Place {
        whole: start..start + 1 + length,
        name: start + 1..start + 1 + length,
    })
}
