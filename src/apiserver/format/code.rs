//! Formats of numbers and codes: UUIDs, ISBNs, cards, colors, base64.

use regex::Regex;
use std::sync::LazyLock;

/// 12 bytes in hexadecimal digits.
pub fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Base64 of RFC 4648 with padding; the empty text is none.
pub fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    !text.is_empty() && text.len().is_multiple_of(4) && padding <= 2 && digits.bytes().all(is_digit)
}

/// Three or six hexadecimal digits, perhaps after `#`.
pub fn is_hex_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or(text);
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `rgb(…)` with three numbers from 0 to 255 without leading zeros; spaces are allowed within the parentheses.
pub fn is_rgb_color(text: &str) -> bool {
    let inner = text
        .strip_prefix("rgb(")
        .and_then(|rest| rest.strip_suffix(')'));
    let parts: Vec<&str> = inner.map_or_else(Vec::new, |inner| inner.split(',').collect());
    parts.len() == 3
        && parts
            .iter()
            .all(|part| is_shade(part.trim_matches(is_space)))
}

fn is_shade(digits: &str) -> bool {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && (digits == "0" || !digits.starts_with('0')) && digits.parse::<u8>().is_ok()
}

/// What `\s` means in Go.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\x0C' | '\r')
}

/// `123-45-6789`: eleven characters, the separators may be spaces.
pub fn is_social_security_number(text: &str) -> bool {
    let fits = |(index, byte): (usize, u8)| match index {
        3 | 6 => byte == b'-' || byte == b' ',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 11 && text.bytes().enumerate().all(fits)
}

/// An ISBN of either length.
pub fn is_isbn(text: &str) -> bool {
    is_isbn10(text) || is_isbn13(text)
}

/// Nine digits and a check digit, which may be `X`; spaces and dashes do not count.
pub fn is_isbn10(text: &str) -> bool {
    let text = isbn_digits(text);
    let digit = |(index, letter): (usize, char)| match letter {
        'X' if index == 9 => Some(10),
        _ => letter.to_digit(10),
    };
    let digits: Option<Vec<u32>> = text.chars().enumerate().map(digit).collect();
    digits.is_some_and(|digits| {
        let sum: u32 = (1..)
            .zip(&digits)
            .map(|(weight, digit)| weight * digit)
            .sum();
        digits.len() == 10 && sum.is_multiple_of(11)
    })
}

/// Twelve digits and a check digit; spaces and dashes do not count.
pub fn is_isbn13(text: &str) -> bool {
    let text = isbn_digits(text);
    let digits: Option<Vec<u32>> = text.chars().map(|letter| letter.to_digit(10)).collect();
    digits.is_some_and(|digits| {
        let weights = [1, 3].into_iter().cycle();
        let sum: u32 = weights
            .zip(&digits)
            .map(|(weight, digit)| weight * digit)
            .sum();
        digits.len() == 13 && sum.is_multiple_of(10)
    })
}

fn isbn_digits(text: &str) -> String {
    let counts = |letter: &char| !is_space(*letter) && *letter != '-';
    text.chars().filter(counts).collect()
}

/// The beginnings and lengths of the numbers of Visa, Mastercard, Discover, American Express, Diners Club and JCB.
static CARD: LazyLock<Regex> = LazyLock::new(|| {
    let issuers = [
        "4[0-9]{12}(?:[0-9]{3})?",
        "5[1-5][0-9]{14}",
        "6(?:011|5[0-9]{2})[0-9]{12}",
        "3[47][0-9]{13}",
        "3(?:0[0-5]|[68][0-9])[0-9]{11}",
        "(?:2131|1800|35[0-9]{3})[0-9]{11}",
    ];
    Regex::new(&format!("^(?:{})$", issuers.join("|"))).expect("the pattern is constant")
});

/// The number of a card of a known issuer with a right check digit; only the digits count.
pub fn is_credit_card(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    CARD.is_match(&digits) && luhn(&digits).is_multiple_of(10)
}

/// The sum of Luhn: every second digit from the right counts double, the digits of its double are added.
fn luhn(digits: &str) -> u32 {
    let values = digits
        .chars()
        .rev()
        .filter_map(|letter| letter.to_digit(10));
    let weighed = values.enumerate().map(|(index, digit)| match index % 2 {
        0 => digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    });
    weighed.sum()
}

/// 32 hexadecimal digits, with or without each of the dashes.
pub fn is_uuid(text: &str) -> bool {
    uuid_digits(text).is_some()
}

/// A UUID of version 3; the variant is not looked at.
pub fn is_uuid3(text: &str) -> bool {
    uuid_digits(text).is_some_and(|digits| digits[12] == b'3')
}

/// A UUID of version 4 and of the variant of RFC 4122.
pub fn is_uuid4(text: &str) -> bool {
    uuid_digits(text).is_some_and(|digits| digits[12] == b'4' && is_variant(digits[16]))
}

/// A UUID of version 5 and of the variant of RFC 4122.
pub fn is_uuid5(text: &str) -> bool {
    uuid_digits(text).is_some_and(|digits| digits[12] == b'5' && is_variant(digits[16]))
}

fn is_variant(digit: u8) -> bool {
    matches!(digit.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b')
}

/// The 32 digits, when dashes stand only where they may.
fn uuid_digits(text: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::with_capacity(32);
    let mut after_dash = false;
    for byte in text.bytes() {
        let may_follow = matches!(digits.len(), 8 | 12 | 16 | 20) && !after_dash;
        match byte {
            b'-' if may_follow => after_dash = true,
            _ if byte.is_ascii_hexdigit() => {
                digits.push(byte);
                after_dash = false;
            }
            _ => return None,
        }
    }
    (digits.len() == 32).then_some(digits)
}

#[cfg(test)]
mod tests {
    use crate::apiserver::format::matches;

    #[test]
    fn codes_are_read_as_the_server_does() {
        let cases = [
            ("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true),
            ("uuid", "F81D4FAE7dec11d0a76500a0c91e6bf6", true),
            ("uuid", "f81d4fae7dec-11d0a765-00a0c91e6bf6", true),
            ("uuid", "f81d4fae--7dec-11d0-a765-00a0c91e6bf6", false),
            ("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6-", false),
            ("uuid4", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6", true),
            ("uuid4", "f81d4fae-7dec-41d0-c765-00a0c91e6bf6", false),
            ("uuid3", "f81d4fae-7dec-31d0-c765-00a0c91e6bf6", true),
            ("isbn", "978-0321751041", true),
            ("isbn", "3 401 01319 X", true),
            ("isbn10", "3423214121", false),
            ("isbn13", "3-8362-2119-5", false),
            ("isbn10", "X401013190", false),
            ("creditcard", "4220 8554 2622 2389", true),
            ("creditcard", "4220855426213389", false),
            ("ssn", "111-22 3333", true),
            ("ssn", "111223333", false),
            ("hexcolor", "#f80", true),
            ("hexcolor", "fff0", false),
            ("rgbcolor", "rgb(0,  31, 255)", true),
            ("rgbcolor", "rgb(01,31,255)", false),
            ("rgbcolor", "rgb(+1,31,255)", false),
            ("rgbcolor", "rgb(0,31,256)", false),
            ("byte", "c2VjcmV0", true),
            ("byte", "c2Vj=", false),
            ("byte", "", false),
            ("byte", "c2VjcmU===", false),
            ("bsonobjectid", "507f1f77bcf86cd799439011", true),
            ("bson-object-id", "507f1f77bcf86cd79943901", false),
            ("password", "", true),
        ];
        for (format, text, expected) in cases {
            assert_eq!(matches(format, text), Some(expected), "{format} {text}");
        }
        assert_eq!(matches("semver", "1"), None);
    }
}
