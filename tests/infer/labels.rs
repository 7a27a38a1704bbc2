//! Labels of selectors, aggregations, subqueries and label functions.

use crate::known::{check, labels};

#[test]
fn selectors() {
    check(
        &[
            (
                "queue_jobs",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "requests_total",
                "requests_total{code=200|404|500, container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop}",
            ),
            (
                "sent_bytes_total",
                "sent_bytes_total{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop, zone?=a|b}",
            ),
            (
                "wait_seconds_bucket",
                "wait_seconds_bucket{container?, endpoint=metrics, instance, job=shop, le, namespace=shop, pod?, queue, service=shop}",
            ),
            (
                "worker_phase",
                "worker_phase{container?, endpoint=metrics, instance, job=shop, namespace=shop, phase=Broken|Busy|Idle, pod?, service=shop}",
            ),
            (
                "worker_phase{phase=\"Busy\"}",
                "worker_phase{container?, endpoint=metrics, instance, job=shop, namespace=shop, phase=Busy, pod?, service=shop}",
            ),
            (
                "up",
                "up{container?, endpoint?, instance, job, namespace?, pod?, service?, …}",
            ),
            (
                "up{job=\"x\"}",
                "up{container?, endpoint?, instance, job=x, namespace?, pod?, service?, …}",
            ),
            (
                "ALERTS",
                "ALERTS{alertname, alertstate=firing|pending, severity?, …}",
            ),
            (
                "nowhere{a=\"b\", c!=\"\", d=\"\", e=~\"x|y\", f=~\"x.*\", g=~\".*\"}",
                "nowhere{a=b, c, e=x|y, f, g?, !d, …}",
            ),
            (
                "requests_total{code=~\"4..|5..\"}",
                "requests_total{code=404|500, container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop}",
            ),
            (
                "requests_total{code!~\"4..|5..\"}",
                "requests_total{code=200, container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop}",
            ),
            (
                "requests_total{code!=\"200\"}",
                "requests_total{code=404|500, container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop}",
            ),
            (
                "requests_total{code=\"201\"}",
                "requests_total{code=, container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop}",
            ),
            (
                "requests_total{code=~\"$code\"}",
                "requests_total{code=200|404|500, container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop}",
            ),
            (
                "sent_bytes_total{zone!=\"\"}",
                "sent_bytes_total{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop, zone=a|b}",
            ),
            (
                "sent_bytes_total{zone=\"\"}",
                "sent_bytes_total{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, service=shop}",
            ),
            (
                "job:requests:rate5m",
                "job:requests:rate5m{code=200|404|500, job=shop, level=job} by code, job",
            ),
            ("job:errors:rate5m", "job:errors:rate5m{job=shop} by job"),
            ("loop_a", "loop_a{…}"),
            // Other programs expose it too.
            (
                "go_goroutines",
                "go_goroutines{container?, endpoint?, instance, job, namespace?, pod?, service?, …}",
            ),
            (
                "{__name__=~\"queue_jobs|queue_limit_jobs\"}",
                "?{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop}",
            ),
            ("$metric", "?{…}"),
            ("5", "{} once"),
        ],
        labels,
    );
}

#[test]
fn aggregations() {
    check(
        &[
            ("sum(queue_jobs)", "{} once"),
            ("sum by (queue) (queue_jobs)", "{queue} by queue"),
            (
                "sum by (queue, pod, absent_one) (queue_jobs)",
                "{pod?, queue} by queue",
            ),
            (
                "sum without (queue, pod, instance, container, endpoint, namespace, service) (queue_jobs)",
                "{job=shop}",
            ),
            ("sum by (a) (nowhere)", "{a?} by a"),
            ("sum without (a) (nowhere)", "{!a, …}"),
            ("sum by ($by) (queue_jobs)", "?{…}"),
            ("sum without ($by) (queue_jobs)", "{…}"),
            ("max by (__name__, queue) (queue_jobs)", "?{queue} by queue"),
            (
                "topk(3, queue_jobs)",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "topk by (queue) (3, queue_jobs)",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "limitk(3, queue_jobs)",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "count_values by (queue) (\"value\", queue_jobs)",
                "{queue, value}",
            ),
            (
                "count_values without (queue, job) (\"queue\", up{job=\"shop\"})",
                "{container?, endpoint?, instance, namespace?, pod?, service?, !job, !queue, …}",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"__name__\", \"other\", \"\", \"\")",
                "?{queue}",
            ),
            ("group by (__name__) (queue_jobs or up)", "?{}"),
            ("count_values(\"$x\", queue_jobs)", "{…}"),
            (
                "max by (phase) (worker_phase)",
                "{phase=Broken|Busy|Idle} by phase",
            ),
            ("max by (job) (worker_phase)", "{job=shop} by job"),
        ],
        labels,
    );
}

#[test]
fn label_functions() {
    check(
        &[
            (
                "label_replace(sum by (code) (requests_total), \"class\", \"${1}xx\", \"code\", \"(.)..\")",
                "{class=2xx|4xx|5xx, code=200|404|500} by code",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"class\", \"bad\", \"code\", \"5..\")",
                "{class?=bad, code=200|404|500} by code",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"code\", \"bad\", \"code\", \"5..\")",
                "{code=200|404|500|bad}",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"code\", \"\", \"code\", \"5..\")",
                "{code?=200|404|500}",
            ),
            (
                "label_replace(sum by (code) (requests_total), \"code\", \"\", \"code\", \".*\")",
                "{}",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"$1\", \"queue\", \"(.*)\")",
                "{name, queue} by queue",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x-$1\", \"queue\", \"(.+)\")",
                "{name?, queue} by queue",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x\", \"queue\", \"a.*\")",
                "{name?=x, queue} by queue",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x\", \"nope\", \"\")",
                "{name=x, queue} by queue",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"x\", \"nope\", \".+\")",
                "{queue} by queue",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"queue\", \"$1\", \"queue\", \"(.)\")",
                "{queue?}",
            ),
            (
                "label_replace(queue_jobs{job=\"shop\"}, \"metric\", \"$0\", \"__name__\", \".*\")",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, metric=queue_jobs, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"$x\", \"a\", \"queue\", \".*\")",
                "{…}",
            ),
            (
                "label_replace(sum by (queue) (queue_jobs), \"name\", \"$x\", \"queue\", \".*\")",
                "{name?, queue} by queue",
            ),
            (
                "label_join(sum by (queue, code) (requests_total), \"both\", \"-\", \"queue\", \"code\")",
                "{both, code=200|404|500} by code",
            ),
            (
                "label_join(sum by (code) (requests_total{code=\"200\"}), \"both\", \"/\", \"code\", \"nope\")",
                "{both=200/, code=200} by code",
            ),
            (
                "label_join(sum by (code) (requests_total), \"both\", \"\", \"nope\")",
                "{code=200|404|500} by code",
            ),
            (
                "label_join(sum by (code) (requests_total), \"code\", \"/\")",
                "{}",
            ),
        ],
        labels,
    );
}

#[test]
fn functions_with_labels_of_their_own() {
    check(
        &[
            (
                "rate(sum by (code) (requests_total)[5m:1m])",
                "{code=200|404|500} by code",
            ),
            (
                "last_over_time(queue_jobs{job=\"shop\"}[5m])",
                "queue_jobs{container?, endpoint=metrics, instance, job=shop, namespace=shop, pod?, queue, service=shop} by queue",
            ),
            (
                "absent(up{job=\"shop\", instance=~\"a.*\", pod=\"\", zone=\"$z\"})",
                "{job=shop, zone?} once",
            ),
            ("absent(sum(up))", "{} once"),
            ("absent_over_time(up{job=\"shop\"}[5m])", "{job=shop} once"),
            ("absent(up{job=\"a\", job=\"b\"})", "{} once"),
            ("absent(up{job!=\"a\", job=\"b\"})", "{job=b} once"),
            ("absent(up{job=\"b\", job!=\"a\"})", "{} once"),
            (
                "histogram_quantile(0.9, sum by (le, queue) (rate(wait_seconds_bucket[5m])))",
                "{queue} by queue",
            ),
            (
                "histogram_quantile(0.9, sum by (queue) (rate(wait_seconds_bucket[5m])))",
                "{queue} by queue",
            ),
            (
                "histogram_quantiles(sum by (queue, le) (rate(wait_seconds_bucket[5m])), \"q\", 0.5, 0.9)",
                "{q, queue}",
            ),
            ("scalar(queue_jobs)", "{} once"),
            ("vector(1)", "{} once"),
            ("time()", "{} once"),
            ("sort(sum by (queue) (queue_jobs))", "{queue} by queue"),
            ("info(sum by (queue) (queue_jobs))", "{queue, …} by queue"),
            ("hour()", "{} once"),
        ],
        labels,
    );
}
