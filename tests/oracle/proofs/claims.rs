//! What the findings of each check of rules claim: a table with a row per check.

use super::places::Place;
use super::queries::{
    always, constant, everything, held, infinite, lacking, lost, never_selected, nothing_selected,
    overwritten, pointless, present, quantile, sorted, uncopied, unmatched, whole,
};

/// How a finding can be refuted.
#[derive(Clone, Copy)]
pub enum Claim {
    /// These queries yield nothing, whatever the series.
    Never(fn(&Place) -> Vec<String>),
    /// These queries yield nothing where every metric has series, without gaps.
    NeverWithAll(fn(&Place) -> Vec<String>),
    /// These queries fail with these words on some series.
    Fails(fn(&Place) -> Vec<String>, &'static str),
    /// No series can refute it: why.
    Opinion(&'static str),
}

use Claim::{Fails, Never, NeverWithAll, Opinion};

const MEANING: &str = "it yields numbers, which mean something else than is thought";
const TIMES: &str = "it is about times between samples, which are the same for all series here";
const TEXT: &str = "it is about the rule's fields";
const ORDER: &str = "it is about the rule's neighbors";

/// The checks with their claims, sorted by name.
pub const CLAIMS: &[(&str, Claim)] = &[
    ("alert/always-fires", NeverWithAll(always)),
    ("alert/bool-condition", NeverWithAll(everything)),
    ("alert/brief-absence", Opinion(TEXT)),
    ("alert/contradicting-text", Opinion(TEXT)),
    ("alert/failing-template", Opinion(TEXT)),
    ("alert/for-off-interval", Opinion(TEXT)),
    ("alert/for-outlasts-window", Opinion(TEXT)),
    ("alert/humanize-of-other-unit", Opinion(TEXT)),
    ("alert/missing-annotation", Opinion(TEXT)),
    ("alert/missing-label", Opinion(TEXT)),
    ("alert/missing-runbook", Opinion(TEXT)),
    ("alert/missing-runbook-text", Opinion(TEXT)),
    ("alert/missing-test", Opinion(TEXT)),
    ("alert/name-style", Opinion(TEXT)),
    ("alert/never-fires", Never(whole)),
    ("alert/no-comparison", NeverWithAll(always)),
    ("alert/rate-in-other-unit", Opinion(MEANING)),
    ("alert/swapped-thresholds", Opinion(ORDER)),
    ("alert/templated-summary", Opinion(TEXT)),
    (
        "alert/unknown-label",
        Opinion("it is about templates, whose labels are those of the expression"),
    ),
    ("alert/unlisted-severity", Opinion(TEXT)),
    ("alert/unset-external-label", Opinion(TEXT)),
    ("alert/value-in-label", Opinion(TEXT)),
    ("alert/zero-duration", Opinion(TEXT)),
    ("promql/average-of-quantiles", Opinion(MEANING)),
    (
        "promql/buckets-of-native-histogram",
        Never(nothing_selected),
    ),
    ("promql/constant-comparison", Never(constant)),
    ("promql/count-of-states", Opinion(MEANING)),
    ("promql/delta-on-counter", Opinion(MEANING)),
    (
        "promql/deprecated-metric",
        Opinion("the series exist still"),
    ),
    ("promql/dropped-metric", Opinion("it is about relabeling")),
    ("promql/duplicate-series", Fails(whole, "same labelset")),
    ("promql/first-increase-missed", Opinion(MEANING)),
    ("promql/histogram-base-name", Never(nothing_selected)),
    ("promql/implausible-threshold", Never(held)),
    ("promql/impossible-value", Never(never_selected)),
    ("promql/interval-above-lookback", Opinion(TIMES)),
    ("promql/lost-label", Never(lost)),
    ("promql/many-to-many", Fails(whole, "match")),
    ("promql/mean-of-two-metrics", Opinion(MEANING)),
    (
        "promql/misspelt-alert",
        Opinion("alerts of others are not known"),
    ),
    ("promql/mixed-metric-types", Opinion(MEANING)),
    ("promql/mixed-units", Opinion(MEANING)),
    ("promql/never-absent", Never(present)),
    ("promql/no-match", Never(unmatched)),
    ("promql/overwritten-label", Never(overwritten)),
    ("promql/planned-metric", Opinion("the series will exist")),
    ("promql/pointless-matcher", Never(pointless)),
    ("promql/quantile-of-non-histogram", Never(quantile)),
    ("promql/quantile-out-of-range", Never(infinite)),
    ("promql/quantile-without-le", Never(quantile)),
    ("promql/quantile-without-rate", Opinion(MEANING)),
    ("promql/rate-of-recording", Opinion(MEANING)),
    ("promql/rate-of-sum", Opinion(MEANING)),
    ("promql/rate-on-gauge", Opinion(MEANING)),
    ("promql/raw-counter", Opinion(MEANING)),
    ("promql/short-window", Opinion(TIMES)),
    ("promql/sort-in-rule", NeverWithAll(sorted)),
    ("promql/sum-of-non-additive", Opinion(MEANING)),
    ("promql/uncopied-label", Never(uncopied)),
    ("promql/unknown-bucket", Never(nothing_selected)),
    ("promql/unknown-grouping-label", Never(lacking)),
    ("promql/unknown-job", Never(nothing_selected)),
    ("promql/unknown-label", Never(never_selected)),
    (
        "promql/unknown-metric",
        Opinion("nobody says which series an unknown metric has"),
    ),
    ("promql/unnormalized-bound", Never(nothing_selected)),
    ("promql/window-below-interval", Opinion(TIMES)),
    ("rule/cyclic-recordings", Opinion(ORDER)),
    ("rule/external-label-clash", Opinion(ORDER)),
    ("rule/late-recording", Opinion(ORDER)),
    ("rule/merged-series", Opinion(ORDER)),
    ("rule/misleading-name", Opinion(TEXT)),
    ("rule/recorded-metric", Opinion(ORDER)),
    ("rule/uneven-labels", Opinion(ORDER)),
    ("rule/unselected-object", Opinion(TEXT)),
];

/// The claim of a check.
pub fn find_claim(check: &str) -> Option<Claim> {
    let found = CLAIMS.iter().find(|(name, _)| *name == check);
    found.map(|(_, claim)| *claim)
}

#[test]
fn every_check_of_rules_says_what_it_claims() {
    let families = ["alert/", "promql/", "rule/"];
    let checks = opsgen::check::all().map(|check| check.rule.name);
    let checks: Vec<&str> = checks
        .filter(|name| families.iter().any(|family| name.starts_with(family)))
        .collect();
    let known: Vec<&str> = CLAIMS.iter().map(|(name, _)| *name).collect();
    assert_eq!(checks, known, "left: the checks, right: the rows of CLAIMS");
    let reasons = CLAIMS
        .iter()
        .all(|(_, claim)| !matches!(claim, Opinion("")));
    assert!(reasons, "an opinion has its reason");
}
