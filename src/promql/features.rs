//! The names that `--enable-feature` of Prometheus takes, of all releases from 2.35 on, sorted.
//!
//! The facts were read from each release's `cmd/prometheus/main.go` (`ci/promql-history.sh`). A release that does not know a name
//! says so in its log and goes on.

use crate::promql::history::{OLDEST, Release};

/// Returns the first release that knows a flag; `None` for what none knows.
pub fn find_feature(name: &str) -> Option<Release> {
    let index = FEATURES
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()?;
    FEATURES.get(index).map(|(_, since)| *since)
}

/// Every name with the first release that knows it. Some are gone from later releases: there nobody needs them any more.
#[rustfmt::skip]
pub const FEATURES: [(&str, Release); 41] = [
    ("agent", OLDEST),
    ("auto-gomaxprocs", OLDEST),
    ("auto-gomemlimit", Release::new(2, 50)),
    ("auto-reload-config", Release::new(3, 0)),
    ("concurrent-rule-eval", Release::new(2, 51)),
    ("created-timestamp-zero-ingestion", Release::new(2, 50)),
    ("delayed-compaction", Release::new(2, 55)),
    ("exemplar-storage", OLDEST),
    ("expand-external-labels", OLDEST),
    ("extra-scrape-metrics", OLDEST),
    ("fast-startup", Release::new(3, 11)),
    ("histograms-st-encoding", Release::new(3, 14)),
    ("memory-snapshot-on-shutdown", OLDEST),
    ("metadata-wal-records", Release::new(2, 54)),
    ("native-histograms", Release::new(2, 40)),
    ("new-service-discovery-manager", OLDEST),
    ("no-default-scrape-port", Release::new(2, 38)),
    ("old-ui", Release::new(3, 0)),
    ("ooo-native-histograms", Release::new(3, 0)),
    ("openmetrics2", Release::new(3, 15)),
    ("otlp-deltatocumulative", Release::new(3, 2)),
    ("otlp-native-delta-ingestion", Release::new(3, 4)),
    ("otlp-write-receiver", Release::new(2, 47)),
    ("promql-at-modifier", OLDEST),
    ("promql-binop-fill-modifiers", Release::new(3, 10)),
    ("promql-delayed-name-removal", Release::new(2, 55)),
    ("promql-duration-expr", Release::new(3, 4)),
    ("promql-experimental-functions", Release::new(2, 49)),
    ("promql-extended-range-selectors", Release::new(3, 7)),
    ("promql-negative-offset", OLDEST),
    ("promql-per-step-stats", OLDEST),
    ("remote-write-receiver", OLDEST),
    ("search-api", Release::new(3, 13)),
    ("st-storage", Release::new(3, 10)),
    ("st-synthesis", Release::new(3, 12)),
    ("type-and-unit-labels", Release::new(3, 5)),
    ("use-start-timestamps", Release::new(3, 12)),
    ("use-uncached-io", Release::new(3, 5)),
    ("utf8-names", Release::new(2, 55)),
    ("xor2-encoding", Release::new(3, 11)),
    ("zstd-scrape", Release::new(3, 15)),
];

#[cfg(test)]
mod tests {
    use super::FEATURES;
    use crate::promql::history::Feature;

    #[test]
    fn names_are_sorted_and_hold_those_of_promql() {
        assert!(FEATURES.is_sorted_by_key(|(name, _)| *name));
        for feature in Feature::ALL {
            assert!(super::find_feature(feature.name()).is_some());
        }
    }
}
