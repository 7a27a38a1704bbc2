//! What the fuzz targets share: which inputs are texts, and what holds for every place.
//!
//! A target panics when something does not hold. Deliberately absent: whether a verdict is right; `tests/oracle` asks Prometheus.

use opsgen::promql::ast::{DurationNode, Expr, Modifiers, Node, Range};
use opsgen::promql::history::{Features, NEWEST};
use opsgen::promql::walk::walk;
use opsgen::promql::{Error, Options};

/// Returns the text of an input; `None` when it is no UTF-8, which `gen` refuses before a language sees it.
pub fn text(input: &[u8]) -> Option<&str> {
    std::str::from_utf8(input).ok()
}

/// Everything that an expression may use, with placeholders.
pub const ALL: Options = Options {
    target: NEWEST,
    features: Features::ALL,
    placeholders: true,
};

/// What the newest Prometheus takes without feature flags.
pub const NONE: Options = Options {
    target: NEWEST,
    features: Features::NONE,
    placeholders: false,
};

/// Panics unless a range lies in the text, at boundaries of characters.
pub fn has_place(text: &str, range: Range) {
    let place = range.start as usize..range.end as usize;
    assert!(text.get(place).is_some(), "{range:?} in {text:?}");
}

/// Panics unless every error says something, and where.
pub fn have_places(text: &str, errors: &[Error]) {
    for error in errors {
        assert!(!error.message.is_empty());
        has_place(text, error.range);
        if let Some((range, _)) = error.related {
            has_place(text, range);
        }
    }
}

/// Returns a canonical text without the signs that grow on infinity: Prometheus writes it as `+Inf`, and reads `+Inf ^ 2` as a sign
/// before a power of infinity, so that each printing adds one.
pub fn settled(canonical: &str) -> String {
    let mut text = canonical.to_owned();
    while text.contains("++Inf") {
        text = text.replace("++Inf", "+Inf");
    }
    text
}

/// Whether a canonical text means what its tree means. Prometheus accepts two kinds of offsets that it writes so that they are something
/// else: arithmetic behind two signs (`a offset ++1 + 5`, which becomes the sum `a offset 1 + 5`), and `NaN`; one below a millisecond is
/// written as none. It also reads durations as floats of seconds, in which the last millisecond of more than 104 days is lost. `{}`, which
/// `info` takes, is written as nothing.
pub fn reads_back(expr: &Expr) -> bool {
    let is_bare = |modifiers: &Modifiers| match modifiers.offset.as_ref().map(|offset| &offset.node)
    {
        Some(DurationNode::Binary(..)) => true,
        Some(DurationNode::Number(number)) if number.value.is_nan() => true,
        Some(DurationNode::Number(number)) if number.value.abs() < 0.001 => true,
        Some(node) => loses_milliseconds(node),
        None => false,
    };
    let mut changes = false;
    walk(expr, &mut |part| {
        changes |= match &part.node {
            Node::Selector(selector) => {
                let is_nothing = selector.name.is_none() && selector.matchers.is_empty();
                is_nothing || is_bare(&selector.modifiers)
            }
            Node::Matrix(_, range) => is_lost(&range.node),
            Node::Subquery(subquery) => {
                let step = subquery.step.as_ref();
                is_bare(&subquery.modifiers)
                    || is_lost(&subquery.range.node)
                    || step.is_some_and(|step| is_lost(&step.node))
            }
            _ => false,
        };
    });
    !changes
}

/// Whether a range is written otherwise than it was read. One below a millisecond is accepted, and written as none: `x[1e-320]`.
fn is_lost(range: &DurationNode) -> bool {
    match range {
        DurationNode::Number(seconds) if seconds.value.abs() < 0.001 => true,
        DurationNode::Literal(0) => true,
        _ => loses_milliseconds(range),
    }
}

/// Whether a float of seconds cannot hold a duration's nanoseconds.
fn loses_milliseconds(duration: &DurationNode) -> bool {
    const MOST_SECONDS: f64 = ((1_u64 << 53) / 1_000_000_000) as f64;
    match duration {
        DurationNode::Literal(milliseconds) => {
            milliseconds % 1000 != 0 && milliseconds.unsigned_abs() > (1 << 53) / 1_000_000
        }
        DurationNode::Number(seconds) => seconds.value.abs() > MOST_SECONDS,
        _ => false,
    }
}
