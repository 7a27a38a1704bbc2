//! Comparisons that end the same way for every value.
//!
//! Invariant: what is not known ends neither way. Comparisons of constants are left to the check of those.

use super::{Subject, shape};
use crate::{
    diag::Diagnostic,
    infer::{Fact, Inferred, Interval, Kind, Subject as Series, Verdict},
    promql::{
        ast::{Binary, BinaryOp, Fill, Node},
        print::operator_name,
        walk::walk,
    },
    text::Span,
};

/// Functions whose result does not go with the series of their arguments.
const OUTLASTING: [&str; 3] = ["absent", "absent_over_time", "scalar"];

/// A comparison whose end is known.
#[derive(Clone, Copy)]
pub struct Decided<'i, 'a> {
    /// The comparison.
    pub node: &'i Inferred<'a>,
    /// What is compared.
    pub side: &'i Inferred<'a>,
    /// With what.
    pub limit: &'i Inferred<'a>,
    /// How, with the limit on the right.
    pub op: BinaryOp,
}

/// Whether an expression compares anything; most do not.
pub fn has_comparison(subject: &Subject) -> bool {
    let mut found = false;
    walk(subject.expr, &mut |expr| {
        found |= matches!(&expr.node, Node::Binary(binary) if shape::compares(binary.op));
    });
    found
}

/// How a comparison ends for every value; `None` when it depends, or both sides are constants.
pub fn decide<'i, 'a>(node: &'i Inferred<'a>) -> Option<(Decided<'i, 'a>, Verdict)> {
    let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice()) else {
        return None;
    };
    if !shape::compares(binary.op) || is_filled(binary) {
        return None;
    }
    let (left_range, right_range) = (left.known.range, right.known.range);
    let verdict = left_range.compare(binary.op, &right_range);
    let number = |side: &Inferred| side.known.kind == Kind::Number && is_point(side);
    if verdict == Verdict::Sometimes || number(left) && number(right) {
        return None;
    }
    // Who compares with infinity wants no comparison to hold, or all.
    let infinite = |side: &Inferred| side.known.range.only().is_some_and(f64::is_infinite);
    if infinite(left) || infinite(right) {
        return None;
    }
    let swapped = is_point(left) && !is_point(right);
    let (side, limit, op) = match swapped {
        true => (right, left, shape::mirrored(binary.op)),
        false => (left, right, binary.op),
    };
    let decided = Decided {
        node,
        side,
        limit,
        op,
    };
    Some((decided, verdict))
}

fn is_point(side: &Inferred) -> bool {
    side.known.range.only().is_some()
}

/// Whether a comparison supplies values for series that one side misses.
fn is_filled(binary: &Binary) -> bool {
    let fill = binary.matching.as_ref().map(|matching| matching.fill);
    fill.is_some_and(|fill| fill != Fill::default())
}

/// The comparison because of which an expression never has a series; `None` when it may have some.
pub fn find_dead<'i, 'a>(node: &'i Inferred<'a>) -> Option<Decided<'i, 'a>> {
    match (&node.expr.node, node.parts.as_slice()) {
        (Node::Binary(binary), [left, right]) => {
            let never = decide(node).filter(|(_, verdict)| *verdict == Verdict::Never);
            match binary.op {
                BinaryOp::Or => find_dead(left).and_then(|dead| find_dead(right).map(|_| dead)),
                BinaryOp::Unless => find_dead(left),
                _ if is_filled(binary) => None,
                _ if binary.return_bool => find_dead(left).or_else(|| find_dead(right)),
                _ => never
                    .map(|(decided, _)| decided)
                    .or_else(|| find_dead(left))
                    .or_else(|| find_dead(right)),
            }
        }
        (Node::Call(call), args) if !OUTLASTING.contains(&call.function.as_str()) => {
            args.iter().find_map(find_dead)
        }
        (Node::Aggregate(_), parts) => parts.last().and_then(find_dead),
        (Node::Paren(_) | Node::Unary(..) | Node::Subquery(_), [inner]) => find_dead(inner),
        _ => None,
    }
}

/// A finding about a comparison that never holds, with the range, where it comes from, and what to write.
pub fn explain(finding: Diagnostic, decided: Decided, subject: &Subject) -> Diagnostic {
    advise(with_range(finding, decided, subject), decided, subject)
}

/// A finding with the range of what is compared and where it comes from.
pub fn with_range(mut finding: Diagnostic, decided: Decided, subject: &Subject) -> Diagnostic {
    let side = decided.side;
    let reason = side.reason(Fact::Range);
    let values = match side.known.range.only() {
        Some(value) => format!("always {value}"),
        None => format!("values in {}", side.known.range.name()),
    };
    let place = subject.place(side.bare().expr.range);
    finding = finding.label(place, format!("{values}: {reason}"));
    for span in declarations(side, subject) {
        finding = finding.label(span, "declared here");
    }
    finding
}

/// Where the metrics are declared whose ranges count.
pub fn declarations(node: &Inferred, subject: &Subject) -> Vec<Span> {
    let mut spans = Vec::new();
    for part in node.nodes() {
        if let Node::Selector(selector) = &part.expr.node
            && let Series::Series(metric, _) = subject.facts().subject(selector)
        {
            spans.extend(metric.span.filter(|span| !spans.contains(span)));
        }
    }
    spans
}

fn advise(finding: Diagnostic, decided: Decided, subject: &Subject) -> Diagnostic {
    let Decided {
        side, limit, op, ..
    } = decided;
    let Some(value) = limit.known.range.only() else {
        return finding;
    };
    let range = side.known.range;
    let part = value / 100.0;
    if counts(side) && value <= 1.0 {
        return finding
            .note("without series there is nothing to count: the result is empty, not 0")
            .help("ask `absent(…)`, or compare `(… or vector(0))`");
    }
    let is_share = range.low >= 0.0 && range.high == 1.0 && (1.0..=100.0).contains(&value);
    if is_share && matches!(limit.expr.node, Node::Number(_)) && range.contains(part) && value > 1.0
    {
        let place = subject.place(limit.expr.range);
        let message = format!("{value} percent is `{part}` of a whole of 1");
        return match subject.is_written(limit.expr.range) {
            true => finding.propose(message, place, part.to_string()),
            false => finding.help(message),
        };
    }
    match inclusive(op, range, value) {
        Some(op) => finding.help(format!("`{op} {value}` holds for the last possible value")),
        None => finding,
    }
}

/// Whether the values count what is there, and nothing is there to count otherwise.
fn counts(side: &Inferred) -> bool {
    const FUNCTIONS: [&str; 3] = ["absent", "absent_over_time", "count_over_time"];
    match (&side.expr.node, side.parts.as_slice()) {
        (Node::Call(call), _) => FUNCTIONS.contains(&call.function.as_str()),
        (Node::Aggregate(aggregate), _) if aggregate.op == "count" => true,
        (Node::Aggregate(_) | Node::Paren(_), [inner]) => counts(inner),
        _ => false,
    }
}

/// The operator that lets the last value of the range pass, where that is the limit.
fn inclusive(op: BinaryOp, range: Interval, value: f64) -> Option<&'static str> {
    let with = match op {
        BinaryOp::Greater if range.high == value => BinaryOp::GreaterEq,
        BinaryOp::Less if range.low == value => BinaryOp::LessEq,
        _ => return None,
    };
    range.contains(value).then(|| operator_name(with))
}

/// A comparison in words: `> 5`.
pub fn condition(decided: Decided, subject: &Subject) -> String {
    let Decided { limit, op, .. } = decided;
    let written = subject.text(limit.expr.range);
    let limit = match limit.known.range.only() {
        Some(value) if written.is_empty() || written.starts_with('$') => value.to_string(),
        _ if written.len() > LONGEST || written.contains('\n') => "…".to_string(),
        _ => written.to_string(),
    };
    format!("{} {limit}", operator_name(op))
}

/// The longest text of a limit that a message repeats, in bytes.
const LONGEST: usize = 40;

/// Whether the values of an expression are those of series that are there whatever they say: no filter, join, count or constant.
pub fn is_state(node: &Inferred) -> bool {
    const KEEPING: [&str; 16] = [
        "abs",
        "avg_over_time",
        "ceil",
        "clamp",
        "clamp_max",
        "clamp_min",
        "floor",
        "increase",
        "irate",
        "last_over_time",
        "max_over_time",
        "min_over_time",
        "rate",
        "round",
        "sort",
        "sort_desc",
    ];
    let known = &node.known;
    match (&node.expr.node, node.parts.as_slice()) {
        (Node::Selector(_), _) => {
            known.kind != Kind::Info && known.range.only().is_none() && !known.range.is_all()
        }
        (Node::Paren(_) | Node::Unary(..) | Node::Matrix(..), [inner]) => is_state(inner),
        (Node::Aggregate(aggregate), parts) => {
            let keeps = ["sum", "avg", "max", "min"].contains(&aggregate.op.as_str());
            keeps && parts.last().is_some_and(is_state)
        }
        (Node::Call(call), [inner, ..]) => {
            KEEPING.contains(&call.function.as_str()) && is_state(inner)
        }
        _ => false,
    }
}
