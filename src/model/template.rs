//! Texts of the project: parameters put in, everything else left as it is.
//!
//! In texts of rules `${name}` outside `{{ }}` is a parameter. In texts of dashboards `$name` and `${name}` are a variable, else one
//! of Grafana's, else a parameter.

use super::{
    Context,
    expression::{Scope, unknown},
    param::Params,
};
use crate::{
    project::Spanned,
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
}

impl Text {
    /// Whether it says the same for every series: it holds no `{{ }}` of Prometheus.
    pub fn is_static(&self) -> bool {
        !self.value.contains("{{")
    }
}

/// Reads a text that keeps its place, see [`read`].
pub fn read_text(
    ctx: &mut Context,
    params: &Params,
    scope: Scope,
    written: &Spanned<String>,
) -> Text {
    let value = read(ctx, params, scope, written);
    Text {
        verbatim: value == written.value,
        value,
        span: written.span,
    }
}

/// Reads a text: trimmed, parameters put in. Unknown names are reported.
pub fn read(ctx: &mut Context, params: &Params, scope: Scope, written: &Spanned<String>) -> String {
    let text = literal::trim(&written.value);
    let mut result = String::with_capacity(text.len());
    let mut last = 0;
    for place in placeholders(&text, matches!(scope, Scope::Dashboard(_))) {
        if scope.keeps(&text[place.name.clone()]) {
            continue;
        }
        let name = &text[place.name.clone()];
        match params.get(name) {
            Some(param) => {
                result.push_str(&text[last..place.whole.start]);
                result.push_str(&param.text);
                last = place.whole.end;
            }
            None => {
                let span = ctx.inside(written, Shape::Trimmed, place.whole.clone());
                let written = &text[place.whole.clone()];
                ctx.report(unknown(params, scope, (name, written), span));
            }
        }
    }
    result.push_str(&text[last..]);
    result
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

/// The placeholders outside `{{ }}`; `$name` without braces counts only when `bare`.
fn placeholders(text: &str, bare: bool) -> Vec<Place> {
    let mut result = Vec::new();
    let mut at = 0;
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
