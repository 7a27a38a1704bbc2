//! Placeholders: `$name`, `${name}`, `${name:format}`, `[[name]]`.
//!
//! A name is a letter or `_` and then letters, digits and `_`, so `$1`, `${1}` and `$$` are none; inside the brackets it may have
//! dots (`${__user.login}`).

use crate::promql::ast::{Embedded, Placeholder, Range};

/// Returns the length of the placeholder that `text` begins with.
pub fn find_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match (bytes.first()?, bytes.get(1)?) {
        (b'$', b'{') => find_bracketed(text, "}"),
        (b'[', b'[') => find_bracketed(text, "]]"),
        (b'$', _) => name_length(&text[1..], false).map(|length| length + 1),
        _ => None,
    }
}

/// Returns the placeholder that is the whole `written`, which [`find_length`] measured, standing at byte `start`.
pub fn read(written: &str, start: usize) -> Placeholder {
    let inner = if written.starts_with("[[") {
        &written[2..written.len() - 2]
    } else if written.starts_with("${") {
        &written[2..written.len() - 1]
    } else {
        &written[1..]
    };
    let (name, format) = match inner.split_once(':') {
        Some((name, format)) => (name, Some(format.to_owned())),
        None => (inner, None),
    };
    Placeholder {
        name: name.to_owned(),
        format,
        written: written.to_owned(),
        range: range(start, start + written.len()),
    }
}

/// Returns the placeholders of a name that stands at byte `start`.
pub fn read_all(text: &str, start: usize) -> Vec<Embedded> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['$', '[']) {
        at += next;
        let Some(length) = find_length(&text[at..]) else {
            at += 1;
            continue;
        };
        found.push(Embedded {
            at,
            placeholder: read(&text[at..at + length], start + at),
        });
        at += length;
    }
    found
}

/// Returns the range of two byte offsets.
pub fn range(start: usize, end: usize) -> Range {
    let offset = |value| u32::try_from(value).unwrap_or(u32::MAX);
    Range {
        start: offset(start),
        end: offset(end),
    }
}

fn find_bracketed(text: &str, close: &str) -> Option<usize> {
    let name = name_length(&text[2..], true)? + 2;
    let format = match text[name..].strip_prefix(':') {
        Some(rest) => {
            1 + rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_:.-/ ".contains(c)))?
        }
        None => 0,
    };
    let end = name + format;
    text[end..].starts_with(close).then_some(end + close.len())
}

fn name_length(text: &str, dots: bool) -> Option<usize> {
    let first = *text.as_bytes().first()?;
    if !(first.is_ascii_alphabetic() || first == b'_') {
        return None;
    }
    let inside =
        |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || (dots && *byte == b'.');
    Some(text.bytes().take_while(inside).count())
}

#[cfg(test)]
mod tests {
    use super::{find_length, read};

    #[test]
    fn placeholders_are_found_at_the_start() {
        let cases = [
            ("$x rest", "$x"),
            ("$x_total", "$x_total"),
            ("${x}_total", "${x}"),
            ("${x:regex}", "${x:regex}"),
            ("[[x]]", "[[x]]"),
            ("$a-b", "$a"),
            ("$1", ""),
            ("${1}", ""),
            ("$$", ""),
            ("$", ""),
            ("[[:alpha:]]", ""),
            ("${x", ""),
            ("$ü", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(&text[..find_length(text).unwrap_or(0)], expected, "{text}");
        }
    }

    #[test]
    fn name_and_format_are_read() {
        let placeholder = read("${x:date:iso}", 3);
        assert_eq!(
            (placeholder.name.as_str(), placeholder.format.as_deref()),
            ("x", Some("date:iso"))
        );
        assert_eq!((placeholder.range.start, placeholder.range.end), (3, 16));
    }
}
