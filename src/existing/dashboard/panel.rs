//! Panels: what draws their queries.

use super::{Scene, computed, links, looks, query};
use crate::{
    document::{Tree, TreeValue},
    existing::field::{self, count, items, text},
    model::{
        Allows, Name, PanelType, Spanned, Words,
        dashboard::{Panel, computed::changes, layout::Place},
    },
    text::{FileId, Span, literal::Shape},
};

/// From here on nobody has numbered panels.
const UNUSED: u32 = 1_000_000_000;

/// Plugins that draw panels, with those that older releases had. Source: grafana/grafana, `public/app/plugins/panel`.
const TYPES: [(&str, PanelType); 17] = [
    ("barchart", PanelType::Barchart),
    ("bargauge", PanelType::Bargauge),
    ("gauge", PanelType::Gauge),
    ("grafana-piechart-panel", PanelType::Piechart),
    ("graph", PanelType::Timeseries),
    ("heatmap", PanelType::Heatmap),
    ("histogram", PanelType::Histogram),
    ("piechart", PanelType::Piechart),
    ("singlestat", PanelType::Stat),
    ("stat", PanelType::Stat),
    ("state-timeline", PanelType::StateTimeline),
    ("status-history", PanelType::StatusHistory),
    ("table", PanelType::Table),
    ("table-old", PanelType::Table),
    ("text", PanelType::Text),
    ("timeseries", PanelType::Timeseries),
    ("graph-old", PanelType::Timeseries),
];

/// Reads a panel; `None` for what Grafana made of another one by repeating it, and for what stands in a library.
pub fn panel(scene: &mut Scene, tree: &Tree) -> Option<Panel> {
    if tree
        .get("libraryPanel")
        .is_some_and(|field| field.value != TreeValue::Null)
    {
        scene.is_partial = true;
        return None;
    }
    let is_copy = count(tree, "repeatPanelId").is_some();
    if is_copy || !matches!(tree.value, TreeValue::Map(_)) {
        return None;
    }
    let file = scene.reader.file;
    let id = scene.panel_id(tree);
    let start = Span::new(file, tree.start, tree.start);
    let title = field::name(file, tree, "title");
    let key = match &title {
        Some(title) => title.clone(),
        None => Spanned::new(format!("panel-{}", count(tree, "id").unwrap_or(id)), start),
    };
    let panel_type = panel_type(tree);
    let (looks, overrides) = looks::looks(file, tree);
    let transformations = transformations(scene, tree);
    let computed = computed::is_computed(tree) || changes(transformations.as_ref());
    Some(Panel {
        key,
        id,
        title: title.unwrap_or_else(|| Spanned::new(String::new(), start)),
        description: field::name(file, tree, "description"),
        panel_type,
        place: place(tree),
        queries: query::queries(scene, tree),
        text: None,
        looks,
        mappings: Vec::new(),
        overrides,
        columns: None,
        transformations,
        interval: interval(file, tree),
        computed,
        links: links(file, tree),
        repeat: repeat(scene, tree),
        no_value: None,
        raw: None,
        allow: Allows::default(),
    })
}

/// What sets the time between two points: a shortest interval, or a number of points for the whole width, which no one knows beforehand.
fn interval(file: FileId, tree: &Tree) -> Option<Name> {
    let points = tree
        .get("maxDataPoints")
        .filter(|points| points.value != TreeValue::Null);
    let by_points =
        points.map(|points| Spanned::new("$__interval".to_string(), field::span(file, points)));
    let written = field::name(file, tree, "interval");
    by_points.or(written.filter(|interval| !interval.value.is_empty()))
}

fn panel_type(tree: &Tree) -> PanelType {
    let written = text(tree, "type").unwrap_or_default();
    let row = TYPES.iter().find(|(name, _)| *name == written);
    // A graph may draw bars of the last values instead of lines.
    let by_series = tree
        .get("xaxis")
        .is_some_and(|axis| text(axis, "mode").is_some_and(|mode| mode != "time"));
    match row {
        Some((_, PanelType::Timeseries)) if by_series => PanelType::Other,
        Some((_, kind)) => *kind,
        None => PanelType::Other,
    }
}

/// Where it stands on the grid; nowhere in the rows of older releases.
fn place(tree: &Tree) -> Place {
    let grid = tree.get("gridPos");
    let number = |key| grid.and_then(|grid| count(grid, key)).unwrap_or_default();
    Place {
        x: number("x"),
        y: number("y"),
        width: number("w"),
        height: number("h"),
    }
}

fn transformations(scene: &Scene, tree: &Tree) -> Option<Spanned<Words>> {
    let list = tree.get("transformations")?;
    let any = !items(tree, "transformations").is_empty();
    any.then(|| field::words(scene.reader.file, list)).flatten()
}

/// The variable for whose values something is repeated; one that nobody declares is noted.
pub fn repeat(scene: &mut Scene, tree: &Tree) -> Option<Name> {
    let repeat = field::name(scene.reader.file, tree, "repeat")?;
    if !scene.knows(&repeat.value) {
        let inside = 0..repeat.value.len();
        let place = scene.reader.ctx.inside(&repeat, Shape::Exact, inside);
        scene
            .unknown
            .push(Spanned::new(repeat.value.clone(), place));
    }
    Some(repeat)
}

impl Scene<'_, '_, '_> {
    /// The id of a panel; where it has none, or that of another one, a number that no other has.
    pub(super) fn panel_id(&mut self, tree: &Tree) -> u32 {
        let written = count(tree, "id").filter(|id| !self.ids.contains(id));
        let id = written.unwrap_or_else(|| {
            let free = self.ids.last().map_or(1, |last| last.saturating_add(1));
            free.max(UNUSED)
        });
        self.ids.insert(id);
        id
    }
}
