//! Rows: headers, defaults for panels, places on the grid.

use super::{
    Scene, filter,
    filter::Filter,
    layout::{self, COLUMNS, HEIGHT, Place, Size},
    panel::{self, Panel, Site},
};
use crate::{
    diag::Diagnostic,
    model::{Context, Name, Spanned, address, context::CONFLICT},
    project,
};
use std::collections::BTreeMap;

/// Highest panel, in grid units: more is a slip.
const HIGHEST: u32 = 100;

/// A row of panels.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its key.
    pub key: Name,
    /// What stands above its panels; `None` for a row without title.
    pub header: Option<Header>,
    /// Its panels.
    pub panels: Vec<Panel>,
}

/// The header of a row, a panel of its own in Grafana.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its id, unique in the dashboard.
    pub id: u32,
    /// Title.
    pub title: Name,
    /// Whether the row is folded at first.
    pub collapsed: bool,
    /// Variable for each of whose values it is repeated.
    pub repeat: Option<Name>,
    /// Upper edge on the grid.
    pub y: u32,
}

/// Reads the rows of a dashboard.
pub fn rows(ctx: &mut Context, scene: &Scene, written: &project::Dashboard) -> Vec<Row> {
    check_keys(ctx, written);
    let ids = address::panel_ids(written);
    let all: Vec<&Filter> = scene.filters.iter().collect();
    let mut result = Vec::with_capacity(written.rows.len());
    let mut y = 0;
    for (key, row) in &written.rows {
        panel::check_repeat(ctx, scene, row.repeat.as_ref());
        check_size(ctx, row.width.as_ref(), row.height.as_ref());
        let header = header(ctx, scene, key, row, y);
        let header = header.map(|header| Header {
            id: id(&ids, &format!("row:{}", key.value)),
            ..header
        });
        check_above(ctx, key, &header, &result);
        let top = y + u32::from(header.is_some());
        let sizes: Vec<Size> = row
            .panels
            .values()
            .map(|panel| size(ctx, row, panel))
            .collect();
        let (places, bottom) = layout::places(&sizes, top);
        // A folded row takes only its header's line; its panels get their places when it is unfolded.
        let folded = header.as_ref().is_some_and(|header| header.collapsed);
        y = if folded { top } else { bottom };
        let filters = filter::narrowed(ctx, scene, &all, row.filters.as_ref());
        let panels = panels(ctx, scene, row, &places, (&ids, &filters));
        result.push(Row {
            key: key.clone(),
            header,
            panels,
        });
    }
    result
}

fn panels(
    ctx: &mut Context,
    scene: &Scene,
    row: &project::Row,
    places: &[Place],
    (ids, filters): (&BTreeMap<String, u32>, &[&Filter]),
) -> Vec<Panel> {
    let mut result = Vec::with_capacity(row.panels.len());
    for ((key, panel), place) in row.panels.iter().zip(places) {
        let site = Site {
            place: *place,
            id: id(ids, &key.value),
            filters: filters.to_vec(),
        };
        result.extend(panel::panel(ctx, scene, key, panel, &site));
    }
    result
}

fn id(ids: &BTreeMap<String, u32>, key: &str) -> u32 {
    ids.get(key).copied().unwrap_or_default()
}

/// The header of a row with a title, or of one that is repeated, which is called after its value then.
fn header(
    ctx: &mut Context,
    scene: &Scene,
    key: &Name,
    row: &project::Row,
    y: u32,
) -> Option<Header> {
    let title = match (&row.title, &row.repeat) {
        (Some(title), _) => panel::read(ctx, scene, title),
        (None, Some(repeat)) => Spanned::new(format!("${}", repeat.value), repeat.span),
        (None, None) => {
            if row.collapsed {
                ctx.bad_value(key.span, "a collapsed row needs a `title`");
            }
            return None;
        }
    };
    Some(Header {
        id: 0,
        title,
        collapsed: row.collapsed,
        repeat: row.repeat.clone(),
        y,
    })
}

/// Reports a row without header below one that is folded or repeated: to Grafana a row reaches down to the next header.
fn check_above(ctx: &mut Context, key: &Name, header: &Option<Header>, above: &[Row]) {
    let mut headers = above
        .iter()
        .rev()
        .filter_map(|row| Some((&row.key, row.header.as_ref()?)));
    let Some((first, owner)) = headers.next().filter(|_| header.is_none()) else {
        return;
    };
    if owner.collapsed || owner.repeat.is_some() {
        let message = format!(
            "the row `{}` needs a `title`: without one its panels belong to the row above",
            key.value
        );
        let how = if owner.collapsed {
            "this row is collapsed"
        } else {
            "this row is repeated"
        };
        ctx.report(Diagnostic::new(&CONFLICT, key.span, message).label(first.span, how));
    }
}

/// Reports sizes that the grid does not have.
fn check_size(ctx: &mut Context, width: Option<&Spanned<u32>>, height: Option<&Spanned<u32>>) {
    if let Some(width) = width.filter(|width| !(1..=COLUMNS).contains(&width.value)) {
        ctx.bad_value(width.span, "a width lies between 1 and 24");
    }
    if let Some(height) = height.filter(|height| !(1..=HIGHEST).contains(&height.value)) {
        ctx.bad_value(height.span, "a height lies between 1 and 100");
    }
}

fn size(ctx: &mut Context, row: &project::Row, panel: &project::Panel) -> Size {
    check_size(ctx, panel.width.as_ref(), panel.height.as_ref());
    let width = panel.width.as_ref().or(row.width.as_ref());
    let height = panel.height.as_ref().or(row.height.as_ref());
    Size {
        width: width.map(|width| width.value.clamp(1, COLUMNS)),
        height: height.map_or(HEIGHT, |height| height.value.clamp(1, HIGHEST)),
    }
}

/// Reports keys that two rows use.
fn check_keys(ctx: &mut Context, written: &project::Dashboard) {
    let mut seen: BTreeMap<&str, &Name> = BTreeMap::new();
    for key in written.rows.values().flat_map(|row| row.panels.keys()) {
        if let Some(first) = seen.insert(key.as_str(), key) {
            let message = format!("two panels of this dashboard are called `{}`", key.value);
            let diagnostic = Diagnostic::new(&CONFLICT, key.span, message)
                .label(first.span, "first used here")
                .help(
                    "panel keys are unique in a dashboard, so that a panel that moves keeps its id",
                );
            ctx.report(diagnostic);
        }
    }
}
