//! Labels of selectors, aggregations, subqueries and label functions.

use crate::known::{check, labels};

#[test]
fn selectors() {
    check(
        &[
            ("queue_jobs", ""),
            ("requests_total", ""),
            ("sent_bytes_total", ""),
            ("wait_seconds_bucket", ""),
            ("worker_phase", ""),
            ("worker_phase{phase=\"Busy\"}", ""),
            ("up", ""),
            ("up{job=\"x\"}", ""),
            ("ALERTS", ""),
            (
                "nowhere{a=\"b\", c!=\"\", d=\"\", e=~\"x|y\", f=~\"x.*\", g=~\".*\"}",
                "",
            ),
            ("requests_total{code=~\"4..|5..\"}", ""),
            ("requests_total{code!~\"4..|5..\"}", ""),
            ("requests_total{code!=\"200\"}", ""),
            ("requests_total{code=\"201\"}", ""),
            ("requests_total{code=~\"$code\"}", ""),
            ("sent_bytes_total{zone!=\"\"}", ""),
            ("sent_bytes_total{zone=\"\"}", ""),
            ("job:requests:rate5m", ""),
            ("job:errors:rate5m", ""),
            ("loop_a", ""),
            ("{__name__=~\"queue_jobs|queue_limit_jobs\"}", ""),
            ("$metric", ""),
            ("5", ""),
        ],
        labels,
    );
}

#[test]
fn aggregations() {
    check(
        &[
            ("sum(queue_jobs)", ""),
            ("sum by (queue) (queue_jobs)", ""),
            ("sum by (queue, pod, absent_one) (queue_jobs)", ""),
            (
                "sum without (queue, pod, instance, container, endpoint, namespace, service) (queue_jobs)",
                "",
            ),
            ("sum by (a) (nowhere)", ""),
            ("sum without (a) (nowhere)", ""),
            ("sum by ($by) (queue_jobs)", ""),
            ("sum without ($by) (queue_jobs)", ""),
            ("max by (__name__, queue) (queue_jobs)", ""),
            ("topk(3, queue_jobs)", ""),
            ("topk by (queue) (3, queue_jobs)", ""),
            ("limitk(3, queue_jobs)", ""),
            ("count_values by (queue) (\"value\", queue_jobs)", ""),
            ("count_values(\"$x\", queue_jobs)", ""),
            ("max by (phase) (worker_phase)", ""),
            ("max by (job) (worker_phase)", ""),
        ],
        labels,
    );
}

#[test]
fn label_functions() {
    check(
        &[
            (
                "label_replace(sum by (code) (requests_total), \"class\", \"$1xx\", \"code\", \"(.)..\")",
                "",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"class\", \"bad\", \"code\", \"5..\")",
                "",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"code\", \"bad\", \"code\", \"5..\")",
                "",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"code\", \"\", \"code\", \"5..\")",
                "",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"code\", \"\", \"code\", \".*\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"$1\", \"queue\", \"(.*)\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x-$1\", \"queue\", \"(.+)\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x\", \"queue\", \"a.*\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x\", \"nope\", \"\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x\", \"nope\", \".+\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"queue\", \"$1\", \"queue\", \"(.)\")",
                "",
            ),
            (
                "label_replace(queue_jobs{job=\"shop\"}, \"metric\", \"$0\", \"__name__\", \".*\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"$x\", \"a\", \"queue\", \".*\")",
                "",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"$x\", \"queue\", \".*\")",
                "",
            ),
            (
                "label_join(sum by (queue, code) (requests_total), \"both\", \"-\", \"queue\", \"code\")",
                "",
            ),
            (
                "label_join(sum by (code) (requests_total{code=\"200\"}), \"both\", \"/\", \"code\", \"nope\")",
                "",
            ),
            (
                "label_join(sum by (code) (requests_total), \"both\", \"\", \"nope\")",
                "",
            ),
            (
                "label_join(sum by (code) (requests_total), \"code\", \"/\")",
                "",
            ),
        ],
        labels,
    );
}

#[test]
fn functions_with_labels_of_their_own() {
    check(
        &[
            ("rate(sum by (code) (requests_total)[5m:1m])", ""),
            ("last_over_time(queue_jobs{job=\"shop\"}[5m])", ""),
            (
                "absent(up{job=\"shop\", instance=~\"a.*\", pod=\"\", zone=\"$z\"})",
                "",
            ),
            ("absent(sum(up))", ""),
            ("absent_over_time(up{job=\"shop\"}[5m])", ""),
            ("absent(up{job=\"a\", job=\"b\"})", ""),
            (
                "histogram_quantile(0.9, sum by (le, queue) (rate(wait_seconds_bucket[5m])))",
                "",
            ),
            (
                "histogram_quantile(0.9, sum by (queue) (rate(wait_seconds_bucket[5m])))",
                "",
            ),
            (
                "histogram_quantiles(sum by (queue, le) (rate(wait_seconds_bucket[5m])), \"q\", 0.5, 0.9)",
                "",
            ),
            ("scalar(queue_jobs)", ""),
            ("vector(1)", ""),
            ("time()", ""),
            ("sort(sum by (queue) (queue_jobs))", ""),
            ("info(sum by (queue) (queue_jobs))", ""),
            ("hour()", ""),
        ],
        labels,
    );
}
