//! Numbers as Go's `strconv.ParseFloat` reads them, without hexadecimal digits and underscores.

use crate::promql::{Error, placeholder::range};
use std::ops;

/// The number at a place of the text.
pub fn number(text: &str, place: ops::Range<usize>) -> Result<f64, Error> {
    let written = &text[place.clone()];
    let wrong = |message: String| Error::new(range(place.start, place.end), message);
    let unsigned = written.strip_prefix(['+', '-']).unwrap_or(written);
    let is = |word: &str| unsigned.eq_ignore_ascii_case(word);
    let infinite = is("inf") || is("infinity");
    let word = infinite || written.eq_ignore_ascii_case("nan");
    let digits =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    let readable = word || written.bytes().all(digits);
    match written.parse::<f64>() {
        Ok(value) if readable && (infinite || !value.is_infinite()) => Ok(value),
        Ok(_) if readable => Err(wrong(format!("`{}` is out of range", shown(written)))),
        _ => Err(wrong(format!("`{}` is no number", shown(written)))
            .with_help("write digits such as `1`, `0.5` or `1e3`, or `NaN`, `+Inf`, `-Inf`")),
    }
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
