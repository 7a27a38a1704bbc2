//! Files that gen did not make: every check finds in a rule file what it finds in a project, at the same characters.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
#[expect(dead_code, reason = "others ask more of a case")]
#[path = "support/cases.rs"]
mod case_files;

/// Linting texts in memory.
#[cfg(test)]
mod linted {
    use opsgen::{
        compile::{self, Bare, Files, Settings, Under},
        diag::Diagnostic,
        text::{FileId, Sources},
    };

    /// The findings in a file under a project, or without one.
    pub fn lint(
        project: Option<&str>,
        (name, text): (&str, &str),
        settings: &Settings,
    ) -> (Sources, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let file = match project {
            Some(toml) => sources.add("gen.toml", toml),
            None => bare(&mut sources),
        };
        let (layered, mut found) = compile::read(&sources, file);
        let linted = sources.add_yaml(name, text);
        if let Some(layered) = layered {
            let under = Under {
                layered: &layered,
                environment: None,
                is_bare: project.is_none(),
            };
            found.extend(
                compile::lint(
                    &mut sources,
                    under,
                    Files {
                        checked: &[linted],
                        definitions: &[],
                    },
                    settings,
                )
                .diagnostics,
            );
        }
        (sources, found)
    }

    fn bare(sources: &mut Sources) -> FileId {
        let bare = Bare {
            target: None,
            features: &[],
            has_metrics: true,
            samples: &[],
        };
        compile::add_bare(sources, &bare)
    }
}

#[cfg(test)]
mod examples {
    use super::linted::lint;
    use opsgen::{cli, compile::Settings};

    const HEAD: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n\n";

    /// What is found in the YAML of a section of a rule's docs, under the project before it if there is one.
    fn found(docs: &str, section: &str) -> Vec<&'static str> {
        let (_, after) = docs.split_once(section).unwrap();
        let (before, yaml) = after.split_once("```yaml\n").unwrap();
        let (yaml, _) = yaml.split_once("```").unwrap();
        let toml = before.split_once("```toml\n").map(|(_, toml)| toml);
        let project = toml.map(|toml| format!("{HEAD}{}", toml.split_once("```").unwrap().0));
        let project = project.as_deref();
        let (_, found) = lint(project, ("rules.yaml", yaml), &Settings::default());
        found.iter().map(|finding| finding.rule.name).collect()
    }

    #[test]
    fn bad_examples_show_their_rule_and_good_ones_nothing() {
        let rules = cli::rules().into_iter();
        for rule in rules.filter(|rule| rule.docs.contains("```yaml")) {
            let bad = found(rule.docs, "## Example");
            assert!(
                !bad.is_empty() && bad.iter().all(|name| *name == rule.name),
                "{}: {bad:?}",
                rule.name
            );
            let good = found(rule.docs, "## Use instead");
            assert_eq!(good, [""; 0], "{}", rule.name);
        }
    }
}

/// Rules that nothing loads.
#[cfg(test)]
mod loading {
    use super::linted::lint;
    use opsgen::compile::Settings;

    /// What is found, with the text at its place.
    fn check(project: Option<&str>, yaml: &str, expected: &[(&str, &str)]) {
        let (sources, found) = lint(project, ("rules.yaml", yaml), &Settings::default());
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|finding| (finding.rule.name, sources.slice(finding.primary.span)))
            .collect();
        assert_eq!(found, expected, "{yaml}");
    }

    #[test]
    fn labels_of_objects_are_those_that_the_project_selects() {
        const PROJECT: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n[prometheus]\nrule-selector = { release = \"a\" }\n";
        let object = |metadata: &str| {
            format!(
                "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {metadata}\nspec:\n  groups:\n  - {{name: g, rules: [{{alert: A, expr: up == 0}}]}}\n  - {{name: h, rules: [{{alert: B, expr: up == 0}}]}}\n"
            )
        };
        let unselected = "rule/unselected-object";
        let none = object("{name: shop}");
        check(Some(PROJECT), &none, &[(unselected, "shop")]);
        let other = object("{name: shop, labels: {release: b}}");
        check(Some(PROJECT), &other, &[(unselected, "b")]);
        check(
            Some(PROJECT),
            &object("{name: shop, labels: {release: a, more: b}}"),
            &[],
        );
        check(None, &none, &[]);
        let file = "groups:\n- {name: g, rules: [{alert: A, expr: up == 0}]}\n";
        check(Some(PROJECT), file, &[]);
    }

    #[test]
    fn rules_stand_in_groups() {
        let rule = "alert: A\n  expr: rate(kube_pod_info[5m]) > 0\n";
        let found = [
            ("existing/bad-rule", "alert"),
            ("promql/rate-on-gauge", "rate"),
        ];
        check(None, &format!("- {rule}"), &found);
        check(None, &format!("rules:\n- {rule}"), &found);
        check(None, "- name: a\n  expr: up\n", &[]);
    }
}

/// The cases of checks, once more: their alerts and recordings as a rule file beside a project without them.
#[cfg(test)]
mod cases {
    use super::{
        case_files::{Case, cases},
        linted::lint,
    };
    use opsgen::{
        compile::{self, Settings},
        diag::{Diagnostic, Level},
        model::{Alert, Group, Model, Recording, expression::Expression, rule::Texts},
        text::{Sources, Span},
    };
    use serde_json::{Map, Value, json};
    use std::collections::BTreeMap;

    /// Checks of what a rule file has not.
    const OF_PROJECTS: [(&str, &str); 7] = [
        ("alert/missing-test:", "tests stand in gen.toml"),
        (
            "alert/missing-runbook: an address, a text",
            "the text stands in gen.toml",
        ),
        (
            "alert/missing-runbook-text:",
            "its page is one that gen writes",
        ),
        (
            "dashboard/broken-link: a variable, a panel",
            "the dashboard stands in gen.toml",
        ),
        (
            "rule/misleading-name: another window, unit and type",
            "the units of recordings stand in gen.toml",
        ),
        (
            "rule/recorded-metric: a metric, a part of one, another unit",
            "the units of recordings stand in gen.toml",
        ),
        (
            "lint/",
            "exceptions are comments, tried in tests/cli/lint.rs",
        ),
    ];

    /// What a finding says, and where in its rule: its characters in the expression, or nothing when it is about something else.
    type Told = (String, Option<(usize, usize)>);

    /// An expression of a rule, by its place.
    type Places = Vec<(Span, Vec<u32>)>;

    fn places(model: &Model, sources: &Sources) -> Places {
        let recordings = model.recordings().map(|rule| &rule.expression);
        let alerts = model.alerts().map(|rule| &rule.expression);
        let spans = recordings
            .chain(alerts)
            .map(|it: &Expression| it.written.span);
        spans
            .map(|span| (span, sources.expression_offsets(span)))
            .collect()
    }

    /// The characters of an expression that a place shows.
    fn inside(places: &Places, span: Span) -> Option<(usize, usize)> {
        let (whole, offsets) = places.iter().find(|(whole, _)| {
            whole.file == span.file && whole.start <= span.start && span.end <= whole.end
        })?;
        let find = |at: u32| offsets.iter().position(|offset| whole.start + offset == at);
        Some((find(span.start)?, find(span.end)?))
    }

    fn told(findings: &[Diagnostic], check: &str, places: &Places) -> Vec<Told> {
        let own = findings
            .iter()
            .filter(|finding| finding.rule.name == check && finding.trace.is_empty());
        let mut told: Vec<Told> = own
            .map(|finding| {
                (
                    finding.message.clone(),
                    inside(places, finding.primary.span),
                )
            })
            .collect();
        told.sort();
        told
    }

    fn texts(texts: &Texts) -> Value {
        let entries = texts.iter();
        let entries = entries.map(|(name, text)| (name.clone(), Value::from(text.value.clone())));
        Value::Object(entries.collect())
    }

    fn recording(rule: &Recording) -> Value {
        json!({
            "record": rule.name.value,
            "expr": rule.expression.written.value,
            "labels": texts(&rule.labels),
        })
    }

    fn alert(rule: &Alert) -> Value {
        let mut fields = Map::new();
        fields.insert("alert".to_string(), rule.name.value.clone().into());
        fields.insert(
            "expr".to_string(),
            rule.expression.written.value.clone().into(),
        );
        for (name, length) in [
            ("for", &rule.for_),
            ("keep_firing_for", &rule.keep_firing_for),
        ] {
            if let Some(length) = length {
                fields.insert(name.to_string(), length.text.clone().into());
            }
        }
        fields.insert("labels".to_string(), texts(&rule.labels));
        fields.insert("annotations".to_string(), texts(&rule.annotations));
        fields.into()
    }

    fn group(group: &Group) -> Value {
        let mut fields = Map::new();
        fields.insert("name".to_string(), group.name.value.clone().into());
        if let Some(interval) = &group.interval {
            fields.insert("interval".to_string(), interval.text.clone().into());
        }
        fields.insert("labels".to_string(), texts(&group.labels));
        let recordings = group.recordings.iter().map(recording);
        let rules: Vec<Value> = recordings.chain(group.alerts.iter().map(alert)).collect();
        fields.insert("rules".to_string(), rules.into());
        fields.into()
    }

    /// The groups as JSON, and as YAML with the expressions in literal blocks.
    fn files(model: &Model) -> [(&'static str, String); 2] {
        let groups: Vec<Value> = model.groups.iter().map(group).collect();
        let json = json!({ "groups": groups }).to_string();
        let mut yaml = String::from("groups:\n");
        for group in &groups {
            let mut head = group.as_object().unwrap().clone();
            let rules = head.remove("rules").unwrap();
            for (index, (key, value)) in head.iter().enumerate() {
                let mark = if index == 0 { "- " } else { "  " };
                yaml.push_str(&format!("{mark}{key}: {value}\n"));
            }
            yaml.push_str("  rules:\n");
            for rule in rules.as_array().unwrap() {
                for (index, (key, value)) in rule.as_object().unwrap().iter().enumerate() {
                    let mark = if index == 0 { "  - " } else { "    " };
                    let value = match (key.as_str(), value) {
                        ("expr", Value::String(text)) => {
                            format!("|-\n      {}", text.replace('\n', "\n      "))
                        }
                        _ => value.to_string(),
                    };
                    yaml.push_str(&format!("{mark}{key}: {value}\n"));
                }
            }
        }
        [("rules.json", json), ("rules.yaml", yaml)]
    }

    /// The project without what is in rule files and dashboards.
    fn bare(toml: &str) -> String {
        let mut table: toml::Table = toml.parse().unwrap();
        for key in [
            "alerts",
            "recordings",
            "groups",
            "dashboards",
            "environments",
        ] {
            table.remove(key);
        }
        table.to_string()
    }

    /// What differs in a case; `None` when it has no rules that a rule file can hold.
    fn difference(case: &Case) -> Option<Vec<String>> {
        let plain = case.toml.replace(['«', '»'], "");
        let settings = Settings {
            levels: vec![(case.check.clone(), Level::Deny)],
            ..Settings::default()
        };
        let mut sources = Sources::default();
        let file = sources.add("gen.toml", plain.as_str());
        let (layered, _) = compile::read(&sources, file);
        let (compilation, findings) = compile::compile(&sources, layered?, &settings);
        let model = compilation?.models.into_iter().next()?;
        let expected_places = places(&model, &sources);
        let is_in_rule = |span: Span| {
            let text = &sources.get(file).text[..span.range().start];
            let header = text.rfind("\n[").map_or("", |at| &text[at + 2..]);
            ["alerts.", "recordings.", "groups."]
                .iter()
                .any(|table| header.starts_with(table))
        };
        let mut own = findings;
        own.retain(|finding| is_in_rule(finding.primary.span));
        let expected = told(&own, &case.check, &expected_places);
        let project = bare(&plain);
        let mut wrong = Vec::new();
        for (name, text) in files(&model) {
            let (sources, found) = lint(Some(&project), (name, &text), &settings);
            let found_places = rules_of(&sources, &text);
            let found_told = told(&found, &case.check, &found_places);
            let broken: Vec<_> = found
                .iter()
                .filter(|finding| finding.rule.name.starts_with("existing/"))
                .map(|finding| finding.message.as_str())
                .collect();
            if found_told != expected || !broken.is_empty() {
                wrong.push(format!(
                    "{}\n  {name}: {found_told:?} {broken:?}\n  project: {expected:?}\n{text}",
                    case.title
                ));
            }
        }
        Some(wrong)
    }

    /// The places of the expressions of the linted file.
    fn rules_of(sources: &Sources, text: &str) -> Places {
        use opsgen::document::{Tree, TreeValue, yaml};
        fn walk(tree: &Tree, is_expr: bool, found: &mut Vec<(usize, usize)>) {
            match &tree.value {
                TreeValue::String(_) if is_expr => found.push((tree.start, tree.end)),
                TreeValue::List(items) => items.iter().for_each(|item| walk(item, false, found)),
                TreeValue::Map(entries) => entries
                    .iter()
                    .for_each(|entry| walk(&entry.value, entry.key == "expr", found)),
                _ => {}
            }
        }
        let file = sources
            .find("rules.json")
            .or_else(|| sources.find("rules.yaml"));
        let mut found = Vec::new();
        walk(&yaml::read_spanned(text).unwrap()[0], false, &mut found);
        let spans = found
            .into_iter()
            .map(|(start, end)| Span::new(file.unwrap(), start, end));
        spans
            .map(|span| (span, sources.expression_offsets(span)))
            .collect()
    }

    #[test]
    fn what_is_found_in_a_project_is_found_in_a_rule_file() {
        let mut wrong = Vec::new();
        let mut tried: BTreeMap<String, usize> = BTreeMap::new();
        let is_excepted = |case: &Case| {
            let mut names = OF_PROJECTS.iter();
            names.any(|(name, _)| case.title.starts_with(name))
        };
        for case in cases() {
            // Parameters are gen's own.
            let has_params = case.toml.contains("[params]");
            if is_excepted(&case) || has_params || case.toml.contains("\nallow.") {
                continue;
            }
            if let Some(differences) = difference(&case) {
                wrong.extend(differences);
                *tried.entry(case.check.clone()).or_default() += 1;
            }
        }
        assert!(tried.len() > 25, "{tried:#?}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Rules that others published, each reviewed: what is found in them is wrong, and nothing else is found.
#[cfg(test)]
mod corpora {
    use super::linted::lint;
    use opsgen::{compile::Settings, diag::Level, document::json};
    use std::{
        collections::BTreeMap,
        fs,
        path::{Path, PathBuf},
    };

    /// How often each check finds something in the expressions of `promql/rules.jsonl`, each as an alert. All of them were read.
    ///
    /// 190 are no alerts: recordings, whose value is not compared, fire always. The quantile of a sum without `le` is never a number,
    /// and a count of series is never 0. A label that an inner `by` removes is asked for outside: `instance` once, so that the alert
    /// never fires, and `cluster` twice, so that it is always empty.
    const IN_EXPRESSIONS: [(&str, usize); 4] = [
        ("alert/never-fires", 1),
        ("alert/no-comparison", 190),
        ("promql/lost-label", 3),
        ("promql/quantile-without-le", 1),
    ];

    /// A file or folder of the corpora, which are no part of the project; `None` where they are missing, which is said aloud.
    fn find(name: &str) -> Option<PathBuf> {
        let relative = Path::new("shared/corpora").join(name);
        let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let found =
            folders.find_map(|folder| Some(folder.join(&relative)).filter(|it| it.exists()));
        if found.is_none() {
            println!(
                "NOT LINTED: there is no {} above the manifest",
                relative.display()
            );
        }
        found
    }

    /// How often each rule is found at level deny or warn.
    fn counts(name: &str, text: &str) -> BTreeMap<&'static str, usize> {
        let (_, found) = lint(None, (name, text), &Settings::default());
        let mut counts = BTreeMap::new();
        for finding in found.iter().filter(|finding| finding.level > Level::Allow) {
            *counts.entry(finding.rule.name).or_default() += 1;
        }
        counts
    }

    #[test]
    fn only_names_are_found_in_the_rules_of_kube_prometheus() {
        /// Objects whose name has an underscore: kube-apiserver refuses them.
        const MISNAMED: [&str; 4] = [
            "grafana_rules.yaml",
            "k8s.rules.container_cpu_limits.yaml",
            "k8s.rules.container_memory_rss.yaml",
            "k8s.rules.container_memory_swap.yaml",
        ];
        let misnamed = |count| BTreeMap::from([("apiserver/bad-metadata", count)]);
        let Some(folder) = find("manifests/rules") else {
            return;
        };
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        assert!(files.len() >= 17, "{files:?}");
        let mut all = String::new();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let name = file.display().to_string();
            let is_misnamed = MISNAMED.iter().any(|file| name.ends_with(file));
            let expected = if is_misnamed {
                misnamed(1)
            } else {
                BTreeMap::new()
            };
            assert_eq!(counts(&name, &text), expected, "{name}");
            all.push_str(&format!("---\n{text}\n"));
        }
        assert_eq!(counts("all.yaml", &all), misnamed(MISNAMED.len()));
    }

    #[test]
    fn only_what_was_reviewed_is_found_in_published_expressions() {
        let Some(file) = find("promql/rules.jsonl") else {
            return;
        };
        let mut rules = String::from("groups:\n- name: corpus\n  rules:\n");
        for (index, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            let line = json::read(line).unwrap();
            if line["ok_default"] == true {
                let expr = line["input"].to_string();
                rules.push_str(&format!("  - alert: Line{}\n    expr: {expr}\n", index + 1));
            }
        }
        let expected: BTreeMap<&str, usize> = IN_EXPRESSIONS.into_iter().collect();
        assert_eq!(counts("rules.yaml", &rules), expected);
    }
}
