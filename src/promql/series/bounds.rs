//! Bounds of exponential buckets: the powers of 2^(2^-schema).

use std::f64::consts::SQRT_2;

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

/// The roots 2^(1/2), 2^(1/4) … 2^(1/256) as Prometheus's bounds were made of them: the first is one unit in the last place below the
/// nearest number.
const ROOTS: [f64; FINEST as usize] = [
    SQRT_2.next_down(),
    1.189_207_115_002_721,
    1.090_507_732_665_257_7,
    1.044_273_782_427_413_8,
    1.021_897_148_654_116_6,
    1.010_889_286_051_700_5,
    1.005_429_901_112_802_7,
    1.002_711_275_050_202_5,
];

/// Returns 2^(`part` / 2^`schema`), a product of roots from the largest on, each product rounded.
fn power_of_two(part: i64, schema: i32) -> f64 {
    let bits = (0..schema).rev().map(|bit| part >> bit & 1);
    let roots = ROOTS.iter().zip(bits).filter(|(_, bit)| *bit == 1);
    roots.fold(1.0, |product, (root, _)| product * root)
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

#[cfg(test)]
mod tests {
    use super::{SQRT_2, upper_bound};

    #[test]
    fn bounds_are_powers_of_two_and_of_its_roots() {
        let cases = [
            (0, 0, 1.0),
            (1, 0, 2.0),
            (-1, 0, 0.5),
            (1, 1, SQRT_2.next_down()),
            (3, 2, 1.681_792_830_507_428_8),
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
