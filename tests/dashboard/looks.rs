//! Looks, tables, rows, links.

use crate::project::{panel, render, with};
use opsgen::schema::validate_kind;
use serde_json::{Value, json};

#[test]
fn thresholds_begin_green_unless_they_say_otherwise() {
    let steps = |fields: &str| {
        let panel = panel(&format!(r#"metric = "shop_requests_total", {fields}"#));
        panel["fieldConfig"]["defaults"]["thresholds"]["steps"].clone()
    };
    assert_eq!(
        steps(r#"thresholds = [{ value = 1, color = "red" }]"#),
        json!([{ "color": "green", "value": null }, { "color": "red", "value": 1 }])
    );
    assert_eq!(
        steps(r#"thresholds = [{ color = "red" }, { value = 0.5, color = "green" }]"#),
        json!([{ "color": "red", "value": null }, { "color": "green", "value": 0.5 }])
    );
}

#[test]
fn the_shortest_time_between_points_is_that_of_the_panel_or_a_query() {
    let panel = panel(
        r#"interval = "1m", queries.a = { metric = "shop_requests_total", interval = "5m" }, queries.b = { metric = "shop_requests_total" }"#,
    );
    assert_eq!(panel["interval"], "1m");
    assert_eq!(panel["targets"][0]["interval"], "5m");
    assert_eq!(panel["targets"][1].get("interval"), None);
}

#[test]
fn mappings_say_which_values_they_are_for() {
    let panel = panel(
        r#"metric = "shop_requests_total", mappings = [
  { value = 1, text = "one" }, { from = 2, color = "red" }, { regex = "a.*", text = "A" }, { special = "null+nan", text = "-" },
]"#,
    );
    assert_eq!(
        panel["fieldConfig"]["defaults"]["mappings"],
        json!([
            { "type": "value", "options": { "1": { "text": "one", "index": 0 } } },
            { "type": "range", "options": { "from": 2, "to": null, "result": { "color": "red", "index": 1 } } },
            { "type": "regex", "options": { "pattern": "a.*", "result": { "text": "A", "index": 2 } } },
            { "type": "special", "options": { "match": "null+nan", "result": { "text": "-", "index": 3 } } },
        ])
    );
}

#[test]
fn looks_of_a_query_become_an_override_of_its_targets() {
    let panel = panel(
        r#"queries.a = { metric = "shop_open", show = "sum", color = "red", line-width = 3 }, queries.b = { metric = "shop_fill_ratio", show = "max", axis = "right" }"#,
    );
    let found = &panel["fieldConfig"]["overrides"];
    assert_eq!(
        found[0]["matcher"],
        json!({ "id": "byFrameRefID", "options": "A" })
    );
    let property = |id: &str, value: Value| json!({ "id": id, "value": value });
    assert_eq!(
        found[0]["properties"],
        json!([
            property("unit", json!("carts")),
            property("color", json!({ "mode": "fixed", "fixedColor": "red" })),
            property("custom.lineWidth", json!(3)),
        ])
    );
    assert_eq!(
        found[1]["properties"],
        json!([
            property("unit", json!("percentunit")),
            property("min", json!(0)),
            property("max", json!(1)),
            property("custom.axisPlacement", json!("right")),
        ])
    );
}

#[test]
fn columns_join_order_name_and_hide() {
    let panel = panel(
        r#"queries.open = { metric = "shop_open", show = "sum", by = ["shard"] }, queries.fill = { metric = "shop_fill_ratio", show = "max", by = ["shard"], cell = "gauge" }, columns = { fill = "Fill", shard = "Shard" }"#,
    );
    assert_eq!(panel["type"], "table");
    assert_eq!(
        panel["transformations"],
        json!([
            { "id": "merge", "options": {} },
            { "id": "filterFieldsByName", "options": { "include": { "names": ["Value #B", "shard"] } } },
            { "id": "organize", "options": {
                "excludeByName": {},
                "indexByName": { "Value #B": 0, "shard": 1 },
                "renameByName": { "Value #B": "Fill", "shard": "Shard" },
            } },
        ])
    );
    let target = &panel["targets"][0];
    assert_eq!(
        (&target["format"], &target["instant"]),
        (&json!("table"), &json!(true))
    );
    // The hidden column has no looks, the other is found by its title.
    let overrides = panel["fieldConfig"]["overrides"].as_array().unwrap();
    assert_eq!(overrides.len(), 1);
    assert_eq!(
        overrides[0]["matcher"],
        json!({ "id": "byName", "options": "Fill" })
    );
}

#[test]
fn a_table_of_one_query_calls_its_values_value() {
    let panel = panel(
        r#"type = "table", metric = "shop_open", show = "sum", by = ["shard"], columns = { shard = "Shard", value = "Open" }"#,
    );
    let rename = &panel["transformations"][1]["options"]["renameByName"];
    assert_eq!(rename, &json!({ "shard": "Shard", "Value": "Open" }));
}

#[test]
fn folded_rows_hold_their_panels_and_rows_without_title_have_no_header() {
    let rendered = with(
        r#"
variables.shard = { metric = "shop_open" }
rows.plain.panels.one = { title = "One", expr = 'up', height = 3 }
[dashboards.main.rows.folded]
title = "Shard $shard"
collapsed = true
repeat = "shard"
panels.two = { title = "Two", expr = 'up' }
[dashboards.main.rows.last]
title = "Last"
panels.three = { title = "Three", expr = 'up', repeat = "shard", width = 6 }
"#,
    );
    let dashboard = rendered.dashboard("main");
    let panels = dashboard["panels"].as_array().unwrap();
    let found: Vec<(&str, u64)> = panels
        .iter()
        .map(|panel| {
            (
                panel["title"].as_str().unwrap(),
                panel["gridPos"]["y"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [("One", 0), ("Shard $shard", 3), ("Last", 4), ("Three", 5)]
    );
    assert_eq!(panels[1]["panels"][0]["title"], "Two");
    assert_eq!(panels[1]["repeat"], "shard");
    assert_eq!(panels[3]["maxPerRow"], 4);
}

#[test]
fn links_lead_to_dashboards_and_addresses() {
    let rendered = with(
        r#"
links = [{ dashboard = "other" }, { url = "https://example.com", title = "Site" }]
rows.a.panels.p = { title = "P", expr = 'up', links = [{ dashboard = "other", title = "More" }] }
[dashboards.other]
title = "Other"
"#,
    );
    let dashboard = rendered.dashboard("main");
    assert_eq!(dashboard["links"][0]["url"], "/d/shop-other");
    assert_eq!(dashboard["links"][0]["title"], "Other");
    assert_eq!(dashboard["links"][1]["targetBlank"], true);
    assert_eq!(
        dashboard["panels"][0]["links"][0]["url"],
        "/d/shop-other?${__url_time_range}&${__all_variables}"
    );
}

#[test]
fn raw_is_merged_last() {
    let panel = panel(
        r#"metric = "shop_requests_total", raw = { transparent = true, options.legend.placement = "right" }"#,
    );
    assert_eq!(panel["transparent"], true);
    assert_eq!(panel["options"]["legend"]["placement"], "right");
    assert_eq!(panel["options"]["legend"]["showLegend"], true);
}

#[test]
fn annotations_are_filtered_as_panels_are() {
    let rendered = with(
        r#"
variables.shard = { metric = "shop_open", filter = true }
annotations.deploys = { expr = 'changes(shop_open[5m]) > 0', title = "{{shard}}", color = "blue" }
"#,
    );
    let found = rendered.dashboard("main")["annotations"]["list"][1].clone();
    assert_eq!(
        found["expr"],
        r#"changes(shop_open{shard=~"$shard"}[5m]) > 0"#
    );
    assert_eq!(found["titleFormat"], "{{shard}}");
}

fn of_grafana(settings: &str) -> Vec<(String, Value)> {
    let text = format!(
        r#"
[project]
name = "shop"
namespace = "shop"
[grafana]
{settings}
[dashboards.main]
title = "Main"
rows.a.panels.p = {{ title = "P", expr = 'up' }}
"#
    );
    render(&text)
        .artifacts
        .iter()
        .map(|artifact| (artifact.path.clone(), Value::from(&artifact.tree)))
        .collect()
}

#[test]
fn a_datasource_is_a_variable_or_a_uid() {
    let cases = [
        ("", "${datasource}", 1),
        (r#"datasource = "$ds""#, "${ds}", 1),
        (r#"datasource = "abc""#, "abc", 0),
    ];
    for (settings, uid, variables) in cases {
        let rendered = of_grafana(settings);
        let panel = &rendered[0].1["panels"][0];
        assert_eq!(panel["datasource"]["uid"], uid);
        let list = rendered[0].1["templating"]["list"].as_array().unwrap();
        assert_eq!(list.len(), variables, "{settings}");
    }
}

#[test]
fn the_operator_gets_an_object_with_the_dashboard_as_text() {
    let rendered = of_grafana(
        "form = \"operator\"\nfolder = \"Shop\"\ndashboard-labels = { grafana = \"main\" }",
    );
    let (path, object) = &rendered[0];
    assert_eq!(path, "dashboards/main.yaml");
    let violations = validate_kind(
        "grafana.integreatly.org/v1beta1",
        "GrafanaDashboard",
        object,
    );
    assert!(violations.is_empty(), "{violations:?}");
    assert_eq!(object["apiVersion"], "grafana.integreatly.org/v1beta1");
    let spec = &object["spec"];
    assert_eq!(
        spec["instanceSelector"],
        json!({ "matchLabels": { "grafana": "main" } })
    );
    assert_eq!(spec["folder"], "Shop");
    let json: Value = serde_json::from_str(spec["json"].as_str().unwrap()).unwrap();
    assert_eq!(json["uid"], "shop-main");
}
