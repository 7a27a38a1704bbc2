//! What releases of Prometheus know: our tables and our verdicts beside the facts that `ci/promql-history.sh` asked of their parsers.

use opsgen::promql::{
    Options,
    ValueType::{self, Matrix, Scalar, String as Text, Vector},
    features::FEATURES,
    functions::{FUNCTIONS, Function, Rest},
    history::{CONSTRUCTS, Feature, Features, History, Lack, NEWEST, OLDEST, Release, since},
    parse,
};
use serde_json::Value;

/// Where we answer otherwise than a release, on purpose: the construct, the releases, the reason.
const DIFFERENCES: [(&str, Release, Release, &str); 6] = [
    (
        "duration-step",
        Release::new(3, 6),
        Release::new(3, 11),
        "nobody looked at the flag until 3.12 did: 3.12 and 3.13 refuse it without",
    ),
    (
        "duration-step-offset",
        Release::new(3, 6),
        Release::new(3, 11),
        "as in brackets",
    ),
    (
        "duration-range",
        Release::new(3, 10),
        Release::new(3, 11),
        "as `step()`",
    ),
    (
        "duration-range-in-sum",
        Release::new(3, 10),
        Release::new(3, 11),
        "their lexer lost the word behind a number",
    ),
    (
        "duration-min",
        Release::new(3, 6),
        Release::new(3, 12),
        "`min` and `max` were experimental names of `min_of` and `max_of`",
    ),
    (
        "zero-number-range",
        Release::new(2, 54),
        Release::new(3, 3),
        "a range of nothing, which 3.4 refuses again",
    ),
];

fn facts() -> Value {
    serde_json::from_str(include_str!("releases.json")).expect("the facts are JSON")
}

fn release(text: &str) -> Release {
    let (major, minor) = text.split_once('.').expect("a release has two numbers");
    let number = |text: &str| text.parse().expect("a release is numbers");
    Release::new(number(major), number(minor))
}

/// The history that a fact tells.
fn history(fact: &Value) -> History {
    let of = |key: &str| fact[key].as_str().map(release);
    let flag = fact["flag"].as_str().map(|name| {
        let known = Feature::ALL.into_iter().find(|flag| flag.name() == name);
        known.unwrap_or_else(|| panic!("nobody knows the flag {name}"))
    });
    History {
        since: of("since").unwrap_or(OLDEST),
        flag,
        stable: of("stable"),
        gone: of("gone").map(|gone| (gone, "")),
    }
}

fn releases() -> impl Iterator<Item = Release> {
    let second = (OLDEST.minor..=55).map(|minor| Release::new(2, minor));
    second.chain((0..=NEWEST.minor).map(|minor| Release::new(3, minor)))
}

fn accepts(text: &str, target: Release, features: Features) -> bool {
    let options = Options {
        target,
        features,
        placeholders: false,
    };
    parse(text, &options).1.is_empty()
}

/// Whether we mean to answer otherwise than a release. What came, went and came again counts from its last coming.
fn differs_on_purpose(name: &str, fact: &Value, target: Release) -> bool {
    let listed = DIFFERENCES.iter().any(|(construct, first, last, _)| {
        *construct == name && (*first..=*last).contains(&target)
    });
    let came_again = fact["earlier"].is_array() && target < history(fact).since;
    listed || came_again
}

#[test]
fn every_release_is_answered_for() {
    let mut wrong = Vec::new();
    for (name, fact) in facts()["constructs"].as_object().expect("a table") {
        let text = fact["expression"].as_str().expect("it has an expression");
        let theirs = history(fact);
        for features in [Features::NONE, Features::ALL] {
            let known = |target| Options {
                target,
                features,
                ..Options::default()
            };
            let mut releases: Vec<Release> = releases().collect();
            releases.retain(|target| {
                let expected = theirs.lacks(&known(*target)).is_none();
                accepts(text, *target, features) != expected
                    && !differs_on_purpose(name, fact, *target)
            });
            if !releases.is_empty() {
                wrong.push(format!("{name} `{text}` with {features:?}: {releases:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_functions_is_that_of_the_releases() {
    let facts = facts();
    let theirs = facts["functions"].as_object().expect("a table");
    assert_eq!(theirs.len(), FUNCTIONS.len());
    for function in &FUNCTIONS {
        let fact = &theirs[function.name];
        let expected = history(fact);
        let gone = |history: &History| history.gone.map(|(release, _)| release);
        let of = |history: &History| (history.since, history.flag, history.stable, gone(history));
        assert_eq!(of(&function.history), of(&expected), "{}", function.name);
        let signatures = fact["signatures"].as_array().expect("it has signatures");
        assert_eq!(signatures.len(), 1, "{} changed", function.name);
        let first = signatures[0].as_str().expect("a text");
        assert!(
            first.ends_with(&signature(function)),
            "{first}: {}",
            signature(function)
        );
    }
}

/// The parameters, how many more than the first it takes, and the result.
fn signature(function: &Function) -> String {
    let words: Vec<&str> = function
        .args
        .iter()
        .map(|argument| word(*argument))
        .collect();
    let variadic = match function.rest {
        Rest::Fixed => 0,
        Rest::Optional(count) => i64::try_from(count).expect("few arguments"),
        Rest::Unlimited => -1,
    };
    format!(
        ": [{}] {variadic} {}",
        words.join(" "),
        word(function.result)
    )
}

fn word(value: ValueType) -> &'static str {
    match value {
        Scalar => "scalar",
        Vector => "vector",
        Matrix => "matrix",
        Text => "string",
        ValueType::Unknown => "unknown",
    }
}

#[test]
fn the_feature_flags_are_those_of_the_releases() {
    let facts = facts();
    let theirs = facts["features"].as_object().expect("a table");
    let mut expected: Vec<(&str, Release)> = theirs
        .iter()
        .map(|(name, fact)| (name.as_str(), history(fact).since))
        .collect();
    expected.sort_by_key(|(name, _)| *name);
    assert_eq!(FEATURES.to_vec(), expected);
}

#[test]
fn a_construct_is_refused_before_its_release_and_without_its_flag() {
    let before = |release: Release| match release {
        Release { major: 3, minor: 0 } => Release::new(2, 55),
        Release { major, minor } => Release::new(major, minor - 1),
    };
    for construct in CONSTRUCTS {
        let History {
            since,
            flag,
            stable,
            ..
        } = construct.history;
        let text = construct.example;
        let all = Features::ALL;
        assert!(!accepts(text, before(since), all), "{text} before {since}");
        assert!(accepts(text, since, all), "{text} at {since}");
        if flag.is_some() {
            assert!(
                !accepts(text, since, Features::NONE),
                "{text} without its flag"
            );
        }
        if let Some(stable) = stable {
            assert!(
                !accepts(text, before(stable), Features::NONE),
                "{text} before {stable}"
            );
            assert!(accepts(text, stable, Features::NONE), "{text} at {stable}");
        }
    }
}

#[test]
fn errors_say_what_is_needed() {
    let cases = [
        (
            "info(x)",
            (2, 53),
            "0..4 `info` needs Prometheus 2.55 or later and `--enable-feature=promql-experimental-functions`; the target is 2.53",
        ),
        (
            "info(x)",
            (3, 15),
            "0..4 `info` needs `--enable-feature=promql-experimental-functions`",
        ),
        (
            "first_over_time(x[5m])",
            (3, 0),
            "0..15 `first_over_time` needs Prometheus 3.14 or later, or 3.7 with `--enable-feature=promql-experimental-functions`; the target is 3.0",
        ),
        (
            "x[2 * 5m]",
            (3, 13),
            "2..8 arithmetic on durations needs `--enable-feature=promql-duration-expr` before Prometheus 3.14; the target is 3.13",
        ),
        (
            "x </ 1",
            (3, 10),
            "2..4 trimming of a histogram needs Prometheus 3.11 or later; the target is 3.10",
        ),
        (
            "holt_winters(x[5m], 1, 1)",
            (3, 0),
            "0..12 `holt_winters` is gone since Prometheus 3.0",
        ),
        (
            "mad_over_tim(x[5m])",
            (2, 40),
            "0..12 unknown function `mad_over_tim`",
        ),
    ];
    for (text, (major, minor), expected) in cases {
        let options = Options {
            target: Release::new(major, minor),
            ..Options::default()
        };
        let found: Vec<String> = parse(text, &options)
            .1
            .iter()
            .map(|error| {
                format!(
                    "{}..{} {}",
                    error.range.start, error.range.end, error.message
                )
            })
            .collect();
        assert_eq!(found, [expected], "{text}");
    }
}

#[test]
fn a_target_older_than_the_oldest_counts_as_it() {
    assert!(accepts("rate(x[5m])", Release::new(1, 0), Features::NONE));
    let never = since(99, 0).lacks(&Options::default());
    assert!(matches!(never, Some(Lack::Needs(_))));
}
