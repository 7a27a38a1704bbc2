//! `$1`, `${1}` and `${name}` in replacements, as Go's `Regexp.Expand` reads them.

use crate::regexp::Captures;

/// The template with its groups put in. A name is the longest run of letters, digits and `_`: `$1x` is the group `1x`. An unknown
/// group is empty, `$$` is `$`, and a `$` that begins no name stands for itself. Source: Go, `regexp`, `Regexp.Expand`.
pub fn expand(template: &str, groups: &Captures) -> String {
    let mut result = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        result.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            result.push('$');
            rest = after;
        } else if let Some((name, after)) = name(rest) {
            result.push_str(group(name, groups));
            rest = after;
        } else {
            result.push('$');
        }
    }
    result.push_str(rest);
    result
}

/// The name behind a `$` and what follows it; `None` when there is none.
fn name(text: &str) -> Option<(&str, &str)> {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    let (braced, body) = text
        .strip_prefix('{')
        .map_or((false, text), |body| (true, body));
    let length = body.find(|c| !inner(c)).unwrap_or(body.len());
    let (name, after) = body.split_at(length);
    let after = if braced {
        after.strip_prefix('}')?
    } else {
        after
    };
    (!name.is_empty()).then_some((name, after))
}

/// A number without leading zeros is an index, anything else a name.
fn group<'a>(name: &str, groups: &Captures<'a, '_>) -> &'a str {
    let index = name.bytes().all(|byte| byte.is_ascii_digit())
        && (name.len() == 1 || !name.starts_with('0'));
    let found = if index {
        name.parse().ok().and_then(|index| groups.get(index))
    } else {
        groups.name(name)
    };
    found.unwrap_or_default()
}
