//! Field configuration: units, bounds, colors, and the overrides of single queries, series and columns.

use super::{data_link, text};
use crate::{
    artifact::{Node, Value},
    model::{
        Axis, Cell, PanelType,
        dashboard::{
            Panel,
            looks::{Looks, Mapped, Mapping, Step, base},
            overrides::{Matched, Override},
        },
    },
};

/// Opacity below lines, and below stacked ones.
const FILL: (u32, u32) = (10, 30);

/// The field configuration of a panel.
pub fn config(panel: &Panel) -> Node {
    let looks = &panel.looks;
    let steps = looks.thresholds.clone().unwrap_or_else(|| vec![base()]);
    let defaults = Node::with_room(9)
        .with_some("unit", looks.unit.as_ref().map(text))
        .with_some(
            "decimals",
            looks.decimals.as_ref().map(|n| i64::from(n.value)),
        )
        .with_some("min", looks.min.as_ref().map(|number| number.value))
        .with_some("max", looks.max.as_ref().map(|number| number.value))
        .with_some("noValue", panel.no_value.as_ref().map(text))
        .with("color", color(panel))
        .with("mappings", mappings(&panel.mappings))
        .with("thresholds", thresholds(&steps))
        .with_filled("custom", custom(panel));
    let overrides = panel
        .overrides
        .iter()
        .map(|one| override_of(one, panel.panel_type));
    Node::with_room(2)
        .with("defaults", defaults)
        .with("overrides", Node::list(overrides))
}

/// The color of a panel: as declared, else by value where a panel shows single values, else one per series.
fn color(panel: &Panel) -> Node {
    if let Some(color) = &panel.looks.color {
        return fixed(color);
    }
    let by_value = matches!(
        panel.panel_type,
        PanelType::Stat | PanelType::Gauge | PanelType::Bargauge | PanelType::Table
    );
    Node::with_room(1).with(
        "mode",
        if by_value {
            "thresholds"
        } else {
            "palette-classic"
        },
    )
}

/// A color, or one of Grafana's schemes. Source: grafana/schema, `FieldColorModeId`.
fn fixed(color: &crate::model::Name) -> Node {
    let schemes = ["palette-", "continuous-", "thresholds", "shades"];
    if schemes.iter().any(|scheme| color.value.starts_with(scheme)) {
        return Node::with_room(1).with("mode", text(color));
    }
    Node::with_room(2)
        .with("mode", "fixed")
        .with("fixedColor", text(color))
}

fn thresholds(steps: &[Step]) -> Node {
    let steps = steps.iter().map(|step| {
        let value: Node = step.value.map_or(Value::Null.into(), Node::from);
        let node = Node::with_room(2)
            .with("color", step.color.clone())
            .with("value", value);
        match step.span {
            Some(span) => node.at(span),
            None => node,
        }
    });
    Node::with_room(2)
        .with("mode", "absolute")
        .with("steps", Node::list(steps))
}

/// Value mappings. Source: grafana/schema, `ValueMapping`.
fn mappings(mappings: &[Mapping]) -> Node {
    let mappings = mappings.iter().zip(0i64..).map(|(mapping, index)| {
        let result = Node::with_room(3)
            .with_some("text", mapping.text.as_ref().map(text))
            .with_some("color", mapping.color.as_ref().map(text))
            .with("index", index);
        let number = |number: &Option<f64>| number.map_or(Value::Null.into(), Node::from);
        let (kind, options) = match &mapping.values {
            Mapped::Value(value) => ("value", Node::with_room(1).with(value.clone(), result)),
            Mapped::Range(from, to) => (
                "range",
                Node::with_room(3)
                    .with("from", number(from))
                    .with("to", number(to))
                    .with("result", result),
            ),
            Mapped::Regex(pattern) => (
                "regex",
                Node::with_room(2)
                    .with("pattern", pattern.clone())
                    .with("result", result),
            ),
            Mapped::Special(word) => (
                "special",
                Node::with_room(2)
                    .with("match", *word)
                    .with("result", result),
            ),
        };
        Node::with_room(2)
            .with("type", kind)
            .with("options", options)
            .at(mapping.span)
    });
    Node::list(mappings)
}

/// What only some kinds of panels know.
fn custom(panel: &Panel) -> Node {
    match panel.panel_type {
        PanelType::Timeseries => graph(&panel.looks),
        PanelType::Table => Node::with_room(3)
            .with("align", "auto")
            .with(
                "cellOptions",
                cell(
                    panel
                        .looks
                        .cell
                        .as_ref()
                        .map_or(Cell::Auto, |cell| cell.value),
                ),
            )
            .with("inspect", false),
        PanelType::Barchart | PanelType::Histogram => bars(&panel.looks, 80),
        PanelType::StateTimeline | PanelType::StatusHistory => bars(&panel.looks, 70),
        PanelType::Stat
        | PanelType::Gauge
        | PanelType::Bargauge
        | PanelType::Piechart
        | PanelType::Heatmap
        | PanelType::Text
        | PanelType::Other => Node::map(),
    }
}

fn graph(looks: &Looks) -> Node {
    let stacked = looks.stack.as_ref().is_some_and(|stack| stack.value);
    let fill = if stacked { FILL.1 } else { FILL.0 };
    let fill = looks.fill.as_ref().map_or(fill, |fill| fill.value);
    let width = looks.line_width.as_ref().map_or(1, |width| width.value);
    let axis = looks
        .axis
        .as_ref()
        .map_or("auto", |axis| axis_word(axis.value));
    let lines = if looks.thresholds.is_some() {
        "line"
    } else {
        "off"
    };
    Node::with_room(10)
        .with("drawStyle", "line")
        .with("lineInterpolation", "linear")
        .with("lineWidth", i64::from(width))
        .with("fillOpacity", i64::from(fill))
        .with("gradientMode", "none")
        .with("showPoints", "never")
        .with("spanNulls", false)
        .with("stacking", stacking(stacked))
        .with("axisPlacement", axis)
        .with("thresholdsStyle", Node::with_room(1).with("mode", lines))
}

fn bars(looks: &Looks, fill: u32) -> Node {
    let fill = looks.fill.as_ref().map_or(fill, |fill| fill.value);
    let width = looks.line_width.as_ref().map_or(1, |width| width.value);
    Node::with_room(2)
        .with("lineWidth", i64::from(width))
        .with("fillOpacity", i64::from(fill))
}

fn stacking(stacked: bool) -> Node {
    Node::with_room(2)
        .with("group", "A")
        .with("mode", if stacked { "normal" } else { "none" })
}

fn axis_word(axis: Axis) -> &'static str {
    match axis {
        Axis::Left => "left",
        Axis::Right => "right",
        Axis::Hidden => "hidden",
    }
}

/// Source: grafana/schema, `TableCellDisplayMode`.
fn cell(cell: Cell) -> Node {
    let node = Node::map();
    match cell {
        Cell::Auto => node.with("type", "auto"),
        Cell::Gauge => node.with("type", "gauge").with("mode", "basic"),
        Cell::ColorText => node.with("type", "color-text"),
        Cell::ColorBackground => node.with("type", "color-background").with("mode", "basic"),
        Cell::Sparkline => node.with("type", "sparkline"),
    }
}

fn override_of(written: &Override, panel_type: PanelType) -> Node {
    let (id, options) = match &written.matched {
        Matched::Name(name) => ("byName", name),
        Matched::Regexp(regexp) => ("byRegexp", regexp),
        Matched::Type(kind) => ("byType", kind),
        Matched::Target(ref_id) => ("byFrameRefID", ref_id),
    };
    let matcher = Node::with_room(2).with("id", id).with("options", options);
    let node = Node::with_room(2)
        .with("matcher", matcher)
        .with("properties", properties(written, panel_type));
    match written.span {
        Some(span) => node.at(span),
        None => node,
    }
}

fn properties(written: &Override, panel_type: PanelType) -> Node {
    let looks = &written.looks;
    let mut result: Vec<Node> = Vec::new();
    let mut put = |id: &'static str, value: Option<Node>| {
        result.extend(value.map(|value| Node::with_room(2).with("id", id).with("value", value)));
    };
    let whole = |number: u32| Node::from(i64::from(number));
    put("displayName", written.title.as_ref().map(text));
    put("unit", looks.unit.as_ref().map(text));
    put("decimals", looks.decimals.as_ref().map(|n| whole(n.value)));
    put("min", looks.min.as_ref().map(|number| number.value.into()));
    put("max", looks.max.as_ref().map(|number| number.value.into()));
    put("noValue", written.no_value.as_ref().map(text));
    put("color", looks.color.as_ref().map(fixed));
    put("thresholds", looks.thresholds.as_deref().map(thresholds));
    let lines = looks.thresholds.is_some() && panel_type == PanelType::Timeseries;
    put(
        "custom.thresholdsStyle",
        lines.then(|| Node::with_room(1).with("mode", "line")),
    );
    put(
        "mappings",
        (!written.mappings.is_empty()).then(|| mappings(&written.mappings)),
    );
    put(
        "links",
        (!written.links.is_empty()).then(|| Node::list(written.links.iter().map(data_link))),
    );
    put(
        "custom.lineWidth",
        looks.line_width.as_ref().map(|n| whole(n.value)),
    );
    put(
        "custom.fillOpacity",
        looks.fill.as_ref().map(|n| whole(n.value)),
    );
    put(
        "custom.axisPlacement",
        looks.axis.as_ref().map(|axis| axis_word(axis.value).into()),
    );
    put(
        "custom.stacking",
        looks.stack.as_ref().map(|stack| stacking(stack.value)),
    );
    put(
        "custom.cellOptions",
        looks.cell.as_ref().map(|one| cell(one.value)),
    );
    put(
        "custom.width",
        written.width.as_ref().map(|n| whole(n.value)),
    );
    result.into()
}
