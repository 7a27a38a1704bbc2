//! Kinds of series, and what rates and arithmetic make of them.

use crate::model::{Metric, MetricType, metric::Part};

/// What a result's values are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Not known.
    #[default]
    Unknown,
    /// A number that was written or comes from the clock.
    Number,
    /// Values that go up and down.
    Gauge,
    /// A total since the process began.
    Counter,
    /// The total of what a histogram or summary observed.
    Sum,
    /// The total number of a histogram's or summary's observations.
    Count,
    /// Buckets of a classic histogram: totals.
    Buckets,
    /// A native histogram: totals.
    NativeHistogram,
    /// Quantiles that the process computed.
    Summary,
    /// 1 for the state that is, 0 for the others.
    Stateset,
    /// Always 1; its labels tell something.
    Info,
    /// How much a total grew: a rate or an increase.
    Change,
    /// How much the buckets of a classic histogram grew.
    BucketsChange,
    /// How much a native histogram grew.
    NativeChange,
    /// Native histograms that arithmetic made, whose buckets may be negative.
    NativeComputed,
}

impl Kind {
    /// The kind of a series as it is scraped.
    pub fn of(metric: &Metric, part: Part) -> Self {
        match (metric.metric_type, part) {
            (_, Part::Bucket) => Self::Buckets,
            (_, Part::Sum) => Self::Sum,
            (_, Part::Count) => Self::Count,
            (MetricType::Counter, _) => Self::Counter,
            (MetricType::Gauge, _) => Self::Gauge,
            (MetricType::Histogram, _) => Self::Unknown,
            (MetricType::NativeHistogram, _) => Self::NativeHistogram,
            (MetricType::Summary, _) => Self::Summary,
            (MetricType::Stateset, _) => Self::Stateset,
            (MetricType::Info, _) => Self::Info,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Number => "number",
            Self::Gauge => "gauge",
            Self::Counter => "counter",
            Self::Sum => "sum of observations",
            Self::Count => "count of observations",
            Self::Buckets => "classic buckets",
            Self::NativeHistogram => "native histogram",
            Self::Summary => "summary quantiles",
            Self::Stateset => "stateset",
            Self::Info => "info",
            Self::Change => "change of a counter",
            Self::BucketsChange => "change of classic buckets",
            Self::NativeChange => "change of a native histogram",
            Self::NativeComputed => "computed native histogram",
        }
    }

    /// Whether it is a total that only grows until the process restarts.
    pub fn is_total(self) -> bool {
        matches!(
            self,
            Self::Counter | Self::Sum | Self::Count | Self::Buckets | Self::NativeHistogram
        )
    }

    /// Whether its values are native histograms and no numbers.
    pub fn is_native(self) -> bool {
        matches!(
            self,
            Self::NativeHistogram | Self::NativeChange | Self::NativeComputed
        )
    }

    /// Whether its series are the buckets of classic histograms.
    pub fn is_buckets(self) -> bool {
        matches!(self, Self::Buckets | Self::BucketsChange)
    }

    /// What `rate`, `increase` and the like make of it.
    #[must_use]
    pub fn changed(self) -> Self {
        match self {
            Self::Counter | Self::Sum | Self::Count => Self::Change,
            Self::Buckets => Self::BucketsChange,
            Self::NativeHistogram | Self::NativeChange => Self::NativeChange,
            Self::Unknown | Self::NativeComputed => self,
            _ => Self::Gauge,
        }
    }

    /// What arithmetic makes of it.
    #[must_use]
    pub fn combined(self) -> Self {
        match self.is_native() {
            true => Self::NativeComputed,
            false => self.computed(),
        }
    }

    /// What `delta` and the like make of it.
    #[must_use]
    pub fn subtracted(self) -> Self {
        match self.is_native() {
            true => Self::NativeComputed,
            false => self.changed(),
        }
    }

    /// What is left where only numbers count.
    #[must_use]
    pub fn only_number(self) -> Self {
        match self.is_native() {
            true => Self::Gauge,
            false => self,
        }
    }

    /// What a function makes of it that gives new numbers.
    #[must_use]
    pub fn computed(self) -> Self {
        match self {
            Self::Unknown => Self::Unknown,
            Self::Number => Self::Number,
            _ => Self::Gauge,
        }
    }

    /// What a sum or an average over series makes of it.
    #[must_use]
    pub fn folded(self) -> Self {
        match self {
            Self::Stateset | Self::Info | Self::Summary => Self::Gauge,
            known => known,
        }
    }

    /// Series from here or there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (left, right) if left == right => left,
            (left, right) if left.is_native() && right.is_native() => Self::NativeComputed,
            (Self::Number, known) | (known, Self::Number) if !known.is_native() => known,
            _ => Self::Unknown,
        }
    }
}
