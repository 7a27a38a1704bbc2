//! Cases of every part of the syntax; that Go agrees is asked in `tests/oracle/regexp.rs`.

use super::{Regexp, inspect};

#[test]
fn patterns_are_valid_as_in_go() {
    let valid = [
        "a{,5}",
        "{",
        "a{2",
        "a{01}",
        r"\Qa*\E",
        r"\Qa",
        "[]a]",
        "[a-]",
        r"\pL",
        r"\pz",
        r"\p{Greek}",
        r"\p{greek}",
        r"\p{l u}",
        r"\p{Lowercase_Letter}",
        r"\p{^Han}",
        "(?i)a",
        "(?P<n>a)",
        "(?<n>a)",
        "(?P<1>a)",
        "(?P<n>a)(?P<n>b)",
        "[[:alpha:]]",
        "[[:word:]]",
        "[[:^word:]]",
        "^*",
        r"\x{10FFFF}",
        r"\x{00000000041}",
        r"\x{D800}",
        r"[\x{D800}-\x{DFFF}]",
        r"\07",
        "a{1000}",
        "(a{10}){100}",
        "[^a]",
        r"\_",
        "(?i-s:a)",
        "[[a]]",
        "a(?i)*",
        "a*(?i)*",
        r"a*\Q\E*",
        "a{0}{",
        "(?)",
        "a||b",
        r"\z",
        r"[^\x00-\x{10FFFF}]",
    ];
    for pattern in valid {
        assert!(
            inspect(pattern).is_ok(),
            "{pattern}: {:?}",
            inspect(pattern)
        );
    }
}

#[test]
fn what_go_refuses_is_refused_where_it_fails() {
    let cases = [
        ("a**", "**"),
        ("a*+", "*+"),
        ("a++", "++"),
        ("x{2}{3}", "{2}{3}"),
        ("a{1001}", "{1001}"),
        ("a{2,1}", "{2,1}"),
        ("(a{100}){100}", "{100}"),
        ("*a", "*"),
        ("|*", "*"),
        ("(*)", "*"),
        ("(a", "("),
        ("a)b", ")"),
        ("x[ab", "[ab"),
        (r"a\", r"\"),
        (r"\C", r"\C"),
        (r"\Z", r"\Z"),
        (r"a\hb", r"\h"),
        (r"a\8", r"\8"),
        (r"a\1", r"\1"),
        (r"\u0041", r"\u"),
        (r"a\x4é", r"\x"),
        (r"\x{110000}", r"\x"),
        (r"\x{}", r"\x"),
        ("x[b-a]", "b-a"),
        (r"[a-\d]", r"\d"),
        ("[[:foo:]]", "[:foo:]"),
        (r"\p{Nope}", r"\p{Nope}"),
        (r"\p{Old_Italic}", r"\p{Old_Italic}"),
        (r"\p{Alphabetic}", r"\p{Alphabetic}"),
        (r"\p{L", r"\p{L"),
        (r"a\p", r"\p"),
        ("(?=a)", "(?="),
        ("a(?x)b", "(?x"),
        ("(?i-)a", "(?i-)"),
        ("(?P<>a)", "(?P<>"),
        ("(?P<a-b>a)", "(?P<a-b>"),
        ("(?P<n", "(?P<n"),
        (r"(\Qb)", r"\Qb)"),
    ];
    for (pattern, expected) in cases {
        let error = inspect(pattern).expect_err(pattern);
        assert_eq!(
            &pattern[error.range.clone()],
            expected,
            "{pattern}: {error:?}"
        );
    }
}

#[test]
fn empty_matches_are_seen() {
    let cases = [
        ("", true),
        (".*", true),
        (".+", false),
        ("a|", true),
        ("a|b", false),
        ("(a|b*)c?", true),
        ("^$", true),
        ("a{0,3}", true),
        (r"\b", false),
        (r"\B", true),
        ("(a)", false),
        ("()", true),
        ("x*y", false),
        ("yx*", false),
        ("[a]*|b", true),
    ];
    for (pattern, expected) in cases {
        assert_eq!(
            inspect(pattern).map(|facts| facts.matches_empty),
            Ok(expected),
            "{pattern}"
        );
    }
}

#[test]
fn texts_match_as_in_go() {
    let cases = [
        ("b", "abc", true),
        ("^b", "abc", false),
        ("a$", "a\n", false),
        ("(?m)a$", "a\n", true),
        (r"a\z", "a\n", false),
        (".", "\n", false),
        ("(?s).", "\n", true),
        ("(?s-s:.)", "\n", false),
        ("[^a]", "\n", true),
        ("(?i)k", "\u{212a}", true),
        ("(?i)[^k]", "\u{212a}", false),
        ("(?i:ß)", "ẞ", true),
        (r"(?i)^\p{Lu}$", "a", true),
        (r"^\pL$", "é", true),
        (r"^\p{^Greek}$", "α", false),
        (r"^[\D]$", "٣", true),
        (r"^[[:^alpha:]]$", "é", true),
        (r"^\w$", "é", false),
        (r"^\s$", "\x0b", false),
        (r"^[[:space:]]$", "\x0b", true),
        (r"é\b", "é", false),
        (r"^\Qa.b\E+$", "a.bb", true),
        (r"^[a&&b]+$", "a&b", true),
        (r"^a{,2}$", "a{,2}", true),
        (r"^(?:ab|cd)e$", "cde", true),
        (r"^(?i:a)b$", "AB", false),
        (r"\x{D800}", "\u{fffd}", false),
        (r"[^\x00-\x{10FFFF}]", "a", false),
        ("(?:a*)*$", "aa", true),
    ];
    for (pattern, text, expected) in cases {
        let regexp = Regexp::compile(pattern)
            .expect(pattern)
            .expect("it is small");
        assert_eq!(regexp.is_match(text), expected, "{pattern} on {text:?}");
    }
}

#[test]
fn of_groups_of_one_name_the_first_that_took_part_counts() {
    let regexp = Regexp::compile("(?P<1n>a)|(b)(?P<1n>c)")
        .expect("valid")
        .expect("small");
    let groups = regexp.captures("bc").expect("it matches");
    assert_eq!(
        (groups.name("1n"), groups.get(2), groups.get(9)),
        (Some("c"), Some("b"), None)
    );
}

#[test]
fn size_is_bounded_and_unknown_is_not_refused() {
    let nested = |times: usize, open: &str| format!("{}a{}", open.repeat(times), ")".repeat(times));
    assert!(
        Regexp::compile(&nested(999, "("))
            .expect("as high as Go allows")
            .is_some()
    );
    assert!(inspect(&nested(1000, "(")).is_err());
    assert!(
        Regexp::compile(&nested(50_000, "(?:"))
            .expect("they leave no trace")
            .is_some()
    );
    assert!(
        Regexp::compile(r"\pL{1000}\pN{1000}\pL{1000}\pM{1000}")
            .is_ok_and(|regexp| regexp.is_none())
    );
    assert!(Regexp::compile(&r"\pL".repeat(300_000)).is_ok_and(|regexp| regexp.is_none()));
    assert!(inspect(&"(?:ab){1000}".repeat(3)).is_ok());
    assert!(inspect(&"(?:ab){1000}".repeat(1700)).is_err());
}

#[test]
fn classes_are_turned_round_at_the_surrogates() {
    for (pattern, expected) in [
        (r"\P{C}", false),
        (r"\p{Co}", true),
        (r"[^\x{E000}]", false),
        (r"[^\x{D7FF}]", true),
    ] {
        let regexp = Regexp::compile(pattern)
            .expect(pattern)
            .expect("it is small");
        assert_eq!(regexp.is_match("\u{e000}"), expected, "{pattern}");
    }
}
