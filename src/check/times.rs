//! The lengths of time and the numbers that an expression names, those of the recordings that it reads included.

use super::{Subject, shape};
use crate::{
    infer::{Facts, Subject as Series},
    promql::{
        ast::{Duration, DurationNode, Expr, Modifiers, Node, Range},
        walk::{metric_name, walk},
    },
};

/// Recordings that read recordings are followed so far.
const DEEPEST: u32 = 4;

/// A larger number may be a length of time in seconds.
const LARGEST_COUNT: f64 = 10.0;

/// What an expression names.
#[derive(Debug, Default)]
pub struct Times {
    /// Lengths of windows and offsets, in seconds, with their places in the expression; those of recordings with the recording's.
    pub windows: Vec<(Range, f64)>,
    /// The numbers, and what those that stand together amount to.
    numbers: Vec<f64>,
    /// Whether all of them are known.
    pub is_whole: bool,
    /// Whether it may compare something with a length of time.
    pub may_compare: bool,
}

impl Times {
    /// All lengths of time and all numbers.
    pub fn all(&self) -> impl Iterator<Item = f64> + Clone {
        let windows = self.windows.iter().map(|(_, seconds)| *seconds);
        windows.chain(self.numbers.iter().copied())
    }
}

/// What an expression names.
pub fn of(subject: &Subject) -> Times {
    let mut times = Times {
        is_whole: true,
        ..Times::default()
    };
    collect(subject.expr, subject.facts(), (0, None), &mut times);
    let large = |number: &f64| number.abs() > LARGEST_COUNT;
    let unit = subject.inferred().known.unit;
    let is_amount = unit.factor_to("bytes").or_else(|| unit.factor_to("ratio"));
    times.may_compare = times.numbers.iter().any(large) && is_amount.is_none();
    times
}

fn collect(expr: &Expr, facts: &Facts, (depth, place): (u32, Option<Range>), times: &mut Times) {
    walk(expr, &mut |expr| {
        let range = place.unwrap_or(expr.range);
        if let Some(number) = shape::number(expr) {
            times.numbers.push(number);
        }
        match &expr.node {
            Node::Matrix(_, duration) => add(duration, place, times),
            Node::Subquery(subquery) => {
                add(&subquery.range, place, times);
                shift(&subquery.modifiers, place, times);
            }
            Node::Placeholder(_) => times.is_whole = false,
            Node::Selector(selector) => {
                shift(&selector.modifiers, place, times);
                let name = metric_name(selector).map_or("", |name| name.value.as_str());
                match facts.subject(selector) {
                    Series::Recordings(recordings) if depth < DEEPEST => {
                        for recording in recordings {
                            let inner = &recording.expression.expr;
                            collect(inner, facts, (depth + 1, Some(range)), times);
                        }
                    }
                    Series::Series(..) => {}
                    _ if name.is_empty() || name.contains(':') => times.is_whole = false,
                    _ => {}
                }
            }
            _ => {}
        }
    });
}

fn shift(modifiers: &Modifiers, place: Option<Range>, times: &mut Times) {
    if let Some(offset) = &modifiers.offset {
        add(offset, place, times);
    }
}

fn add(duration: &Duration, place: Option<Range>, times: &mut Times) {
    let DurationNode::Literal(millis) = duration.node else {
        times.is_whole = false;
        return;
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "durations are far below 2^53 milliseconds"
    )]
    let seconds = millis as f64 / 1000.0;
    times
        .windows
        .push((place.unwrap_or(duration.range), seconds));
}
