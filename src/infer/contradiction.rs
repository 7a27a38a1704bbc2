//! Units that can neither be added nor compared.
//!
//! Invariant: two units contradict each other only when no reading of both makes sense. People call an instant `seconds` and a
//! bandwidth `bytes`, and compare the share of time that is busy with a number of workers; a noun may be another word for a unit.

use super::{
    RATIO, SECONDS, TIMESTAMP, Unit,
    unit::{is_physical, measures},
};

/// How words begin that may mean a unit of time or data.
const SYNONYMS: [&str; 24] = [
    "age", "bit", "byte", "centi", "day", "deci", "duration", "exbi", "exa", "gibi", "giga",
    "hour", "kibi", "kilo", "mebi", "mega", "micro", "milli", "min", "month", "nano", "octet",
    "sec", "time",
];

impl Unit<'_> {
    /// Whether adding or comparing the two surely makes no sense.
    pub fn contradicts(&self, other: &Unit) -> bool {
        match (self, other) {
            (Self::Of(left), Unit::Of(right)) => differ(left, right),
            (Self::Per(left, period), Unit::Per(right, other)) => {
                let things = left.zip(*right);
                things.is_some_and(|(left, right)| differ(left, right)) || period != other
            }
            (Self::Per(Some(rate), _), Unit::Of(thing)) => rate_differs(rate, thing),
            (Self::Of(thing), Unit::Per(Some(rate), _)) => rate_differs(rate, thing),
            _ => false,
        }
    }
}

fn differ(left: &str, right: &str) -> bool {
    let instant = |one: &str, other: &str| one == TIMESTAMP && other == SECONDS;
    if left == right || instant(left, right) || instant(right, left) {
        return false;
    }
    match (is_physical(left), is_physical(right)) {
        (true, true) => true,
        (true, false) => is_amount(left) && is_noun(right),
        (false, true) => is_amount(right) && is_noun(left),
        (false, false) => false,
    }
}

/// Whether so much of `rate` in a time cannot be compared with a number of `thing`, which may be meant in the same time.
fn rate_differs(rate: &str, thing: &str) -> bool {
    let same = rate == thing || (measures(rate).is_some() && measures(rate) == measures(thing));
    let known = is_physical(rate) || is_noun(rate);
    !same && known && is_amount(thing)
}

/// Whether it is an amount of time or data, which no noun counts.
fn is_amount(thing: &str) -> bool {
    matches!(measures(thing), Some("time" | "data"))
}

/// Whether a word surely names things that can be counted, such as `requests`.
fn is_noun(word: &str) -> bool {
    let plain = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let synonym = SYNONYMS.iter().any(|synonym| word.starts_with(synonym));
    plain && word.ends_with('s') && !synonym && word != RATIO
}

#[cfg(test)]
mod tests {
    use super::{RATIO, SECONDS, TIMESTAMP, Unit};

    #[test]
    fn only_what_no_reading_reconciles_contradicts() {
        let rate = |thing| Unit::Per(Some(thing), "second");
        let cases = [
            (Unit::Of(SECONDS), Unit::Of("bytes"), true),
            (Unit::Of(SECONDS), Unit::Of("milliseconds"), true),
            (Unit::Of(RATIO), Unit::Of("percent"), true),
            (Unit::Of("requests"), Unit::Of(SECONDS), true),
            (Unit::Of(TIMESTAMP), Unit::Of("bytes"), true),
            (rate("bytes"), Unit::Of(SECONDS), true),
            (rate("requests"), rate("bytes"), true),
            (
                rate("requests"),
                Unit::Per(Some("requests"), "minute"),
                true,
            ),
            // The same, unknown, or written.
            (Unit::Of(SECONDS), Unit::Of(SECONDS), false),
            (Unit::Of(SECONDS), Unit::Unknown, false),
            (Unit::Number, Unit::Of(SECONDS), false),
            // An instant may be declared in seconds.
            (Unit::Of(TIMESTAMP), Unit::Of(SECONDS), false),
            // Two nouns may count the same; the share of busy seconds is a number of cores.
            (Unit::Of("jobs"), Unit::Of("tasks"), false),
            (Unit::Of(RATIO), Unit::Of("cores"), false),
            // A noun that means a unit.
            (Unit::Of("secs"), Unit::Of(SECONDS), false),
            (Unit::Of("ms"), Unit::Of(SECONDS), false),
            (Unit::Of("GiB"), Unit::Of("bytes"), false),
            // A speed that is declared in bytes.
            (rate("bytes"), Unit::Of("bytes"), false),
            (rate("bits"), Unit::Of("bytes"), false),
            (rate("requests"), Unit::Of("hertz"), false),
        ];
        for (left, right, expected) in cases {
            assert_eq!(left.contradicts(&right), expected, "{left:?} {right:?}");
            assert_eq!(right.contradicts(&left), expected, "{right:?} {left:?}");
        }
    }
}
