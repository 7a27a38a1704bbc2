//! Whether the inferred unit of an expression is certain enough to contradict what somebody wrote.

use crate::{
    check::shape,
    infer::{Because, Facts, Inferred, Subject, TIMESTAMP, Unit},
    model::MetricType,
    promql::ast::{BinaryOp, Node},
};

/// Suffixes that are base units. Source: prometheus.io, "Metric and label naming".
const BASE: [&str; 9] = [
    "amperes", "bytes", "celsius", "grams", "joules", "meters", "ratio", "seconds", "volts",
];

/// A whole in percent.
const WHOLE: f64 = 100.0;

/// Parts of names of gauges that are instants.
const INSTANTS: [&str; 7] = [
    "time_", "created", "expir", "until", "after", "last", "start",
];

/// Whether all units come from declarations, or from base units at the end of declared names.
pub fn is_certain<'a>(inferred: &Inferred<'a>, facts: &Facts<'a>) -> bool {
    inferred.nodes().iter().all(|node| {
        let Node::Selector(selector) = &node.expr.node else {
            return !is_share_of_budget(node);
        };
        let by_base = || match facts.subject(selector) {
            Subject::Series(metric, _) => metric
                .unit
                .as_deref()
                .is_some_and(|unit| BASE.contains(&unit)),
            _ => false,
        };
        let known = &node.known;
        let is_known = known.unit_declared || known.unit == Unit::Of(TIMESTAMP) || by_base();
        // How a recording came to percent is not looked at.
        let is_recorded = matches!(known.unit_because, Because::Recorded(_)) && is_ratio(node);
        is_known && !is_recorded && !may_be_instant(&facts.subject(selector), known.unit_declared)
    })
}

/// Whether a ratio is divided by what else than a hundred makes a whole: `100 * (availability - 0.99)` and `errors / 0.01` are the
/// shares of an error budget, and ratios again.
fn is_share_of_budget(node: &Inferred) -> bool {
    let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice()) else {
        return false;
    };
    let number = |part: &Inferred| shape::number(part.expr);
    let (factor, ratio) = match binary.op {
        BinaryOp::Mul if is_ratio(right) => (number(left), right),
        BinaryOp::Mul | BinaryOp::Div if is_ratio(left) => (number(right), left),
        _ => return false,
    };
    let Node::Binary(inner) = &ratio.bare().expr.node else {
        return factor.is_some_and(|factor| factor != WHOLE);
    };
    let whole = |side| shape::number(side).is_none_or(|one| one == 1.0 || one == WHOLE);
    let is_difference = matches!(inner.op, BinaryOp::Sub | BinaryOp::Add);
    let by_objective = is_difference && !(whole(&inner.lhs) && whole(&inner.rhs));
    factor.is_some_and(|factor| factor != WHOLE || by_objective)
}

fn is_ratio(part: &Inferred) -> bool {
    let measure = part.known.unit.measure();
    measure.is_some_and(|measure| measure.group == Some("ratio"))
}

/// Whether seconds may be those since 1970, which are called seconds too: `process_start_time_seconds`.
fn may_be_instant(named: &Subject, declared: bool) -> bool {
    match named {
        Subject::Series(metric, _) => {
            let words = INSTANTS.iter().any(|word| metric.name.contains(word));
            let in_seconds = metric.unit.as_deref() == Some("seconds");
            in_seconds && metric.metric_type == MetricType::Gauge && (words || !declared)
        }
        _ => false,
    }
}
