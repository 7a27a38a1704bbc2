//! The dashboards of the examples keep what every dashboard must keep.

use crate::project::{Rendered, render_with, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The examples with the number of their dashboards.
const EXAMPLES: [(&str, &str, usize); 4] = [
    ("arena", include_str!("../../examples/arena.toml"), 1),
    ("arks", include_str!("../../examples/arks.toml"), 3),
    ("jobtree", include_str!("../../examples/jobtree.toml"), 1),
    (
        "training-operator",
        include_str!("../../examples/training-operator.toml"),
        1,
    ),
];

/// The files that the examples name.
const FILES: [(&str, &str); 2] = [
    (
        "crds/arks.ai_arksendpoints.yaml",
        include_str!("../../examples/crds/arks.ai_arksendpoints.yaml"),
    ),
    (
        "crds/arks.ai_arksmodels.yaml",
        include_str!("../../examples/crds/arks.ai_arksmodels.yaml"),
    ),
];

/// Every dashboard of the examples with its place.
fn dashboards() -> Vec<(String, Value)> {
    let mut result = Vec::new();
    for (name, project, count) in EXAMPLES {
        let rendered: Rendered = render_with(project, &FILES);
        let messages: Vec<&str> = rendered
            .diagnostics
            .iter()
            .map(|one| one.message.as_str())
            .collect();
        assert!(messages.is_empty(), "{name}: {messages:?}");
        let before = result.len();
        for artifact in &rendered.artifacts {
            if artifact.path.starts_with("dashboards/") {
                let place = format!("{name} {}", artifact.path);
                result.push((place, Value::from(&artifact.tree)));
            }
        }
        assert_eq!(result.len() - before, count, "{name}");
    }
    result
}

/// The panels of a list, with those inside folded rows as lists of their own.
fn levels(panels: &Value) -> Vec<Vec<&Value>> {
    let top: Vec<&Value> = panels.as_array().unwrap().iter().collect();
    let inner: Vec<Vec<&Value>> = top
        .iter()
        .filter_map(|panel| panel["panels"].as_array())
        .map(|panels| panels.iter().collect())
        .collect();
    std::iter::once(top).chain(inner).collect()
}

#[test]
fn panel_ids_are_unique() {
    for (place, dashboard) in dashboards() {
        let mut ids = BTreeSet::new();
        for panel in levels(&dashboard["panels"]).into_iter().flatten() {
            let id = panel["id"].as_u64().unwrap();
            assert!(id > 0 && ids.insert(id), "{place}: {id}");
        }
    }
}

#[test]
fn panels_stand_on_the_grid_and_do_not_overlap() {
    for (place, dashboard) in dashboards() {
        for level in levels(&dashboard["panels"]) {
            let mut cells: BTreeMap<(u64, u64), &str> = BTreeMap::new();
            for panel in level {
                let number = |key: &str| panel["gridPos"][key].as_u64().unwrap();
                let (x, y, w, h) = (number("x"), number("y"), number("w"), number("h"));
                assert!(w > 0 && h > 0 && x + w <= 24, "{place}: {}", panel["title"]);
                for cell in (x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))) {
                    let other = cells.insert(cell, text(&panel["title"]));
                    assert_eq!(other, None, "{place}: {} at {cell:?}", panel["title"]);
                }
            }
        }
    }
}

#[test]
fn every_target_has_a_name_a_datasource_and_an_expression() {
    for (place, dashboard) in dashboards() {
        for panel in levels(&dashboard["panels"]).into_iter().flatten() {
            let mut names = BTreeSet::new();
            for target in panel["targets"].as_array().into_iter().flatten() {
                assert!(
                    names.insert(text(&target["refId"])),
                    "{place}: {}",
                    panel["title"]
                );
                assert!(
                    !text(&target["expr"]).is_empty(),
                    "{place}: {}",
                    panel["title"]
                );
                assert_eq!(target["datasource"]["uid"], "${datasource}");
            }
            assert!(
                panel["type"] == "row" || !names.is_empty(),
                "{place}: {}",
                panel["title"]
            );
        }
    }
}

#[test]
fn every_variable_is_declared_or_belongs_to_grafana() {
    for (place, dashboard) in dashboards() {
        let list = dashboard["templating"]["list"].as_array().unwrap();
        let mut declared: Vec<&str> = Vec::new();
        for variable in list {
            for used in variables(text(&variable["definition"])) {
                assert!(declared.contains(&used), "{place}: {used} comes later");
            }
            declared.push(text(&variable["name"]));
        }
        for panel in levels(&dashboard["panels"]).into_iter().flatten() {
            for target in panel["targets"].as_array().into_iter().flatten() {
                for used in variables(text(&target["expr"])) {
                    let known = used.starts_with("__") || declared.contains(&used);
                    assert!(known, "{place}: {used}");
                }
            }
        }
    }
}

/// The names behind `$`.
fn variables(expr: &str) -> impl Iterator<Item = &str> {
    expr.split('$').skip(1).map(|rest| {
        let rest = rest.trim_start_matches('{');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[test]
fn dashboards_render_the_same_twice() {
    assert_eq!(dashboards(), dashboards());
}
