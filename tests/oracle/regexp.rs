//! Regular expressions at random: Go and we accept the same, and the same texts match.

use crate::judge::{accepted, judge};
use crate::language::number;
use crate::random::Random;
use opsgen::regexp::Regexp;
use serde_json::{Value, json};
use std::fs;

/// How many patterns are tried.
const COUNT: u64 = 20_000;

/// What patterns are made of.
const PIECES: [&str; 130] = [
    "a",
    "b",
    "k",
    "S",
    "é",
    "σ",
    "ǅ",
    "ß",
    "\u{212a}",
    "\u{17f}",
    "\n",
    " ",
    "0",
    "_",
    "-",
    ",",
    ":",
    "&&",
    "~~",
    "--",
    ".",
    ".",
    "*",
    "+",
    "?",
    "*?",
    "+?",
    "??",
    "|",
    "|",
    "^",
    "$",
    "(",
    "(",
    "(",
    ")",
    ")",
    ")",
    ")",
    "(?:",
    "(?:",
    "(?i)",
    "(?i:",
    "(?s:",
    "(?m)",
    "(?m:",
    "(?U)",
    "(?-i)",
    "(?i-s:",
    "(?sm-i)",
    "(?-)",
    "(?x)",
    "(?",
    "(?=",
    "(?P<n>",
    "(?P<n>",
    "(?<m>",
    "(?P<1>",
    "(?P<>",
    "(?P<n-o>",
    "(?P=n)",
    "[",
    "[",
    "[^",
    "[]",
    "[^]",
    "]",
    "]",
    "]",
    "a-z",
    "b-a",
    "[:alpha:]",
    "[:^word:]",
    "[:foo:]",
    "[[:space:]]",
    "[:",
    ":]",
    "[^a-k]",
    "[k-σ]",
    "[\\D]",
    "[\\x{D000}-\\x{E000}]",
    "{",
    "}",
    "{2}",
    "{0,2}",
    "{1,}",
    "{,3}",
    "{2,1}",
    "{0}",
    "{1000}",
    "{1001}",
    "{100}",
    "{11}",
    "{01}",
    "{999999999999}",
    "\\",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\b",
    "\\B",
    "\\A",
    "\\z",
    "\\Z",
    "\\C",
    "\\Q",
    "\\E",
    "\\Qa*",
    "\\07",
    "\\12",
    "\\1",
    "\\8",
    "\\141",
    "\\x41",
    "\\x4",
    "\\x{3c3}",
    "\\x{110000}",
    "\\x{D800}",
    "\\n",
    "\\_",
    "\\é",
    "\\pL",
    "\\PL",
    "\\p{Lu}",
    "\\p{^Lu}",
    "\\p{greek}",
    "\\P{Lowercase Letter}",
];

/// More names of properties than the pieces hold.
const NAMES: [&str; 26] = [
    "C",
    "Cc",
    "Cn",
    "Co",
    "Cs",
    "LC",
    "Lt",
    "Mn",
    "N",
    "Any",
    "ascii",
    "Assigned",
    "Old_Italic",
    "Common",
    "Inherited",
    "Grek",
    "Nko",
    "-",
    "",
    "^",
    "l u",
    "_Letter",
    "Alphabetic",
    "Kawi",
    "Garay",
    "punct",
];

const LETTERS: [&str; 30] = [
    "a",
    "b",
    "k",
    "K",
    "s",
    "S",
    "z",
    "é",
    "É",
    "σ",
    "ς",
    "Σ",
    "ǆ",
    "ß",
    "ẞ",
    "\u{212a}",
    "\u{17f}",
    "\n",
    " ",
    "0",
    "_",
    "-",
    "٣",
    "\u{345}",
    "\u{378}",
    "\u{e000}",
    "\u{fffd}",
    "\u{a7cb}",
    "\u{264}",
    "\u{10d50}",
];

fn pattern(random: &mut Random) -> String {
    let count = 1 + random.below(7);
    let mut text = String::new();
    for _ in 0..count {
        if random.below(25) == 0 {
            text.push_str(&format!(
                "\\{}{{{}}}",
                random.pick(&["p", "P"]),
                random.pick(&NAMES)
            ));
        } else {
            text.push_str(random.pick(&PIECES));
        }
    }
    // Most of them are completed, so that more than a few are valid.
    if random.below(4) > 0 {
        let count = |text: &str, letter: char| text.matches(letter).count();
        if count(&text, '[') > count(&text, ']') {
            text.push(']');
        }
        let (open, closed) = (count(&text, '('), count(&text, ')'));
        text.insert_str(0, &"(".repeat(closed.saturating_sub(open)));
        text.push_str(&")".repeat(open.saturating_sub(closed)));
    }
    text
}

fn texts(random: &mut Random) -> Vec<String> {
    let text = |random: &mut Random| {
        (0..random.below(4))
            .map(|_| random.pick(&LETTERS))
            .collect()
    };
    (0..12).map(|_| text(random)).collect()
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn go_accepts_the_same_patterns_and_texts() {
    let mut random = Random::new(number("SEED", 1));
    let cases: Vec<Value> = (0..number("REGEXPS", COUNT))
        .map(|_| json!({ "pattern": pattern(&mut random), "texts": texts(&mut random) }))
        .collect();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("in.jsonl");
    let lines: Vec<String> = cases.iter().map(|case| format!("{case}\n")).collect();
    fs::write(&path, lines.concat()).expect("the cases can be written");
    let file = fs::File::open(&path).expect("it was written");
    let out = accepted(judge("celcost").arg("-regexp").stdin(file));
    let answers: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).expect("the judge writes JSON"))
        .collect();
    assert_eq!(answers.len(), cases.len());
    let (mut refused, mut unknown, mut differences) = (0, 0, Vec::new());
    for (case, theirs) in cases.iter().zip(&answers) {
        refused += usize::from(theirs["ok"] == false);
        let ours = match Regexp::compile(case["pattern"].as_str().expect("a text")) {
            Err(error) => json!({ "ok": false, "error": error.message }),
            Ok(None) => {
                unknown += usize::from(theirs["ok"] == true);
                continue;
            }
            Ok(Some(regexp)) => {
                let texts = case["texts"].as_array().expect("a list").iter();
                let matches: Vec<bool> = texts
                    .map(|text| regexp.is_match(text.as_str().expect("a text")))
                    .collect();
                json!({ "ok": true, "matches": matches })
            }
        };
        if ours["ok"] != theirs["ok"] || ours["matches"] != theirs["matches"] {
            differences.push(format!("{case}\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    eprintln!(
        "{} patterns, {refused} refused, {unknown} too large for us, {} differences",
        cases.len(),
        differences.len()
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(
        unknown * 1000 < cases.len(),
        "{unknown} patterns are too large for us"
    );
}
