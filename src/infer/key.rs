//! Which labels identify a series.

use std::sync::Arc;

/// Labels of which no two series of a result have the same values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key<'a> {
    /// The labels, in no particular order; none: there is at most one series.
    pub labels: Vec<&'a str>,
    /// Whether the metric declares them, so that series surely differ in each; else there may be fewer series than values.
    pub declared: bool,
}

impl<'a> Key<'a> {
    /// At most one series.
    pub fn single() -> Arc<Self> {
        Arc::default()
    }

    /// These labels, as an aggregation leaves them.
    pub fn of(labels: Vec<&'a str>) -> Arc<Self> {
        Arc::new(Self {
            labels,
            declared: false,
        })
    }

    /// Whether every label of the key is among these.
    pub fn is_within(&self, labels: &[&str]) -> bool {
        self.labels.iter().all(|label| labels.contains(label))
    }

    /// Whether a label is one of the key.
    pub fn has(&self, label: &str) -> bool {
        self.labels.contains(&label)
    }
}
