//! Ranges of values, and how operators and functions change them.
//!
//! Invariant: a range holds every value that can occur; where the exact one is not known it is larger, never smaller. An empty one
//! means that no value can pass.

mod compare;
mod operate;
#[cfg(test)]
mod tests;

pub use compare::Verdict;

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
}

fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "∞".to_string(),
        f64::NEG_INFINITY => "-∞".to_string(),
        // Not `-0`.
        _ => (value + 0.0).to_string(),
    }
}
