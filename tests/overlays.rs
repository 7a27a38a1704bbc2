//! What an environment changes arrives in its overlay.

use opsgen::{
    compile::{self, Settings},
    output,
    text::Sources,
};
use std::collections::BTreeMap;

const PROJECT: &str = r#"
[project]
name = "shop"
namespace = "shop"
[metrics.shop_orders_total]
type = "counter"
help = "Orders."
[dashboards.main]
title = "Shop"
rows.one.panels.orders = { title = "Orders", metric = "shop_orders_total" }
[environments.dev.dashboards]
main.title = "Shop in dev"
extra = { title = "Extra", rows.one.panels.all = { title = "All", metric = "shop_orders_total" } }
"#;

/// The files that a project renders to, by path.
fn render(text: &str) -> BTreeMap<String, String> {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", text);
    let (layered, findings) = compile::read(&sources, file);
    assert_eq!(findings, Vec::new());
    let layered = layered.expect("it has no findings");
    let (compilation, findings) = compile::compile(&sources, layered, &Settings::default());
    assert_eq!(findings, Vec::new());
    let compilation = compilation.expect("it has no findings");
    let located = compilation
        .artifacts()
        .map(|artifact| (artifact.location(&compilation.folder), artifact));
    let files = output::desired(located)
        .expect("paths are unique")
        .into_iter();
    files
        .map(|(path, content)| (path, String::from_utf8(content).expect("gen writes UTF-8")))
        .collect()
}

#[test]
fn a_dashboard_of_one_environment_is_packed_into_its_namespace() {
    let files = render(PROJECT);
    let overlay = &files["deploy/overlays/dev/kustomization.yaml"];
    let added = "- name: grafana-dashboard-shop-extra\n  namespace: shop\n  files:\n";
    assert!(overlay.contains(added), "{overlay}");
}

#[test]
fn dashboards_as_plain_files_stand_beside_the_overlay_that_changes_them() {
    let files = render(&format!("{PROJECT}[grafana]\nform = \"files\"\n"));
    let dashboards = files.keys().filter(|path| path.contains("dashboards/"));
    assert_eq!(
        dashboards.collect::<Vec<_>>(),
        [
            "deploy/base/dashboards/main.json",
            "deploy/overlays/dev/dashboards/extra.json",
            "deploy/overlays/dev/dashboards/main.json",
        ]
    );
    assert!(files["deploy/overlays/dev/dashboards/main.json"].contains("Shop in dev"));
}
