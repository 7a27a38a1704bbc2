//! Numbers: whether Go's `text/template/parse` takes them, and as what.

/// What a number is where its context does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// It fits 64 bits with a sign.
    Integer,
    /// An integer that needs all 64 bits: it has no type of its own.
    Unsigned,
    /// It has a point or an exponent.
    Float,
    /// It is imaginary, or a sum with an imaginary part.
    Complex,
}

/// Reads a number; `None` when it is none, or too large.
pub fn read_number(text: &str) -> Option<Number> {
    if text.strip_suffix('i').is_some_and(is_float) {
        return Some(Number::Complex);
    }
    let (negative, digits) = signed(text);
    let value = read_integer(digits);
    let limit = i64::MAX.unsigned_abs() + u64::from(negative);
    match value {
        // `-0x1e` has the `e` of an exponent, and Go looks no closer behind a sign.
        Some(value) if value <= limit => {
            Some(if digits.len() < text.len() && text.contains(['e', 'E']) {
                Number::Float
            } else {
                Number::Integer
            })
        }
        Some(_) if digits.len() == text.len() => Some(Number::Unsigned),
        _ => (is_float(text) && text.contains(['.', 'e', 'E', 'p', 'P'])).then_some(Number::Float),
    }
}

/// Reads a sum such as `1+2i`, as Go's `fmt.Sscan` does.
pub fn read_complex(text: &str) -> Option<Number> {
    let real = float_length(text);
    let imaginary = text[real..].strip_suffix('i')?;
    let (negative, digits) = signed(imaginary);
    let has_sign = negative || digits.len() < imaginary.len();
    let whole = float_length(imaginary) == imaginary.len();
    (has_sign && whole && is_float(&text[..real]) && is_float(imaginary)).then_some(Number::Complex)
}

/// Whether the sign is a minus, and what follows it.
fn signed(text: &str) -> (bool, &str) {
    (
        text.starts_with('-'),
        text.strip_prefix(['+', '-']).unwrap_or(text),
    )
}

/// The value of an integer without a sign (Go's `ParseUint` with base 0).
fn read_integer(text: &str) -> Option<u64> {
    let (digits, base) = match text.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (&text[2..], 16),
        [b'0', b'o' | b'O', _, ..] => (&text[2..], 8),
        [b'0', b'b' | b'B', _, ..] => (&text[2..], 2),
        [b'0', _, ..] => (&text[1..], 8),
        _ => (text, 10),
    };
    let valid = has_valid_underscores(text) && !digits.starts_with(['+', '-']);
    let plain = digits.replace('_', "");
    valid
        .then(|| u64::from_str_radix(&plain, base).ok())
        .flatten()
}

/// Whether Go's `ParseFloat` reads it without an overflow. Names such as `inf` do not come here.
fn is_float(text: &str) -> bool {
    if !has_valid_underscores(text) {
        return false;
    }
    let plain = text.replace('_', "");
    let (_, digits) = signed(&plain);
    if let Some(hexadecimal) = digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        return is_hexadecimal_float(hexadecimal);
    }
    let numeric = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    numeric && digits.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Whether the mantissa and binary exponent behind `0x` are a float of 64 bits.
fn is_hexadecimal_float(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['p', 'P']) else {
        return false;
    };
    let (_, exponent_digits) = signed(exponent);
    let decimal =
        !exponent_digits.is_empty() && exponent_digits.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if !decimal || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return false;
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return true;
    }
    // Exponents of more than four digits count as 9999 and some; that is far beyond any float.
    let magnitude: i64 = exponent_digits.parse().unwrap_or(i64::from(u32::MAX));
    let magnitude = magnitude.min(i64::from(u32::MAX));
    let exponent = if exponent.starts_with('-') {
        -magnitude
    } else {
        magnitude
    };
    // The first 64 bits of the mantissa decide: 2^1024 is reached by rounding when the first 54 are all ones.
    let (head, rest) = significant.split_at(significant.len().min(16));
    let bits = u64::from_str_radix(head, 16).unwrap_or(u64::MAX);
    let behind = 4 * (rest.len() as i64 - fraction.len() as i64);
    let top = 63 - i64::from(bits.leading_zeros()) + behind + exponent;
    let rounds_up = bits << bits.leading_zeros() >= u64::MAX << 10;
    top < 1023 || (top == 1023 && !rounds_up)
}

/// The length of what Go's `fmt` scans as one float.
fn float_length(text: &str) -> usize {
    let (_, digits) = signed(text);
    let sign = text.len() - digits.len();
    let hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
    let prefix = if hexadecimal { 2 } else { 0 };
    let is_digit =
        |byte: &u8| *byte == b'_' || char::from(*byte).is_digit(if hexadecimal { 16 } else { 10 });
    let bytes = digits.as_bytes();
    let mut at = prefix
        + bytes[prefix..]
            .iter()
            .take_while(|byte| is_digit(byte))
            .count();
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        at += bytes[at..].iter().take_while(|byte| is_digit(byte)).count();
    }
    let exponents: &[u8] = if hexadecimal { b"pP" } else { b"eEpP" };
    if bytes.get(at).is_some_and(|byte| exponents.contains(byte)) {
        at += 1;
        at += usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
        let decimal = |byte: &&u8| byte.is_ascii_digit() || **byte == b'_';
        at += bytes[at..].iter().take_while(decimal).count();
    }
    sign + at
}

/// Underscores stand between digits, or between a base's prefix and a digit (Go's `strconv`).
fn has_valid_underscores(text: &str) -> bool {
    if !text.contains('_') {
        return true;
    }
    let (_, digits) = signed(text);
    let bytes = digits.as_bytes();
    let prefixed = matches!(bytes, [b'0', b'b' | b'B' | b'o' | b'O' | b'x' | b'X', ..]);
    let hexadecimal = matches!(bytes, [b'0', b'x' | b'X', ..]);
    let mut previous = if prefixed { b'0' } else { b'^' };
    for &byte in &bytes[if prefixed { 2 } else { 0 }..] {
        let digit = byte.is_ascii_digit() || (hexadecimal && byte.is_ascii_hexdigit());
        let valid = if byte == b'_' {
            previous == b'0'
        } else {
            digit || previous != b'_'
        };
        if !valid {
            return false;
        }
        previous = if digit { b'0' } else { byte };
    }
    previous != b'_'
}

#[cfg(test)]
mod tests {
    use super::{Number, read_complex, read_number};

    #[test]
    fn numbers_are_read_as_in_go() {
        let (integer, float) = (Some(Number::Integer), Some(Number::Float));
        let cases = [
            ("0", integer),
            ("-0", integer),
            ("+5", integer),
            ("017", integer),
            ("0o17", integer),
            ("0b101", integer),
            ("0x_1F", integer),
            ("1_000", integer),
            ("9223372036854775807", integer),
            ("-9223372036854775808", integer),
            ("9223372036854775808", Some(Number::Unsigned)),
            ("18446744073709551616", None),
            ("+9223372036854775808", None),
            ("-9223372036854775809", None),
            ("08", None),
            ("1__0", None),
            ("1_", None),
            ("0x", None),
            ("0b2", None),
            (".", None),
            ("+", None),
            ("1.", float),
            (".5", float),
            ("1e3", float),
            ("1_0.2_5", float),
            ("08.5", float),
            ("1e", None),
            ("1e999", None),
            ("+e5", None),
            ("0x1p-2", float),
            ("0x1.8p1", float),
            ("0x.p1", None),
            ("0x1.8", None),
            ("0x1p1024", None),
            ("0x1.fffffffffffff7p1023", float),
            ("0x1.fffffffffffff8p1023", None),
            ("2i", Some(Number::Complex)),
            ("08i", Some(Number::Complex)),
            ("0x1i", None),
            ("0b1i", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_number(text), expected, "{text}");
        }
    }

    #[test]
    fn sums_with_an_imaginary_part_are_complex() {
        for good in ["1+2i", "-1.5e2-.5i", "0x1p-2+0x1p3i", "1_0+2i"] {
            assert_eq!(read_complex(good), Some(Number::Complex), "{good}");
        }
        for bad in ["1i+2i", "0b1+2i", "0x1+2i", "1e999+2i", "1+i", "1++2i"] {
            assert_eq!(read_complex(bad), None, "{bad}");
        }
    }
}
