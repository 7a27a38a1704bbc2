//! Durations as Prometheus writes them.

use super::Context;
use crate::project::Spanned;

/// A duration as it was written, and its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    /// As written, such as `1h30m`.
    pub text: String,
    /// Its length in milliseconds.
    pub millis: i64,
}

impl Duration {
    /// Its length in seconds.
    #[expect(
        clippy::cast_precision_loss,
        reason = "durations are far below 2^53 milliseconds"
    )]
    pub fn seconds(&self) -> f64 {
        self.millis as f64 / 1000.0
    }
}

/// Units with their milliseconds, largest first, as they must follow each other.
const UNITS: [(&str, i64); 7] = [
    ("y", 31_536_000_000),
    ("w", 604_800_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1000),
    ("ms", 1),
];

/// Nanoseconds in a millisecond.
const NANOSECONDS: i64 = 1_000_000;

/// Milliseconds of a duration such as `1h30m`; `None` when it is none. Units follow from large to small, each at most once;
/// `0` needs no unit, and no length is above 2^63 nanoseconds, 292 years. Source: `model.ParseDuration` of prometheus/common.
pub fn parse(text: &str) -> Option<i64> {
    if text == "0" {
        return Some(0);
    }
    let (mut rest, mut next, mut total) = (text, 0, 0i64);
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: i64 = rest[..digits].parse().ok()?;
        let letters = rest[digits..]
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len() - digits);
        let name = &rest[digits..digits + letters];
        let index = UNITS
            .iter()
            .position(|(unit, _)| *unit == name)
            .filter(|index| *index >= next)?;
        total = total.checked_add(number.checked_mul(UNITS[index].1)?)?;
        next = index + 1;
        rest = &rest[digits + letters..];
    }
    let fits = total.checked_mul(NANOSECONDS).is_some();
    (!text.is_empty() && fits).then_some(total)
}

/// Reads a duration field; reports what is none.
pub fn read(ctx: &mut Context, written: &Spanned<String>) -> Option<Duration> {
    let millis = parse(&written.value);
    if millis.is_none() {
        ctx.bad_value(
            written.span,
            format!(
                "`{}` is not a duration: write a number and a unit, such as `30s`, `5m`, `1h30m`",
                written.value
            ),
        );
    }
    millis.map(|millis| Duration {
        text: written.value.clone(),
        millis,
    })
}

/// Reads a duration field that may be absent.
pub fn read_some(ctx: &mut Context, written: Option<&Spanned<String>>) -> Option<Duration> {
    written.and_then(|written| read(ctx, written))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn durations_are_read_as_prometheus_reads_them() {
        let cases = [
            ("30s", Some(30_000)),
            ("1h30m", Some(5_400_000)),
            ("1d", Some(86_400_000)),
            ("5ms", Some(5)),
            ("0", Some(0)),
            ("1m1m", None),
            ("1m1h", None),
            ("5", None),
            ("m", None),
            ("", None),
            ("1.5h", None),
            ("-1m", None),
            ("292y", Some(9_208_512_000_000)),
            ("293y", None),
            ("99999999999999y", None),
        ];
        for (text, millis) in cases {
            assert_eq!(parse(text), millis, "{text}");
        }
    }
}
