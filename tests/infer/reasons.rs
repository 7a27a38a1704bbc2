//! Why facts hold, in words.

use crate::known::{check, model, parse};
use opsgen::infer::{Fact, Facts, Inferred, Step};

fn words(steps: Vec<Step>) -> String {
    let words: Vec<String> = steps.into_iter().map(|step| step.words).collect();
    words.join("; ")
}

#[test]
fn units() {
    check(
        &[
            (
                "sum(rate(requests_total[5m])) * 60",
                "`*` changes the scale; `sum` keeps it; `rate` divides by seconds; metric `requests_total` declares it",
            ),
            (
                "busy_seconds_total",
                "the name of `busy_seconds_total` says it",
            ),
            (
                "time() - start_timestamp_seconds",
                "`-` makes it of both sides; `time` yields seconds since 1970",
            ),
            ("nowhere + 1", "`+` keeps it; nothing declares `nowhere`"),
            (
                "job:errors:rate5m > 1",
                "`>` keeps it; recording `job:errors:rate5m` declares it",
            ),
            (
                "job:requests:rate5m",
                "recording `job:requests:rate5m` yields it",
            ),
            ("wait_seconds_count", "the type of `wait_seconds` says it"),
            (
                "histogram_quantile(0.9, rate(wait_seconds_bucket[5m]))",
                "`histogram_quantile` yields what the histogram measures; `rate` divides by seconds; the type of `wait_seconds` says it",
            ),
            ("up", "nothing says it"),
            (
                "scrape_duration_seconds",
                "Prometheus writes `scrape_duration_seconds` so",
            ),
        ],
        |root: &Inferred| words(root.why(Fact::Unit)),
    );
}

#[test]
fn ranges_and_kinds() {
    check(
        &[
            (
                "max(fill_ratio) > 0.9",
                "`>` lets no other value pass; `max` keeps it; metric `fill_ratio` declares it | `>` keeps it; `max` keeps it; metric `fill_ratio` declares it",
            ),
            (
                "sum(requests_total)",
                "`sum` adds up; the type of `requests_total` says it | `sum` keeps it; metric `requests_total` declares it",
            ),
            (
                "worker_phase",
                "the type of `worker_phase` says it | metric `worker_phase` declares it",
            ),
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
            (
                "sum by (queue) (rate(queue_jobs[5m]))",
                "`sum by (queue)` keeps it; `rate` keeps it; metric `queue_jobs` declares it",
            ),
            ("sum(queue_jobs)", "`sum` drops it"),
            (
                "label_replace(queue_jobs, \"queue\", \"a\", \"b\", \"c\")",
                "`label_replace` writes it",
            ),
            ("nowhere{queue=\"a\"}", "the expression names it"),
            ("nowhere", ""),
            (
                "queue_jobs > 5 and on (queue) queue_limit_jobs",
                "`and` keeps it; `>` keeps it; metric `queue_jobs` declares it",
            ),
        ],
        |root: &Inferred| words(root.why_label("queue")),
    );
}

#[test]
fn scrapes() {
    check(
        &[
            (
                "sum by (job, pod) (queue_jobs)",
                "`sum by (job, pod)` keeps it; scrape `shop` adds it | `sum by (job, pod)` keeps it; scrape `shop` adds it | ",
            ),
            (
                "job:requests:rate5m",
                "scrape `shop` adds it |  | recording `job:requests:rate5m` sets it",
            ),
            ("up", "the scrape adds it | the scrape adds it | "),
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
            (
                "max(sum by (queue) (queue_jobs)) > 5",
                "max(sum by (queue) (queue_jobs))",
            ),
            (
                "max(sum by (job) (queue_jobs) > 5)",
                "sum by (job) (queue_jobs)",
            ),
            ("sum by (queue) (queue_jobs)", ""),
            ("requests_total", ""),
        ],
        removed,
    );
}

#[test]
fn deep_expressions_are_read() {
    let model = model();
    let facts = Facts::of(&model);
    let calls = format!("{}queue_jobs{}", "abs(".repeat(240), ")".repeat(240));
    let chain = format!("queue_jobs{}", " or queue_jobs".repeat(480));
    for (text, nodes) in [(calls, 241), (chain, 961)] {
        let expr = parse(&text);
        assert_eq!(facts.expression(&expr).nodes().len(), nodes);
    }
}
