//! Names that become files: refused where they are written, or mapped to a path inside the project's folder.

use crate::{judge, seeds::Seed};

/// Every place of a name, as `NAME`.
const PLACES: [&str; 14] = [
    "[environments.NAME]\nproject.namespace = \"x\"\n",
    "[dashboards.NAME]\ntitle = \"A / B\"\n[dashboards.NAME.rows.r.panels.p]\ntitle = \"P\"\nexpr = 'up'\n",
    "[dashboards.d]\ntitle = \"A / B\"\n[dashboards.d.rows.NAME.panels.NAME]\ntitle = \"P\"\nexpr = 'up'\n",
    "[scrape.NAME]\nkind = \"ServiceMonitor\"\nmatch-labels = { a = \"b\" }\nendpoints.http = {}\n",
    "[scrape.NAME]\nkind = \"PodMonitor\"\nmatch-labels = { a = \"b\" }\nendpoints.http = {}\n",
    "[scrape.s]\nkind = \"ServiceMonitor\"\nmatch-labels = { a = \"b\" }\nendpoints.http = {}\nservice = { name = NAME, ports.http = { port = 80 } }\n",
    "[groups.NAME]\ninterval = \"1m\"\n[alerts.A]\nexpr = 'up'\ngroup = NAME\n",
    "[alerts.A]\nexpr = 'up'\ngroup = NAME\n",
    "[alerts.NAME]\nexpr = 'up'\nrunbook = { impact = \"I.\", diagnosis = \"D.\", mitigation = \"M.\" }\n",
    "[alerts.A]\nalert = NAME\nexpr = 'up'\nrunbook = { impact = \"I.\", diagnosis = \"D.\", mitigation = \"M.\" }\n",
    "[crds.NAME]\ngroup = \"shop.example.com\"\nversions.v1.schema = { spec.a = \"string\" }\n",
    "[crds.Run]\ngroup = NAME\nversions.v1.schema = { spec.a = \"string\" }\n",
    "[crds.Run]\ngroup = \"shop.example.com\"\nplural = NAME\nversions.v1.schema = { spec.a = \"string\" }\n",
    "[grafana]\nform = \"files\"\nfolder = NAME\n[dashboards.d]\ntitle = \"A / B\"\n[dashboards.d.rows.r.panels.p]\ntitle = \"P\"\nexpr = 'up'\n",
];

fn names() -> Vec<String> {
    let fixed = [
        "a/b",
        "a/../../b",
        "..",
        ".",
        "",
        " ",
        "a b",
        "/etc",
        "a\\\\b",
        "a\\u0000b",
        "a\\nb",
        "C:a",
        "con",
        ".gen",
        ".gen-tmp-x",
        "ß",
        "A",
        "a",
        "é",
        "e\\u0301",
        "kustomization",
        "~",
        "*",
        "a.yaml",
        "<b>",
        "`",
        "|",
    ];
    let long = ["a".repeat(300), "A".repeat(250), "ß".repeat(130)];
    fixed
        .iter()
        .map(|name| format!("\"{name}\""))
        .chain(long.iter().map(|name| format!("\"{name}\"")))
        .collect()
}

fn faults(text: &str) -> Vec<String> {
    let outcome = judge::compile(&Seed {
        text: format!("[project]\nname = \"shop\"\nnamespace = \"shop\"\n{text}"),
        files: Vec::new(),
    });
    judge::judge(&outcome)
}

#[test]
fn names_lead_to_files_in_the_folder_or_are_refused() {
    let mut found = Vec::new();
    for place in PLACES {
        for name in names() {
            for fault in faults(&place.replace("NAME", &name)) {
                found.push(format!("{place}{name}: {fault}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn names_that_differ_in_case_are_no_two_files() {
    let mut found = Vec::new();
    for (at, place) in PLACES.iter().enumerate() {
        let twice = format!(
            "{}{}",
            place.replace("NAME", "\"Down\""),
            place.replace("NAME", "\"down\"")
        );
        for fault in faults(&twice) {
            found.push(format!("{at}: {twice}\n{fault}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn the_output_folder_is_one_that_can_be_written() {
    let long = "a/".repeat(200);
    for folder in [
        ".",
        "",
        "a//b",
        "./a",
        "a/../b",
        "..",
        "/a",
        "a\\\\b",
        "a:b",
        "a\\u0000",
        "a\\n",
        ".gen",
        ".gen/x",
        "a/.gen-tmp-",
        "docs",
        "docs/x",
        "gen.toml",
        "ß",
        " ",
        long.as_str(),
    ] {
        let found = faults(&format!("output = \"{folder}\"\n[alerts.A]\nexpr = 'up'\n"));
        assert!(found.is_empty(), "{folder:?}: {found:?}");
    }
}
