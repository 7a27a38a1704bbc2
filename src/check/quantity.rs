//! Numbers with a unit in prose: `more than 90%`, `for five minutes`, `over the last 1h30m`, `10 GiB`.
//!
//! Invariant: only what can be read in one way is read; a number before `per`, `/` or an unknown word is none. What stands between
//! `{{ }}` is no prose.

/// A number with a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// What it measures.
    pub measure: Measure,
    /// How much: seconds, percent, bytes; a size such as `10 GB` may be meant in powers of 1000 or of 1024.
    pub values: Vec<f64>,
    /// As written, such as `5 minutes`.
    pub text: String,
    /// The words before it in its sentence, in lower case.
    pub before: Vec<String>,
    /// The word behind it, in lower case; empty at the end of a sentence.
    pub after: String,
    /// Whether punctuation or the end follows.
    pub is_last: bool,
}

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Seconds.
    Time,
    /// Percent.
    Share,
    /// Bytes.
    Data,
}

/// Units of time that stand behind a number, in seconds. A single `m` only stands right behind its number.
const TIMES: [(&str, f64); 20] = [
    ("ms", 1e-3),
    ("millisecond", 1e-3),
    ("milliseconds", 1e-3),
    ("s", 1.0),
    ("sec", 1.0),
    ("secs", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("min", 60.0),
    ("mins", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("h", 3600.0),
    ("hr", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("day", 86_400.0),
    ("days", 86_400.0),
    ("week", 604_800.0),
    ("weeks", 604_800.0),
];

/// Units of data with the powers of 1000 and of 1024 that they may mean, in their own letter case.
const SIZES: [(&str, i32, bool); 10] = [
    ("bytes", 0, false),
    ("kB", 1, true),
    ("KB", 1, true),
    ("MB", 2, true),
    ("GB", 3, true),
    ("TB", 4, true),
    ("KiB", 1, false),
    ("MiB", 2, false),
    ("GiB", 3, false),
    ("TiB", 4, false),
];

/// Numbers that are written as words.
const WORDS: [(&str, f64); 15] = [
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
];

/// A longer sentence, in bytes, is no prose.
const LONGEST: usize = 2000;

/// The sentences of a text with the quantities in them.
pub fn sentences(text: &str) -> Vec<(String, Vec<Quantity>)> {
    let text = without_templates(text);
    let mut result = Vec::new();
    for sentence in split(&text) {
        if sentence.len() > LONGEST {
            continue;
        }
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let found = (0..words.len()).filter_map(|at| quantity(&words, at));
        result.push((sentence.to_lowercase(), found.collect()));
    }
    result
}

/// A full stop with a blank behind it ends a sentence, one inside a number does not; so does an empty line or an item of a list.
fn split(text: &str) -> Vec<&str> {
    let ends = [
        ".\n\n", ". ", ".\n", "! ", "? ", "; ", "\n\n", "\n- ", "\n* ",
    ];
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, _) in text.match_indices(['.', '!', '?', ';', '\n']) {
        let end = ends.iter().find(|end| text[at..].starts_with(**end));
        if let (Some(end), true) = (end, at >= start) {
            found.push(&text[start..at]);
            start = at + end.len();
        }
    }
    found.push(&text[start..]);
    found
}

/// The text with a word instead of every template.
fn without_templates(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        result.push_str(&rest[..start]);
        result.push('_');
        let end = rest[start..].find("}}").map(|end| start + end + 2);
        rest = &rest[end.unwrap_or(rest.len())..];
    }
    result.push_str(rest);
    result
}

/// The quantity that begins with a word.
fn quantity(words: &[&str], at: usize) -> Option<Quantity> {
    let opening = |c: char| "([\"'`*".contains(c);
    let closing = |c: char| ".,;:!?)]\"'`*".contains(c);
    let raw = words[at].trim_start_matches(opening);
    let mut before: Vec<String> = words[..at].iter().map(|word| word.to_lowercase()).collect();
    let signs = raw.len() - raw.trim_start_matches(['>', '<', '=']).len();
    if signs > 0 {
        before.push(raw[..signs].to_string());
    }
    let word = raw[signs..].trim_end_matches(closing);
    let (measure, values, length) = read(word, words.get(at + 1).copied(), closing)?;
    let last = words.get(at + length - 1)?;
    let after = words
        .get(at + length)
        .map_or(String::new(), |word| word.to_lowercase());
    let is_last = after.is_empty() || last.ends_with(closing);
    let is_rate = !is_last && (after == "per" || after.starts_with('/') || after == "a");
    let text = words[at..at + length].join(" ");
    (!is_rate).then(|| Quantity {
        measure,
        values,
        text: text.trim_matches(|c| opening(c) || closing(c)).to_string(),
        before,
        after,
        is_last,
    })
}

/// A number with the unit right behind it or in the next word, and how many words that takes.
fn read(
    word: &str,
    next: Option<&str>,
    closing: impl Fn(char) -> bool,
) -> Option<(Measure, Vec<f64>, usize)> {
    if let Some(seconds) = compound(word) {
        return Some((Measure::Time, vec![seconds], 1));
    }
    let digits = word.len()
        - word
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
            .len();
    let (number, unit) = word.split_at(digits);
    let spelled = WORDS
        .iter()
        .find(|(known, _)| *known == word.to_lowercase());
    let value = match spelled {
        Some((_, value)) => *value,
        None => decimal(number)?,
    };
    if spelled.is_none() && !unit.is_empty() {
        let (measure, values) = with_unit(value, unit)?;
        return Some((measure, values, 1));
    }
    let (measure, values) = with_unit(value, next?.trim_end_matches(closing))?;
    // "A day" may be any, "a %" is none.
    let is_article = matches!(spelled, Some((word, _)) if word.len() < 3);
    (!is_article || measure == Measure::Time).then_some((measure, values, 2))
}

/// A number, with commas between thousands.
fn decimal(text: &str) -> Option<f64> {
    let groups: Vec<&str> = text.split(',').collect();
    let grouped = groups[1..].iter().all(|group| {
        group
            .split('.')
            .next()
            .is_some_and(|whole| whole.len() == 3)
    });
    let value: f64 = groups.concat().parse().ok()?;
    (grouped && value.is_finite()).then_some(value)
}

fn with_unit(value: f64, unit: &str) -> Option<(Measure, Vec<f64>)> {
    let lower = unit.to_lowercase();
    if matches!(lower.as_str(), "%" | "percent") {
        return Some((Measure::Share, vec![value]));
    }
    if let Some((_, seconds)) = TIMES.iter().find(|(name, _)| *name == lower) {
        return Some((Measure::Time, vec![value * seconds]));
    }
    let (_, power, either) = SIZES.iter().find(|(name, ..)| *name == unit)?;
    let binary = value * 1024_f64.powi(*power);
    let values = match either {
        true => vec![value * 1000_f64.powi(*power), binary],
        false => vec![binary],
    };
    Some((Measure::Data, values))
}

/// The seconds of a duration such as `1h30m` or `5m`.
fn compound(word: &str) -> Option<f64> {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_one = word.starts_with(|c: char| c.is_ascii_digit()) && !letters.is_empty();
    let millis = crate::model::duration::parse(word).filter(|_| is_one)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "durations are far below 2^53 milliseconds"
    )]
    let seconds = millis as f64 / 1000.0;
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn numbers_with_units_are_read_in_prose() {
        let cases = [
            ("more than 90% full", "90% = [90.0]"),
            ("above 1,500 ms.", "1,500 ms = [1500.0e-3]"),
            ("for five minutes", "five minutes = [300.0]"),
            ("in the last 1h30m, or so", "1h30m = [5400.0]"),
            ("(> 10 GiB)", "10 GiB = [10737418240.0]"),
            ("over 1GB", "1GB = [1000000000.0, 1073741824.0]"),
            ("more than an hour", "an hour = [3600.0]"),
            ("more than 5m", "5m = [300.0]"),
            ("`30s`", "30s = [30.0]"),
            // A rate, a template, no unit, a plain count, a version.
            ("5 minutes per hour", ""),
            ("{{ $value }}% of 5 jobs", ""),
            ("10 m away, 5 G", ""),
            ("1.5.2 and 5/s", ""),
            ("10 seconds / request", ""),
        ];
        for (text, expected) in cases {
            let found: Vec<String> = sentences(text)
                .into_iter()
                .flat_map(|(_, quantities)| quantities)
                .map(|found| format!("{} = {:?}", found.text, found.values))
                .collect();
            let expected = expected.replace("1500.0e-3", "1.5");
            assert_eq!(found.join("; "), expected, "{text}");
        }
    }

    #[test]
    fn sentences_end_at_full_stops() {
        let found = sentences("It is 1.5 s slow. Wait\nfor 5m; then go.\n\nAll of it.");
        let found: Vec<String> = found.into_iter().map(|(sentence, _)| sentence).collect();
        assert_eq!(
            found,
            ["it is 1.5 s slow", "wait\nfor 5m", "then go", "all of it."]
        );
    }
}
