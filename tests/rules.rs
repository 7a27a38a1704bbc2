//! Rules from the project to what is written: PrometheusRules, docs, promtool's tests.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
mod rules {
    use opsgen::{
        artifact::{Artifact, Format, Node, Origin, Place},
        compile, emit,
        model::{self, Model},
        output,
        text::Sources,
    };
    use std::{collections::BTreeSet, fs, path::Path};

    const PROJECT: &str = r##"
[project]
name = "shop"
namespace = "shop"
owner = "sales"
runbooks = "https://runbooks.example.com/{alert}"

[prometheus]
evaluation-interval = "30s"
external-labels = { cluster = "one" }
rule-selector = { release = "monitoring" }

[params]
limit = 5

[labels.code]
help = "Status | class."
values = ["2xx", "5xx"]

[metrics.requests_total]
type = "counter"
help = "Requests | all of them."
labels = ["code"]

[metrics.wait_seconds]
type = "histogram"
help = "Time to the first byte."
buckets = [0.1, 1]
planned = true

[groups.slow]
interval = "5m"
limit = 10
query-offset = "1m"
labels = { team = "sales" }
raw.partial_response_strategy = "warn"

[recordings."shop:requests:rate5m"]
expr = 'sum(rate(requests_total{code=~"5xx|4xx"}[5m]))'
unit = "requests/s"
labels = { source = "shop" }
group = "slow"

[alerts.Errors]
expr = 'shop:requests:rate5m > $limit'
for = "10m"
keep-firing-for = "5m"
severity = "critical"
summary = "Requests fail."
description = "{{ $value | humanize }} requests fail; the limit is ${limit}."
annotations.more = "x"
group = "slow"
runbook.impact = "Nobody buys."
runbook.mitigation = "Scale up."

[alerts.Traffic]
expr = 'sum by (code) (rate(requests_total[5m])) == 0'
severity = "info"
description = "No {{ $labels.code }}."

[alerts.ErrorsLow]
alert = "Errors"
expr = 'shop:requests:rate5m > 1'
severity = "info"
runbook.impact = "Few notice."

[alerts.Errors.tests.many]
series = ['requests_total{code="5xx"} 0+600x60']
at = "40m"
fires = [{ labels = { source = "shop" }, annotations = { description = "10 requests fail; the limit is 5." } }]

[alerts.Traffic.tests.none]
series = ['requests_total{code="2xx"} 7x20']
at = "10m10s"
fires = [{ labels.code = "2xx" }]

[alerts.Traffic.tests.calm]
environment = "dev"
series = ['requests_total{code="2xx"} 7x20']
at = "10m"
fires = []

[environments.dev]
alerts.Traffic.enabled = false
"##;

    fn models(sources: &mut Sources, name: &str, text: &str) -> Vec<Model> {
        let file = sources.add(name, text);
        let (layered, findings) = compile::read(sources, file);
        let layered = layered.unwrap_or_else(|| panic!("{name}: {findings:?}"));
        for file in layered.files() {
            let text = fs::read_to_string(Path::new("examples").join(file.as_str())).unwrap();
            sources.add(file.as_str(), text);
        }
        let environments = layered
            .environments
            .iter()
            .map(|(name, project)| (Some(name), project));
        let projects = std::iter::once((None, &layered.base)).chain(environments);
        let resolved = projects.map(|(environment, project)| {
            let (model, findings) = model::resolve(
                project,
                environment.map(|name| (name, &layered.base)),
                sources,
            );
            model.unwrap_or_else(|| panic!("{name}: {findings:?}"))
        });
        resolved.collect()
    }

    fn written(artifacts: &[Artifact], wanted: impl Fn(&Artifact) -> bool) -> String {
        let wanted = artifacts.iter().filter(|artifact| wanted(artifact));
        wanted
            .map(|artifact| format!("=== {}\n{}", artifact.path, output::encode(artifact)))
            .collect()
    }

    #[test]
    fn rules_are_written_as_the_operator_reads_them() {
        let models = models(&mut Sources::default(), "shop", PROJECT);
        let artifacts = emit::emit(&models[0]);
        insta::assert_snapshot!(written(&artifacts, |artifact| artifact
            .path
            .starts_with("rules/")));
    }

    #[test]
    fn docs_tell_what_the_project_declares() {
        let models = models(&mut Sources::default(), "shop", PROJECT);
        let artifacts = emit::emit(&models[0]);
        insta::assert_snapshot!(written(&artifacts, |artifact| artifact.place == Place::Docs));
        let in_dev = emit::emit(&models[1]);
        assert_eq!(
            written(&in_dev, |artifact| artifact.place == Place::Docs),
            ""
        );
    }

    #[test]
    fn tests_become_files_of_promtool() {
        let models = models(&mut Sources::default(), "shop", PROJECT);
        let files = emit::rule_tests(&models[0], &models[1..]);
        let files: Vec<Artifact> = files
            .into_iter()
            .filter(|(path, _)| path.ends_with(".test.yaml"))
            .map(|(path, tree)| Artifact::yaml(Place::Base, path, tree))
            .collect();
        insta::assert_snapshot!(written(&files, |_| true));
    }

    #[test]
    fn a_text_that_stands_in_the_project_is_known_by_its_place() {
        let mut sources = Sources::default();
        let models = models(&mut sources, "shop", PROJECT);
        let artifacts = emit::emit(&models[0]);
        let rule = artifacts
            .iter()
            .find(|artifact| artifact.path == "rules/shop.yaml")
            .unwrap();
        let at = |pointer: &str| rule.tree.find(&format!("/spec/groups/0/rules/{pointer}")).1;
        let Origin::Verbatim(span) = at("0/expr") else {
            panic!("{:?}", at("0/expr"));
        };
        assert_eq!(
            sources.slice(span),
            "'sum by (code) (rate(requests_total[5m])) == 0'"
        );
        let slow = artifacts
            .iter()
            .find(|artifact| artifact.path == "rules/slow.yaml")
            .unwrap();
        let expr = slow.tree.find("/spec/groups/0/rules/1/expr").1;
        assert!(matches!(expr, Origin::Derived(_)), "a parameter was put in");
    }

    /// The targets of the relative links of a page, and the anchors of its headings.
    fn links_and_anchors(text: &str) -> (Vec<String>, BTreeSet<String>) {
        let mut links = Vec::new();
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split(')').next().unwrap_or_default();
            if !target.contains("://") {
                links.push(target.to_string());
            }
        }
        let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
        let anchors = headings.map(|heading| {
            let kept = heading
                .chars()
                .filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
            kept.collect::<String>().to_lowercase().replace(' ', "-")
        });
        (links, anchors.collect())
    }

    #[test]
    fn every_link_of_the_docs_leads_somewhere() {
        let mut count = 0;
        for name in ["arena", "arks", "jobtree", "training-operator"] {
            let text = fs::read_to_string(format!("examples/{name}.toml")).unwrap();
            let models = models(&mut Sources::default(), name, &text);
            let artifacts = emit::emit(&models[0]);
            let pages: Vec<(&str, &str)> = artifacts
                .iter()
                .filter(|artifact| artifact.format == Format::Markdown)
                .map(|artifact| {
                    (
                        artifact.path.as_str(),
                        Node::as_str(&artifact.tree).unwrap(),
                    )
                })
                .collect();
            for (path, text) in &pages {
                for link in links_and_anchors(text).0 {
                    let (target, anchor) = link.split_once('#').unwrap_or((&link, ""));
                    let folder = if path.starts_with("runbooks/") {
                        "runbooks/"
                    } else {
                        ""
                    };
                    let target = match target {
                        "" => (*path).to_string(),
                        target => format!("{folder}{target}").replace("runbooks/../", ""),
                    };
                    let page = pages.iter().find(|(path, _)| *path == target);
                    let (_, text) = page.unwrap_or_else(|| panic!("{name}/{path}: {link}"));
                    let found = anchor.is_empty() || links_and_anchors(text).1.contains(anchor);
                    assert!(found, "{name}/{path}: {link}");
                    count += 1;
                }
            }
        }
        assert!(count > 50, "the pages name each other: {count}");
    }
}
