//! Escapes and character classes of regular expressions.

/// The names in `[[:name:]]`.
const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// An escape sequence.
pub struct Escape {
    /// Its bytes.
    pub length: usize,
    /// The character; `None` for a class such as `\d`.
    pub character: Option<char>,
}

/// Returns what stands behind the class that `text` begins with.
pub fn read(text: &str) -> Result<&str, String> {
    let mut rest = &text[1..];
    rest = rest.strip_prefix('^').unwrap_or(rest);
    let mut first = true;
    while first || !rest.starts_with(']') {
        first = false;
        if let Some(length) = posix_length(rest)? {
            rest = &rest[length..];
            continue;
        }
        let low = read_member(rest)?;
        rest = &rest[low.length..];
        let Some(low) = low.character else { continue };
        let range = rest
            .strip_prefix('-')
            .filter(|high| !high.is_empty() && !high.starts_with(']'));
        if let Some(high) = range {
            let escape = read_member(high)?;
            let is_class = escape.character.is_none();
            if is_class || escape.character.is_some_and(|high| high < low) {
                return Err("invalid range in a character class".to_owned());
            }
            rest = &high[escape.length..];
        }
    }
    Ok(&rest[1..])
}

/// Returns the escape sequence that `text` begins with.
pub fn read_escape(text: &str) -> Result<Escape, String> {
    let Some(code) = text[1..].chars().next() else {
        return Err("a lone `\\` at the end".to_owned());
    };
    let bytes = text.as_bytes();
    let is_octal = |index: usize| {
        bytes
            .get(index)
            .is_some_and(|byte| (b'0'..=b'7').contains(byte))
    };
    let character = match code {
        'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
            return Ok(Escape {
                length: 2,
                character: None,
            });
        }
        'p' | 'P' => return property(text),
        'x' => return hexadecimal(text),
        '0' => return octal(text),
        '1'..='7' if is_octal(2) => return octal(text),
        'a' => '\x07',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        other if other.is_ascii() && !other.is_ascii_alphanumeric() => other,
        other => return Err(format!("unknown escape sequence `\\{other}`")),
    };
    Ok(Escape {
        length: 2,
        character: Some(character),
    })
}

fn read_member(text: &str) -> Result<Escape, String> {
    match text.chars().next() {
        None => Err("a character class is never closed".to_owned()),
        Some('\\') => read_escape(text),
        Some(character) => Ok(Escape {
            length: character.len_utf8(),
            character: Some(character),
        }),
    }
}

fn posix_length(text: &str) -> Result<Option<usize>, String> {
    let Some(inner) = text.strip_prefix("[:") else {
        return Ok(None);
    };
    let Some(end) = inner.find(":]") else {
        return Ok(None);
    };
    let name = &inner[..end];
    if !POSIX.contains(&name.strip_prefix('^').unwrap_or(name)) {
        return Err(format!("unknown character class `[:{name}:]`"));
    }
    Ok(Some(end + 4))
}

fn octal(text: &str) -> Result<Escape, String> {
    let digits = text[1..]
        .bytes()
        .take(3)
        .take_while(|byte| (b'0'..=b'7').contains(byte))
        .count();
    let value = u32::from_str_radix(&text[1..=digits], 8)
        .ok()
        .and_then(char::from_u32);
    Ok(Escape {
        length: 1 + digits,
        character: value,
    })
}

fn hexadecimal(text: &str) -> Result<Escape, String> {
    let invalid = || "invalid escape sequence behind `\\x`".to_owned();
    let (digits, length) = match text[2..].strip_prefix('{') {
        Some(rest) => rest
            .find('}')
            .map(|end| (&rest[..end], end + 4))
            .ok_or_else(invalid)?,
        None => text
            .get(2..4)
            .map(|digits| (digits, 4))
            .ok_or_else(invalid)?,
    };
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let value = u32::from_str_radix(digits, 16)
        .ok()
        .filter(|value| valid && *value <= u32::from(char::MAX));
    // A surrogate is a number that Go allows here; no text matches it.
    let value = value.ok_or_else(invalid)?;
    Ok(Escape {
        length,
        character: Some(char::from_u32(value).unwrap_or('\u{fffd}')),
    })
}

fn property(text: &str) -> Result<Escape, String> {
    let (name, length) = match text[2..].strip_prefix('{') {
        Some(rest) => match rest.find('}') {
            Some(end) => (&rest[..end], end + 4),
            None => return Err("`\\p{` is never closed".to_owned()),
        },
        None => match text[2..].chars().next() {
            Some(character) => (&text[2..2 + character.len_utf8()], 2 + character.len_utf8()),
            None => return Err("a class of characters is missing behind `\\p`".to_owned()),
        },
    };
    let plain = name.strip_prefix('^').unwrap_or(name);
    let is_name = !plain.is_empty()
        && plain
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_name || regex::Regex::new(&format!("\\p{{{plain}}}")).is_err() {
        return Err(format!("unknown class of characters `{name}`"));
    }
    Ok(Escape {
        length,
        character: None,
    })
}
