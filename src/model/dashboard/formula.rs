//! What is shown, written out as PromQL.

use super::{
    build::{equal_matcher, matrix, selector},
    show::{Kind, Shown, Subject},
};
use crate::{
    model::{MetricType, metric::Part, names},
    promql::{
        ast::{BinaryOp, Expr, Matcher},
        build::{aggregate, binary, call},
    },
};

/// Window of rates: at least four scrape intervals. Source: grafana.com, "Prometheus template variables".
const RATE_WINDOW: &str = "$__rate_interval";

/// Window of the whole time that the dashboard shows.
const WHOLE_WINDOW: &str = "$__range";

/// The window of a growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Of a point in a graph.
    Point,
    /// The whole time shown.
    Whole,
}

/// The expressions that show it: one, or one per quantile.
pub fn expressions(
    shown: &Shown,
    subject: &Subject,
    by: &[&str],
    matchers: &[Matcher],
    window: Window,
) -> Vec<Expr> {
    let series = |part: Part| selector(&part.series(subject.name), matchers.to_vec());
    let growth = |function: &str, part: Part, window: &str| {
        call(function, vec![matrix(series(part), window)])
    };
    let native = subject.kind == Kind::Metric(MetricType::NativeHistogram);
    let expr = match shown {
        Shown::Rate | Shown::Increase => {
            let (function, window) = match (shown, window) {
                (Shown::Increase, Window::Whole) => ("increase", WHOLE_WINDOW),
                (Shown::Increase, Window::Point) => ("increase", RATE_WINDOW),
                _ => ("rate", RATE_WINDOW),
            };
            let sum = aggregate("sum", by, growth(function, counted(subject), window));
            if native {
                call("histogram_count", vec![sum])
            } else {
                sum
            }
        }
        Shown::Mean => {
            let sum = |part: Part| aggregate("sum", by, growth("rate", part, RATE_WINDOW));
            if native {
                call("histogram_avg", vec![sum(Part::Whole)])
            } else {
                binary(BinaryOp::Div, sum(Part::Sum), sum(Part::Count))
            }
        }
        Shown::Heatmap => {
            let (by, part): (&[&str], Part) = if native {
                (&[], Part::Whole)
            } else {
                (&[names::LE], Part::Bucket)
            };
            aggregate("sum", by, growth("increase", part, RATE_WINDOW))
        }
        Shown::Fold(op) => aggregate(op, by, series(Part::Whole)),
        Shown::Last => series(Part::Whole),
        Shown::State(label) => current_state(label, by, series(Part::Whole)),
        Shown::Quantiles(quantiles) => {
            let quantiles = quantiles.iter();
            return quantiles
                .map(|quantile| self::quantile(*quantile, subject, by, matchers))
                .collect();
        }
    };
    vec![expr]
}

/// The states that are on, each named by the label.
fn current_state(label: &str, by: &[&str], series: Expr) -> Expr {
    let mut by = by.to_vec();
    if !by.contains(&label) {
        by.push(label);
    }
    let on = aggregate("max", &by, series);
    binary(BinaryOp::Eq, on, Expr::number(1.0))
}

/// The part of a metric that counts: events of a counter, observations of the others.
fn counted(subject: &Subject) -> Part {
    match subject.kind {
        Kind::Metric(MetricType::Histogram | MetricType::Summary) => Part::Count,
        _ => Part::Whole,
    }
}

fn quantile(quantile: f64, subject: &Subject, by: &[&str], matchers: &[Matcher]) -> Expr {
    let rate = |part: Part| {
        let series = selector(&part.series(subject.name), matchers.to_vec());
        call("rate", vec![matrix(series, RATE_WINDOW)])
    };
    match subject.kind {
        Kind::Metric(MetricType::Summary) => {
            // Quantiles of several processes cannot be added or averaged; the largest is a bound that holds.
            let mut matchers = matchers.to_vec();
            matchers.push(equal_matcher(names::QUANTILE, &quantile.to_string()));
            aggregate("max", by, selector(subject.name, matchers))
        }
        Kind::Metric(MetricType::NativeHistogram) => {
            let sum = aggregate("sum", by, rate(Part::Whole));
            call("histogram_quantile", vec![Expr::number(quantile), sum])
        }
        _ => {
            let mut by = by.to_vec();
            by.push(names::LE);
            let sum = aggregate("sum", &by, rate(Part::Bucket));
            call("histogram_quantile", vec![Expr::number(quantile), sum])
        }
    }
}

/// The name of a quantile: `P95`, `P99.9`.
pub fn quantile_name(quantile: f64) -> String {
    // Rounded, because 0.999 times 100 is not quite 99.9.
    let percent = (quantile * 100_000.0).round() / 1000.0;
    format!("P{percent}")
}
