//! The documents of a YAML text: the parser's events, one by one, to the builder.

use super::builder::Builder;
use super::resolve;
use crate::document::{ReadError, Tree, TreeValue};
use granit_parser::{Event, Options, Parser, ScalarStyle, Span, Tag};
use std::ops::Range;

/// All documents of a YAML text without places; empty ones are left out.
pub fn read(text: &str) -> Result<Vec<serde_json::Value>, ReadError> {
    Ok(read_spanned(text)?.iter().map(Tree::to_json).collect())
}

/// All documents of a YAML text with the places of every key and value; empty ones are left out.
pub fn read_spanned(text: &str) -> Result<Vec<Tree>, ReadError> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.simple_key_max_lookahead = usize::MAX;
    let mut builder = Builder::new(text);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or_default();
            let at = at.min(text.len());
            ReadError::new(error.info(), at..at)
        })?;
        take(&mut builder, event, byte_range(&span, text), text)?;
    }
    Ok(builder.finish())
}

/// Gives one event to the builder.
fn take(
    builder: &mut Builder<'_>,
    event: Event<'_>,
    range: Range<usize>,
    text: &str,
) -> Result<(), ReadError> {
    match event {
        Event::Scalar(value, style, anchor, tag) => {
            let start = match style {
                ScalarStyle::Literal | ScalarStyle::Folded => block_start(text, range.start),
                _ => range.start,
            };
            // The parser counts the line breaks after a block scalar.
            let spelling = text[start..range.end].trim_end_matches([' ', '\t', '\n', '\r']);
            let range = start..start + spelling.len();
            let is_merge = style == ScalarStyle::Plain && tag.is_none() && value == "<<";
            let value = scalar(&value, style, tag.as_deref(), &range)?;
            if is_merge && builder.wants_key() {
                builder.begin_merge(range)
            } else {
                builder.put_scalar(value, range, anchor)
            }
        }
        Event::SequenceStart(_, anchor, _) => builder.begin_list(&range, anchor),
        Event::MappingStart(_, anchor, _) => builder.begin_map(&range, anchor),
        Event::SequenceEnd | Event::MappingEnd => builder.end(&range),
        Event::Alias(anchor) => builder.put_alias(anchor, range),
        Event::DocumentEnd => {
            builder.end_document();
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Where the `|` or `>` of the block scalar stands whose content begins at an offset; the parser leaves it out.
fn block_start(text: &str, content: usize) -> usize {
    let before = text[..content].trim_end();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let mut marks = before[line..].match_indices(['|', '>']);
    let found = marks.find(|(at, _)| {
        let (before, rest) = before[line..].split_at(*at);
        let rest = rest[1..].trim_start_matches(|c: char| c.is_ascii_digit() || "+-".contains(c));
        let comment = rest.trim_start();
        let is_last =
            comment.is_empty() || (comment.starts_with('#') && comment.len() < rest.len());
        is_last && (before.is_empty() || before.ends_with([' ', '\t']))
    });
    found.map_or(content, |(at, _)| line + at)
}

/// The bytes of a span, within the text.
fn byte_range(span: &Span, text: &str) -> Range<usize> {
    let end = span.end.byte_offset().unwrap_or_default().min(text.len());
    let start = span.start.byte_offset().unwrap_or_default().min(end);
    start..end
}

/// The value of a scalar, by its tag or else its quotes or else its letters.
fn scalar(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    range: &Range<usize>,
) -> Result<TreeValue, ReadError> {
    let string = || TreeValue::String(text.to_owned());
    // The parser says `~` for a value that is absent.
    let plain = if range.is_empty() { "" } else { text };
    let resolved = || {
        resolve::resolve(plain).ok_or_else(|| {
            ReadError::new(
                format!("`{text}` is no number that JSON can carry"),
                range.clone(),
            )
        })
    };
    let Some(tag) = tag else {
        return if style == ScalarStyle::Plain {
            resolved()
        } else {
            Ok(string())
        };
    };
    let fits: fn(&TreeValue) -> bool = match tag.core_suffix() {
        Some("int") => |value| matches!(value, TreeValue::Number(number) if !number.is_f64()),
        Some("float") => |value| matches!(value, TreeValue::Number(_)),
        Some("bool") => |value| matches!(value, TreeValue::Bool(_)),
        Some("null") => |value| matches!(value, TreeValue::Null),
        Some("binary") => {
            return Err(ReadError::new(
                "binary data has no place in a manifest",
                range.clone(),
            ));
        }
        _ => return Ok(string()),
    };
    let value = resolved()?;
    if fits(&value) {
        Ok(value)
    } else {
        Err(ReadError::new(
            format!("`{text}` is no `{}`", tag.original()),
            range.clone(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{TreeValue, read, read_spanned};
    use serde_json::json;

    fn check(text: &str, expected: &serde_json::Value) {
        assert_eq!(
            read(text).unwrap(),
            expected.as_array().unwrap().clone(),
            "{text}"
        );
    }

    fn fails(text: &str, message: &str, place: &str) {
        let error = read(text).unwrap_err();
        assert_eq!(error.message, message);
        assert_eq!(&text[error.range], place);
    }

    #[test]
    fn all_documents_are_read_as_kubernetes_reads_them() {
        check(
            "a: yes\ny: 'yes'\n---\n---\n- 017\n- !!str 017\n-\n--- # empty\n",
            &json!([{"a": true, "true": "yes"}, [15, "017", null]]),
        );
        check(
            "\u{feff}b: |\n  x\n   y\na: >-\n  x\n  y\n",
            &json!([{"b": "x\n y\n", "a": "x y"}]),
        );
        check("", &json!([]));
        check("null", &json!([null]));
    }

    #[test]
    fn keys_keep_their_order() {
        let tree = read("z: 1\na: 2\nm: 3").unwrap();
        let keys: Vec<_> = tree[0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["z", "a", "m"]);
    }

    #[test]
    fn aliases_and_merges_are_replaced() {
        check(
            "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3\ne: [*x]",
            &json!([{"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}, "e": [{"b": 1, "c": 2}]}]),
        );
    }

    #[test]
    fn faults_have_places() {
        fails("a: 1\nb: 2\na: 3", "the key `a` stands twice", "a");
        fails("y: 1\ntrue: 2", "the key `true` stands twice", "true");
        fails(
            "a: &x [*x]",
            "the alias stands inside of what it names",
            "*x",
        );
        fails("[a]: 1", "a key must be a scalar", "[");
        fails("~: 1", "a key must not be null", "~");
        fails("a: .inf", "`.inf` is no number that JSON can carry", ".inf");
        fails("a: !!int x", "`x` is no `!!int`", "x");
        assert!(read("a: b\n c: d").is_err());
        assert!(read("a: *nobody").is_err());
    }

    #[test]
    fn bombs_are_refused() {
        let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let before = format!("*a{}", level - 1);
            laughs += &format!(
                "a{level}: &a{level} [{}]\n",
                [before.as_str(); 10].join(", ")
            );
        }
        assert!(
            read(&laughs)
                .unwrap_err()
                .message
                .starts_with("aliases grow")
        );
        let chain: String = (1..2000)
            .map(|at| format!("a{at}: &a{at} [[*a{}]]\n", at - 1))
            .collect();
        assert!(
            read(&format!("a0: &a0 1\n{chain}"))
                .unwrap_err()
                .message
                .contains("deep")
        );
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&"- ".repeat(100_000)).is_err());
    }

    #[test]
    fn a_block_begins_with_its_mark() {
        for text in [
            "a: |2-  # b | c\n\n    x\n",
            "- >+\n  x\n\n- b",
            "\"a | \": !!str |\n x",
            "a:\n  b: &x >\n\n\n   x > y |\n",
            "|\n x\n",
            "a: |\nb: 1",
        ] {
            let tree = &read_spanned(text).unwrap()[0];
            let mut value = tree;
            while let TreeValue::Map(entries) = &value.value {
                value = &entries[0].value;
            }
            if let TreeValue::List(items) = &value.value {
                value = &items[0];
            }
            let found = &text[value.range()];
            assert!(found.starts_with(['|', '>']), "{found}");
        }
    }

    #[test]
    fn every_key_and_value_has_its_bytes() {
        let text = "kind: CRD\nspec:\n  names:\n  - &n 'a b'\n  - *n\n  text: |\n    x\n    y\n\n  flow: {a: [1]}\n  no:\n";
        let tree = &read_spanned(text).unwrap()[0];
        let slice = |pointer: &str| &text[tree.find(pointer).range()];
        assert_eq!(slice("/kind"), "CRD");
        assert_eq!(slice("/spec/names/0"), "'a b'");
        assert_eq!(slice("/spec/names/1"), "'a b'");
        assert_eq!(slice("/spec/names"), "&n 'a b'\n  - *n");
        assert_eq!(slice("/spec/flow"), "{a: [1]}");
        assert_eq!(slice("/spec/flow/a"), "[1]");
        assert_eq!(slice("/spec/text"), "|\n    x\n    y");
        assert_eq!(slice("/spec/false"), "");
        assert_eq!(&text[tree.entry("spec").unwrap().key_range.clone()], "spec");
    }
}
