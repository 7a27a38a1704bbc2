//! Operators with every kind of matching.

use crate::known::{check, labels};

#[test]
fn vectors_with_numbers_keep_their_labels() {
    check(
        &[
            ("sum by (queue) (queue_jobs) * 2", ""),
            ("2 * sum by (queue) (queue_jobs)", ""),
            ("queue_jobs{job=\"shop\"} > 5", ""),
            ("5 < queue_jobs{job=\"shop\"}", ""),
            ("queue_jobs{job=\"shop\"} > bool 5", ""),
            ("1 + 1", ""),
            ("sum by (queue) (queue_jobs) > $limit", ""),
            ("-queue_jobs{job=\"shop\"}", ""),
        ],
        labels,
    );
}

#[test]
fn one_to_one() {
    check(
        &[
            (
                "sum by (queue) (queue_jobs) / sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (queue, job) (queue_jobs) / on (queue) sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (queue, job) (queue_jobs) / ignoring (job) sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (queue) (queue_jobs) > on (queue) sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (queue) (queue_jobs) / sum by (code) (requests_total)",
                "",
            ),
            (
                "sum by (code) (requests_total{code=~\"4..\"}) / sum by (code) (requests_total{code!=\"500\"})",
                "",
            ),
            ("sum by (queue) (nowhere) / sum by (queue) (queue_jobs)", ""),
            ("nowhere / on (queue) sum by (queue) (queue_jobs)", ""),
            (
                "sum by (queue) (queue_jobs) / on ($x) sum by (queue) (queue_jobs)",
                "",
            ),
            (
                "sum by (queue) (queue_jobs) + fill (0) sum by (queue) (queue_limit_jobs)",
                "",
            ),
        ],
        labels,
    );
}

#[test]
fn groups() {
    check(
        &[
            (
                "sum by (queue, pod) (queue_jobs) * on (queue) group_left sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (queue, pod) (queue_jobs) * on (queue) group_left (code) sum by (queue, code) (nowhere)",
                "",
            ),
            (
                "sum by (queue, pod) (queue_jobs) * on (queue) group_left (pod) sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (queue) (queue_limit_jobs) * on (queue) group_right (job) sum by (queue, pod) (queue_jobs)",
                "",
            ),
            (
                "sum by (queue, pod) (queue_jobs) * ignoring (pod) group_left sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (queue) (queue_jobs) * on (queue) group_left ($x) queue_limit_jobs",
                "",
            ),
            (
                "queue_jobs{job=\"shop\"} > on (queue) group_left sum by (queue) (queue_limit_jobs)",
                "",
            ),
        ],
        labels,
    );
}

#[test]
fn sets() {
    check(
        &[
            (
                "sum by (queue, pod) (queue_jobs) and on (queue) sum by (queue) (queue_limit_jobs)",
                "",
            ),
            (
                "sum by (code) (requests_total) and sum by (code) (requests_total{code=\"500\"})",
                "",
            ),
            (
                "sum by (queue) (queue_jobs) unless sum by (queue) (queue_limit_jobs{queue=\"a\"})",
                "",
            ),
            (
                "sum by (queue) (queue_jobs) or sum by (code) (requests_total)",
                "",
            ),
            (
                "sum by (code) (requests_total{code=\"200\"}) or sum by (code) (requests_total{code=\"500\"})",
                "",
            ),
            ("sum(queue_jobs) or vector(0)", ""),
            ("sum by (queue) (queue_jobs) or nowhere", ""),
        ],
        labels,
    );
}
