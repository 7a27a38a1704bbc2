//! How comparisons of ranges end.

use super::Interval;
use crate::promql::ast::BinaryOp;

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
