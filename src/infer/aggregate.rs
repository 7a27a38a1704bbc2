//! Aggregations: one row per operator.
//!
//! Source: prometheus, `promql/engine.go`, `aggregation`.

use super::{
    Because, Inferred, Interval, Key, Kind, Known, Label, Labels, Naming, Origin, Presence, SERIES,
    Unit, Values, selector::plain,
};
use crate::promql::{
    ValueType,
    ast::{Aggregate, Grouping, Node, Range},
};
use std::sync::Arc;

/// What an aggregation makes of what is known.
struct Row {
    name: &'static str,
    range: fn(&Known, Option<&Known>) -> Interval,
    /// The reason for the range; empty when it is that of what is aggregated.
    does: &'static str,
    unit: for<'a> fn(Unit<'a>) -> Unit<'a>,
    kind: fn(Kind) -> Kind,
    /// Whether it picks series instead of making new ones.
    picks: bool,
}

/// The aggregations, sorted by name.
#[rustfmt::skip]
const ROWS: [Row; 14] = [
    Row { name: "avg", range: hull, does: "", unit: same_unit, kind: Kind::folded, picks: false },
    Row { name: "bottomk", range: hull, does: "", unit: same_unit, kind: same_kind, picks: true },
    Row { name: "count", range: at_least_one, does: "counts series", unit: series, kind: Kind::computed, picks: false },
    Row { name: "count_values", range: at_least_one, does: "counts series", unit: series, kind: Kind::computed, picks: false },
    Row { name: "group", range: one, does: "yields 1", unit: none, kind: Kind::computed, picks: false },
    Row { name: "limit_ratio", range: hull, does: "", unit: same_unit, kind: same_kind, picks: true },
    Row { name: "limitk", range: hull, does: "", unit: same_unit, kind: same_kind, picks: true },
    Row { name: "max", range: hull, does: "", unit: same_unit, kind: picked, picks: false },
    Row { name: "min", range: hull, does: "", unit: same_unit, kind: picked, picks: false },
    Row { name: "quantile", range: quantile, does: "", unit: same_unit, kind: Kind::folded, picks: false },
    Row { name: "stddev", range: deviation, does: "is never negative", unit: same_unit, kind: Kind::computed, picks: false },
    Row { name: "stdvar", range: deviation, does: "is never negative", unit: none, kind: Kind::computed, picks: false },
    Row { name: "sum", range: sum, does: "adds up", unit: same_unit, kind: Kind::folded, picks: false },
    Row { name: "topk", range: hull, does: "", unit: same_unit, kind: same_kind, picks: true },
];

/// Whether an aggregation has a row.
#[cfg(test)]
fn has_row(name: &str) -> bool {
    ROWS.iter().any(|row| row.name == name)
}

/// What an aggregation yields. `param` is the first part; it is the aggregated one where there is no parameter.
pub fn infer<'a>(
    aggregate: &'a Aggregate,
    param: Option<&Inferred<'a>>,
    inner: &Inferred<'a>,
    place: Range,
) -> Known<'a> {
    let known = &inner.known;
    let Some(row) = ROWS.iter().find(|row| row.name == aggregate.op) else {
        return Known::unknown(ValueType::Vector);
    };
    let param = param.filter(|_| aggregate.param.is_some());
    let index = u8::from(param.is_some());
    let unit = (row.unit)(known.unit);
    let kind = (row.kind)(known.kind);
    let made = |same: bool| match same {
        true => Because::Kept(index),
        false => Because::Does(row.does),
    };
    let result = Known {
        value_type: ValueType::Vector,
        unit,
        unit_declared: known.unit_declared,
        unit_because: made(unit == known.unit),
        range: match kind.is_native() {
            true => Interval::ALL,
            false => (row.range)(known, param.map(|param| &param.known)),
        },
        range_because: made(row.does.is_empty()),
        kind,
        kind_because: match kind == known.kind {
            true => Because::Kept(index),
            false => Because::Does("makes new values"),
        },
        ..known.clone()
    };
    if row.picks {
        return result;
    }
    let mut labels = grouped(aggregate.grouping.as_ref(), &known.labels);
    let mut key = group_key(aggregate.grouping.as_ref(), &labels, known.key.as_ref());
    // Several names may stand in groups that have the same labels.
    if keeps_name(aggregate.grouping.as_ref()) && known.name == Naming::Unknown {
        key = None;
    }
    if aggregate.op == "count_values" {
        count_values(&mut labels, aggregate, place);
        key = None;
    }
    let state = known
        .metric
        .and_then(|metric| metric.state_label.as_deref());
    let stateless = kind == Kind::Stateset
        && state.is_none_or(|state| labels.presence(state) == Presence::Never);
    Known {
        name: if keeps_name(aggregate.grouping.as_ref()) {
            Naming::Unknown
        } else {
            Naming::Dropped
        },
        kind: if stateless { Kind::Gauge } else { kind },
        labels: Arc::new(labels),
        key,
        ..result
    }
}

/// Whether `by (__name__)` keeps the name.
fn keeps_name(grouping: Option<&Grouping>) -> bool {
    grouping.is_some_and(|grouping| {
        let named = grouping
            .labels
            .iter()
            .any(|label| label.value == "__name__");
        !grouping.without && (named || plain(&grouping.labels).is_none())
    })
}

/// The labels that a grouping leaves.
fn grouped<'a>(grouping: Option<&'a Grouping>, labels: &Labels<'a>) -> Labels<'a> {
    let Some(grouping) = grouping else {
        return Labels::default();
    };
    let Some(mut names) = plain(&grouping.labels) else {
        return Labels::unknown().as_ref().clone();
    };
    if grouping.without {
        return labels.without(&names);
    }
    names.retain(|name| *name != "__name__");
    labels.only(&names)
}

/// The labels that identify a group.
fn group_key<'a>(
    grouping: Option<&Grouping>,
    labels: &Labels<'a>,
    key: Option<&Arc<Key<'a>>>,
) -> Option<Arc<Key<'a>>> {
    let Some(grouping) = grouping else {
        return Some(Key::single());
    };
    let kept: Vec<&str> = labels.iter().map(|label| label.name).collect();
    let inner = key.filter(|key| !labels.open && key.is_within(&kept));
    let by = (!grouping.without && !labels.open).then(|| Key::of(kept.clone()));
    inner.cloned().or(by)
}

/// The label with the value is written first, so that `without` may drop it.
fn count_values<'a>(labels: &mut Labels<'a>, aggregate: &'a Aggregate, place: Range) {
    let dropped = |label: &str| {
        let grouping = aggregate.grouping.as_ref();
        grouping.is_some_and(|grouping| {
            grouping.without && grouping.labels.iter().any(|listed| listed.value == label)
        })
    };
    match aggregate.param.as_ref().map(|param| &param.node) {
        Some(Node::String(name)) if dropped(&name.value) => {}
        Some(Node::String(name)) if name.placeholders.is_empty() => labels.set(Label {
            name: &name.value,
            presence: Presence::Must,
            values: Values::Any,
            origin: Origin::Written(place),
        }),
        _ => labels.open = true,
    }
}

fn same_unit<'a>(unit: Unit<'a>) -> Unit<'a> {
    unit
}

fn same_kind(kind: Kind) -> Kind {
    kind
}

fn none<'a>(_: Unit<'a>) -> Unit<'a> {
    Unit::Unknown
}

fn series<'a>(_: Unit<'a>) -> Unit<'a> {
    Unit::Of(SERIES)
}

/// A largest or smallest value is still a value of a stateset or counter.
fn picked(kind: Kind) -> Kind {
    match kind {
        Kind::Info | Kind::Summary => Kind::Gauge,
        _ => kind,
    }
}

fn hull(known: &Known, _: Option<&Known>) -> Interval {
    known.range
}

fn at_least_one(_: &Known, _: Option<&Known>) -> Interval {
    Interval::from(1.0)
}

fn one(_: &Known, _: Option<&Known>) -> Interval {
    Interval::point(1.0)
}

fn deviation(_: &Known, _: Option<&Known>) -> Interval {
    Interval::from(0.0).or_nan()
}

/// Below 0 or above 1 a quantile is infinite.
fn quantile(known: &Known, param: Option<&Known>) -> Interval {
    let within = param
        .is_some_and(|param| param.range.low >= 0.0 && param.range.high <= 1.0 && !param.range.nan);
    // Between infinite values lies NaN; totals are finite.
    let range = known.range;
    let infinite = range.low.is_infinite() || range.high.is_infinite();
    match within {
        true => Interval {
            nan: range.nan || infinite && !known.kind.is_total(),
            ..range
        },
        false => Interval::ALL,
    }
}

/// At least one value is added.
fn sum(known: &Known, _: Option<&Known>) -> Interval {
    let range = known.range;
    Interval {
        low: if range.low < 0.0 {
            f64::NEG_INFINITY
        } else {
            range.low
        },
        high: if range.high > 0.0 {
            f64::INFINITY
        } else {
            range.high
        },
        above: range.above && range.low >= 0.0,
        below: range.below && range.high <= 0.0,
        nan: range.nan || range.low < 0.0 && range.high > 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS, has_row};
    use crate::promql::functions::AGGREGATORS;

    #[test]
    fn every_aggregation_has_a_row() {
        for aggregator in AGGREGATORS {
            assert!(has_row(aggregator.name), "{}", aggregator.name);
        }
        assert!(ROWS.is_sorted_by(|left, right| left.name < right.name));
    }
}
