//! Ranges against the values in them, for all pairs of bounds.

use super::{Interval, Verdict, operate::exact};
use crate::promql::ast::BinaryOp::{
    Add, Div, Eq, Greater, GreaterEq, Less, LessEq, Mod, Mul, NotEq, Pow, Sub,
};
use std::f64::consts::E;

const VALUES: [f64; 9] = [
    f64::NEG_INFINITY,
    -2.0,
    -0.5,
    0.0,
    0.5,
    1.0,
    E,
    7.0,
    f64::INFINITY,
];

fn intervals() -> Vec<Interval> {
    let mut all = vec![Interval::ALL];
    for (index, low) in VALUES.into_iter().enumerate() {
        for high in &VALUES[index..] {
            let closed = Interval::new(low, *high);
            all.extend([
                closed,
                Interval {
                    above: true,
                    ..closed
                },
                Interval {
                    below: true,
                    ..closed
                },
            ]);
        }
    }
    all.retain(|interval| !interval.is_empty());
    all
}

fn values(interval: Interval) -> impl Iterator<Item = f64> {
    VALUES
        .into_iter()
        .filter(move |value| interval.contains(*value))
}

#[test]
fn every_result_lies_in_the_range() {
    for op in [Add, Sub, Mul, Div, Mod, Pow] {
        let operate = exact(op).unwrap();
        for left in intervals() {
            for right in intervals() {
                let range = left.operate(op, right);
                for (a, b) in values(left).flat_map(|a| values(right).map(move |b| (a, b))) {
                    let value = operate(a, b);
                    let known = if value.is_nan() {
                        range.nan
                    } else {
                        range.contains(value)
                    };
                    assert!(
                        known,
                        "{a} {op:?} {b} = {value} is not in {range:?} of {left:?} and {right:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_passes_a_comparison_lies_in_the_range_and_verdicts_hold() {
    type Compare = fn(&f64, &f64) -> bool;
    let comparisons: [(_, Compare); 6] = [
        (Eq, f64::eq),
        (NotEq, f64::ne),
        (Greater, f64::gt),
        (GreaterEq, f64::ge),
        (Less, f64::lt),
        (LessEq, f64::le),
    ];
    for (op, holds) in comparisons {
        for left in intervals() {
            for right in intervals() {
                let range = left.operate(op, right);
                let verdict = left.compare(op, &right);
                for (a, b) in values(left).flat_map(|a| values(right).map(move |b| (a, b))) {
                    let passes = holds(&a, &b);
                    assert!(
                        !passes || range.contains(a),
                        "{a} {op:?} {b}: {range:?} of {left:?} and {right:?}"
                    );
                    let wrong = if passes {
                        Verdict::Never
                    } else {
                        Verdict::Always
                    };
                    assert_ne!(verdict, wrong, "{a} {op:?} {b}: {left:?} and {right:?}");
                }
            }
        }
    }
}
