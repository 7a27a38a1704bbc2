//! How numbers are written, in YAML and JSON alike.

use std::fmt::Write;

/// From here on a number is written with an exponent, as Go and JavaScript do.
const LARGE: f64 = 1e21;

/// Below this a number is written with an exponent.
const SMALL: f64 = 1e-7;

/// Writes a whole number.
pub fn push_integer(out: &mut String, number: i64) {
    let _ = write!(out, "{number}");
}

/// Writes a finite number as the shortest decimal that reads back as the same number: without `.0` when it is whole, with an
/// exponent (which YAML 1.1 wants signed and after a point) only outside `1e-7..1e21`. What is not finite is written as `null`.
pub fn push_float(out: &mut String, number: f64) {
    let size = number.abs();
    if !number.is_finite() {
        out.push_str("null");
    } else if size == 0.0 {
        out.push('0');
    } else if (SMALL..LARGE).contains(&size) {
        let _ = write!(out, "{number}");
    } else {
        push_scientific(out, &format!("{number:e}"));
    }
}

/// Writes Rust's `1e21` as `1.0e+21`.
fn push_scientific(out: &mut String, text: &str) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    let _ = write!(out, "{mantissa}{point}e{sign}{exponent}");
}

#[cfg(test)]
mod tests {
    use super::push_float;

    fn check(number: f64, expected: &str) {
        let mut text = String::new();
        push_float(&mut text, number);
        assert_eq!(text, expected);
        if number.is_finite() {
            let back: f64 = text.parse().unwrap();
            assert!((back - number).abs() <= 0.0, "{text} is not {number}");
        }
    }

    #[test]
    fn numbers_are_short_and_read_back() {
        check(0.1, "0.1");
        check(-2.0, "-2");
        check(99.95, "99.95");
        check(0.000_001, "0.000001");
        check(1e20, "100000000000000000000");
        check(1e21, "1.0e+21");
        check(-1.5e-9, "-1.5e-9");
        check(f64::MIN_POSITIVE, "2.2250738585072014e-308");
        check(-0.0, "0");
        check(f64::NAN, "null");
    }
}
