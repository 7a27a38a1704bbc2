//! Units, ranges and kinds.

use crate::known::{check, numbers};

#[test]
fn series() {
    check(
        &[
            ("requests_total", "requests · [0, ∞) · counter"),
            ("errors_total", "unknown · [0, ∞) · counter"),
            ("busy_seconds_total", "seconds · [0, ∞) · counter"),
            ("queue_jobs", "jobs · any · gauge"),
            (
                "wait_seconds_bucket",
                "observations · [0, ∞) · classic buckets",
            ),
            ("wait_seconds_sum", "seconds · any · sum of observations"),
            (
                "wait_seconds_count",
                "observations · [0, ∞) · count of observations",
            ),
            ("wait_seconds", "unknown · any · unknown"),
            ("answer_seconds", "observations · any · native histogram"),
            ("pause_seconds", "seconds · any · summary quantiles"),
            ("worker_phase", "unknown · [0, 1] · stateset"),
            ("build_info", "unknown · 1 · info"),
            ("fill_ratio", "ratio · [0, 1] · gauge"),
            ("start_timestamp_seconds", "timestamp · any · gauge"),
            ("up", "unknown · [0, 1] · gauge"),
            ("scrape_duration_seconds", "seconds · any · gauge"),
            ("ALERTS_FOR_STATE", "timestamp · any · gauge"),
            ("nowhere", "unknown · any · unknown"),
            (
                "job:requests:rate5m",
                "requests per second · [0, ∞) · change of a counter",
            ),
            (
                "job:errors:rate5m",
                "errors per second · [0, ∞) · change of a counter",
            ),
            ("loop_a", "unknown · any · unknown"),
            (
                "{__name__=~\"queue_jobs|queue_limit_jobs\"}",
                "jobs · any · gauge",
            ),
            (
                "{__name__=~\"queue_jobs|nowhere\"}",
                "unknown · any · unknown",
            ),
            ("{__name__=~\"queue_.*\"}", "unknown · any · unknown"),
            ("$metric", "unknown · any · unknown"),
            ("queue_jobs offset 5m", "jobs · any · gauge"),
            ("queue_jobs[5m:1m]", "jobs · any · gauge"),
            ("\"text\"", "unknown · any · unknown"),
            ("5", "number · 5 · number"),
            ("5m", "seconds · 300 · number"),
        ],
        numbers,
    );
}

#[test]
fn units() {
    check(
        &[
            (
                "rate(requests_total[5m])",
                "requests per second · [0, ∞) · change of a counter",
            ),
            (
                "rate(errors_total[5m])",
                "something per second · [0, ∞) · change of a counter",
            ),
            ("rate(nowhere[5m])", "unknown · any · unknown"),
            (
                "rate(busy_seconds_total[5m])",
                "ratio · [0, ∞) · change of a counter",
            ),
            (
                "rate(requests_total[5m]) * 60",
                "requests per minute · [0, ∞) · change of a counter",
            ),
            (
                "3600 * rate(errors_total[5m])",
                "something per hour · [0, ∞) · change of a counter",
            ),
            (
                "rate(requests_total[5m]) * (60 * 60)",
                "requests per hour · [0, ∞) · change of a counter",
            ),
            (
                "rate(requests_total[5m]) * 100",
                "unknown · [0, ∞) · change of a counter",
            ),
            ("rate(requests_total[5m]) * $x", "unknown · any · unknown"),
            (
                "rate(sent_bytes_total[5m]) * 8",
                "bits per second · [0, ∞) · change of a counter",
            ),
            ("fill_ratio * 100", "percent · [0, 100] · gauge"),
            (
                "wait_seconds_sum * 1000",
                "milliseconds · any · sum of observations",
            ),
            (
                "sent_bytes_total / 1024 / 1024",
                "mebibytes · [0, ∞) · counter",
            ),
            ("sent_bytes_total / 1000000", "megabytes · [0, ∞) · counter"),
            ("queue_jobs * 2", "unknown · any · gauge"),
            ("queue_jobs * 1", "jobs · any · gauge"),
            ("-queue_jobs", "jobs · any · gauge"),
            ("queue_jobs / queue_limit_jobs", "ratio · any · gauge"),
            ("queue_jobs / requests_total", "unknown · any · gauge"),
            (
                "sent_bytes_total / busy_seconds_total",
                "bytes per second · [0, ∞) · gauge",
            ),
            (
                "rate(sent_bytes_total[5m]) * busy_seconds_total",
                "bytes · [0, ∞) · gauge",
            ),
            (
                "sent_bytes_total / rate(sent_bytes_total[5m])",
                "seconds · [0, ∞) · gauge",
            ),
            (
                "rate(wait_seconds_sum[5m]) / rate(wait_seconds_count[5m])",
                "seconds · any · gauge",
            ),
            (
                "increase(wait_seconds_sum[5m]) / increase(wait_seconds_count[5m])",
                "seconds · any · gauge",
            ),
            ("time() - start_timestamp_seconds", "seconds · any · gauge"),
            ("start_timestamp_seconds + 1h", "timestamp · any · gauge"),
            (
                "start_timestamp_seconds + start_timestamp_seconds",
                "unknown · any · gauge",
            ),
            // What is in seconds may be an instant.
            (
                "time() - (time() - start_timestamp_seconds)",
                "unknown · any · gauge",
            ),
            ("start_timestamp_seconds - 1h", "timestamp · any · gauge"),
            ("queue_jobs + 1", "jobs · any · gauge"),
            ("queue_jobs + wait_seconds_sum", "unknown · any · gauge"),
            ("queue_jobs or vector(0)", "jobs · any · gauge"),
            ("vector(0) or queue_jobs", "jobs · any · gauge"),
            ("queue_jobs > 5", "jobs · (5, ∞) · gauge"),
            ("queue_jobs > bool 5", "unknown · [0, 1] · gauge"),
            ("count(queue_jobs)", "series · [1, ∞) · gauge"),
            ("fill_ratio * sent_bytes_total", "bytes · [0, ∞) · gauge"),
            ("100 * fill_ratio", "percent · [0, 100] · gauge"),
        ],
        numbers,
    );
}

#[test]
fn ranges() {
    check(
        &[
            ("fill_ratio > 0.9", "ratio · (0.9, 1] · gauge"),
            ("fill_ratio > 1", "ratio · none · gauge"),
            ("fill_ratio >= 1", "ratio · 1 · gauge"),
            ("0.5 > fill_ratio", "ratio · [0, 0.5) · gauge"),
            ("fill_ratio == 0.5", "ratio · 0.5 · gauge"),
            ("fill_ratio != 0", "ratio · (0, 1] · gauge"),
            ("fill_ratio < 0", "ratio · none · gauge"),
            ("requests_total < 0", "requests · none · counter"),
            ("fill_ratio >= bool 0", "unknown · 1 · gauge"),
            ("fill_ratio > bool 2", "unknown · 0 · gauge"),
            ("1 - fill_ratio", "ratio · [0, 1] · gauge"),
            ("sum(fill_ratio)", "ratio · [0, ∞) · gauge"),
            ("avg(fill_ratio)", "ratio · [0, 1] · gauge"),
            (
                "sum(worker_phase{phase=\"Busy\"})",
                "unknown · [0, ∞) · gauge",
            ),
            (
                "max by (phase) (worker_phase)",
                "unknown · [0, 1] · stateset",
            ),
            ("max(worker_phase) == 1", "unknown · 1 · gauge"),
            ("fill_ratio * fill_ratio", "ratio · [0, 1] · gauge"),
            ("fill_ratio / fill_ratio", "ratio · [0, ∞) · gauge"),
            ("fill_ratio / 2", "unknown · [0, 0.5] · gauge"),
            ("fill_ratio % 2", "ratio · [0, 2] · gauge"),
            ("fill_ratio ^ 2", "unknown · [0, 1] · gauge"),
            ("fill_ratio - fill_ratio", "ratio · [-1, 1] · gauge"),
            ("-fill_ratio", "ratio · [-1, 0] · gauge"),
            ("abs(-fill_ratio)", "ratio · [0, 1] · gauge"),
            ("fill_ratio or requests_total", "unknown · [0, ∞) · unknown"),
            ("fill_ratio and requests_total", "ratio · [0, 1] · gauge"),
            ("fill_ratio unless requests_total", "ratio · [0, 1] · gauge"),
            ("quantile(0.5, fill_ratio)", "ratio · [0, 1] · gauge"),
            ("quantile(2, fill_ratio)", "ratio · any · gauge"),
            ("1 / 0", "number · ∞ · number"),
            ("2 ^ 10", "number · 1024 · number"),
            ("up == 0", "unknown · 0 · gauge"),
            (
                "rate(stddev_over_time(fill_ratio[5m])[5m:]) >= bool 0",
                "unknown · [0, 1] · gauge",
            ),
            ("round(fill_ratio * 0.3, 0.1)", "unknown · [0, 0.3] · gauge"),
            (
                "increase((vector(Inf))[10m:]) >= bool 0",
                "unknown · [0, 1] · gauge",
            ),
            (
                "quantile(0.5, vector(Inf)) >= bool 0",
                "unknown · [0, 1] · number",
            ),
            (
                "quantile_over_time(0.5, (vector(Inf))[10m:]) >= bool 0",
                "unknown · [0, 1] · number",
            ),
            (
                "quantile(0.5, requests_total) >= bool 0",
                "unknown · 1 · gauge",
            ),
            (
                "histogram_fraction(0, 1, wait_seconds_bucket)",
                "ratio · [0, 1] · gauge",
            ),
            (
                "histogram_fraction(0, 1, cos(wait_seconds_bucket))",
                "ratio · any · gauge",
            ),
            ("wait_seconds_bucket * -1", "observations · (-∞, 0] · gauge"),
            ("absent(up) == 1", "series · 1 · gauge"),
            // A filled side may have any value.
            (
                "fill_ratio > on () fill(5) fill_ratio",
                "ratio · any · gauge",
            ),
        ],
        numbers,
    );
}

#[test]
fn shares_of_a_whole() {
    const PART: &str = "ratio · [0, 1] · gauge";
    const OTHER: &str = "ratio · [0, ∞) · gauge";
    check(
        &[
            (
                "sum(rate(requests_total{code=~\"5..\"}[5m])) / sum(rate(requests_total[5m]))",
                PART,
            ),
            (
                "sum by (code) (increase(requests_total{code!=\"200\"}[$__range])) / on () group_left () sum(increase(requests_total[$__range]))",
                PART,
            ),
            (
                "sum without (code) (requests_total{code=\"500\"}) / sum without (code) (requests_total)",
                PART,
            ),
            (
                "sum(rate(wait_seconds_bucket{le=\"1\"}[5m])) / sum(rate(wait_seconds_count[5m]))",
                PART,
            ),
            ("count(queue_jobs > 5) / count(queue_jobs)", PART),
            ("sum(errors_total{code=\"a\"}) / sum(errors_total)", PART),
            (
                "sum(fill_ratio) / count(fill_ratio)",
                "unknown · [0, 1] · gauge",
            ),
            (
                "100 * sum(requests_total{code=\"500\"}) / sum(requests_total)",
                "percent · [0, 100] · gauge",
            ),
            (
                "sum(requests_total{code=\"500\"}) / sum(requests_total) * 100",
                "percent · [0, 100] · gauge",
            ),
            // Other metrics, windows and matchers, what may be negative, and groups that are larger than the whole.
            (
                "sum(rate(requests_total[5m])) / sum(rate(requests_total{code=\"200\"}[5m]))",
                OTHER,
            ),
            (
                "sum(rate(requests_total{code=\"200\"}[5m])) / sum(rate(requests_total[1m]))",
                OTHER,
            ),
            (
                "sum(requests_total{code=\"200\"} offset 1h) / sum(requests_total)",
                OTHER,
            ),
            (
                "sum(queue_jobs{queue=\"a\"}) / sum(queue_jobs)",
                "ratio · any · gauge",
            ),
            (
                "sum(requests_total) / on () group_right () sum by (code) (requests_total)",
                OTHER,
            ),
            (
                "sum by (job) (requests_total{code=\"200\"}) / on (code) sum by (job) (requests_total)",
                OTHER,
            ),
        ],
        numbers,
    );
}

#[test]
fn native_histograms_stay_some_in_arithmetic() {
    check(
        &[
            (
                "-answer_seconds",
                "observations · any · computed native histogram",
            ),
            (
                "answer_seconds * -1",
                "observations · any · computed native histogram",
            ),
            (
                "sum_over_time(answer_seconds[5m])",
                "observations · any · computed native histogram",
            ),
            (
                "delta(answer_seconds[5m])",
                "observations · any · computed native histogram",
            ),
            (
                "fill_ratio * answer_seconds",
                "observations · any · computed native histogram",
            ),
            (
                "answer_seconds == bool answer_seconds",
                "unknown · [0, 1] · gauge",
            ),
            ("scalar(answer_seconds)", "observations · any · gauge"),
            (
                "answer_seconds or -answer_seconds",
                "observations · any · computed native histogram",
            ),
            (
                "answer_seconds or vector(0)",
                "observations · any · unknown",
            ),
            (
                "histogram_count(answer_seconds)",
                "observations · [0, ∞) · count of observations",
            ),
            (
                "histogram_count(-answer_seconds)",
                "observations · any · gauge",
            ),
        ],
        numbers,
    );
}

#[test]
fn a_quantile_of_other_buckets_has_no_bounds() {
    check(
        &[
            (
                "histogram_quantile(0.9, wait_seconds_bucket)",
                "seconds · [0, 10] · gauge",
            ),
            (
                "histogram_quantile(0.9, label_replace(wait_seconds_bucket, \"le\", \"1000\", \"\", \"\"))",
                "unknown · any · gauge",
            ),
            (
                "histogram_quantile(0.9, wait_seconds_bucket or late_seconds_bucket)",
                "unknown · any · gauge",
            ),
        ],
        numbers,
    );
}
