//! Operators between two expressions.
//!
//! Source: prometheus, `promql/engine.go`, `VectorBinop`, `resultMetric` and the set operators.

use super::{
    Because, Inferred, Interval, Key, Kind, Known, Labels, Naming, Presence, RATIO, SECONDS,
    TIMESTAMP, Unit, Verdict, selector::plain, share,
};
use crate::{
    model::Metric,
    promql::{
        ValueType,
        ast::{Binary, BinaryOp, Fill, Matching, Side, Text},
    },
};
use std::sync::Arc;

/// What an operator yields.
pub fn infer<'a>(binary: &'a Binary, left: &Inferred<'a>, right: &Inferred<'a>) -> Known<'a> {
    let share = (binary.op == BinaryOp::Div)
        .then(|| share::range(binary, left, right))
        .flatten();
    let (left, right) = (&left.known, &right.known);
    match binary.op {
        BinaryOp::And => Known {
            labels: Arc::new(matched(binary.matching.as_ref(), left, right)),
            ..left.kept(0)
        },
        BinaryOp::Unless => left.kept(0),
        BinaryOp::Or => either(left, right),
        op if is_comparison(op) && !binary.return_bool => compare(binary, left, right),
        _ => {
            let computed = compute(binary, left, right);
            match share {
                Some((range, factor)) => Known {
                    unit: factor.map_or(computed.unit, |factor| Unit::Of(RATIO).scaled(factor)),
                    unit_declared: factor.is_some() || computed.unit_declared,
                    unit_because: Because::Does("divides a part by the whole"),
                    range,
                    range_because: Because::Does("divides a part by the whole"),
                    ..computed
                },
                None => computed,
            }
        }
    }
}

/// Series from here or there.
pub fn either<'a>(left: &Known<'a>, right: &Known<'a>) -> Known<'a> {
    let kept = |left_says: bool| Because::Kept(u8::from(!left_says));
    Known {
        value_type: ValueType::Vector,
        name: if left.name == right.name {
            left.name
        } else {
            Naming::Unknown
        },
        labels: Arc::new(left.labels.or(&right.labels)),
        unit: left.unit.same(right.unit),
        unit_declared: left.unit_declared && right.unit_declared,
        range: left.range.or(right.range),
        kind: left.kind.or(right.kind),
        key: None,
        metric: left
            .metric
            .filter(|_| left.kind == right.kind && is_same(left.metric, right.metric)),
        unit_because: kept(left.unit != Unit::Number),
        range_because: Because::Does("takes series from both sides"),
        kind_because: kept(left.kind != Kind::Number),
    }
}

fn is_same(left: Option<&Metric>, right: Option<&Metric>) -> bool {
    left.zip(right)
        .is_some_and(|(left, right)| std::ptr::eq(left, right))
}

/// A comparison keeps the series for which it is true, with the value of the vector, or of the left one of two.
fn compare<'a>(binary: &'a Binary, left: &Known<'a>, right: &Known<'a>) -> Known<'a> {
    let swapped = left.value_type == ValueType::Scalar && right.value_type != ValueType::Scalar;
    let (kept, other, op) = match swapped {
        true => (right, left, mirrored(binary.op)),
        false => (left, right, binary.op),
    };
    let range = kept.range.operate(op, other.range);
    let part = u8::from(swapped);
    let is_bounded = range != kept.range;
    Known {
        labels: labels(binary, left, right),
        name: name(binary, left, right),
        key: key(binary, left, right),
        unit_declared: left.unit_declared && right.unit_declared,
        range: if kept.kind.is_native() || is_filled(binary) {
            Interval::ALL
        } else {
            range
        },
        range_because: if is_bounded {
            Because::Does("lets no other value pass")
        } else {
            Because::Kept(part)
        },
        ..kept.kept(part)
    }
}

/// Arithmetic, and comparisons with `bool`.
fn compute<'a>(binary: &'a Binary, left: &Known<'a>, right: &Known<'a>) -> Known<'a> {
    let op = binary.op;
    let scalars = left.value_type == ValueType::Scalar && right.value_type == ValueType::Scalar;
    let unsure = left.value_type == ValueType::Unknown || right.value_type == ValueType::Unknown;
    let (unit, unit_because) = unit(op, left, right);
    let (kind, kind_because) = kind(op, left, right);
    let native = left.kind.is_native() || right.kind.is_native();
    let range = match is_comparison(op) {
        true => truth(op, left, right),
        false if native || is_filled(binary) => Interval::ALL,
        false => left.range.operate(op, right.range),
    };
    Known {
        value_type: match (scalars, unsure) {
            (true, _) => ValueType::Scalar,
            (_, true) if !has_vector(left, right) => ValueType::Unknown,
            _ => ValueType::Vector,
        },
        name: Naming::Dropped,
        labels: labels(binary, left, right),
        unit,
        unit_declared: left.unit_declared && right.unit_declared,
        range,
        kind,
        key: key(binary, left, right),
        metric: match is_number(right) {
            true => left.metric,
            false => right.metric.filter(|_| is_number(left)),
        },
        unit_because,
        range_because: Because::Does(if is_comparison(op) {
            "yields 0 or 1"
        } else {
            "computes it from both sides"
        }),
        kind_because,
    }
}

fn has_vector(left: &Known, right: &Known) -> bool {
    left.value_type == ValueType::Vector || right.value_type == ValueType::Vector
}

fn is_number(known: &Known) -> bool {
    known.value_type == ValueType::Scalar
}

fn truth(op: BinaryOp, left: &Known, right: &Known) -> Interval {
    match left.range.compare(op, &right.range) {
        Verdict::Always => Interval::point(1.0),
        Verdict::Never => Interval::point(0.0),
        Verdict::Sometimes => Interval::new(0.0, 1.0),
    }
}

fn unit<'a>(op: BinaryOp, left: &Known<'a>, right: &Known<'a>) -> (Unit<'a>, Because<'a>) {
    let factor = |known: &Known| known.range.only().filter(|_| known.unit == Unit::Number);
    let both = Because::Does("makes it of both sides");
    let scaled = |known: &Known<'a>, factor: f64, part: u8| {
        let unit = known.unit.scaled(factor);
        let because = if unit == known.unit {
            Because::Kept(part)
        } else {
            Because::Does("changes the scale")
        };
        (unit, because)
    };
    match op {
        BinaryOp::Add => same(left.unit.plus(right.unit), left, right),
        // What was written as a duration is no instant.
        BinaryOp::Sub
            if left.unit == Unit::Of(TIMESTAMP)
                && right.unit == Unit::Of(SECONDS)
                && right.kind == Kind::Number =>
        {
            (left.unit, Because::Kept(0))
        }
        BinaryOp::Sub => same(left.unit.minus(right.unit), left, right),
        BinaryOp::Mul => match (factor(left), factor(right)) {
            (_, Some(factor)) => scaled(left, factor, 0),
            (Some(factor), _) => scaled(right, factor, 1),
            _ => (left.unit.times(right.unit), both),
        },
        BinaryOp::Div => match factor(right) {
            Some(factor) => scaled(left, factor.recip(), 0),
            None => (left.unit.over(right.unit), both),
        },
        BinaryOp::Mod if left.unit != Unit::Of(TIMESTAMP) => {
            (left.unit.same(right.unit), Because::Kept(0))
        }
        BinaryOp::Pow if left.unit == right.unit && left.unit == Unit::Number => {
            (Unit::Number, Because::Written)
        }
        _ => (Unit::Unknown, Because::Unsaid),
    }
}

/// The reason of a unit that both sides agree on.
fn same<'a>(unit: Unit<'a>, left: &Known<'a>, right: &Known<'a>) -> (Unit<'a>, Because<'a>) {
    let because = match unit {
        unit if unit == left.unit && left.unit != Unit::Number => Because::Kept(0),
        unit if unit == right.unit => Because::Kept(1),
        _ => Because::Does("makes it of both sides"),
    };
    (unit, because)
}

/// A total times a number, or plus a total, is a total still.
fn kind<'a>(op: BinaryOp, left: &Known<'a>, right: &Known<'a>) -> (Kind, Because<'a>) {
    let scales = matches!(op, BinaryOp::Mul | BinaryOp::Div);
    let below_zero = |known: &Known| known.range.low < 0.0;
    match (left.kind, right.kind) {
        (Kind::Number, Kind::Number) => (Kind::Number, Because::Written),
        (Kind::Unknown, _) => (Kind::Unknown, Because::Kept(0)),
        (_, Kind::Unknown) => (Kind::Unknown, Because::Kept(1)),
        _ if is_comparison(op) => (Kind::Gauge, Because::Does("yields 0 or 1")),
        (kind, Kind::Number) if scales && below_zero(right) => (kind.combined(), Because::Kept(0)),
        (Kind::Number, kind) if scales && below_zero(left) => (kind.combined(), Because::Kept(1)),
        (kind, Kind::Number) if scales && keeps(kind) => (kind, Because::Kept(0)),
        (Kind::Number, kind) if op == BinaryOp::Mul && keeps(kind) => (kind, Because::Kept(1)),
        (kind, other) if op == BinaryOp::Add && kind == other => (kind.folded(), Because::Kept(0)),
        (kind, _) if kind.is_native() => (kind.combined(), Because::Kept(0)),
        (_, kind) if kind.is_native() => (kind.combined(), Because::Kept(1)),
        _ => (Kind::Gauge, Because::Does("computes new values")),
    }
}

fn keeps(kind: Kind) -> bool {
    !matches!(kind, Kind::Stateset | Kind::Info)
}

fn name<'a>(binary: &Binary, left: &Known<'a>, right: &Known<'a>) -> Naming<'a> {
    let matching = binary.matching.as_ref();
    let on = matching.is_some_and(|matching| matches!(matching.labels, Some((true, _))));
    let group = matching.and_then(|matching| matching.group.as_ref());
    match (left.value_type, right.value_type, group) {
        (ValueType::Scalar, ..) => right.name,
        (_, ValueType::Scalar, _) => left.name,
        (.., Some((Side::Right, _))) => right.name,
        (.., Some((Side::Left, _))) => left.name,
        _ if on => Naming::Dropped,
        _ => left.name,
    }
}

/// The labels of the result.
fn labels<'a>(binary: &'a Binary, left: &Known<'a>, right: &Known<'a>) -> Arc<Labels<'a>> {
    match (left.value_type, right.value_type) {
        (ValueType::Scalar, ValueType::Scalar) => Labels::none(),
        (ValueType::Scalar, ValueType::Vector) => right.labels.clone(),
        (ValueType::Vector, ValueType::Scalar) => left.labels.clone(),
        (ValueType::Vector, ValueType::Vector) if !is_filled(binary) => {
            Arc::new(of_vectors(binary.matching.as_ref(), left, right))
        }
        // A placeholder is a number, or a vector whose labels must be the same.
        (ValueType::Vector, _) if binary.matching.is_none() => left.labels.clone(),
        (_, ValueType::Vector) if binary.matching.is_none() => right.labels.clone(),
        _ => Labels::unknown(),
    }
}

fn of_vectors<'a>(
    matching: Option<&'a Matching>,
    left: &Known<'a>,
    right: &Known<'a>,
) -> Labels<'a> {
    let group = matching.and_then(|matching| matching.group.as_ref());
    let (many, one) = match group {
        Some((Side::Right, _)) => (right, left),
        _ => (left, right),
    };
    let mut result = matched(matching, many, one);
    match (
        group,
        matching.and_then(|matching| matching.labels.as_ref()),
    ) {
        (Some((_, copied)), _) => copy(&mut result, copied, one),
        (None, Some((on, names))) => match plain(names) {
            Some(names) if *on => result = result.only(&names),
            Some(names) => result = result.without(&names),
            None => result = Labels::unknown().as_ref().clone(),
        },
        (None, None) => {}
    }
    result
}

/// The labels of one side, with what the other side says about those that must agree.
fn matched<'a>(matching: Option<&'a Matching>, kept: &Known<'a>, other: &Known<'a>) -> Labels<'a> {
    let mut result = kept.labels.as_ref().clone();
    let set = |result: &mut Labels<'a>, name: &'a str| {
        let label = kept.labels.matched(&other.labels, name);
        let known = label.presence != Presence::May || label.values.list().is_some();
        if known || result.get(name).is_some() {
            result.set(label);
        }
    };
    match matching.and_then(|matching| matching.labels.as_ref()) {
        Some((true, names)) => {
            for name in plain(names).unwrap_or_default() {
                set(&mut result, name);
            }
        }
        ignoring => {
            let Some(ignored) = ignoring.map_or(Some(Vec::new()), |(_, names)| plain(names)) else {
                return result;
            };
            let names = kept.labels.iter().chain(other.labels.iter());
            let names: Vec<&str> = names.map(|label| label.name).collect();
            for name in names.into_iter().filter(|name| !ignored.contains(name)) {
                set(&mut result, name);
            }
            // All but the ignored labels are equal: there are no others here when there are none there.
            if result.open && !other.labels.open {
                result.close(&ignored);
            }
        }
    }
    result
}

/// Copies labels from the "one" side; where it has none, the label goes.
fn copy<'a>(result: &mut Labels<'a>, names: &'a [Text], one: &Known<'a>) {
    let Some(names) = plain(names) else {
        *result = Labels::unknown().as_ref().clone();
        return;
    };
    for name in names {
        result.set(one.labels.look_up(name));
    }
}

/// What identifies the series of the result.
fn key<'a>(binary: &'a Binary, left: &Known<'a>, right: &Known<'a>) -> Option<Arc<Key<'a>>> {
    let matching = binary.matching.as_ref();
    let group = matching.and_then(|matching| matching.group.as_ref());
    let on = matching.and_then(|matching| matching.labels.as_ref());
    match (left.value_type, right.value_type, group) {
        (ValueType::Scalar, ValueType::Scalar, _) => Some(Key::single()),
        (ValueType::Scalar, ..) => right.key.clone(),
        (_, ValueType::Scalar, _) => left.key.clone(),
        (.., Some((Side::Right, copied))) => uncopied(right, copied),
        (.., Some((Side::Left, copied))) => uncopied(left, copied),
        _ => match on {
            Some((true, names)) => plain(names).map(Key::of),
            Some((false, names)) => {
                let ignored = plain(names)?;
                let key = left.key.as_ref()?;
                let whole = key.labels.iter().all(|label| !ignored.contains(label));
                whole.then(|| key.clone())
            }
            None => left.key.clone(),
        },
    }
}

/// The key of the "many" side, unless one of its labels is overwritten.
fn uncopied<'a>(many: &Known<'a>, copied: &[Text]) -> Option<Arc<Key<'a>>> {
    let key = many.key.as_ref()?;
    let overwritten = copied.iter().any(|label| key.has(&label.value));
    (!overwritten).then(|| key.clone())
}

fn is_filled(binary: &Binary) -> bool {
    let fill = binary.matching.as_ref().map(|matching| matching.fill);
    fill.is_some_and(|fill| fill != Fill::default())
}

/// Whether the operator compares.
pub fn is_comparison(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Eq
            | BinaryOp::NotEq
            | BinaryOp::Greater
            | BinaryOp::Less
            | BinaryOp::GreaterEq
            | BinaryOp::LessEq
    )
}

/// The comparison with its sides exchanged.
fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::GreaterEq => BinaryOp::LessEq,
        BinaryOp::LessEq => BinaryOp::GreaterEq,
        other => other,
    }
}
