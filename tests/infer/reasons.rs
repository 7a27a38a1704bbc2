//! Why facts hold, in words.

use crate::known::check;
use opsgen::infer::{Fact, Inferred, Step};

fn words(steps: Vec<Step>) -> String {
    let words: Vec<String> = steps.into_iter().map(|step| step.words).collect();
    words.join("; ")
}

#[test]
fn units() {
    check(
        &[
            ("sum(rate(requests_total[5m])) * 60", ""),
            ("busy_seconds_total", ""),
            ("time() - start_timestamp_seconds", ""),
            ("nowhere + 1", ""),
            ("job:errors:rate5m > 1", ""),
            ("job:requests:rate5m", ""),
            ("wait_seconds_count", ""),
            ("histogram_quantile(0.9, rate(wait_seconds_bucket[5m]))", ""),
            ("up", ""),
            ("scrape_duration_seconds", ""),
        ],
        |root: &Inferred| words(root.why(Fact::Unit)),
    );
}

#[test]
fn ranges_and_kinds() {
    check(
        &[
            ("max(fill_ratio) > 0.9", ""),
            ("sum(requests_total)", ""),
            ("worker_phase", ""),
        ],
        |root: &Inferred| {
            format!(
                "{} | {}",
                words(root.why(Fact::Range)),
                words(root.why(Fact::Kind))
            )
        },
    );
}

#[test]
fn labels() {
    check(
        &[
            ("sum by (queue) (rate(queue_jobs[5m]))", ""),
            ("sum(queue_jobs)", ""),
            (
                "label_replace(queue_jobs, \"queue\", \"a\", \"b\", \"c\")",
                "",
            ),
            ("nowhere{queue=\"a\"}", ""),
            ("nowhere", ""),
            ("queue_jobs > 5 and on (queue) queue_limit_jobs", ""),
        ],
        |root: &Inferred| words(root.why_label("queue")),
    );
}

#[test]
fn scrapes() {
    check(
        &[
            ("sum by (job, pod) (queue_jobs)", ""),
            ("job:requests:rate5m", ""),
            ("up", ""),
        ],
        |root: &Inferred| {
            format!(
                "{} | {} | {}",
                words(root.why_label("job")),
                words(root.why_label("pod")),
                words(root.why_label("level"))
            )
        },
    );
}

#[test]
fn removals() {
    let removed = |root: &Inferred| {
        let found = root.find_removal("queue");
        found.map(|node| node.expr.to_string()).unwrap_or_default()
    };
    check(
        &[
            ("max(sum by (queue) (queue_jobs)) > 5", ""),
            ("max(sum by (job) (queue_jobs) > 5)", ""),
            ("sum by (queue) (queue_jobs)", ""),
            ("requests_total", ""),
        ],
        removed,
    );
}
