//! The tables that gen brings along, and files of users.

use super::{BUILT_IN, from_text, table};
use crate::project::MetricType;
use std::collections::BTreeSet;

#[test]
fn every_table_is_read_and_names_its_origin() {
    for (name, text) in BUILT_IN {
        let catalog = table::read(text).unwrap_or_else(|line| panic!("{name}: {line}"));
        assert!(!catalog.origin.is_empty(), "{name}");
        assert!(!catalog.version.is_empty(), "{name}");
        assert!(text.contains("\ncomplete "), "{name}");
        let names: Vec<&str> = catalog.metrics.iter().map(|each| &*each.name).collect();
        let once: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), once.len(), "{name} has a metric twice");
        assert!(!names.is_empty(), "{name}");
        for metric in &catalog.metrics {
            let buckets = metric.buckets.iter().flatten();
            assert!(
                buckets.is_sorted_by(|left, right| left < right),
                "{}",
                metric.name
            );
        }
    }
    assert!(BUILT_IN.is_sorted());
}

#[test]
fn names_and_types_of_a_file_are_those_that_queries_see() {
    let text = "# TYPE jobs counter\n# HELP jobs Jobs done.\njobs_total{queue=\"a\"} 1\n# TYPE build info\nbuild_info{version=\"1\"} 1\n# TYPE wait_seconds histogram\nwait_seconds_bucket{le=\"1\",queue=\"a\"} 1\nwait_seconds_bucket{le=\"0.5\",queue=\"a\"} 1\nwait_seconds_bucket{le=\"+Inf\",queue=\"a\"} 1\nwait_seconds_sum{queue=\"a\"} 1\nwait_seconds_count{queue=\"a\"} 1\n# EOF\n";
    let (catalog, errors) = from_text(text);
    assert!(errors.is_empty());
    let names: Vec<&str> = catalog.metrics.iter().map(|each| &*each.name).collect();
    assert_eq!(names, ["jobs_total", "build_info", "wait_seconds"]);
    let wait = &catalog.metrics[2];
    assert_eq!(wait.metric_type, Some(MetricType::Histogram));
    assert_eq!(wait.buckets, Some(vec![0.5, 1.0]));
    assert_eq!(wait.labels.len(), 1);
    assert_eq!(catalog.metrics[0].help, "Jobs done.");
}

#[test]
fn what_has_no_type_stays_unknown() {
    let (catalog, _) = from_text("a{b=\"c\"} 1\n# TYPE d untyped\nd 1\n");
    assert!(
        catalog
            .metrics
            .iter()
            .all(|each| each.metric_type.is_none())
    );
}
