//! What is at least and at most: of a cost, or of the size of a value.

/// Both ends saturate at 2^64 - 1, which means that there is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: u64,
    /// The most.
    pub most: u64,
}

impl Range {
    /// Nothing.
    pub const ZERO: Self = Self::fixed(0);

    /// What is not known.
    pub const UNKNOWN: Self = Self::new(0, u64::MAX);

    /// What a union begins with.
    pub const EMPTY: Self = Self::new(u64::MAX, 0);

    /// From one amount to another.
    pub const fn new(least: u64, most: u64) -> Self {
        Self { least, most }
    }

    /// Exactly an amount.
    pub const fn fixed(amount: u64) -> Self {
        Self::new(amount, amount)
    }

    /// The sum.
    pub const fn plus(self, other: Self) -> Self {
        Self::new(
            self.least.saturating_add(other.least),
            self.most.saturating_add(other.most),
        )
    }

    /// The product.
    pub const fn times(self, other: Self) -> Self {
        Self::new(
            self.least.saturating_mul(other.least),
            self.most.saturating_mul(other.most),
        )
    }

    /// The product with a factor, each end rounded up.
    pub fn scaled(self, factor: f64) -> Self {
        Self::new(scale(self.least, factor), scale(self.most, factor))
    }

    /// The range that holds both.
    pub fn union(self, other: Self) -> Self {
        Self::new(self.least.min(other.least), self.most.max(other.most))
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the server calculates with doubles, and `as` saturates as it does"
)]
fn scale(amount: u64, factor: f64) -> u64 {
    (amount as f64 * factor).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn ranges_saturate() {
        let all = Range::UNKNOWN;
        assert_eq!(all.plus(Range::fixed(1)), Range::new(1, u64::MAX));
        assert_eq!(all.times(Range::fixed(2)), all);
        assert_eq!(all.scaled(2.0), all);
        assert_eq!(Range::new(1, 11).scaled(0.1), Range::new(1, 2));
        assert_eq!(all.scaled(0.1), Range::new(0, 1_844_674_407_370_955_264));
        assert_eq!(Range::EMPTY.union(Range::fixed(3)), Range::fixed(3));
    }
}
