//! Every function.

use crate::known::{check, numbers};
use opsgen::promql::functions::FUNCTIONS;

/// A call of each function, and what is known about it.
const CALLS: &[(&str, &str)] = &[
    ("abs(fill_ratio)", "ratio · [0, 1] · gauge"),
    ("absent(fill_ratio)", "series · 1 · gauge"),
    ("absent_over_time(fill_ratio[5m])", "series · 1 · gauge"),
    (
        "acos(fill_ratio)",
        "unknown · [0, 3.141592653589793] · gauge",
    ),
    ("acosh(fill_ratio)", "unknown · [0, ∞) · gauge"),
    (
        "asin(fill_ratio)",
        "unknown · [-1.5707963267948966, 1.5707963267948966] · gauge",
    ),
    ("asinh(fill_ratio)", "unknown · any · gauge"),
    (
        "atan(fill_ratio)",
        "unknown · [-1.5707963267948966, 1.5707963267948966] · gauge",
    ),
    ("atanh(fill_ratio)", "unknown · any · gauge"),
    ("avg_over_time(fill_ratio[5m])", "ratio · [0, 1] · gauge"),
    ("ceil(fill_ratio)", "ratio · [0, 1] · gauge"),
    ("changes(fill_ratio[5m])", "unknown · [0, ∞) · gauge"),
    ("clamp(queue_jobs, 0, 5)", "jobs · [0, 5] · gauge"),
    ("clamp_max(fill_ratio, 0.5)", "ratio · [0, 0.5] · gauge"),
    ("clamp_min(fill_ratio, 0.5)", "ratio · [0.5, 1] · gauge"),
    ("cos(fill_ratio)", "unknown · [-1, 1] · gauge"),
    ("cosh(fill_ratio)", "unknown · [1, ∞) · gauge"),
    (
        "count_over_time(fill_ratio[5m])",
        "unknown · [1, ∞) · gauge",
    ),
    ("day_of_month()", "unknown · [1, 31] · gauge"),
    (
        "day_of_week(start_timestamp_seconds)",
        "unknown · [0, 6] · gauge",
    ),
    ("day_of_year()", "unknown · [1, 366] · gauge"),
    ("days_in_month()", "unknown · [28, 31] · gauge"),
    (
        "deg(fill_ratio)",
        "unknown · [0, 57.29577951308232] · gauge",
    ),
    ("delta(queue_jobs[5m])", "jobs · any · gauge"),
    (
        "deriv(sent_bytes_total[5m])",
        "bytes per second · any · gauge",
    ),
    (
        "double_exponential_smoothing(queue_jobs[5m], 0.5, 0.5)",
        "jobs · any · gauge",
    ),
    ("end()", "timestamp · [0, ∞) · number"),
    (
        "exp(fill_ratio)",
        "unknown · [1, 2.718281828459045] · gauge",
    ),
    ("first_over_time(queue_jobs[5m])", "jobs · any · gauge"),
    ("floor(fill_ratio)", "ratio · [0, 1] · gauge"),
    (
        "histogram_avg(rate(answer_seconds[5m]))",
        "seconds · any · gauge",
    ),
    (
        "histogram_count(rate(answer_seconds[5m]))",
        "observations per second · [0, ∞) · change of a counter",
    ),
    (
        "histogram_fraction(0, 1, rate(answer_seconds[5m]))",
        "ratio · [0, 1] · gauge",
    ),
    (
        "histogram_quantile(0.9, rate(wait_seconds_bucket[5m]))",
        "seconds · [0, 10] · gauge",
    ),
    (
        "histogram_quantiles(answer_seconds, \"q\", 0.5, 0.9)",
        "seconds · any · gauge",
    ),
    (
        "histogram_stddev(answer_seconds)",
        "seconds · [0, ∞) · gauge",
    ),
    (
        "histogram_stdvar(answer_seconds)",
        "unknown · [0, ∞) · gauge",
    ),
    (
        "histogram_sum(rate(answer_seconds[5m]))",
        "ratio · any · change of a counter",
    ),
    ("hour()", "unknown · [0, 23] · gauge"),
    (
        "idelta(start_timestamp_seconds[5m])",
        "seconds · any · gauge",
    ),
    (
        "increase(requests_total[5m])",
        "requests · [0, ∞) · change of a counter",
    ),
    ("info(queue_jobs)", "jobs · any · gauge"),
    (
        "irate(busy_seconds_total[5m])",
        "ratio · [0, ∞) · change of a counter",
    ),
    ("label_join(queue_jobs, \"a\", \"b\")", "jobs · any · gauge"),
    (
        "label_replace(queue_jobs, \"a\", \"b\", \"c\", \"d\")",
        "jobs · any · gauge",
    ),
    ("last_over_time(queue_jobs[5m])", "jobs · any · gauge"),
    ("ln(fill_ratio)", "unknown · (-∞, 0] · gauge"),
    ("log10(queue_jobs)", "unknown · any · gauge"),
    ("log2(requests_total)", "unknown · any · gauge"),
    ("mad_over_time(queue_jobs[5m])", "jobs · [0, ∞) · gauge"),
    ("max_of(1, 2)", "number · 2 · number"),
    ("max_over_time(fill_ratio[5m])", "ratio · [0, 1] · gauge"),
    ("min_of(1, 2)", "number · 1 · number"),
    ("min_over_time(fill_ratio[5m])", "ratio · [0, 1] · gauge"),
    ("minute()", "unknown · [0, 59] · gauge"),
    ("month()", "unknown · [1, 12] · gauge"),
    ("pi()", "number · 3.141592653589793 · number"),
    ("predict_linear(queue_jobs[5m], 3600)", "jobs · any · gauge"),
    ("present_over_time(queue_jobs[5m])", "unknown · 1 · gauge"),
    (
        "quantile_over_time(0.5, fill_ratio[5m])",
        "ratio · [0, 1] · gauge",
    ),
    (
        "rad(fill_ratio)",
        "unknown · [0, 0.017453292519943295] · gauge",
    ),
    ("range()", "seconds · [0, ∞) · number"),
    (
        "rate(sent_bytes_total[5m])",
        "bytes per second · [0, ∞) · change of a counter",
    ),
    ("resets(requests_total[5m])", "unknown · [0, ∞) · gauge"),
    ("round(fill_ratio)", "ratio · [0, 1] · gauge"),
    ("scalar(fill_ratio)", "ratio · [0, 1] · gauge"),
    ("sgn(fill_ratio)", "unknown · [0, 1] · gauge"),
    ("sin(fill_ratio)", "unknown · [-1, 1] · gauge"),
    ("sinh(fill_ratio)", "unknown · any · gauge"),
    ("sort(fill_ratio)", "ratio · [0, 1] · gauge"),
    ("sort_by_label(fill_ratio, \"a\")", "ratio · [0, 1] · gauge"),
    (
        "sort_by_label_desc(fill_ratio, \"a\")",
        "ratio · [0, 1] · gauge",
    ),
    ("sort_desc(fill_ratio)", "ratio · [0, 1] · gauge"),
    ("sqrt(fill_ratio)", "unknown · [0, 1] · gauge"),
    ("start()", "timestamp · [0, ∞) · number"),
    ("start_timestamp(fill_ratio)", "timestamp · [0, ∞) · gauge"),
    ("stddev_over_time(fill_ratio[5m])", "ratio · [0, ∞) · gauge"),
    (
        "stdvar_over_time(fill_ratio[5m])",
        "unknown · [0, ∞) · gauge",
    ),
    ("step()", "seconds · [0, ∞) · number"),
    ("sum_over_time(fill_ratio[5m])", "ratio · [0, ∞) · gauge"),
    ("tan(fill_ratio)", "unknown · any · gauge"),
    ("tanh(fill_ratio)", "unknown · [-1, 1] · gauge"),
    ("time()", "timestamp · [0, ∞) · number"),
    ("timestamp(fill_ratio)", "timestamp · [0, ∞) · gauge"),
    (
        "ts_of_first_over_time(fill_ratio[5m])",
        "timestamp · [0, ∞) · gauge",
    ),
    (
        "ts_of_last_over_time(fill_ratio[5m])",
        "timestamp · [0, ∞) · gauge",
    ),
    (
        "ts_of_max_over_time(fill_ratio[5m])",
        "timestamp · [0, ∞) · gauge",
    ),
    (
        "ts_of_min_over_time(fill_ratio[5m])",
        "timestamp · [0, ∞) · gauge",
    ),
    ("vector(5)", "number · 5 · number"),
    ("year()", "unknown · any · gauge"),
];

/// Functions that today's grammar no longer has; their rows are those of their new names.
const GONE: [&str; 1] = ["holt_winters"];

#[test]
fn every_function_is_known() {
    check(CALLS, numbers);
    for function in FUNCTIONS {
        let called = |(text, _): &(&str, &str)| text.split('(').next() == Some(function.name);
        assert!(
            CALLS.iter().any(called) || GONE.contains(&function.name),
            "{}",
            function.name
        );
    }
}

#[test]
fn arguments_decide() {
    check(
        &[
            ("abs(queue_jobs)", "jobs · [0, ∞) · gauge"),
            ("abs(-requests_total)", "requests · [0, ∞) · gauge"),
            ("abs(fill_ratio - 0.8)", "ratio · [0, 0.8] · gauge"),
            ("clamp(queue_jobs, $a, $b)", "jobs · any · gauge"),
            ("clamp_min(queue_jobs, 0)", "jobs · [0, ∞) · gauge"),
            ("clamp_max(queue_jobs, 0)", "jobs · (-∞, 0] · gauge"),
            ("round(fill_ratio, 0.1)", "ratio · [0, 1] · gauge"),
            ("sqrt(queue_jobs)", "unknown · [0, ∞) · gauge"),
            ("ln(queue_jobs)", "unknown · any · gauge"),
            ("sgn(requests_total)", "unknown · [0, 1] · gauge"),
            ("increase(queue_jobs[5m])", "jobs · any · gauge"),
            (
                "delta(requests_total[5m])",
                "requests · any · change of a counter",
            ),
            (
                "rate(wait_seconds_bucket[5m])",
                "observations per second · [0, ∞) · change of classic buckets",
            ),
            (
                "rate(answer_seconds[5m])",
                "observations per second · any · change of a native histogram",
            ),
            ("rate(worker_phase[5m])", "unknown · [0, ∞) · gauge"),
            ("sum_over_time(up[5m])", "unknown · [0, ∞) · gauge"),
            (
                "quantile_over_time(1.5, fill_ratio[5m])",
                "ratio · any · gauge",
            ),
            (
                "max_over_time(requests_total[5m])",
                "requests · [0, ∞) · counter",
            ),
            (
                "max_over_time(rate(requests_total[5m])[1h:])",
                "requests per second · [0, ∞) · change of a counter",
            ),
            (
                "histogram_quantile(0.9, wait_seconds_bucket)",
                "seconds · [0, 10] · gauge",
            ),
            (
                "histogram_quantile(0.9, nowhere_bucket)",
                "unknown · any · gauge",
            ),
            (
                "histogram_quantile(0.9, sum(rate(answer_seconds[5m])))",
                "seconds · any · gauge",
            ),
            (
                "histogram_quantile($q, rate(wait_seconds_bucket[5m]))",
                "seconds · any · gauge",
            ),
            (
                "histogram_sum(answer_seconds)",
                "seconds · any · sum of observations",
            ),
            (
                "histogram_count(answer_seconds)",
                "observations · [0, ∞) · count of observations",
            ),
            ("vector(time())", "timestamp · [0, ∞) · number"),
            ("scalar(queue_jobs) * 2", "unknown · any · gauge"),
            ("year(start_timestamp_seconds)", "unknown · any · gauge"),
        ],
        numbers,
    );
}
