//! The cost of an expression before it runs: the worst case that cel-go's estimator arrives at with the figures of kube-apiserver.
//!
//! Invariants: every node is looked at once, in the order of cel-go, because what is known of sizes depends on it; sums and products
//! saturate. Deliberately absent: the cost of a run, which `eval` counts, and where sizes come from, which the caller knows.

mod call;
mod extension;
mod kubernetes;
mod path;
mod range;
mod walk;

pub use range::Range;

use crate::cel::{stack, types::Checked};

/// The most characters, bytes, items or entries at a way from `self` (`["tags", "@items"]`; also `@keys` and `@values` of maps); `None`
/// when nothing is known.
pub type Sizes<'a> = dyn Fn(&[&str]) -> Option<u64> + Sync + 'a;

/// What one evaluation costs, in units of cel-go (about 50 ns each).
pub fn estimate(checked: &Checked, sizes: &Sizes<'_>) -> Range {
    let estimate = || walk::Walk::new(checked, sizes).cost(&checked.ast.root);
    stack::run(checked.ast.levels, estimate)
}
