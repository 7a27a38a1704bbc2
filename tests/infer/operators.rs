//! Operators with every kind of matching.

use crate::known::{check, labels};

#[test]
fn vectors_with_numbers_keep_their_labels() {
    check(
        &[
            ("sum by (queue) (queue_jobs) * 2", "{queue} by queue"),
            ("2 * sum by (queue) (queue_jobs)", "{queue} by queue"),
            (
                "queue_jobs{job=\"shop\"} > 5",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "5 < queue_jobs{job=\"shop\"}",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "queue_jobs{job=\"shop\"} > bool 5",
                "{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            ("1 + 1", "{} once"),
            ("sum by (queue) (queue_jobs) > $limit", "{queue} by queue"),
            (
                "-queue_jobs{job=\"shop\"}",
                "{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
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
                "{queue} by queue",
            ),
            (
                "sum by (queue, job) (queue_jobs) / on (queue) sum by (queue) (queue_limit_jobs)",
                "{queue} by queue",
            ),
            (
                "sum by (queue, job) (queue_jobs) / ignoring (job) sum by (queue) (queue_limit_jobs)",
                "{queue} by queue",
            ),
            (
                "sum by (queue) (queue_jobs) > on (queue) sum by (queue) (queue_limit_jobs)",
                "{queue} by queue",
            ),
            (
                "sum by (queue) (queue_jobs) / sum by (code) (requests_total)",
                "{} by queue",
            ),
            (
                "sum by (code) (requests_total{code=~\"4..\"}) / sum by (code) (requests_total{code!=\"500\"})",
                "{code=404} by code",
            ),
            (
                "sum by (queue) (nowhere) / sum by (queue) (queue_jobs)",
                "{queue} by queue",
            ),
            (
                "nowhere / on (queue) sum by (queue) (queue_jobs)",
                "{queue} by queue",
            ),
            (
                "sum by (queue) (queue_jobs) / on ($x) sum by (queue) (queue_jobs)",
                "{…}",
            ),
            (
                "sum by (queue) (queue_jobs) + fill (0) sum by (queue) (queue_limit_jobs)",
                "{…} by queue",
            ),
        ],
        labels,
    );
}

#[test]
fn what_must_agree_is_known_of_both_sides() {
    check(
        &[
            ("nowhere / sum by (queue) (queue_jobs)", "{queue}"),
            ("nowhere and sum by (queue) (queue_jobs)", "nowhere{queue}"),
            (
                "nowhere{a=\"b\"} / ignoring (c) group_left sum by (queue) (queue_jobs)",
                "{c?, queue}",
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
                "{pod?, queue} by queue",
            ),
            (
                "sum by (queue, pod) (queue_jobs) * on (queue) group_left (code) sum by (queue, code) (nowhere)",
                "{code?, pod?, queue} by queue",
            ),
            (
                "sum by (queue, pod) (queue_jobs) * on (queue) group_left (pod) sum by (queue) (queue_limit_jobs)",
                "{queue} by queue",
            ),
            (
                "sum by (queue) (queue_limit_jobs) * on (queue) group_right (job) sum by (queue, pod) (queue_jobs)",
                "{pod?, queue} by queue",
            ),
            (
                "sum by (queue, pod) (queue_jobs) * ignoring (pod) group_left sum by (queue) (queue_limit_jobs)",
                "{pod?, queue} by queue",
            ),
            (
                "sum by (queue) (queue_jobs) * on (queue) group_left ($x) queue_limit_jobs",
                "{…} by queue",
            ),
            (
                "queue_jobs{job=\"shop\"} > on (queue) group_left sum by (queue) (queue_limit_jobs)",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
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
                "{pod?, queue} by queue",
            ),
            (
                "sum by (code) (requests_total) and sum by (code) (requests_total{code=\"500\"})",
                "{code=500} by code",
            ),
            (
                "sum by (queue) (queue_jobs) unless sum by (queue) (queue_limit_jobs{queue=\"a\"})",
                "{queue} by queue",
            ),
            (
                "sum by (queue) (queue_jobs) or sum by (code) (requests_total)",
                "{code?=200|404|500, queue?}",
            ),
            (
                "sum by (code) (requests_total{code=\"200\"}) or sum by (code) (requests_total{code=\"500\"})",
                "{code=200|500}",
            ),
            ("sum(queue_jobs) or vector(0)", "{}"),
            ("sum by (queue) (queue_jobs) or vector(0)", "{queue?}"),
            ("vector(0) or sum by (queue) (queue_jobs)", "{queue?}"),
            ("sum by (queue) (queue_jobs) or nowhere", "?{queue?, …}"),
        ],
        labels,
    );
}
