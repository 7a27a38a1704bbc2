//! A histogram and a step of the same kind: the sum or the difference, as Prometheus's `FloatHistogram` counts it.
//!
//! Buckets without observations may be left out.

use super::bounds::upper_bound;
use super::{Bucket, Histogram, ResetHint};
use crate::promql::ast::Sign;

/// The schema of histograms with custom bounds. Source: Prometheus, `histogram.CustomBucketsSchema`.
const CUSTOM: i32 = -53;

/// The schemas with exponential buckets. Source: Prometheus, `histogram.IsExponentialSchema`.
const EXPONENTIAL: std::ops::RangeInclusive<i32> = -4..=8;

type Result<T> = std::result::Result<T, String>;

/// Returns the sum of two histograms, or their difference for a minus; why not, when Prometheus refuses to.
pub fn combine(base: &Histogram, sign: Sign, step: &Histogram) -> Result<Histogram> {
    let is_custom = base.schema == CUSTOM;
    if base.schema > step.schema {
        return Err(format!(
            "the schema {} of what changes is coarser than {}",
            step.schema, base.schema
        ));
    }
    if is_custom != (step.schema == CUSTOM) {
        return Err("one has custom buckets and the other has not".to_owned());
    }
    let factor = if sign == Sign::Minus { -1.0 } else { 1.0 };
    let mut sum = base.clone();
    sum.reset_hint = combined_hint(base.reset_hint, step.reset_hint);
    sum.says_reset_hint = step.says_reset_hint;
    sum.count += factor * step.count;
    sum.sum += factor * step.sum;
    if is_custom {
        (sum.zero_count, sum.zero_width) = (0.0, 0.0);
        sum.negative.clear();
        combine_custom(&mut sum, step, factor)?;
        return Ok(sum);
    }
    sum.custom_values.clear();
    let zero_count = reconcile(&mut sum, step)?;
    sum.zero_count += factor * zero_count;
    let coarser = |buckets: &[Bucket]| coarsened(buckets, step.schema, sum.schema);
    let (positive, negative) = (coarser(&step.positive)?, coarser(&step.negative)?);
    let (schema, width) = (sum.schema, sum.zero_width);
    sum.positive = added(&sum.positive, &outside(positive, schema, width)?, factor);
    sum.negative = added(&sum.negative, &outside(negative, schema, width)?, factor);
    Ok(sum)
}

fn combined_hint(base: ResetHint, step: ResetHint) -> ResetHint {
    if base == step {
        base
    } else if base == ResetHint::Gauge || step == ResetHint::Gauge {
        ResetHint::Gauge
    } else {
        ResetHint::Unknown
    }
}

/// The buckets of both, by ascending index.
fn added(base: &[Bucket], step: &[Bucket], factor: f64) -> Vec<Bucket> {
    let mut result = Vec::with_capacity(base.len().max(step.len()));
    let mut base = base.iter().peekable();
    for bucket in step {
        while let Some(before) = base.next_if(|other| other.index < bucket.index) {
            result.push(*before);
        }
        let same = base.next_if(|other| other.index == bucket.index);
        let change = factor * bucket.count;
        result.push(Bucket {
            index: bucket.index,
            count: same.map_or(change, |same| same.count + change),
        });
    }
    result.extend(base);
    result
}

/// Drops the first buckets that lie in a zero bucket.
fn outside(mut buckets: Vec<Bucket>, schema: i32, zero_width: f64) -> Result<Vec<Bucket>> {
    if EXPONENTIAL.contains(&schema) {
        let mut inside = 0;
        for bucket in &buckets {
            if bound(bucket.index, schema)? > zero_width {
                break;
            }
            inside += 1;
        }
        buckets.drain(..inside);
    }
    Ok(buckets)
}

/// The buckets in a coarser schema.
fn coarsened(buckets: &[Bucket], from: i32, to: i32) -> Result<Vec<Bucket>> {
    if from == to {
        return Ok(buckets.to_vec());
    }
    let shift = from
        .checked_sub(to)
        .ok_or_else(|| format!("there is no way from the schema {from} to {to}"))?;
    let mut result: Vec<Bucket> = Vec::with_capacity(buckets.len());
    for bucket in buckets {
        let index = ((bucket.index - 1) >> shift.min(63)) + 1;
        match result.last_mut().filter(|last| last.index == index) {
            Some(last) => last.count += bucket.count,
            None => result.push(Bucket { index, ..*bucket }),
        }
    }
    Ok(result)
}

/// Widens the zero bucket until it holds that of `step` and ends where both have a bound; returns the count of `step` in it.
fn reconcile(base: &mut Histogram, step: &Histogram) -> Result<f64> {
    if base.zero_width.is_nan() || step.zero_width.is_nan() {
        return Err("the width of a zero bucket is no number".to_owned());
    }
    let (mut count, mut width) = (step.zero_count, step.zero_width);
    while width != base.zero_width {
        if base.zero_width > width {
            (count, width) = widened(step, base.zero_width)?;
        }
        if width > base.zero_width {
            (base.zero_count, base.zero_width) = widened(base, width)?;
            let (schema, width) = (base.schema, base.zero_width);
            for buckets in [&mut base.positive, &mut base.negative] {
                let mut inside = 0;
                for bucket in &*buckets {
                    if bound(bucket.index - 1, schema)? >= width {
                        break;
                    }
                    inside += 1;
                }
                buckets.drain(..inside);
            }
        }
    }
    Ok(count)
}

/// The count and width of a zero bucket of at least `width` that ends in no bucket with observations.
fn widened(histogram: &Histogram, mut width: f64) -> Result<(f64, f64)> {
    loop {
        let (count, end) = swallowed(&histogram.positive, histogram.schema, width)?;
        let (more, negative_end) = swallowed(&histogram.negative, histogram.schema, end)?;
        if negative_end == end {
            let total = count.into_iter().chain(more);
            return Ok((
                total.fold(histogram.zero_count, |sum, count| sum + count),
                end,
            ));
        }
        width = negative_end;
    }
}

/// The counts of the buckets that a zero bucket of this width touches, and where the last of them with observations ends.
fn swallowed(buckets: &[Bucket], schema: i32, width: f64) -> Result<(Vec<f64>, f64)> {
    let mut counts = Vec::new();
    for bucket in buckets {
        if bound(bucket.index - 1, schema)? >= width {
            break;
        }
        counts.push(bucket.count);
        let end = bound(bucket.index, schema)?;
        if end > width {
            return Ok((counts, if bucket.count == 0.0 { width } else { end }));
        }
    }
    Ok((counts, width))
}

fn bound(index: i64, schema: i32) -> Result<f64> {
    upper_bound(index, schema).ok_or_else(|| format!("the schema {schema} has no bounds"))
}

fn combine_custom(base: &mut Histogram, step: &Histogram, factor: f64) -> Result<()> {
    if base.custom_values == step.custom_values {
        base.positive = added(&base.positive, &step.positive, factor);
        return Ok(());
    }
    let bounds = common(&base.custom_values, &step.custom_values);
    let mut counts = vec![0.0; bounds.len() + 1];
    map_onto(&mut counts, &bounds, base, 1.0)?;
    map_onto(&mut counts, &bounds, step, factor)?;
    let buckets = (0..).zip(counts).filter(|(_, count)| *count != 0.0);
    base.positive = buckets
        .map(|(index, count)| Bucket { index, count })
        .collect();
    base.custom_values = bounds;
    Ok(())
}

/// The bounds that two ascending lists have in common.
fn common(left: &[f64], right: &[f64]) -> Vec<f64> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut bounds = Vec::new();
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        if one == other {
            bounds.push(**one);
            left.next();
            right.next();
        } else if one < other {
            left.next();
        } else {
            right.next();
        }
    }
    bounds
}

/// Adds the counts of a histogram to those of coarser bounds.
fn map_onto(counts: &mut [f64], bounds: &[f64], from: &Histogram, factor: f64) -> Result<()> {
    let last = counts.len() - 1;
    let mut next = 0;
    for bucket in &from.positive {
        let Ok(index) = usize::try_from(bucket.index) else {
            return Err("a custom bucket stands before the first one".to_owned());
        };
        let mut target = last;
        if let Some(own) = from.custom_values.get(index) {
            let reaches = |bound: &f64| *bound >= *own;
            let passed = bounds[next..].iter().take_while(|bound| !reaches(bound));
            next += passed.count();
            target = next.min(last);
        }
        counts[target] += factor * bucket.count;
    }
    Ok(())
}
