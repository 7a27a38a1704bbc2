//! One value after another: what the items stand for.

use super::combine::combine;
use super::{Item, ItemNode, Sample, Step};

/// The values of items, made when they are asked for. What could not be parsed has none.
#[derive(Clone, Debug)]
pub struct Values<'a> {
    items: std::slice::Iter<'a, Item>,
    next: Sample,
    step: &'a Step,
    left: u64,
}

impl<'a> Values<'a> {
    pub(super) fn new(items: &'a [Item]) -> Self {
        Self {
            items: items.iter(),
            next: Sample::Omitted,
            step: &Step::Same,
            left: 0,
        }
    }

    /// Goes to the next item that has values; `None` behind the last.
    fn next_item(&mut self) -> Option<()> {
        while self.left == 0 {
            match &self.items.next()?.node {
                ItemNode::Omitted(times) => {
                    (self.next, self.step, self.left) = (Sample::Omitted, &Step::Same, *times);
                }
                ItemNode::Values { first, step, times } => {
                    (self.next, self.step, self.left) = (first.clone(), step, times + 1);
                    if let (Sample::Histogram(first), Step::Histogram(_, step)) =
                        (&mut self.next, step)
                    {
                        first.says_reset_hint = step.says_reset_hint;
                    }
                }
                ItemNode::Invalid => {}
            }
        }
        Some(())
    }
}

impl Iterator for Values<'_> {
    type Item = Sample;

    fn next(&mut self) -> Option<Sample> {
        self.next_item()?;
        self.left -= 1;
        let value = self.next.clone();
        if self.left > 0 {
            self.next = following(&value, self.step);
        }
        Some(value)
    }
}

fn following(value: &Sample, step: &Step) -> Sample {
    match (value, step) {
        (Sample::Float(value), Step::Number(step)) => Sample::Float(value + step),
        // A number and the mark give what is no number, and no mark.
        (Sample::Stale, Step::Number(_)) => Sample::Float(f64::NAN),
        (Sample::Histogram(base), Step::Histogram(sign, step)) => combine(base, *sign, step)
            .map_or_else(|_| value.clone(), |next| Sample::Histogram(Box::new(next))),
        _ => value.clone(),
    }
}
