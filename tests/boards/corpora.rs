//! What is found in dashboards that experts made, when they are there: `../shared/corpora` beside the project.
//!
//! Each number is of findings that were read one by one; what an expert would reject is a bug.

use super::{
    lint::{lint, read},
    support::root,
};
use opsgen::model::Dashboard;
use std::{collections::BTreeMap, fs, path::PathBuf};

/// The files of a folder of the corpora; `None` where there are none, which is said.
fn corpus(folder: &str) -> Option<Vec<(String, String)>> {
    let root = root();
    let mut places = root.ancestors().map(|place| place.join("shared/corpora"));
    let place: Option<PathBuf> = places.find(|place| place.is_dir());
    let Some(place) = place else {
        eprintln!(
            "NOT TRIED: there is no shared/corpora above {}",
            root.display()
        );
        return None;
    };
    let mut files: Vec<_> = fs::read_dir(place.join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = files.into_iter().map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    Some(read.collect())
}

#[test]
fn good_dashboards_have_only_findings_that_were_reviewed() {
    let Some(files) = corpus("manifests/dashboards") else {
        return;
    };
    let in_maps: Vec<(String, String)> = files
        .iter()
        .map(|(name, text)| (name.clone(), config_map(text)))
        .collect();
    let expected = [
        // "Post Request Latency 99th Quantile" in proxy.json and scheduler.json: `ops` at a quantile of seconds.
        ("dashboard/unit-mismatch", 2),
        // "Work Queue Depth" in apiserver.json and controller-manager.json: a rate of the gauge `workqueue_depth`.
        ("promql/rate-on-gauge", 2),
    ];
    assert_eq!(counts(&files), BTreeMap::from(expected));
    assert_eq!(counts(&in_maps), BTreeMap::from(expected), "in ConfigMaps");
}

/// A dashboard in a block of a ConfigMap.
fn config_map(text: &str) -> String {
    let lines = text.trim_end().replace('\n', "\n    ");
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  a.json: |-\n    {lines}\n"
    )
}

/// How many findings each rule has in files.
fn counts(files: &[(String, String)]) -> BTreeMap<&'static str, usize> {
    let files = files.iter();
    let named: Vec<(&str, &str)> = files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let mut counts = BTreeMap::new();
    for finding in &lint(None, &named, &[]).findings {
        *counts.entry(finding.rule.name).or_default() += 1;
    }
    counts
}

#[test]
fn every_query_of_good_dashboards_is_judged() {
    let Some(files) = corpus("manifests/dashboards") else {
        return;
    };
    let dashboards = read(&files);
    assert_eq!(dashboards.len(), files.len());
    let panels = dashboards.iter().flat_map(Dashboard::panels);
    let queries = panels.flat_map(|panel| &panel.queries);
    let read: usize = queries.map(|query| query.targets.len()).sum();
    let written = files
        .iter()
        .map(|(_, text)| text.matches("\"expr\": \"").count());
    assert_eq!(read, written.sum::<usize>());
}
