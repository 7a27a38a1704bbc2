//! Rows: headers among the panels, and the lists of lists of older releases (before schema 16).

use super::{Scene, panel};
use crate::{
    document::Tree,
    existing::field::{self, flag, items, text},
    model::{
        Name, Spanned,
        dashboard::{Panel, Row, row::Header},
    },
    text::Span,
};

/// Reads the rows of a dashboard with their panels.
pub fn rows(scene: &mut Scene, tree: &Tree) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for row in items(tree, "rows") {
        let panels = panels(scene, items(row, "panels"));
        rows.push(self::row(scene, row, panels));
    }
    for one in items(tree, "panels") {
        if text(one, "type") == Some("row") {
            let panels = panels(scene, items(one, "panels"));
            rows.push(row(scene, one, panels));
            continue;
        }
        let panel = panel::panel(scene, one);
        match (rows.last_mut(), panel) {
            (_, None) => {}
            (Some(row), Some(panel)) => row.panels.push(panel),
            (None, Some(panel)) => rows.push(Row {
                key: Spanned::new(String::new(), panel.key.span),
                header: None,
                panels: vec![panel],
            }),
        }
    }
    rows
}

/// Panels of one list; old dashboards nest no deeper, and newer ones only by mistake.
fn panels(scene: &mut Scene, list: &[Tree]) -> Vec<Panel> {
    let read = list.iter().filter_map(|one| panel::panel(scene, one));
    read.collect()
}

fn row(scene: &mut Scene, tree: &Tree, panels: Vec<Panel>) -> Row {
    let file = scene.reader.file;
    let start = Span::new(file, tree.start, tree.start);
    let unnamed = || Spanned::new(String::new(), start);
    let title: Name = field::name(file, tree, "title").unwrap_or_else(unnamed);
    let repeat = panel::repeat(scene, tree);
    Row {
        key: title.clone(),
        header: Some(Header {
            id: scene.panel_id(tree),
            title,
            collapsed: flag(tree, "collapsed") || flag(tree, "collapse"),
            repeat,
            y: 0,
        }),
        panels,
    }
}
