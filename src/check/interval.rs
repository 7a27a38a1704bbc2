//! How often series get a sample, and the windows in which functions look for samples.
//!
//! Invariant: an interval is known only when somebody wrote it, at the endpoint that serves the metric, at the group that records,
//! or as Prometheus's own; where several serve, the shortest counts.

use super::{Subject, shape};
use crate::{
    diag::Diagnostic,
    infer::Subject as Series,
    model::{Metric, Model, Recording, scrape::Endpoint},
    promql::{
        ast::{Duration, DurationNode, Expr, Node, Range, Subquery},
        number::write_duration,
        walk::{metric_name, walk},
    },
    text::Span,
};

/// Functions that need two samples at least. Source: prometheus, `promql/functions.go`.
const OF_TWO: [&str; 11] = [
    "changes",
    "delta",
    "deriv",
    "double_exponential_smoothing",
    "holt_winters",
    "idelta",
    "increase",
    "irate",
    "predict_linear",
    "rate",
    "resets",
];

/// An interval between samples.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    /// Its length in milliseconds, more than 0.
    pub millis: i64,
    /// Where it is written.
    pub span: Span,
    /// What happens so often: `scraped`.
    pub verb: &'static str,
}

/// A function that looks for samples in a window.
#[derive(Clone, Copy, Debug)]
pub struct Window<'e> {
    /// The function.
    pub function: &'e str,
    /// Length of the window in milliseconds.
    pub millis: i64,
    /// The place of the window.
    pub place: Range,
    /// How many samples the function needs, 1 or 2.
    pub needs: i64,
    /// How often there is one.
    pub interval: Interval,
}

/// Calls `visit` with the windows of an expression whose interval is known.
pub fn windows<'e>(subject: &Subject<'e>, model: &Model, visit: &mut dyn FnMut(Window<'e>)) {
    walk(subject.expr, &mut |expr| {
        let Node::Call(call) = &expr.node else { return };
        let needs = if OF_TWO.contains(&call.function.as_str()) {
            2
        } else {
            1
        };
        for argument in &call.args {
            if let Some((duration, interval)) = window(shape::bare(argument), subject, model)
                && let DurationNode::Literal(millis) = duration.node
            {
                visit(Window {
                    function: &call.function,
                    millis,
                    place: duration.range,
                    needs,
                    interval,
                });
            }
        }
    });
}

/// The window that an argument is, and how often there is a sample in it.
fn window<'e>(
    argument: &'e Expr,
    subject: &Subject,
    model: &Model,
) -> Option<(&'e Duration, Interval)> {
    match &argument.node {
        Node::Matrix(inner, duration) => {
            let (_, selector) = shape::selector(inner)?;
            // An anchored or smoothed one looks beyond its window.
            if selector.extended.is_some() || !matches!(duration.node, DurationNode::Literal(_)) {
                return None;
            }
            let interval = of_series(&subject.facts().subject(selector), model, || {
                metric_name(selector).map(|name| name.value.as_str())
            })?;
            Some((duration, interval))
        }
        Node::Subquery(subquery) => Some((&subquery.range, of_subquery(subquery, subject, model)?)),
        _ => None,
    }
}

/// The step of a subquery; without one it is Prometheus's evaluation interval.
fn of_subquery(subquery: &Subquery, subject: &Subject, model: &Model) -> Option<Interval> {
    let (millis, span) = match &subquery.step {
        Some(step) => match step.node {
            DurationNode::Literal(millis) => (millis, subject.place(step.range)),
            _ => return None,
        },
        None => {
            let span = model.prometheus.evaluation_interval_span?;
            (model.prometheus.evaluation_interval.millis, span)
        }
    };
    (millis > 0).then_some(Interval {
        millis,
        span,
        verb: "evaluated",
    })
}

/// How often series get a sample.
pub fn of_series<'n>(
    series: &Series,
    model: &Model,
    name: impl Fn() -> Option<&'n str>,
) -> Option<Interval> {
    match series {
        Series::Series(metric, _) => of_metric(metric, model, name()?),
        Series::Recordings(recordings) => {
            let all = recordings
                .iter()
                .map(|recording| of_recording(recording, model));
            shortest(all)
        }
        _ => None,
    }
}

fn of_metric(metric: &Metric, model: &Model, name: &str) -> Option<Interval> {
    // Others may scrape what is not the project's own, too.
    if metric.span.is_none() && model.series.is_open(name) {
        return None;
    }
    let sources = model.series.sources(name).iter();
    shortest(sources.map(|source| {
        let scrape = model.scrapes.get(source.scrape)?;
        of_endpoint(scrape.endpoints.get(source.endpoint)?, model)
    }))
}

fn of_endpoint(endpoint: &Endpoint, model: &Model) -> Option<Interval> {
    let prometheus = &model.prometheus;
    let (millis, span) = match &endpoint.interval {
        // It may set the interval again.
        _ if endpoint.raw.is_some() => return None,
        Some(interval) => (interval.value.millis, interval.span),
        None => (
            prometheus.scrape_interval.millis,
            prometheus.scrape_interval_span?,
        ),
    };
    (millis > 0).then_some(Interval {
        millis,
        span,
        verb: "scraped",
    })
}

fn of_recording(recording: &Recording, model: &Model) -> Option<Interval> {
    let mut groups = model.groups.iter();
    let group = groups.find(|group| {
        let mut recordings = group.recordings.iter();
        recordings.any(|other| std::ptr::eq(other, recording))
    })?;
    let prometheus = &model.prometheus;
    let (millis, span) = match &group.interval {
        _ if group.raw.is_some() => return None,
        Some(interval) => (interval.value.millis, interval.span),
        None => (
            prometheus.evaluation_interval.millis,
            prometheus.evaluation_interval_span?,
        ),
    };
    (millis > 0).then_some(Interval {
        millis,
        span,
        verb: "recorded",
    })
}

/// The shortest of several intervals; `None` when there is none or one is not known.
fn shortest(all: impl Iterator<Item = Option<Interval>>) -> Option<Interval> {
    let all: Option<Vec<Interval>> = all.collect();
    all?.into_iter().min_by_key(|interval| interval.millis)
}

/// A length of time as PromQL writes it.
pub fn text(millis: i64) -> String {
    let mut text = String::new();
    write_duration(millis, &mut text);
    text
}

/// A finding about a window, with the interval and a window that is long enough.
pub fn explain(finding: Diagnostic, window: &Window, subject: &Subject) -> Diagnostic {
    let Interval { millis, span, verb } = window.interval;
    let finding = finding.label(span, format!("{verb} every {}", text(millis)));
    let place = subject.place(window.place);
    let (enough, safe) = (text(millis * window.needs), text(millis * 4));
    let help = match window.needs {
        2 => format!("`{enough}` holds two samples, `{safe}` still does when one is missing"),
        _ => format!("`{enough}` holds one, `{safe}` still does when some are missing"),
    };
    let is_literal = subject.is_written(window.place) && !subject.text(window.place).contains('$');
    match is_literal {
        true => finding.propose(help, place, safe),
        false => finding.help(help),
    }
}
