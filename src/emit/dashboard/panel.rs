//! Panels: rows as headers, queries, and what is around them.

use super::{columns, data_link, datasource, expression, field, options, text};
use crate::{
    artifact::{Node, Value},
    emit::words::{Keys, merge_raw, node},
    model::{
        Dashboard, Format, PanelType, Words,
        dashboard::{
            Panel, Row, Target,
            layout::{COLUMNS, Place},
            row::Header,
        },
    },
};

/// The panels of a dashboard. The panels of a folded row stand inside it.
pub fn panels(dashboard: &Dashboard) -> Node {
    let mut result = Vec::new();
    for row in &dashboard.rows {
        let panels = row
            .panels
            .iter()
            .map(|one| panel(one, &dashboard.datasource));
        match &row.header {
            Some(header) if header.collapsed => {
                result.push(self::header(row, header, panels.collect()));
            }
            Some(header) => {
                result.push(self::header(row, header, Vec::new()));
                result.extend(panels);
            }
            None => result.extend(panels),
        }
    }
    result.into()
}

fn header(row: &Row, header: &Header, panels: Vec<Node>) -> Node {
    let place = Place {
        x: 0,
        y: header.y,
        width: COLUMNS,
        height: 1,
    };
    Node::with_room(7)
        .with("id", i64::from(header.id))
        .with("type", "row")
        .with("title", text(&header.title))
        .with("gridPos", grid(place))
        .with("collapsed", header.collapsed)
        .with_some("repeat", header.repeat.as_ref().map(text))
        .with("panels", panels)
        .at(row.key.span)
}

fn grid(place: Place) -> Node {
    Node::with_room(4)
        .with("h", i64::from(place.height))
        .with("w", i64::from(place.width))
        .with("x", i64::from(place.x))
        .with("y", i64::from(place.y))
}

fn panel(panel: &Panel, source: &str) -> Node {
    let queried = panel.panel_type != PanelType::Text;
    let mut node = Node::with_room(5)
        .with("id", i64::from(panel.id))
        .with("type", grafana_type(panel.panel_type))
        .with("title", text(&panel.title))
        .with_some("description", panel.description.as_ref().map(text))
        .with("gridPos", grid(panel.place));
    if queried {
        let targets = panel.queries.iter().flat_map(|query| &query.targets);
        let targets = Node::list(targets.map(|one| target(one, source)));
        node = node
            .with("datasource", datasource(source))
            .with_some("interval", panel.interval.as_ref().map(text))
            .with("targets", targets)
            .with("fieldConfig", field::config(panel));
    }
    let node = node
        .with("options", options::options(panel))
        .with_filled("transformations", transformations(panel))
        .with_filled("links", Node::list(panel.links.iter().map(data_link)));
    merge_raw(repeated(node, panel).at(panel.key.span), panel.raw.as_ref())
}

/// A panel that is repeated keeps its width as long as its line has room.
fn repeated(node: Node, panel: &Panel) -> Node {
    let Some(repeat) = &panel.repeat else {
        return node;
    };
    let line = COLUMNS / panel.place.width.max(1);
    node.with("repeat", text(repeat))
        .with("repeatDirection", "h")
        .with("maxPerRow", i64::from(line))
}

/// Ids of Grafana's panel plugins.
fn grafana_type(panel_type: PanelType) -> &'static str {
    match panel_type {
        PanelType::Timeseries => "timeseries",
        PanelType::Stat => "stat",
        PanelType::Gauge => "gauge",
        PanelType::Bargauge => "bargauge",
        PanelType::Table => "table",
        PanelType::Piechart => "piechart",
        PanelType::Barchart => "barchart",
        PanelType::Heatmap => "heatmap",
        PanelType::Histogram => "histogram",
        PanelType::StateTimeline => "state-timeline",
        PanelType::StatusHistory => "status-history",
        // No project has another one.
        PanelType::Text | PanelType::Other => "text",
    }
}

fn target(target: &Target, source: &str) -> Node {
    let format = match target.format {
        Format::TimeSeries => "time_series",
        Format::Table => "table",
        Format::Heatmap => "heatmap",
    };
    let legend = (target.format != Format::Table).then(|| target.legend.clone());
    Node::with_room(8)
        .with("refId", target.ref_id.clone())
        .with("datasource", datasource(source))
        .with("expr", Node::from(expression(&target.expr)).at(target.span))
        .with_some("legendFormat", legend)
        .with("format", format)
        .with("instant", target.instant)
        .with("range", !target.instant)
        .with_some("interval", target.interval.as_ref().map(text))
        .with("editorMode", "code")
        .at(target.span)
}

/// What makes a table's columns, then what the user adds.
fn transformations(panel: &Panel) -> Node {
    let mut result = panel
        .columns
        .as_ref()
        .map(columns::transformations)
        .unwrap_or_default();
    if let Some(Words::List(own)) = panel.transformations.as_ref().map(|words| &words.value) {
        result.extend(own.iter().map(|one| node(one, Keys::Verbatim)));
    }
    Value::List(result).into()
}
