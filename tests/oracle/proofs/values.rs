//! Values that a type and a range allow, minute by minute.

use crate::random::Random;
use opsgen::infer::Interval;

/// How many values a series has: those of an hour.
pub const LENGTH: usize = 61;

/// A value for each minute; `None` where there is none.
#[derive(Clone, Debug)]
pub struct Curve(pub Vec<Option<f64>>);

impl Curve {
    fn of(values: Vec<f64>) -> Self {
        Self(values.into_iter().map(Some).collect())
    }

    /// Now and then a series begins late, ends early or has a gap.
    pub fn with_gap(mut self, random: &mut Random) -> Self {
        let (from, to) = match random.below(8) {
            0 => (0, random.below(LENGTH)),
            1 => (random.below(LENGTH), LENGTH),
            2 => {
                let from = random.below(LENGTH);
                (from, LENGTH.min(from + random.below(10)))
            }
            _ => (0, 0),
        };
        self.0[from..to].fill(None);
        self
    }
}

/// Values of a range, often those that something is compared with.
pub fn gauge(random: &mut Random, range: &Interval, numbers: &[f64]) -> Curve {
    let mut pool = vec![
        0.0, 1.0, -1.0, 0.5, 2.0, 100.0, -7.25, 1e6, 1.7e9, range.low, range.high,
    ];
    pool.extend([
        range.low + 1.0,
        range.high - 1.0,
        f64::midpoint(range.low, range.high),
    ]);
    for number in numbers {
        pool.extend([*number, number + 1.0, number - 1.0, number * 2.0]);
    }
    let allowed = |value: &f64| match value.is_nan() {
        true => range.nan,
        false => range.contains(*value),
    };
    // What has no bound is seldom infinite.
    pool.retain(|value| value.is_finite());
    if random.below(8) == 0 {
        pool.extend([f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
    }
    pool.retain(allowed);
    if pool.is_empty() {
        pool.push(range.low);
    }
    let mut pick = || pool[random.below(pool.len())];
    let (first, second) = (pick(), pick());
    let third: Vec<f64> = (0..LENGTH).map(|_| pick()).collect();
    let values = match random.below(4) {
        0 | 1 => vec![first; LENGTH],
        2 => (0..LENGTH)
            .map(|at| if at < LENGTH / 2 { first } else { second })
            .collect(),
        _ => third,
    };
    Curve::of(values)
}

/// Growth from one minute to the next.
fn steps(random: &mut Random) -> Vec<f64> {
    let rate = [0.0, 1.0, 3.0, 0.25, 60.0, 1000.0][random.below(6)];
    let kind = random.below(4);
    let mut step = || match kind {
        0 => rate,
        1 => rate * [0.0, 1.0, 2.0][random.below(3)],
        2 if random.below(10) == 0 => rate,
        2 => 0.0,
        _ => [0.0, 0.0, 1.0, 5.0][random.below(4)],
    };
    (0..LENGTH).map(|_| step()).collect()
}

/// The minute at which the process begins again; `LENGTH` for never.
fn restart(random: &mut Random) -> usize {
    match random.below(4) {
        0 => random.below(LENGTH),
        _ => LENGTH,
    }
}

/// A total that grows, stays, and begins again.
pub fn counter(random: &mut Random) -> Curve {
    let mut total = [0.0, 0.0, 1.0, 17.0, 1e5][random.below(5)];
    let restart = restart(random);
    let mut values = Vec::new();
    for (at, step) in steps(random).into_iter().enumerate() {
        total = if at == restart { step } else { total + step };
        values.push(total);
    }
    Curve::of(values)
}

/// The buckets of a classic histogram with the bound `+Inf` last, and the sum. Only where `signed` values below 0 are observed.
pub fn histogram(random: &mut Random, bounds: &[f64], signed: bool) -> (Vec<Curve>, Curve) {
    let restart = restart(random);
    let usual = random.below(bounds.len() + 1);
    let (mut counts, mut sum) = (vec![0.0; bounds.len() + 1], 0.0);
    let mut curves: Vec<Vec<Option<f64>>> = vec![Vec::new(); bounds.len() + 1];
    let mut sums = Vec::new();
    for (at, step) in steps(random).into_iter().enumerate() {
        if at == restart {
            counts.fill(0.0);
            sum = 0.0;
        }
        let bucket = match random.below(3) {
            0 => random.below(bounds.len() + 1),
            _ => usual,
        };
        let value = observed(bounds, bucket, signed);
        let step = step.ceil();
        sum += step * value;
        counts[bucket..].iter_mut().for_each(|count| *count += step);
        for (curve, count) in curves.iter_mut().zip(&counts) {
            curve.push(Some(*count));
        }
        sums.push(Some(sum));
    }
    (curves.into_iter().map(Curve).collect(), Curve(sums))
}

/// A value that falls into a bucket.
fn observed(bounds: &[f64], bucket: usize, signed: bool) -> f64 {
    match (bounds.get(bucket), bucket) {
        (Some(bound), 0) if *bound > 0.0 && !signed => bound / 2.0,
        (Some(bound), 0) => bound - 1.0,
        (Some(bound), _) => *bound,
        (None, _) => bounds.last().map_or(1.0, |bound| bound + 1.0),
    }
}

/// A native histogram that grows, and may begin again.
pub fn native(random: &mut Random) -> String {
    let counts = [1 + random.below(5), random.below(4), random.below(9)];
    let all = counts.iter().sum::<usize>();
    let buckets = format!("{} {} {}", counts[0], counts[1], counts[2]);
    let whole = format!(
        "{{{{schema:0 sum:{} count:{all} buckets:[{buckets}]}}}}",
        all * 2
    );
    let step = [
        "{{schema:0 sum:3 count:2 buckets:[1 1]}}",
        "{{schema:0 sum:0 count:0 buckets:[0]}}",
    ][random.below(2)];
    let again = format!("{whole}+{step}x");
    match random.below(3) {
        0 => format!("{again}{} {again}{}", LENGTH / 2 - 1, LENGTH / 2),
        _ => format!("{again}{}", LENGTH - 1),
    }
}
