//! The kinds of YAML strings, and JSON's, which are YAML's.
//!
//! Source: YAML 1.2.2, chapters 7.3 (flow scalars) and 8.1 (block scalars). The text was read by a parser before, so that whatever is
//! no string of YAML need not be told apart.

use super::{Decoded, Written};

type Characters = Vec<(usize, char)>;

/// What a scalar says that begins with its first quote, letter or `|`; `None` for an alias and what ends before its closing quote.
pub(super) fn decode(written: Written) -> Option<Decoded> {
    let raw = written.raw();
    let last = raw.len().checked_sub(1)?;
    match raw.as_bytes()[0] {
        b'|' | b'>' => Some(block(written)),
        b'*' => None,
        quote @ (b'"' | b'\'') if last > 0 && raw.as_bytes()[last] == quote => Some(Decoded {
            characters: flow(raw, 1..last, Some(quote))?,
            end: last,
        }),
        b'"' | b'\'' => None,
        _ => Some(Decoded {
            characters: flow(raw, 0..raw.len(), None)?,
            end: raw.len(),
        }),
    }
}

/// A plain or quoted scalar: line breaks are folded, with the blanks around them.
fn flow(raw: &str, body: std::ops::Range<usize>, quote: Option<u8>) -> Option<Characters> {
    let mut result = Characters::new();
    // Blanks before a line break count only up to here.
    let mut kept = 0;
    let mut at = body.start;
    while at < body.end {
        let rest = &raw[at..body.end];
        let character = rest.chars().next()?;
        match (character, quote) {
            ('\n' | '\r', _) => {
                result.truncate(kept);
                at = fold(raw, at..body.end, true, &mut result);
                kept = result.len();
                continue;
            }
            ('\\', Some(b'"')) if rest[1..].starts_with(['\n', '\r']) => {
                at = fold(raw, at + 1..body.end, false, &mut result);
                kept = result.len();
                continue;
            }
            ('\\', Some(b'"')) => {
                let (decoded, length) = escape(rest)?;
                result.push((at, decoded));
                at += length;
                kept = result.len();
                continue;
            }
            ('\'', Some(b'\'')) => at += 1,
            _ => {}
        }
        result.push((at, character));
        at += character.len_utf8();
        if !matches!(character, ' ' | '\t') {
            kept = result.len();
        }
    }
    Some(result)
}

/// Folds the line breaks that begin at the start of a range, with blanks between and behind them: one is a blank, or nothing behind
/// a backslash, and each further one a line break. Returns the offset behind them.
fn fold(
    raw: &str,
    range: std::ops::Range<usize>,
    one_is_blank: bool,
    result: &mut Characters,
) -> usize {
    let (first, mut breaks) = (range.start, Vec::new());
    let mut at = range.start;
    while at < range.end {
        match raw.as_bytes()[at] {
            b' ' | b'\t' => at += 1,
            b'\n' | b'\r' => {
                breaks.push(at);
                at += break_length(&raw[at..]);
            }
            _ => break,
        }
    }
    match breaks.len() {
        1 if one_is_blank => result.push((first, ' ')),
        _ => result.extend(breaks.into_iter().skip(1).map(|at| (at, '\n'))),
    }
    at
}

fn break_length(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { 1 }
}

/// The character of the escape that a text begins with, and its length. YAML 1.2.2, section 5.7; two halves of a surrogate pair are
/// one character, as in JSON.
fn escape(text: &str) -> Option<(char, usize)> {
    let code = text[1..].chars().next()?;
    let character = match code {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => code,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return Some((char::from_u32(digits(text, 2, 2)?)?, 4)),
        'u' => return unicode(text),
        'U' => return Some((char::from_u32(digits(text, 2, 8)?)?, 10)),
        _ => return None,
    };
    Some((character, 2))
}

/// `\u` with four digits, or two of them that are a pair.
fn unicode(text: &str) -> Option<(char, usize)> {
    let high = digits(text, 2, 4)?;
    if let Some(character) = char::from_u32(high) {
        return Some((character, 6));
    }
    let low = text[6..].starts_with("\\u").then(|| digits(text, 8, 4))??;
    let mut pair = char::decode_utf16([u16::try_from(high).ok()?, u16::try_from(low).ok()?]);
    Some((pair.next()?.ok()?, 12))
}

fn digits(text: &str, at: usize, count: usize) -> Option<u32> {
    u32::from_str_radix(text.get(at..at + count)?, 16).ok()
}

/// What a block scalar's first line asks for.
struct Header {
    folded: bool,
    /// `-` or `+`; `None` to keep one line break.
    chomping: Option<u8>,
    /// The indentation beyond that of the node around it.
    indicator: Option<usize>,
    /// Length of the line with its break.
    length: usize,
}

fn header(text: &str) -> Header {
    let line = text.split_inclusive('\n').next().unwrap_or(text);
    let marks = line.split([' ', '\t', '\r', '\n']).next().unwrap_or(line);
    let digit = marks.bytes().find(u8::is_ascii_digit);
    Header {
        folded: marks.starts_with('>'),
        chomping: marks.bytes().find(|mark| matches!(mark, b'-' | b'+')),
        indicator: digit.map(|digit| usize::from(digit - b'0')),
        length: line.len(),
    }
}

/// A line of a block scalar: its content behind the indentation, and its break.
struct Line<'a> {
    at: usize,
    content: &'a str,
    /// The offset of its line break, which the parser puts behind the last line too.
    end: usize,
}

/// The lines of a block scalar: those of the literal, then blank ones that follow.
fn lines(text: &str, body: usize, length: usize, indent: usize) -> Vec<Line<'_>> {
    let mut result = Vec::new();
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let spaces = content.len() - content.trim_start_matches(' ').len();
        if at >= length && spaces < content.len() {
            break;
        }
        let skip = spaces.min(indent);
        result.push(Line {
            at: at + skip,
            content: &content[skip..],
            end: at + content.len(),
        });
        at += line.len();
    }
    result
}

/// A literal or folded block scalar.
fn block(written: Written) -> Decoded {
    let text = &written.file[written.start..];
    let length = written.end - written.start;
    let header = header(text);
    let body = header.length.min(text.len());
    let indent = match header.indicator {
        Some(more) => parent_indent(&written.file[..written.start]) + more,
        None => first_indent(&text[body..length.max(body)]),
    };
    let mut result = Characters::new();
    let mut last_break: Option<usize> = None;
    let mut empty: Vec<usize> = Vec::new();
    let mut after_blank = false;
    for line in lines(text, body, length, indent) {
        if line.content.is_empty() {
            empty.push(line.end);
            continue;
        }
        let is_blank = line.content.starts_with([' ', '\t']);
        match last_break.take() {
            // A single line break is folded into a blank, several lose the first.
            Some(at) if header.folded && !after_blank && !is_blank => {
                result.extend(empty.is_empty().then_some((at, ' ')));
            }
            Some(at) => result.push((at, '\n')),
            None => {}
        }
        result.extend(empty.drain(..).map(|at| (at, '\n')));
        after_blank = is_blank;
        result.extend(
            line.content
                .char_indices()
                .map(|(at, character)| (line.at + at, character)),
        );
        last_break = Some(line.end);
    }
    if header.chomping != Some(b'-') {
        result.extend(last_break.map(|at| (at, '\n')));
    }
    if header.chomping == Some(b'+') {
        result.extend(empty.into_iter().map(|at| (at, '\n')));
    }
    let last = result.last();
    let end = last.map_or(length, |(at, character)| at + character.len_utf8());
    Decoded {
        characters: result,
        end: end.min(text.len()),
    }
}

/// The indentation of the first line that is not blank; where all are, none of their blanks counts.
fn first_indent(body: &str) -> usize {
    let mut lines = body.lines().map(|line| line.trim_end_matches('\r'));
    let first = lines.find(|line| !line.trim_start_matches(' ').is_empty());
    first.map_or(usize::MAX, |line| {
        line.len() - line.trim_start_matches(' ').len()
    })
}

/// The indentation of the mapping or list whose value begins behind a text.
fn parent_indent(before: &str) -> usize {
    for line in before.lines().rev() {
        let (column, rest) = after_dashes(line);
        let words = rest.split_whitespace();
        let mut words = words.filter(|word| !word.starts_with(['!', '&', '#']));
        if words.next().is_some() {
            return column;
        }
        let content = line.trim_start_matches(' ');
        if content.starts_with(['-', '?']) {
            // The last mark is the list's own.
            return line[..column].trim_end_matches(' ').len() - 1;
        }
    }
    0
}

/// The column where a line's content begins behind the marks of lists and explicit keys, and the content.
fn after_dashes(line: &str) -> (usize, &str) {
    let mut column = 0;
    loop {
        let rest = &line[column..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let rest = &rest[spaces..];
        column += spaces;
        if !rest.starts_with("- ") && !rest.starts_with("? ") && rest != "-" && rest != "?" {
            return (column, rest);
        }
        column += 1;
    }
}
