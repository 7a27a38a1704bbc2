//! Bounds of exponential buckets: the powers of 2^(2^-schema).

/// The finest schema with bounds, 2^8 buckets for each power of two. Source: Prometheus, `histogram.ExponentialSchemaMax`.
const FINEST: i32 = 8;

/// The exponent behind the largest number.
const OVERFLOW: i64 = 1024;

/// Returns the upper bound of a bucket; `None` when the schema is finer than any with bounds.
///
/// The bucket below the overflow bucket ends at the largest number, as in Prometheus.
pub fn upper_bound(index: i64, schema: i32) -> Option<f64> {
    if schema < 0 {
        let exponent = index.checked_shl(schema.unsigned_abs()).unwrap_or(0);
        let bound = if exponent == OVERFLOW {
            f64::MAX
        } else {
            scale(1.0, exponent)
        };
        return Some(bound);
    }
    if schema > FINEST {
        return None;
    }
    let part = index & ((1 << schema) - 1);
    let exponent = index >> schema;
    if part == 0 && exponent == OVERFLOW {
        return Some(f64::MAX);
    }
    Some(scale(power_of_two(part, schema), exponent))
}

/// Returns 2^(`part` / 2^`schema`), rounded once: the roots are kept with twice the digits.
fn power_of_two(part: i64, schema: i32) -> f64 {
    let mut product = Double {
        high: 1.0,
        low: 0.0,
    };
    let mut root = Double {
        high: 2.0,
        low: 0.0,
    };
    for bit in (0..schema).rev() {
        root = root.square_root();
        if part >> bit & 1 == 1 {
            product = product.times(root);
        }
    }
    product.high + product.low
}

/// Returns `value` · 2^`exponent` for a value from 1 to 2, rounded once also where it is subnormal.
fn scale(value: f64, exponent: i64) -> f64 {
    let power = |exponent: i64| f64::from_bits(u64::try_from(exponent + 1023).unwrap_or(0) << 52);
    match exponent {
        ..-1075 => 0.0,
        -1075..-1022 => value * power(exponent + 60) * power(-60),
        -1022..OVERFLOW => value * power(exponent),
        OVERFLOW.. => f64::INFINITY,
    }
}

/// A number of twice the digits: `low` is what `high` lacks.
#[derive(Clone, Copy)]
struct Double {
    high: f64,
    low: f64,
}

impl Double {
    fn times(self, other: Self) -> Self {
        let high = self.high * other.high;
        let lost = self.high.mul_add(other.high, -high);
        let cross = self.high * other.low + self.low * other.high;
        Self::sum(high, lost + cross)
    }

    fn square_root(self) -> Self {
        let high = self.high.sqrt();
        let rest = high.mul_add(-high, self.high) + self.low;
        Self::sum(high, rest / (2.0 * high))
    }

    /// A sum whose second part is the smaller one.
    fn sum(large: f64, small: f64) -> Self {
        let high = large + small;
        let low = small - (high - large);
        Self { high, low }
    }
}

#[cfg(test)]
mod tests {
    use super::upper_bound;

    #[test]
    fn bounds_are_powers_of_two_and_of_its_roots() {
        let cases = [
            (0, 0, 1.0),
            (1, 0, 2.0),
            (-1, 0, 0.5),
            (1, 1, std::f64::consts::SQRT_2),
            (4, 2, 2.0),
            (1, -1, 4.0),
            (-3, -2, 1.0 / 4096.0),
            (1024, 0, f64::MAX),
            (1025, 0, f64::INFINITY),
            (64, -4, f64::MAX),
            (-1074, 0, 5e-324),
            (-1075, 0, 0.0),
        ];
        for (index, schema, expected) in cases {
            assert_eq!(
                upper_bound(index, schema),
                Some(expected),
                "{index} {schema}"
            );
        }
        assert_eq!(upper_bound(1, 9), None);
    }
}
