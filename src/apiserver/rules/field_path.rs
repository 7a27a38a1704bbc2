//! `fieldPath` of a rule: the part of JSONPath that the server reads (`ValidFieldPath` of `apiserver/schema/cel/validation.go`).

use crate::{
    apiserver::{Additional, Schema},
    promql::nearest::find_nearest,
};
use std::ops::Range;

/// What is wrong with a path.
#[derive(Debug, PartialEq)]
pub struct Wrong {
    /// The bytes of it that are at fault.
    pub range: Range<usize>,
    /// Why, as one phrase.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// A step of a path that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldStep {
    /// A property.
    Field(String),
    /// An entry of a map.
    Key(String),
}

/// The steps by which `text` leads from a value of `schema` to a field of its schema: `.spec.a`, `.labels['x.y/z']`.
pub fn check(text: &str, schema: &Schema) -> Result<Vec<FieldStep>, Wrong> {
    let mut steps = Vec::new();
    let mut tokens = Tokens { text, at: 0 };
    let mut schema = Some(schema);
    while let Some(start) = tokens.next() {
        let step = match &text[start.clone()] {
            "." => tokens.expect("a name")?,
            "[" => tokens.quoted()?,
            found => {
                let message = format!("expected `.` or `[` in the path, found `{found}`");
                let help = (start.start == 0).then(|| format!("write `.{text}`"));
                return Err(Wrong {
                    range: start,
                    message,
                    help,
                });
            }
        };
        let name = if text[start.clone()] == *"[" {
            unquote(text, &step)?
        } else {
            text[step.clone()].to_owned()
        };
        let is_field = schema.is_some_and(|schema| !schema.properties.is_empty());
        schema = enter(schema, &name, step)?;
        if text[start] == *"[" {
            tokens.closed()?;
        }
        steps.push(if is_field {
            FieldStep::Field(name)
        } else {
            FieldStep::Key(name)
        });
    }
    Ok(steps)
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Tokens<'_> {
    /// A delimiter, a quoted text or what stands before the next delimiter.
    fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text.as_bytes()[self.at..];
        let delimiter = |byte: &u8| matches!(byte, b'.' | b'[' | b']');
        let length = match rest.first()? {
            b'\'' => {
                let closes = |at: &usize| rest[*at] == b'\'' && rest[at - 1] != b'\\';
                (1..rest.len()).find(closes).map_or(rest.len(), |at| at + 1)
            }
            first if delimiter(first) => 1,
            _ => rest.iter().position(delimiter).unwrap_or(rest.len()),
        };
        let start = self.at;
        self.at += length;
        Some(start..self.at)
    }

    fn expect(&mut self, what: &str) -> Result<Range<usize>, Wrong> {
        self.next()
            .ok_or_else(|| wrong(self.at..self.at, format!("the path ends before {what}")))
    }

    fn quoted(&mut self) -> Result<Range<usize>, Wrong> {
        let found = self.expect("a quoted name")?;
        let text = &self.text[found.clone()];
        if text.len() < 2 || !text.starts_with('\'') || !text.ends_with('\'') {
            let help = Some(
                "list items cannot be named; write `['name']` for a field or a key".to_owned(),
            );
            let message = format!("expected a name in single quotes, found `{text}`");
            return Err(Wrong {
                range: found,
                message,
                help,
            });
        }
        Ok(found)
    }

    fn closed(&mut self) -> Result<(), Wrong> {
        let found = self.expect("`]`")?;
        match &self.text[found.clone()] {
            "]" => Ok(()),
            other => Err(wrong(
                found,
                format!("expected `]` in the path, found `{other}`"),
            )),
        }
    }
}

fn wrong(range: Range<usize>, message: String) -> Wrong {
    Wrong {
        range,
        message,
        help: None,
    }
}

/// The text between quotes; `\'`, `\\` and the letters of Go's escapes follow a backslash.
fn unquote(text: &str, quoted: &Range<usize>) -> Result<String, Wrong> {
    let mut name = String::new();
    let mut letters = text[quoted.start + 1..quoted.end - 1].char_indices();
    while let Some((at, letter)) = letters.next() {
        let Some((_, escaped)) = (letter == '\\').then(|| letters.next()).flatten() else {
            name.push(letter);
            continue;
        };
        name.push(match escaped {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\'' | '\\' => escaped,
            _ => {
                let start = quoted.start + 1 + at;
                let end = start + 1 + escaped.len_utf8();
                return Err(wrong(start..end, format!("unknown escape `\\{escaped}`")));
            }
        });
    }
    Ok(name)
}

/// The schema of a field or of the values of a map; `None` below a map of anything.
fn enter<'a>(
    schema: Option<&'a Schema>,
    name: &str,
    range: Range<usize>,
) -> Result<Option<&'a Schema>, Wrong> {
    let Some(schema) = schema else {
        return Err(wrong(
            range,
            format!("`{name}` is below a map whose values have no schema"),
        ));
    };
    if !schema.properties.is_empty() {
        return schema
            .properties
            .get(name)
            .map(Some)
            .ok_or_else(|| unknown(schema, name, range));
    }
    match &schema.additional_properties {
        Some(Additional::Schema(values)) => Ok(Some(values)),
        Some(Additional::Flag(_)) => Ok(None),
        None => {
            let message = format!("`{name}` is no field here: the schema has no properties");
            Err(wrong(range, message))
        }
    }
}

fn unknown(schema: &Schema, name: &str, range: Range<usize>) -> Wrong {
    let known = || schema.properties.keys().map(String::as_str);
    let help = match find_nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let first: Vec<String> = known().take(5).map(|name| format!("`{name}`")).collect();
            let more = if known().count() > first.len() {
                ", …"
            } else {
                ""
            };
            format!("known here: {}{more}", first.join(", "))
        }
    };
    Wrong {
        range,
        message: format!("the schema has no field `{name}` here"),
        help: Some(help),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::apiserver::Schema;
    use serde_json::json;

    /// Verdicts of the server; what is at fault stands between `«` and `»`.
    #[test]
    fn paths_are_read_as_the_server_reads_them() {
        let schema = Schema::read(&json!({
            "type": "object",
            "properties": {
                "a": {"type": "object", "properties": {"b.c": {"type": "string"}, "it's": {"type": "string"}}},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "open": {"type": "object", "additionalProperties": true},
                "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
                "'q'": {"type": "string"},
            },
        }));
        let cases = [
            ".a",
            ".a['b.c']",
            r".a['it\'s']",
            "['a']['b.c']",
            ".labels.anything",
            ".labels['x.y/z']",
            ".labels.[",
            ".open.x",
            ".list",
            ".'q'",
            "«a»",
            "« ».a",
            ".«b»",
            ".«»",
            ".a.«b».c",
            ".a[«b»]",
            ".list[«0»]",
            ".list[«*»]",
            ".list.«a»",
            ".labels.a.«b»",
            ".open.x.«y»",
            ".a['b.c'«»",
            ".a['b.c'«x»",
            r".a['«\x»']",
            ".a[«'b.c]»",
            ".a«]»",
        ];
        for case in cases {
            let text = case.replace(['«', '»'], "");
            let marked = case.find('«').map(|start| {
                let end = case.find('»').expect("marks come in pairs");
                start..end - '«'.len_utf8()
            });
            let found = check(&text, &schema).err().map(|wrong| wrong.range);
            assert_eq!(found, marked, "{case}");
        }
    }

    #[test]
    fn an_unknown_field_is_told_with_the_nearest() {
        let schema = Schema::read(
            &json!({"type": "object", "properties": {"replicas": {"type": "integer"}}}),
        );
        let wrong = check(".replica", &schema).expect_err("there is no such field");
        assert_eq!(wrong.message, "the schema has no field `replica` here");
        assert_eq!(wrong.help.as_deref(), Some("did you mean `replicas`?"));
    }
}
