//! Options of panels, by kind. Sources: the kinds of Grafana's panels, `public/app/plugins/panel/*/panelcfg.cue`.

use super::text;
use crate::{
    artifact::{Node, Value},
    model::{
        PanelType,
        dashboard::{Panel, Query},
    },
};

/// Smallest count that a heatmap colors; without it every empty cell has a color.
const LEAST_COUNT: f64 = 1e-9;

/// The options of a panel.
pub fn options(panel: &Panel) -> Node {
    match panel.panel_type {
        PanelType::Timeseries => Node::with_room(2)
            .with("legend", legend("list", "bottom"))
            .with("tooltip", tooltip("multi")),
        PanelType::Stat => stat(panel),
        PanelType::Gauge => reduced()
            .with("orientation", "auto")
            .with("showThresholdLabels", false)
            .with("showThresholdMarkers", true),
        PanelType::Bargauge => reduced()
            .with("orientation", "horizontal")
            .with("displayMode", "basic")
            .with("valueMode", "color")
            .with("showUnfilled", true),
        PanelType::Table => table(),
        PanelType::Piechart => piechart(),
        PanelType::Barchart => barchart(panel),
        PanelType::Heatmap => heatmap(panel),
        PanelType::Histogram => Node::with_room(3)
            .with("combine", false)
            .with("legend", legend("list", "bottom"))
            .with("tooltip", tooltip("multi")),
        PanelType::StateTimeline => Node::with_room(6)
            .with("mergeValues", true)
            .with("showValue", "auto")
            .with("alignValue", "left")
            .with("rowHeight", 0.9)
            .with("legend", legend("list", "bottom"))
            .with("tooltip", tooltip("single")),
        PanelType::StatusHistory => Node::with_room(5)
            .with("showValue", "auto")
            .with("rowHeight", 0.9)
            .with("colWidth", 0.9)
            .with("legend", legend("list", "bottom"))
            .with("tooltip", tooltip("single")),
        PanelType::Other => Node::map(),
        PanelType::Text => Node::with_room(2)
            .with("mode", "markdown")
            .with_some("content", panel.text.as_ref().map(text)),
    }
}

fn legend(mode: &'static str, placement: &'static str) -> Node {
    Node::with_room(4)
        .with("showLegend", true)
        .with("displayMode", mode)
        .with("placement", placement)
        .with("calcs", Value::List(Vec::new()))
}

fn tooltip(mode: &'static str) -> Node {
    let sort = if mode == "multi" { "desc" } else { "none" };
    Node::with_room(2).with("mode", mode).with("sort", sort)
}

/// One value per series: the last one.
fn reduced() -> Node {
    let reduce = Node::with_room(3)
        .with("calcs", Node::list(["lastNotNull"]))
        .with("fields", "")
        .with("values", false);
    Node::with_room(1).with("reduceOptions", reduce)
}

/// A number, with a small curve behind it when there are values over time.
fn stat(panel: &Panel) -> Node {
    let mut targets = panel.queries.iter().flat_map(|query| &query.targets);
    let curve = targets.all(|target| !target.instant);
    reduced()
        .with("orientation", "auto")
        .with("textMode", "auto")
        .with("colorMode", "value")
        .with("graphMode", if curve { "area" } else { "none" })
        .with("justifyMode", "auto")
        .with("wideLayout", true)
}

fn table() -> Node {
    Node::with_room(2)
        .with("showHeader", true)
        .with("cellHeight", "sm")
}

fn piechart() -> Node {
    let legend = legend("table", "right").with("values", Node::list(["value", "percent"]));
    reduced()
        .with("pieType", "pie")
        .with("displayLabels", Value::List(Vec::new()))
        .with("legend", legend)
        .with("tooltip", tooltip("single"))
}

fn barchart(panel: &Panel) -> Node {
    let stacked = panel.looks.stack.as_ref().is_some_and(|stack| stack.value);
    Node::with_room(7)
        .with("orientation", "auto")
        .with("showValue", "auto")
        .with("stacking", if stacked { "normal" } else { "none" })
        .with("barWidth", 0.97)
        .with("groupWidth", 0.7)
        .with("legend", legend("list", "bottom"))
        .with("tooltip", tooltip("single"))
}

/// The buckets come from the query, so nothing is calculated; the axis shows the unit of the observations.
fn heatmap(panel: &Panel) -> Node {
    let unit = panel.looks.unit.as_ref();
    let unit = unit.or_else(|| {
        panel
            .queries
            .iter()
            .find_map(|query: &Query| query.looks.unit.as_ref())
    });
    let color = Node::with_room(5)
        .with("mode", "scheme")
        .with("scheme", "Oranges")
        .with("exponent", 0.5)
        .with("steps", 64)
        .with("reverse", false);
    let axis = Node::with_room(3)
        .with("axisPlacement", "left")
        .with("reverse", false)
        .with_some("unit", unit.map(text));
    Node::with_room(9)
        .with("calculate", false)
        .with("cellGap", 1)
        .with("color", color)
        .with("filterValues", Node::with_room(1).with("le", LEAST_COUNT))
        .with("legend", Node::with_room(1).with("show", true))
        .with("rowsFrame", Node::with_room(1).with("layout", "auto"))
        .with("showValue", "never")
        .with(
            "tooltip",
            Node::with_room(2)
                .with("mode", "single")
                .with("yHistogram", true),
        )
        .with("yAxis", axis)
}
