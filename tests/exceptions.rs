//! Exceptions from checks: where one counts, and what is said of those that silence nothing or are over.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use opsgen::{
    compile::{self, Settings},
    diag::Level,
    model::Date,
    text::Sources,
};

const HEAD: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n\n";

/// A metric and an alert with one finding each when `alert/missing-runbook-text` is on.
const FOUND: &str = "[metrics.worker_jobs]\ntype = \"counter\"\nhelp = \"Jobs done.\"\n\n\
                     [alerts.Idle]\nexpr = 'sum(rate(worker_jobs[5m])) == 0'\nsummary = \"Nothing is done.\"\n\n";

/// Name and text of what is found in a project, on a day.
fn found(toml: &str, levels: &[(&str, Level)], today: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", format!("{HEAD}{toml}"));
    let (layered, found) = compile::read(&sources, file);
    assert!(found.is_empty(), "{found:#?}");
    let levels = levels
        .iter()
        .map(|(name, level)| ((*name).to_string(), *level));
    let settings = Settings {
        levels: levels.collect(),
        today: Date::read(today),
    };
    let findings = compile::compile(&sources, layered.unwrap(), &settings).1;
    findings
        .iter()
        .map(|finding| format!("{}: {}", finding.rule.name, finding.message))
        .collect()
}

const SUFFIX: &str = "metric/name-suffix: the counter `worker_jobs` does not end with `_total`";
const RUNBOOK: &str = "alert/missing-runbook-text: `Idle` has no runbook";
const ON: [(&str, Level); 1] = [("alert/missing-runbook-text", Level::Warn)];

#[test]
fn an_exception_counts_at_its_item_and_for_what_stands_inside() {
    let cases = [
        ("", vec![SUFFIX, RUNBOOK]),
        (
            "[metrics.worker_jobs.allow.metric]\nname-suffix = { reason = \"x\" }",
            vec![RUNBOOK],
        ),
        (
            "[alerts.Idle.allow.alert]\nmissing-runbook-text = { reason = \"x\" }",
            vec![SUFFIX],
        ),
        (
            "[groups.shop.allow.alert]\nmissing-runbook-text = { reason = \"x\" }",
            vec![SUFFIX],
        ),
    ];
    for (toml, expected) in cases {
        assert_eq!(
            found(&format!("{FOUND}{toml}"), &ON, ""),
            expected,
            "{toml}"
        );
    }
}

#[test]
fn an_exception_that_silences_nothing_is_reported_at_every_kind_of_item() {
    let unused = "lint/unused-allow: `metric/name-suffix` finds nothing here";
    let allow = "allow.metric.name-suffix = { reason = \"x\" }\n";
    let items = [
        "[labels.status]\nhelp = \"Status.\"\n",
        "[metrics.jobs]\ntype = \"gauge\"\nhelp = \"Jobs.\"\nlabels = [\"status\"]\n",
        "[scrape.api]\nkind = \"PodMonitor\"\nmatch-labels = { app = \"x\" }\nendpoints.m = {}\n",
        "[groups.shop]\n",
        "[recordings.\"a:b\"]\nexpr = 'up'\n",
        "[alerts.A]\nexpr = 'up == 0'\n",
        "[dashboards.d]\ntitle = \"D\"\n",
        "[dashboards.d]\ntitle = \"D\"\n[dashboards.d.rows.r.panels.p]\ntitle = \"P\"\nexpr = 'up'\n",
        "[crds.Run]\ngroup = \"shop.example.com\"\n",
    ];
    for item in items {
        let more = if item.starts_with("[crds") {
            "versions.v1.schema = { spec = { a = \"string\" } }\n"
        } else {
            ""
        };
        let other = if item.starts_with("[metrics") {
            "[labels.status]\nhelp = \"Status.\"\n"
        } else {
            "[alerts.Other]\nexpr = 'up == 0'\n"
        };
        let toml = format!("{item}{allow}{more}\n{other}");
        assert_eq!(found(&toml, &[], ""), [unused], "{toml}");
    }
}

#[test]
fn an_exception_from_a_check_that_is_off_is_not_judged() {
    let toml =
        format!("{FOUND}[alerts.Idle.allow.alert]\nmissing-runbook-text = {{ reason = \"x\" }}\n");
    assert_eq!(found(&toml, &[], ""), [SUFFIX]);
    let off = [("lint/unused-allow", Level::Allow)];
    let unused = "[alerts.A]\nexpr = 'up == 0'\nallow.metric.name-suffix = { reason = \"x\" }\n";
    assert_eq!(found(unused, &off, ""), [""; 0]);
}

#[test]
fn an_exception_that_one_environment_needs_is_used() {
    let base = "[alerts.A]\nexpr = 'up == 0'\nrunbook.url = \"https://x/y\"\n\
                allow.alert.missing-runbook-text = { reason = \"x\" }\n\n";
    let unused = "lint/unused-allow: `alert/missing-runbook-text` finds nothing here";
    assert_eq!(found(base, &ON, ""), [unused]);
    let toml = format!("{base}[environments.dev]\nunset = [\"alerts.A.runbook\"]\n");
    assert_eq!(found(&toml, &ON, ""), [""; 0]);
    let toml = format!(
        "{FOUND}[environments.dev.metrics.worker_jobs.allow.metric]\nname-suffix = {{ reason = \"x\" }}\n"
    );
    assert_eq!(found(&toml, &[], ""), [SUFFIX], "in the base it is told");
}

#[test]
fn an_exception_is_over_after_its_last_day_and_still_counts() {
    let toml = format!(
        "{FOUND}[metrics.worker_jobs.allow.metric]\nname-suffix = {{ reason = \"x\", until = 2026-06-30 }}\n"
    );
    let over = "lint/expired-allow: the exception from `metric/name-suffix` ended on 2026-06-30";
    let cases = [
        ("", vec![]),
        ("2026-06-29", vec![]),
        ("2026-06-30", vec![]),
        ("2026-07-01", vec![over]),
        ("2027-01-01", vec![over]),
    ];
    for (today, expected) in cases {
        assert_eq!(found(&toml, &[], today), expected, "{today}");
    }
}
