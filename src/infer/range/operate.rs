//! What operators make of ranges.

use super::Interval;
use crate::promql::ast::BinaryOp;

impl Interval {
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
}

/// The operators on two numbers. Source: prometheus, `promql/engine.go`, `scalarBinop`.
pub(super) fn exact(op: BinaryOp) -> Option<fn(f64, f64) -> f64> {
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
