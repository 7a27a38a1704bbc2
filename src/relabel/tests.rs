//! Relabeling, compared with what Prometheus's own package yields.

use super::{Action, Fault, Field, Labels, Names, Outcome, Step, Written, apply, compile};

/// A step from `key=value` words separated by blanks.
fn written(text: &str) -> Written<'_> {
    let mut step = Written {
        source_labels: Vec::new(),
        separator: None,
        regex: None,
        modulus: None,
        target_label: None,
        replacement: None,
        action: Action::Replace,
    };
    for (key, value) in text.split(' ').filter_map(|word| word.split_once('=')) {
        match key {
            "from" => step.source_labels = value.split(',').collect(),
            "separator" => step.separator = Some(value),
            "regex" => step.regex = Some(value),
            "modulus" => step.modulus = value.parse().ok(),
            "to" => step.target_label = Some(value),
            "with" => step.replacement = Some(value),
            "action" => step.action = action(value),
            other => panic!("{other}"),
        }
    }
    step
}

fn action(name: &str) -> Action {
    let all = [
        Action::Replace,
        Action::Keep,
        Action::Drop,
        Action::KeepEqual,
        Action::DropEqual,
        Action::HashMod,
        Action::LabelMap,
        Action::LabelDrop,
        Action::LabelKeep,
        Action::Lowercase,
        Action::Uppercase,
    ];
    let mut found = all.into_iter().filter(|action| action.name() == name);
    found.next().unwrap()
}

fn step(text: &str) -> Step {
    let (step, faults) = compile(&written(text), Names::Utf8);
    step.unwrap_or_else(|| panic!("{text}: {faults:?}"))
}

fn labels(text: &str) -> Labels {
    text.split(' ')
        .filter_map(|word| word.split_once('='))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

/// Runs steps (one per line) on labels; the result as text, or which step dropped it.
fn run(steps: &str, input: &str) -> String {
    let steps: Vec<Step> = steps.lines().map(|line| step(line.trim())).collect();
    let mut labels = labels(input);
    match apply(&steps, &mut labels) {
        Outcome::Dropped(index) => format!("dropped by {index}"),
        Outcome::Kept => {
            let words: Vec<String> = labels
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            words.join(" ")
        }
    }
}

#[test]
fn every_action_does_what_prometheus_does() {
    let cases = [
        (
            "from=a regex=f(.*) to=d with=ch${1}-ch${1}",
            "a=foo b=bar",
            "a=foo b=bar d=choo-choo",
        ),
        (
            "from=a,b regex=f(.*);(.*)r to=a with=b${1}${2}m",
            "a=foo b=bar",
            "a=boobam b=bar",
        ),
        ("from=a regex=o to=d with=x", "a=foo", "a=foo"),
        ("from=a regex=.*foo.* to=b with=", "a=foo b=bar", "a=foo"),
        ("from=none to=new with=text", "a=1", "a=1 new=text"),
        (
            "from=a,b separator= regex=(.*)(.)(.*) to=c with=$2",
            "a=x b=yz",
            "a=x b=yz c=z",
        ),
        (
            "from=a regex=(.+)-(.+) to=${1} with=$2",
            "a=foo-bar",
            "a=foo-bar foo=bar",
        ),
        ("from=a regex=(.*) to=${2} with=x", "a=foo", "a=foo"),
        (
            "from=a regex=foo|bar action=keep",
            "a=foobar",
            "dropped by 0",
        ),
        ("from=a regex=foo|bar action=keep", "a=bar", "a=bar"),
        (
            "from=a regex=.*o.* action=drop\nfrom=a to=z",
            "a=foo",
            "dropped by 0",
        ),
        ("from=a regex=.* action=drop", "b=1", "dropped by 0"),
        ("from=a to=b action=keepequal", "a=1 b=1", "a=1 b=1"),
        ("from=a to=b action=keepequal", "a=1 b=2", "dropped by 0"),
        ("from=a to=b action=dropequal", "a=1 b=1", "dropped by 0"),
        ("from=a to=b action=dropequal", "c=1", "dropped by 0"),
        (
            "from=c to=d action=hashmod modulus=1000",
            "c=baz",
            "c=baz d=976",
        ),
        (
            "from=a to=d action=hashmod modulus=1000",
            "a=foo\nbar",
            "a=foo\nbar d=734",
        ),
        (
            "regex=(b.*) with=bar_${1} action=labelmap",
            "a=foo b1=bar b2=baz",
            "a=foo b1=bar b2=baz bar_b1=bar bar_b2=baz",
        ),
        (
            "regex=__meta_(my.*) action=labelmap",
            "__meta_my_bar=1 a=2",
            "__meta_my_bar=1 a=2 my_bar=1",
        ),
        (
            "regex=(b.*) action=labeldrop",
            "a=foo b1=bar b2=baz",
            "a=foo",
        ),
        ("regex=(b.*) action=labelkeep", "a=foo b1=bar", "b1=bar"),
        ("from=a to=b action=lowercase", "a=FoO", "a=FoO b=foo"),
        (
            "from=a to=b action=uppercase",
            "a=bAr123",
            "a=bAr123 b=BAR123",
        ),
        ("from=none to=b action=lowercase", "b=x", ""),
        ("from=a to=b action=uppercase", "a=ßŉᾳ", "a=ßŉᾳ b=ßŉᾼ"),
        ("from=a to=b action=lowercase", "a=İΣ", "a=İΣ b=iσ"),
    ];
    for (steps, input, expected) in cases {
        assert_eq!(run(steps, input), expected, "{steps} on {input}");
    }
}

#[test]
fn groups_are_expanded_as_go_expands_them() {
    let cases = [
        ("$1", "a"),
        ("$1x", ""),
        ("${1}x", "ax"),
        ("$$1", "$1"),
        ("$", "$"),
        ("$x1", "b"),
        ("${x1}", "b"),
        ("${", "${"),
        ("${}", "${}"),
        ("$é", ""),
        ("$x-1", "-1"),
        ("${1-}", "${1-}"),
        ("$01", ""),
        ("$9", ""),
        ("${0}", "ab"),
    ];
    for (template, expected) in cases {
        let result = run(
            &format!("from=a regex=(a)(?P<x1>b) to=r with={template}"),
            "a=ab",
        );
        let expected = if expected.is_empty() {
            "a=ab".to_string()
        } else {
            format!("a=ab r={expected}")
        };
        assert_eq!(result, expected, "{template}");
    }
}

#[test]
fn patterns_mean_what_go_means() {
    let cases = [
        (r"\d+", "12", true),
        (r"\d+", "١٢", false),
        (r"\w+", "é", false),
        (r"[^\w]", "é", true),
        (r"[\d-z]+", "1-z", true),
        (r".", "\n", true),
        (r"a{,2}", "a{,2}", true),
        (r"{x}", "{x}", true),
        (r"\Qa.b\E+", "a.bb", true),
        (r"\Qa.b\E", "axb", false),
        (r"[a&&b]+", "a&b", true),
        (r"[[a]+", "[a", true),
        (r"[]a]+", "]a", true),
        (r"[^]a]", "b", true),
        (r"\<x\>", "<x>", true),
        (r"\123\_", "S_", true),
        (r"\x41\x{42}", "AB", true),
        (r"[[:alpha:]]+", "ab", true),
        (r"\p{^Greek}", "a", true),
        (r"a)|(b", "b", true),
        (r"\ba\b", "a", true),
        (r"é\b", "é", false),
        (r"a\Bb", "ab", true),
        (r"(?i)FOO", "foo", true),
        (r"x*?y??", "xy", true),
    ];
    for (pattern, text, expected) in cases {
        let pattern =
            super::Pattern::compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error:?}"));
        assert_eq!(
            pattern.is_match(text),
            expected,
            "{} on {text}",
            pattern.text()
        );
    }
}

#[test]
fn patterns_that_go_refuses_are_refused_where_they_fail() {
    let cases = [
        ("a**", "**"),
        ("a*+", "*+"),
        ("x{2}{3}", "{2}{3}"),
        ("a{1001}", "{1001}"),
        ("a{2,1}", "{2,1}"),
        ("a(?x)b", "(?x"),
        (r"a\h", r"\h"),
        (r"a\8", r"\8"),
        (r"a\1", r"\1"),
        (r"\u0041", r"\u"),
        ("[[:foo:]]", "[:foo:]"),
        ("x[b-a]", "b-a"),
        ("x[ab", "[ab"),
        ("(?=a)", "(?="),
        (r"a\Qb", r"\Qb"),
        (r"a\x4é", r"\x"),
        ("*a", "*"),
        ("a(b", "("),
        (r"\p{Nothing}", r"\p{Nothing}"),
    ];
    for (pattern, expected) in cases {
        match super::Pattern::compile(pattern) {
            Ok(_) => panic!("{pattern} is accepted"),
            Err(error) => assert_eq!(
                &pattern[error.range.clone()],
                expected,
                "{pattern}: {error:?}"
            ),
        }
    }
}

#[test]
fn steps_that_prometheus_refuses_are_refused() {
    let cases = [
        (
            "from=a",
            Field::Step,
            "the action `replace` needs a `target-label`",
        ),
        (
            "from=a to= action=hashmod modulus=1",
            Field::TargetLabel,
            "the action `hashmod` needs a `target-label`",
        ),
        (
            "from=a to=b action=hashmod",
            Field::Step,
            "the action `hashmod` needs a `modulus` above 0",
        ),
        (
            "from=a to=b action=hashmod modulus=0",
            Field::Modulus,
            "the action `hashmod` needs a `modulus` above 0",
        ),
        (
            "from=a to=a-b",
            Field::TargetLabel,
            "`a-b` is not the name of a label",
        ),
        (
            "from=a to=${1-}",
            Field::TargetLabel,
            "`${1-}` is not the name of a label",
        ),
        (
            "from=a to=${1} action=lowercase",
            Field::TargetLabel,
            "`${1}` is not the name of a label",
        ),
        (
            "from=a to=b with=x action=uppercase",
            Field::Replacement,
            "the action `uppercase` takes no `replacement`",
        ),
        (
            "from=a to=b regex=x action=keepequal",
            Field::Regex,
            "the action `keepequal` takes no `regex`",
        ),
        (
            "from=a regex=x action=labeldrop",
            Field::SourceLabel(0),
            "the action `labeldrop` takes no `source-labels`",
        ),
        (
            "to=a regex=x action=labelkeep",
            Field::TargetLabel,
            "the action `labelkeep` takes no `target-label`",
        ),
        (
            "regex=x with=1a action=labelmap",
            Field::Replacement,
            "`1a` does not make the name of a label",
        ),
        (
            "from=a-b to=c",
            Field::SourceLabel(0),
            "`a-b` is not the name of a label",
        ),
    ];
    for (text, field, message) in cases {
        let (step, faults) = compile(&written(text), Names::Legacy);
        let expected = Fault {
            field,
            range: None,
            message: message.to_string(),
        };
        assert_eq!((step.is_none(), faults), (true, vec![expected]), "{text}");
    }
    for text in [
        "from=a to=x_${1}_$2",
        "from=a to=b with=$1 action=lowercase",
        "regex=a.* action=labeldrop separator=;",
    ] {
        assert!(compile(&written(text), Names::Legacy).0.is_some(), "{text}");
    }
}
