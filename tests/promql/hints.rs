//! What the help of a common mistake says.

use opsgen::promql::{Options, parse};

const MISTAKES: [(&str, &str); 36] = [
    ("foo{a==\"b\"}", "one `=`"),
    ("foo{a=b}", "quote it: `\"b\"`"),
    ("sum(foo) by job", "`by (job)`"),
    ("sum without job (foo)", "`without (job)`"),
    ("sum(foo by (job))", "belong to an aggregator"),
    (
        "histogram_quantile(0.9, foo) by (le)",
        "belong to an aggregator",
    ),
    ("foo on (a) bar", "stand behind an operator"),
    ("sum(foo) group_left bar", "stand behind `on (…)`"),
    ("foo = 3", "compared by `==`"),
    ("foo > = 3", "without a blank"),
    ("foo && bar", "`and` joins"),
    ("foo || bar", "`or` joins"),
    ("not foo", "`unless`"),
    ("rate foo[5m]", "`rate(…)`"),
    ("topk 5, foo", "`topk(…)`"),
    ("http.requests", "`{\"a.b\"}`"),
    ("foo{a=“b”}", "straight quotes"),
    ("foo\u{a0}+ 1", "looks like a blank"),
    ("foo − 1", "the sign `-`"),
    ("foo ≥ 1", "`>=`"),
    (
        "rate(foo[5m]) offset 1h",
        "`offset` belongs to the selector",
    ),
    ("rate(foo[5m]) @ end()", "`@` belongs to the selector"),
    ("sum(foo)[5m]", "`[5m:]`"),
    ("foo{a=\"b\"}[5m]{c=\"d\"}", "one pair of braces"),
    ("foo offest 5m", "`offset`"),
    ("foo unles bar", "`unless`"),
    ("sum(foo) witout (a)", "`without`"),
    ("sum bye (a) (foo)", "`by`"),
    ("foo + ignorng (a) bar", "`ignoring`"),
    ("foo + on (a) grup_left bar", "`group_left`"),
    ("foo == boll 1", "`bool`"),
    ("foo @ strat()", "`start`"),
    ("foo[stp()]", "`step`"),
    ("smu(foo)", "`sum`"),
    ("RATE(foo[5m])", "`rate`"),
    ("historgam_quantile(0.9, foo)", "`histogram_quantile`"),
];

#[test]
fn a_common_mistake_has_a_help() {
    for (text, expected) in MISTAKES {
        let (_, errors) = parse(text, &Options::default());
        let help = errors[0].help.as_deref().unwrap_or("");
        assert!(help.contains(expected), "{text}: {errors:?}");
        assert_eq!(errors.len(), 1, "{text}: {errors:?}");
    }
}
