//! What the model of a dashboard holds.

use super::read;
use crate::{
    document::json,
    existing::{Document, Kind, reader::Reader},
    model::{Context, Dashboard, Hide, PanelType, Spanned, VariableType},
    project,
    text::Sources,
};

/// The dashboard that a text holds.
fn dashboard(text: &str) -> Dashboard {
    let mut sources = Sources::default();
    let project = sources.add("gen.toml", "[project]\nname = \"a\"\nnamespace = \"a\"\n");
    let file = sources.add_yaml("boards/a.json", text);
    let (layered, _) = project::read(&sources, project);
    let base = layered.unwrap().base;
    let document = Document {
        file,
        tree: json::read_spanned(text).unwrap(),
        kind: Kind::Dashboard,
    };
    let mut ctx = Context::new(&base, &base, &sources);
    let reader = &mut Reader::new(&mut ctx, &document);
    read(reader, &document.tree).unwrap()
}

#[test]
fn a_panel_has_what_its_json_says() {
    let found = dashboard(
        r#"{ "title": "A", "uid": "a", "schemaVersion": 39, "panels": [
            { "id": 7, "type": "timeseries", "title": "P", "gridPos": { "x": 1, "y": 2, "w": 3, "h": 4 },
              "fieldConfig": {
                "defaults": { "unit": "s", "min": 0, "max": null,
                  "thresholds": { "mode": "absolute", "steps": [ { "color": "green", "value": null }, { "color": "red", "value": 80 } ] } },
                "overrides": [
                  { "matcher": { "id": "byName", "options": "x" }, "properties": [ { "id": "unit", "value": "ms" } ] },
                  { "matcher": { "id": "byValue", "options": {} }, "properties": [ { "id": "min", "value": 1 } ] }
                ] },
              "targets": [ { "refId": "B", "expr": " up\n", "legendFormat": "{{job}}", "instant": true, "format": "table", "hide": true } ] },
            { "id": 7, "type": "nodeGraph", "targets": [ { "expr": "up" } ] } ] }"#,
    );
    assert_eq!((found.key.as_str(), found.uid.as_str()), ("a", "a"));
    assert_eq!(found.folder.as_ref().unwrap().value, "boards");
    let panels: Vec<_> = found.panels().collect();
    let [panel, other] = panels[..] else {
        panic!("{} panels", panels.len());
    };
    assert_eq!(panel.panel_type, PanelType::Timeseries);
    assert_eq!((panel.place.x, panel.place.height), (1, 4));
    assert_eq!(panel.looks.unit.as_ref().unwrap().value, "s");
    // An override of nobody knows what takes it away.
    assert!(panel.looks.min.is_none() && panel.looks.max.is_none());
    let steps = panel.looks.thresholds.as_ref().unwrap();
    assert_eq!(steps[1].value, Some(80.0));
    assert_eq!(panel.overrides.len(), 1);
    let target = &panel.queries[0].targets[0];
    assert_eq!(target.written.as_ref().unwrap().value, "up");
    assert_eq!((&*target.ref_id, &*target.legend), ("B", "{{job}}"));
    assert!(target.instant && target.hidden);
    assert_eq!(other.panel_type, PanelType::Other);
    assert!(panel.id == 7 && other.id != 7, "ids are unique");
}

#[test]
fn older_panels_say_their_looks_beside_the_field_options() {
    let found = dashboard(
        r#"{ "title": "A", "rows": [ { "title": "R", "repeat": "job", "collapse": true, "panels": [
            { "id": 1, "type": "graph", "fieldConfig": { "defaults": { "unit": "m" } },
              "yaxes": [ { "format": "bytes", "min": "0", "max": "x" }, { "format": "short" } ], "targets": [ { "expr": "up" } ] },
            { "id": 2, "type": "graph", "seriesOverrides": [ { "alias": "a", "yaxis": 2 } ], "yaxes": [ { "format": "bytes" }, {} ] },
            { "id": 3, "type": "singlestat", "format": "percent", "targets": [] },
            { "id": 4, "type": "graph", "xaxis": { "mode": "series" } }
        ] } ] }"#,
    );
    let row = &found.rows[0];
    let header = row.header.as_ref().unwrap();
    assert!(header.collapsed && header.repeat.as_ref().unwrap().value == "job");
    let units: Vec<_> = row
        .panels
        .iter()
        .map(|panel| panel.looks.unit.as_ref().map(|unit| unit.value.as_str()))
        .collect();
    assert_eq!(units, [Some("bytes"), None, Some("percent"), None]);
    assert_eq!(row.panels[0].looks.min.as_ref().unwrap().value, 0.0);
    assert!(row.panels[0].looks.max.is_none());
    assert_eq!(row.panels[2].panel_type, PanelType::Stat);
    assert_eq!(row.panels[3].panel_type, PanelType::Other);
    assert_eq!(found.unknown[0].value, "job");
}

#[test]
fn variables_have_their_types_values_and_what_is_chosen() {
    let found = dashboard(
        r#"{ "title": "A", "panels": [], "templating": { "list": [
            { "name": "ds", "type": "datasource", "query": "prometheus" },
            { "name": "job", "type": "query", "datasource": "$ds", "query": { "query": "label_values(up, job)" }, "multi": true,
              "includeAll": true, "allValue": ".+", "hide": 2, "current": { "value": [ "a" ] }, "regex": "/a/" },
            { "name": "logs", "type": "query", "datasource": { "type": "loki" }, "query": "label_values(x)" },
            { "name": "pick", "type": "custom", "query": "A : a, b\\,c ,d", "current": { "value": "$__all" } },
            { "name": "step", "type": "interval", "query": "1m,5m", "current": { "value": "1m" } },
            { "name": "n", "type": "constant", "query": "5", "current": { "value": "4" } },
            { "name": "new", "type": "somethingElse" }, { "type": "custom" }, 3
        ] } }"#,
    );
    use VariableType::{AdHoc, Constant, Custom, Datasource, Interval, Query, Textbox};
    let types: Vec<_> = found
        .variables
        .iter()
        .map(|one| one.variable_type)
        .collect();
    assert_eq!(
        types,
        [
            Datasource, Query, Textbox, Custom, Interval, Constant, AdHoc
        ]
    );
    let [_, job, logs, pick, step, number, _] = &found.variables[..] else {
        panic!("{} variables", found.variables.len());
    };
    assert_eq!(
        (&*job.query, job.hide),
        ("label_values(up, job)", Some(Hide::Variable))
    );
    assert!(job.multi && job.include_all);
    assert_eq!(job.all_value.as_deref(), Some(".+"));
    assert_eq!(job.default_value.as_ref().unwrap().value, "a");
    assert!(logs.values.is_empty());
    let values: Vec<_> = pick.values.iter().map(Spanned::as_str).collect();
    assert_eq!(values, ["a", "b,c", "d"]);
    assert!(pick.default_value.is_none());
    assert_eq!(step.values.len(), 2);
    assert_eq!(number.default_value.as_ref().unwrap().value, "5");
}
