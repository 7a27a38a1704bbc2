//! Ranges of values, and how operators and functions change them.
//!
//! Invariant: a range holds every value that can occur; where the exact one is not known it is larger, never smaller. An empty one
//! means that no value can pass.

use crate::promql::ast::BinaryOp;

/// The values that a number may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The smallest; minus infinity for no bound.
    pub low: f64,
    /// The largest; infinity for no bound.
    pub high: f64,
    /// Whether every value is above `low`, none equal to it.
    pub above: bool,
    /// Whether every value is below `high`, none equal to it.
    pub below: bool,
    /// Whether it may be NaN, which no comparison but `!=` lets through.
    pub nan: bool,
}

/// How a comparison ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// For every value.
    Always,
    /// For no value.
    Never,
    /// For some values, or it is not known.
    Sometimes,
}

impl Interval {
    /// Any value.
    pub const ALL: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        above: false,
        below: false,
        nan: true,
    };

    /// The values from `low` to `high`, both included; never NaN.
    pub const fn new(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            above: false,
            below: false,
            nan: false,
        }
    }

    /// The values from `low` on; never NaN.
    pub const fn from(low: f64) -> Self {
        Self::new(low, f64::INFINITY)
    }

    /// One value.
    pub fn point(value: f64) -> Self {
        match value.is_nan() {
            true => Self::ALL,
            false => Self::new(value, value),
        }
    }

    /// The same values or NaN.
    #[must_use]
    pub fn or_nan(self) -> Self {
        Self { nan: true, ..self }
    }

    /// The same values but NaN.
    #[must_use]
    pub const fn without_nan(self) -> Self {
        Self { nan: false, ..self }
    }

    /// Whether no number can occur.
    pub fn is_empty(&self) -> bool {
        self.low > self.high || (self.low == self.high && (self.above || self.below))
    }

    /// Whether nothing is known.
    pub fn is_all(&self) -> bool {
        self.low == f64::NEG_INFINITY && self.high == f64::INFINITY && !self.above && !self.below
    }

    /// The only value there can be.
    pub fn only(&self) -> Option<f64> {
        (self.low == self.high && !self.is_empty() && !self.nan).then_some(self.low)
    }

    /// Whether a value may occur.
    pub fn contains(&self, value: f64) -> bool {
        let low = value > self.low || (value == self.low && !self.above);
        let high = value < self.high || (value == self.high && !self.below);
        low && high
    }

    /// As mathematicians write it: `[0, 1]`, `(5, ∞)`; `any` and `none`.
    pub fn name(&self) -> String {
        if self.is_empty() {
            return "none".to_string();
        }
        if self.is_all() {
            return "any".to_string();
        }
        if self.low == self.high {
            return number(self.low);
        }
        let open = if self.above || self.low.is_infinite() {
            '('
        } else {
            '['
        };
        let close = if self.below || self.high.is_infinite() {
            ')'
        } else {
            ']'
        };
        format!("{open}{}, {}{close}", number(self.low), number(self.high))
    }

    /// Values from here or there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let nan = self.nan || other.nan;
        if self.is_empty() || other.is_empty() {
            let known = if self.is_empty() { other } else { self };
            return Self { nan, ..known };
        }
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            above: if self.low == other.low {
                self.above && other.above
            } else if self.low < other.low {
                self.above
            } else {
                other.above
            },
            below: if self.high == other.high {
                self.below && other.below
            } else if self.high > other.high {
                self.below
            } else {
                other.below
            },
            nan,
        }
    }

    /// Values that lie in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: self.high.min(other.high),
            above: if self.low == other.low {
                self.above || other.above
            } else if self.low > other.low {
                self.above
            } else {
                other.above
            },
            below: if self.high == other.high {
                self.below || other.below
            } else if self.high < other.high {
                self.below
            } else {
                other.below
            },
            nan: self.nan && other.nan,
        }
    }

    /// The values of `-x`.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            low: -self.high,
            high: -self.low,
            above: self.below,
            below: self.above,
            nan: self.nan,
        }
    }

    /// What a function that never decreases makes of the values; a bound that rounding may reach is included.
    #[must_use]
    pub fn increasing(self, function: impl Fn(f64) -> f64) -> Self {
        let (low, high) = (function(self.low), function(self.high));
        if low.is_nan() || high.is_nan() {
            return Self::ALL;
        }
        Self {
            above: false,
            below: false,
            ..Self { low, high, ..self }
        }
    }

    /// What an operator makes of the values of both sides. Comparisons keep those of the left side that can pass.
    #[must_use]
    pub fn operate(self, op: BinaryOp, other: Self) -> Self {
        if let (Some(left), Some(right), Some(exact)) = (self.only(), other.only(), exact(op)) {
            return Self::point(exact(left, right));
        }
        match op {
            BinaryOp::Add => self.plus(other),
            BinaryOp::Sub => self.plus(other.negated()),
            BinaryOp::Mul => self.times(other),
            BinaryOp::Div => self.over(other),
            BinaryOp::Mod => self.modulo(other),
            BinaryOp::Pow => self.power(other),
            BinaryOp::Atan2 => Self::new(-std::f64::consts::PI, std::f64::consts::PI).or_nan(),
            _ => self.passing(op, other),
        }
    }

    fn plus(self, other: Self) -> Self {
        let unbounded = |interval: &Self| interval.low.is_infinite() || interval.high.is_infinite();
        let bound = |left: f64, right: f64, none: f64| {
            let sum = left + right;
            if sum.is_nan() { none } else { sum }
        };
        Self {
            low: bound(self.low, other.low, f64::NEG_INFINITY),
            high: bound(self.high, other.high, f64::INFINITY),
            above: false,
            below: false,
            nan: self.nan || other.nan || (unbounded(&self) && unbounded(&other)),
        }
    }

    fn times(self, other: Self) -> Self {
        // A bound of infinity is approached, so that 0 times it is 0.
        let product = |left: f64, right: f64| {
            if left == 0.0 || right == 0.0 {
                0.0
            } else {
                left * right
            }
        };
        let corners = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        let zero_times_infinity = |left: &Self, right: &Self| {
            left.contains(0.0) && (right.low.is_infinite() || right.high.is_infinite())
        };
        let nan = zero_times_infinity(&self, &other) || zero_times_infinity(&other, &self);
        hull(corners, self.nan || other.nan || nan)
    }

    fn over(self, other: Self) -> Self {
        let touches_zero = other.low <= 0.0 && other.high >= 0.0;
        let nan = self.nan || other.nan;
        if !touches_zero {
            let quotient = |left: f64, right: f64| {
                if left == 0.0 || right.is_infinite() {
                    0.0
                } else {
                    left / right
                }
            };
            let corners = [
                quotient(self.low, other.low),
                quotient(self.low, other.high),
                quotient(self.high, other.low),
                quotient(self.high, other.high),
            ];
            let infinite =
                |interval: &Self| interval.low.is_infinite() || interval.high.is_infinite();
            return hull(corners, nan || (infinite(&self) && infinite(&other)));
        }
        // What is not negative divided by what is not negative is not negative, or NaN.
        match self.low >= 0.0 && other.low >= 0.0 {
            true => Self::from(0.0).or_nan(),
            false => Self::ALL,
        }
    }

    /// The rest has the sign of the left side and is smaller than the right side.
    fn modulo(self, other: Self) -> Self {
        let most = other.low.abs().max(other.high.abs());
        Self {
            low: if self.low >= 0.0 { 0.0 } else { -most },
            high: if self.high <= 0.0 { 0.0 } else { most },
            above: false,
            below: false,
            nan: true,
        }
    }

    fn power(self, other: Self) -> Self {
        match (self.low >= 0.0, other.only()) {
            (true, Some(exponent)) if exponent > 0.0 => self.increasing(|base| base.powf(exponent)),
            (true, _) => Self::from(0.0).or_nan(),
            (false, Some(2.0)) => Self::from(0.0).or_nan(),
            _ => Self::ALL,
        }
    }

    fn passing(self, op: BinaryOp, other: Self) -> Self {
        let bounded = |low: f64, high: f64, open: bool| Self {
            low,
            high,
            above: open && low.is_finite(),
            below: open && high.is_finite(),
            nan: false,
        };
        match op {
            BinaryOp::Greater => self.and(bounded(other.low, f64::INFINITY, true)),
            BinaryOp::GreaterEq => self.and(Self {
                above: other.above,
                ..bounded(other.low, f64::INFINITY, false)
            }),
            BinaryOp::Less => self.and(bounded(f64::NEG_INFINITY, other.high, true)),
            BinaryOp::LessEq => self.and(Self {
                below: other.below,
                ..bounded(f64::NEG_INFINITY, other.high, false)
            }),
            BinaryOp::Eq => self.and(other).without_nan(),
            BinaryOp::NotEq => match (self.only(), other.only()) {
                (Some(left), Some(right)) if left == right => Self {
                    above: true,
                    ..self
                },
                (_, Some(value)) => Self {
                    above: self.above || self.low == value && value.is_finite(),
                    below: self.below || self.high == value && value.is_finite(),
                    ..self
                },
                _ => self,
            },
            _ => self,
        }
    }

    /// How a comparison between any value here and any value there ends.
    pub fn compare(&self, op: BinaryOp, other: &Self) -> Verdict {
        if self.is_empty() || other.is_empty() {
            return Verdict::Sometimes;
        }
        if op == BinaryOp::NotEq {
            return match self.compare(BinaryOp::Eq, other) {
                Verdict::Always => Verdict::Never,
                Verdict::Never => Verdict::Always,
                Verdict::Sometimes => Verdict::Sometimes,
            };
        }
        if never(self, op, other) {
            return Verdict::Never;
        }
        let opposite = match op {
            BinaryOp::Greater => BinaryOp::LessEq,
            BinaryOp::GreaterEq => BinaryOp::Less,
            BinaryOp::Less => BinaryOp::GreaterEq,
            BinaryOp::LessEq => BinaryOp::Greater,
            BinaryOp::Eq if self.only().is_some() && self.only() == other.only() => {
                return Verdict::Always;
            }
            _ => return Verdict::Sometimes,
        };
        match never(self, opposite, other) && !self.nan && !other.nan {
            true => Verdict::Always,
            false => Verdict::Sometimes,
        }
    }
}

/// Whether no pair of numbers fulfills a comparison. NaN fulfills none.
fn never(left: &Interval, op: BinaryOp, right: &Interval) -> bool {
    let apart = |low: &Interval, high: &Interval| {
        low.high < high.low || (low.high == high.low && (low.below || high.above))
    };
    let touching_at_most = |low: &Interval, high: &Interval| low.high <= high.low;
    match op {
        BinaryOp::Greater => touching_at_most(left, right),
        BinaryOp::GreaterEq => apart(left, right),
        BinaryOp::Less => touching_at_most(right, left),
        BinaryOp::LessEq => apart(right, left),
        BinaryOp::Eq => apart(left, right) || apart(right, left),
        _ => false,
    }
}

/// The operators on two numbers. Source: prometheus, `promql/engine.go`, `scalarBinop`.
fn exact(op: BinaryOp) -> Option<fn(f64, f64) -> f64> {
    Some(match op {
        BinaryOp::Add => |left, right| left + right,
        BinaryOp::Sub => |left, right| left - right,
        BinaryOp::Mul => |left, right| left * right,
        BinaryOp::Div => |left, right| left / right,
        BinaryOp::Mod => |left, right| left % right,
        BinaryOp::Pow => f64::powf,
        BinaryOp::Atan2 => f64::atan2,
        _ => return None,
    })
}

fn hull(values: [f64; 4], nan: bool) -> Interval {
    let low = values.into_iter().fold(f64::INFINITY, f64::min);
    let high = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    Interval {
        nan,
        ..Interval::new(low, high)
    }
}

fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "∞".to_string(),
        f64::NEG_INFINITY => "-∞".to_string(),
        // Not `-0`.
        _ => (value + 0.0).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Interval, Verdict, exact};
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
}
