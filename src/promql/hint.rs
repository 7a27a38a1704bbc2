//! What to write instead of what people write by mistake: habits of other languages, and words in the wrong place.

use crate::promql::functions::{find_aggregator, find_function};
use crate::promql::nearest::find_nearest;
use crate::promql::token::Kind;

/// A token where another was expected.
struct Habit {
    found: &'static [Kind],
    /// A part of what was expected.
    expected: &'static str,
    help: &'static str,
}

const HABITS: [Habit; 9] = [
    Habit {
        found: &[Kind::Template],
        expected: "",
        help: "a placeholder stands for a whole number or duration, or for a part of a name",
    },
    Habit {
        found: &[Kind::By, Kind::Without],
        expected: "operator",
        help: "`by` and `without` belong to an aggregator, beside its name or behind its arguments: `sum by (label) (…)`",
    },
    Habit {
        found: &[Kind::On, Kind::Ignoring],
        expected: "operator",
        help: "`on` and `ignoring` stand behind an operator: `… + on (label) …`",
    },
    Habit {
        found: &[Kind::GroupLeft, Kind::GroupRight],
        expected: "",
        help: "`group_left` and `group_right` stand behind `on (…)` or `ignoring (…)`",
    },
    Habit {
        found: &[Kind::Assign],
        expected: "a string",
        help: "a matcher is written with one `=`",
    },
    Habit {
        found: &[Kind::Assign],
        expected: "operator",
        help: "values are compared by `==`, `!=`, `<`, `>`, `<=` and `>=`",
    },
    Habit {
        found: &[Kind::Assign],
        expected: "an expression",
        help: "`==`, `!=`, `<=` and `>=` are written without a blank",
    },
    Habit {
        found: &[Kind::Comma],
        expected: "or the end",
        help: "only arguments, labels and matchers are parted by commas",
    },
    Habit {
        found: &[Kind::LeftBrace],
        expected: "operator",
        help: "all matchers of a selector stand in one pair of braces, in front of its range",
    },
];

/// Characters that are no part of the language, and what may have been meant.
const CHARACTERS: [(&[char], &str); 9] = [
    (&['&'], "`and` joins series that both sides have"),
    (&['|'], "`or` joins the series of both sides"),
    (&['.'], "a name with dots is quoted: `{\"a.b\"}`"),
    (
        &['“', '”', '„', '‘', '’', '«', '»'],
        "a string stands in straight quotes",
    ),
    (
        &[
            '\u{a0}', '\u{2007}', '\u{202f}', '\u{3000}', '\u{200b}', '\u{feff}',
        ],
        "this looks like a blank and is none: write a plain one",
    ),
    (&['−', '–', '—'], "write the sign `-`"),
    (&['≥', '≤', '≠'], "write `>=`, `<=` or `!=`"),
    (&['×', '·', '÷'], "write `*` or `/`"),
    (
        &['$'],
        "a placeholder such as `$name` is of Grafana and gen, and no PromQL",
    ),
];

/// Words with labels or a value in parentheses, which look like functions where they are misspelt.
pub const WITH_PARENTHESES: [&str; 9] = [
    "by",
    "fill",
    "fill_left",
    "fill_right",
    "group_left",
    "group_right",
    "ignoring",
    "on",
    "without",
];

/// Words that stand behind an expression.
const BEHIND: [&str; 9] = [
    "and", "anchored", "atan2", "by", "offset", "or", "smoothed", "unless", "without",
];

/// Words between an operator and its right side.
const BETWEEN: [&str; 4] = ["bool", "group_left", "group_right", "ignoring"];

/// Returns what to do about a token that stands where another was expected, from the text in front of it; `None` when nothing is
/// certain.
pub fn of_token(expected: &str, found: Kind, written: &str, before: &str) -> Option<String> {
    let habit = |habit: &&Habit| habit.found.contains(&found) && expected.contains(habit.expected);
    if let Some(habit) = HABITS.iter().find(habit) {
        return Some(habit.help.to_owned());
    }
    let before = before.trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = before[before.trim_end_matches(is_name).len()..].to_ascii_lowercase();
    match word.as_str() {
        "by" | "without" | "on" | "ignoring" if expected == "`(`" => {
            Some(format!("labels stand in parentheses: `{word} ({written})`"))
        }
        "not" => Some("`unless` takes series away, and `== 0` finds what is 0".to_owned()),
        _ if expected.contains("start()") => meant(written, &["start", "end"]),
        _ if !expected.contains("operator") => None,
        _ if found == Kind::Identifier && meant(written, &BEHIND).is_some() => {
            meant(written, &BEHIND)
        }
        _ if find_function(&word).is_some() || find_aggregator(&word).is_some() => {
            Some(format!("arguments stand in parentheses: `{word}(…)`"))
        }
        // Short words are names more often than misspelt.
        _ if word.len() > 3 => meant(&word, &BETWEEN),
        _ => None,
    }
}

fn meant(written: &str, known: &[&str]) -> Option<String> {
    let nearest = find_nearest(written, known.iter().copied())?;
    Some(format!("did you mean `{nearest}`?"))
}

/// Returns what to do about a word in the brackets that is no duration.
pub fn of_duration(word: &str) -> String {
    let known = ["step", "range", "min_of", "max_of"];
    meant(word, &known)
        .unwrap_or_else(|| "a duration is a number with a unit, such as `5m`".to_owned())
}

/// Returns what may have been meant by a character that is no part of the language.
pub fn of_character(found: char) -> Option<&'static str> {
    let (_, help) = CHARACTERS
        .iter()
        .find(|(characters, _)| characters.contains(&found))?;
    Some(help)
}
