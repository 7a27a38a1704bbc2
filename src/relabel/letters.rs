//! Upper and lower case as Go's `strings` package knows it: one character for one character, without context.

/// The text in lower case.
pub fn lower(text: &str) -> String {
    // The one character whose full mapping is longer, `İ`, has its simple mapping first.
    text.chars()
        .map(|letter| letter.to_lowercase().next().unwrap_or(letter))
        .collect()
}

/// The text in upper case.
pub fn upper(text: &str) -> String {
    text.chars().map(upper_letter).collect()
}

/// The simple upper case of a letter: where the full one has several characters, the letter itself, but for the Greek letters with
/// iota subscript, which become their title case. Source: Unicode, `UnicodeData.txt`.
fn upper_letter(letter: char) -> char {
    let mut mapped = letter.to_uppercase();
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only,
        _ => titled(letter).unwrap_or(letter),
    }
}

fn titled(letter: char) -> Option<char> {
    let offset = match u32::from(letter) {
        0x1f80..=0x1f87 | 0x1f90..=0x1f97 | 0x1fa0..=0x1fa7 => 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => 9,
        _ => return None,
    };
    char::from_u32(u32::from(letter) + offset)
}
