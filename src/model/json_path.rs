//! JSONPath as Kubernetes reads it: the full language of printer columns, and the simple paths of subresources.
//!
//! Invariants: total and bounded; every step has its range in bytes of the path. Source: client-go, `util/jsonpath`;
//! apiextensions-apiserver, `validateSimpleJSONPath`. Deliberately absent: what a path leads to.

use std::ops::Range;

/// A path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its steps from the object itself.
    pub steps: Vec<Step>,
}

/// A step with its range, without the dot before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// The bytes.
    pub range: Range<usize>,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// To a field, or to a key of a map.
    Field(String),
    /// To every field or item.
    Wildcard,
    /// To items of a list: an index, a slice, or several.
    Items,
    /// To the items of a list for which the paths inside a filter hold.
    Filter(Vec<Path>),
    /// To every field below with a name.
    Descend,
}

/// Why a path cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

fn fault<T>(range: Range<usize>, message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault {
        range,
        message: message.into(),
    })
}

/// Reads the path of a printer column.
pub fn parse(text: &str) -> Result<Path, Fault> {
    if text.starts_with('{') {
        return fault(0..text.len(), "a path stands without braces");
    }
    if !text.starts_with('.') {
        return fault(0..text.len(), "a path begins with `.`");
    }
    steps(text, 0..text.len())
}

/// Reads a path of field names and nothing else, `.a.b`.
pub fn parse_simple(text: &str) -> Result<Path, Fault> {
    let path = parse(text)?;
    for step in &path.steps {
        let name = matches!(&step.kind, StepKind::Field(_));
        if !name || text[step.range.clone()].starts_with('[') {
            return fault(
                step.range.clone(),
                "only names separated by dots can stand here, as in `.spec.replicas`",
            );
        }
    }
    Ok(path)
}

fn steps(text: &str, range: Range<usize>) -> Result<Path, Fault> {
    let mut result = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        if rest.starts_with("..") {
            let end = name_end(text, at + 2..range.end);
            result.push(Step {
                kind: StepKind::Descend,
                range: at..end,
            });
            at = end;
        } else if rest.starts_with('[') {
            let end = bracket_end(text, at..range.end)?;
            result.push(Step {
                kind: bracket(text, at + 1..end - 1)?,
                range: at..end,
            });
            at = end;
        } else if let Some(after) = rest.strip_prefix('.') {
            if after.starts_with('[') {
                at += 1;
                continue;
            }
            let end = name_end(text, at + 1..range.end);
            result.push(name(text, at + 1..end)?);
            at = end;
        } else {
            return fault(at..range.end, format!("`{rest}` does not belong to a path"));
        }
    }
    if result.is_empty() {
        return fault(range, "the path leads to nothing");
    }
    Ok(Path { steps: result })
}

fn name(text: &str, range: Range<usize>) -> Result<Step, Fault> {
    let part = &text[range.clone()];
    if part.is_empty() {
        return fault(
            range.start - 1..range.end,
            "a name is missing behind the dot",
        );
    }
    let kind = if part == "*" {
        StepKind::Wildcard
    } else {
        StepKind::Field(unescape(part))
    };
    Ok(Step { kind, range })
}

/// The end of the name that starts a range: a dot, a bracket, a blank or a brace that is not escaped.
fn name_end(text: &str, range: Range<usize>) -> usize {
    let mut escaped = false;
    for (at, character) in text[range.clone()].char_indices() {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if matches!(character, '.' | '[' | ']' | '{' | '}' | '(' | ')' | '|')
            || character.is_whitespace()
        {
            return range.start + at;
        }
    }
    range.end
}

fn unescape(part: &str) -> String {
    let mut result = String::with_capacity(part.len());
    let mut characters = part.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => result.extend(characters.next()),
            _ => result.push(character),
        }
    }
    result
}

/// The end of the bracket that starts a range, with quotes and inner brackets skipped.
fn bracket_end(text: &str, range: Range<usize>) -> Result<usize, Fault> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, character) in text[range.clone()].char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '[') => depth += 1,
            (None, ']') => {
                depth -= 1;
                if depth == 0 {
                    return Ok(range.start + at + 1);
                }
            }
            (None, _) => {}
        }
    }
    fault(range, "`]` is missing")
}

/// What stands between brackets.
fn bracket(text: &str, range: Range<usize>) -> Result<StepKind, Fault> {
    let part = text[range.clone()].trim();
    if let Some(inner) = part.strip_prefix("?(") {
        if !inner.ends_with(')') {
            return fault(range, "`)` is missing");
        }
        let start = range.start + text[range].find("?(").unwrap_or_default() + 2;
        return filter(text, start..start + inner.len() - 1).map(StepKind::Filter);
    }
    if part == "*" {
        return Ok(StepKind::Wildcard);
    }
    if let Some(name) = quoted(part) {
        return Ok(StepKind::Field(name));
    }
    let index = |part: &str| part.is_empty() || part.trim().parse::<i64>().is_ok();
    let slice = |part: &str| part.split(':').count() <= 3 && part.split(':').all(index);
    if !part.is_empty()
        && part
            .split(',')
            .all(|one| !one.trim().is_empty() && slice(one))
    {
        return Ok(StepKind::Items);
    }
    fault(
        range,
        format!("`{part}` is no index, slice, name in quotes or filter"),
    )
}

fn quoted(part: &str) -> Option<String> {
    let quote = part.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = part.get(1..)?.strip_suffix(quote)?;
    (!inner.contains(quote)).then(|| inner.to_string())
}

/// The paths of a filter's expression `@.a == "b"`: what stands at its sides and begins with `@`.
fn filter(text: &str, range: Range<usize>) -> Result<Vec<Path>, Fault> {
    let expression = &text[range.clone()];
    let sides: Vec<Range<usize>> = match operator(expression) {
        Some((at, length)) => vec![
            range.start..range.start + at,
            range.start + at + length..range.end,
        ],
        None => vec![range.clone()],
    };
    let mut paths = Vec::new();
    for side in sides {
        let part = &text[side.clone()];
        let start = side.start + part.len() - part.trim_start().len();
        let part = part.trim();
        let end = start + part.len();
        let literal = quoted(part).is_some()
            || part.parse::<f64>().is_ok()
            || matches!(part, "true" | "false");
        if part.starts_with('@') {
            paths.push(steps(text, start + 1..end)?);
        } else if !literal {
            return fault(
                start..end.max(start),
                "a filter compares `@.field` with text in quotes or a number",
            );
        }
    }
    if paths.is_empty() {
        return fault(range, "a filter names a field of the item, `@.field`");
    }
    Ok(paths)
}

/// Where the comparison of an expression stands, and how long it is.
fn operator(expression: &str) -> Option<(usize, usize)> {
    let mut quote = None;
    for (at, character) in expression.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '=' | '!' | '<' | '>') => {
                let long = expression[at + 1..].starts_with('=');
                return Some((at, if long { 2 } else { 1 }));
            }
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{StepKind, parse, parse_simple};

    fn fields(text: &str) -> Vec<String> {
        let path = parse(text).unwrap();
        let name = |kind: &StepKind| match kind {
            StepKind::Field(name) => name.clone(),
            other => format!("{other:?}").split('(').next().unwrap().to_string(),
        };
        path.steps.iter().map(|step| name(&step.kind)).collect()
    }

    #[test]
    fn the_language_of_columns_is_read() {
        assert_eq!(fields(".spec.owner"), ["spec", "owner"]);
        assert_eq!(
            fields(r#".status.conditions[?(@.type=="Healthy")].status"#),
            ["status", "conditions", "Filter", "status"]
        );
        assert_eq!(
            fields(".a[-1:].b[0]['c.d'][*]"),
            ["a", "Items", "b", "Items", "c.d", "Wildcard"]
        );
        assert_eq!(
            fields(r".metadata.labels.app\.kubernetes\.io/name"),
            ["metadata", "labels", "app.kubernetes.io/name"]
        );
        assert_eq!(fields("..name"), ["Descend"]);
    }

    #[test]
    fn faults_have_their_place() {
        for (text, part, message) in [
            ("spec.x", "spec.x", "a path begins with `.`"),
            ("{.spec.x}", "{.spec.x}", "a path stands without braces"),
            (".spec..", "", ""),
            (".spec.", ".", "a name is missing behind the dot"),
            (".spec[0", "[0", "`]` is missing"),
            (
                ".spec[a]",
                "a",
                "`a` is no index, slice, name in quotes or filter",
            ),
            (
                ".spec[?(.type==\"a\")]",
                ".type",
                "a filter compares `@.field` with text in quotes or a number",
            ),
        ] {
            match parse(text) {
                Ok(_) => assert_eq!(part, "", "{text}"),
                Err(fault) => assert_eq!(
                    (&text[fault.range], fault.message.as_str()),
                    (part, message)
                ),
            }
        }
        assert!(
            parse_simple(".a.b").is_ok()
                && parse_simple(".a[0]").is_err()
                && parse_simple(".a['b']").is_err()
        );
    }
}
