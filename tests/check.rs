//! Checks and errors as a whole: each is documented, registered, and does what its own examples say; levels decide what is reported.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
#[path = "support/cases.rs"]
mod case_files;

#[cfg(test)]
mod registry {
    use opsgen::{check, cli, diag::Level};
    use std::{collections::BTreeSet, fs, path::Path};

    const SECTIONS: [&str; 3] = ["## Why it matters", "## Example", "## Use instead"];

    /// Families of hard errors; every other family is one of checks.
    const PHASES: [&str; 5] = ["apiserver", "emit", "existing", "model", "project"];

    fn is_kebab_case(word: &str) -> bool {
        let parts = || word.split('-');
        let lower = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        parts().all(lower) && word.starts_with(|c: char| c.is_ascii_lowercase())
    }

    #[test]
    fn names_of_rules_are_family_and_name_in_kebab_case_and_unique() {
        let names: Vec<&str> = cli::rules().iter().map(|rule| rule.name).collect();
        for name in &names {
            let parts: Vec<&str> = name.split('/').collect();
            assert!(
                parts.len() == 2 && parts.iter().all(|part| is_kebab_case(part)),
                "{name}"
            );
        }
        assert!(
            names.is_sorted_by(|left, right| left < right),
            "{names:#?} are not sorted and unique"
        );
    }

    #[test]
    fn checks_are_sorted_and_errors_are_errors() {
        let checks: Vec<&str> = check::all().map(|check| check.rule.name).collect();
        assert!(
            checks.is_sorted_by(|left, right| left < right),
            "{checks:#?}"
        );
        for rule in cli::rules() {
            let family = rule.name.split('/').next().unwrap();
            let is_check = checks.contains(&rule.name);
            assert_eq!(is_check, !PHASES.contains(&family), "{}", rule.name);
            assert!(is_check || rule.level == Level::Deny, "{}", rule.name);
        }
    }

    #[test]
    fn the_file_of_a_check_is_called_as_the_check() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
        let stem = |path: &Path| {
            path.file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .replace('_', "-")
        };
        let mut files = BTreeSet::new();
        for family in fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if !family.is_dir() {
                continue;
            }
            for file in fs::read_dir(&family)
                .unwrap()
                .map(|entry| entry.unwrap().path())
            {
                let declares = file.is_file()
                    && fs::read_to_string(&file)
                        .unwrap()
                        .contains("static CHECK: Check");
                if declares {
                    files.insert(format!("{}/{}", stem(&family), stem(&file)));
                }
            }
        }
        let registered: BTreeSet<String> = check::all()
            .map(|check| check.rule.name.to_string())
            .collect();
        assert_eq!(registered, files, "left: registered, right: files");
    }

    #[test]
    fn every_rule_is_documented_in_the_same_sections() {
        for rule in cli::rules() {
            let (name, docs) = (rule.name, rule.docs);
            assert!(
                docs.starts_with("Finds "),
                "{name} begins otherwise than with Finds"
            );
            let found: Vec<&str> = docs.lines().filter(|line| line.starts_with('#')).collect();
            // Comments in TOML begin with one number sign and are no headings.
            let sections: Vec<&str> = found
                .into_iter()
                .filter(|line| line.starts_with("##"))
                .collect();
            assert_eq!(sections, SECTIONS, "{name}");
            for part in docs.split("\n## ") {
                let text = part.split_once('\n').map_or(part, |(_, text)| text);
                assert!(
                    part.starts_with("Finds") || !text.trim().is_empty(),
                    "{name}: {part}"
                );
            }
            for line in docs.lines() {
                assert!(line.chars().count() <= 150, "{name}: {line}");
                assert_eq!(line, line.trim_end(), "{name}");
            }
        }
    }

    #[test]
    fn no_rule_comes_or_goes_unseen() {
        let names: Vec<&str> = cli::rules().iter().map(|rule| rule.name).collect();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("rules", names.join("\n"));
        });
    }
}

/// A project in memory and what is found in it.
#[cfg(test)]
mod project {
    use super::case_files::whole;
    use opsgen::{
        check,
        compile::{self, Settings},
        diag::{Diagnostic, Level},
        text::Sources,
    };

    /// Everything that is found in a fragment.
    pub fn find(fragment: &str, settings: &Settings) -> Vec<Diagnostic> {
        let mut sources = Sources::default();
        let file = sources.add("gen.toml", whole(fragment));
        let (layered, mut found) = compile::read(&sources, file);
        if let Some(layered) = layered {
            found.extend(compile::compile(&sources, layered, settings).1);
        }
        found
    }

    /// Names and levels of what is found, with these levels on the command line.
    pub fn names(fragment: &str, levels: &[(&str, Level)]) -> Vec<(&'static str, Level)> {
        let levels = levels
            .iter()
            .map(|(name, level)| ((*name).to_string(), *level));
        let settings = Settings {
            levels: levels.collect(),
            ..Settings::default()
        };
        let found = find(fragment, &settings);
        found
            .iter()
            .map(|finding| (finding.rule.name, finding.level))
            .collect()
    }

    /// Whether a rule is a check.
    pub fn is_check(name: &str) -> bool {
        check::all().any(|check| check.rule.name == name)
    }
}

#[cfg(test)]
mod examples {
    use super::case_files::example;
    use super::project::{find, is_check};
    use opsgen::{
        cli,
        compile::Settings,
        diag::{Level, Rule},
        model::Date,
    };

    /// Reported by the command line alone, and tried there.
    const NEEDS_A_DISK: &str = "project/unreadable-file";

    /// Whose examples would be too long; tried in `tests/sizes.rs`.
    const OVERSIZED: &str = "manifest/oversized-";

    /// Not about files that gen did not make: the examples of those are YAML, tried in `tests/existing.rs`.
    fn is_of_project(rule: &Rule) -> bool {
        !rule.docs.contains("```yaml") && !rule.name.starts_with(OVERSIZED)
    }

    /// What is found in an example, when the rule is on if it is a check.
    fn found(rule: &Rule, example: &str) -> Vec<String> {
        let mut levels = Vec::new();
        if is_check(rule.name) && rule.level == Level::Allow {
            levels.push((rule.name.to_string(), Level::Warn));
        }
        let today = Date::read("2026-01-01");
        let found = find(example, &Settings { levels, today });
        found
            .iter()
            .map(|finding| format!("{}: {}", finding.rule.name, finding.message))
            .collect()
    }

    #[test]
    fn bad_examples_show_their_rule_and_nothing_else() {
        for rule in cli::rules()
            .into_iter()
            .filter(|rule| rule.name != NEEDS_A_DISK && is_of_project(rule))
        {
            let bad = example(rule.docs, "## Example");
            let found = found(rule, bad);
            let other = found
                .iter()
                .any(|text| !text.starts_with(&format!("{}: ", rule.name)));
            assert!(
                !found.is_empty() && !other,
                "{}: {found:#?}\n{bad}",
                rule.name
            );
        }
    }

    #[test]
    fn good_examples_have_no_findings() {
        for rule in cli::rules().into_iter().filter(|rule| is_of_project(rule)) {
            let good = example(rule.docs, "## Use instead");
            let found = found(rule, good);
            assert!(found.is_empty(), "{}: {found:#?}\n{good}", rule.name);
        }
    }
}

#[cfg(test)]
mod levels {
    use super::project::names;
    use opsgen::diag::Level::{self, Allow, Deny, Warn};

    const SUFFIX: &str = "metric/name-suffix";
    const RUNBOOK: &str = "alert/missing-runbook-text";

    /// A metric and an alert with one finding each, when the checks are on; `lints`, `metric` and `alert` are lines to add.
    fn project(lints: &str, metric: &str, alert: &str) -> String {
        format!(
            "{lints}\n[metrics.worker_jobs]\ntype = \"counter\"\nhelp = \"Jobs done.\"\n{metric}\n\n\
             [alerts.Idle]\nexpr = 'sum(rate(worker_jobs[5m])) == 0'\nsummary = \"Nothing is done.\"\n{alert}\n"
        )
    }

    /// The level of a check's finding; `None` when there is none.
    fn level(check: &str, toml: &str, command: &[(&str, Level)]) -> Option<Level> {
        let found = names(toml, command);
        found
            .iter()
            .find(|(name, _)| *name == check)
            .map(|(_, level)| *level)
    }

    #[test]
    fn the_project_sets_the_level_of_a_check_or_of_its_family() {
        let cases = [
            ("", Some(Warn), None),
            ("[lints.metric]\nname-suffix = \"deny\"", Some(Deny), None),
            ("[lints.metric]\nname-suffix = \"allow\"", None, None),
            ("[lints.metric]\nall = \"deny\"", Some(Deny), None),
            (
                "[lints.alert]\nmissing-runbook-text = \"warn\"",
                Some(Warn),
                Some(Warn),
            ),
            (
                "[lints.metric]\nall = \"allow\"\nname-suffix = \"deny\"",
                Some(Deny),
                None,
            ),
            (
                "[lints.metric]\nname-suffix = \"deny\"\nall = \"allow\"",
                Some(Deny),
                None,
            ),
        ];
        for (lints, suffix, runbook) in cases {
            let toml = project(lints, "", "");
            assert_eq!(level(SUFFIX, &toml, &[]), suffix, "{lints}");
            assert_eq!(level(RUNBOOK, &toml, &[]), runbook, "{lints}");
        }
    }

    #[test]
    fn the_command_line_wins_over_the_project() {
        let cases = [
            ("", vec![(SUFFIX, Deny)], Some(Deny)),
            ("", vec![("metric", Deny)], Some(Deny)),
            ("", vec![("metric", Allow)], None),
            (
                "[lints.metric]\nname-suffix = \"deny\"",
                vec![(SUFFIX, Warn)],
                Some(Warn),
            ),
            (
                "[lints.metric]\nname-suffix = \"deny\"",
                vec![("metric", Allow)],
                None,
            ),
            (
                "[lints.metric]\nall = \"deny\"",
                vec![(SUFFIX, Allow)],
                None,
            ),
            ("", vec![("metric", Allow), (SUFFIX, Deny)], Some(Deny)),
        ];
        for (lints, command, expected) in cases {
            let toml = project(lints, "", "");
            assert_eq!(
                level(SUFFIX, &toml, &command),
                expected,
                "{lints} {command:?}"
            );
        }
    }

    #[test]
    fn an_item_is_excepted_with_a_reason_and_only_that_item() {
        let on = [(RUNBOOK, Warn)];
        let toml = project(
            "",
            "allow.metric.name-suffix = { reason = \"a library names it\" }",
            "",
        );
        assert_eq!(level(SUFFIX, &toml, &on), None);
        assert_eq!(level(RUNBOOK, &toml, &on), Some(Warn));
        let toml = project(
            "",
            "",
            "allow.alert.missing-runbook-text = { reason = \"the wiki has it\" }",
        );
        assert_eq!(level(SUFFIX, &toml, &on), Some(Warn));
        assert_eq!(level(RUNBOOK, &toml, &on), None);
        let toml = project("", "allow.metric.name-suffix = {}", "");
        assert_eq!(
            names(&toml, &[]),
            [("project/missing-key", Deny)],
            "without a reason"
        );
    }

    #[test]
    fn checks_that_do_not_exist_are_errors() {
        let cases = [
            project("[lints.metric]\nname-sufix = \"deny\"", "", ""),
            project("[lints.metrics]\nall = \"deny\"", "", ""),
            project("[lints.metrics]\nname-suffix = \"deny\"", "", ""),
            project("", "allow.metric.name-sufix = { reason = \"x\" }", ""),
            project("", "", "allow.alert.all = { reason = \"x\" }"),
        ];
        for toml in cases {
            let unknown = level("model/unknown-check", &toml, &[]);
            assert_eq!(unknown, Some(Deny), "{toml}");
        }
    }
}

/// The cases of `tests/check/<family>.cases`.
#[cfg(test)]
mod cases {
    use super::case_files::cases;
    use super::project::{find, is_check};
    use opsgen::{
        check,
        compile::{self, Settings},
        diag::Level,
        text::Sources,
    };
    use std::{collections::BTreeMap, fs, path::Path};

    /// The places of a check's findings, with marks around them.
    fn marked(text: &str, check: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("gen.toml", text);
        let (layered, mut found) = compile::read(&sources, file);
        let levels = vec![(check.to_string(), Level::Deny)];
        if let Some(layered) = layered {
            found.extend(
                compile::compile(
                    &sources,
                    layered,
                    &Settings {
                        levels,
                        ..Settings::default()
                    },
                )
                .1,
            );
        }
        let broken: Vec<_> = found
            .iter()
            .filter(|finding| !is_check(finding.rule.name) && finding.rule.name != check)
            .map(|finding| &finding.message)
            .collect();
        if !broken.is_empty() {
            return format!("{broken:?}");
        }
        let own = found.iter().filter(|finding| finding.rule.name == check);
        let mut spans: Vec<_> = own.map(|finding| finding.primary.span.range()).collect();
        spans.sort_by_key(|span| std::cmp::Reverse(span.start));
        let mut result = text.to_string();
        for span in spans {
            result.insert(span.end, '»');
            result.insert(span.start, '«');
        }
        result
    }

    #[test]
    fn checks_fire_where_the_cases_say_and_nowhere_else() {
        let mut wrong = Vec::new();
        for case in cases() {
            let found = marked(&case.plain(), &case.check);
            let differs = |(left, right): &(&str, &str)| left != right;
            let mut lines = found.lines().zip(case.toml.lines()).filter(differs);
            if let Some((found, expected)) = lines.next() {
                wrong.push(format!(
                    "{}\n  found    {found}\n  expected {expected}",
                    case.title
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn each_check_has_a_case_where_it_fires_and_one_where_it_must_not() {
        /// Tried by tests of levels, rules, sizes, existing files and manifests.
        const ELSEWHERE: [&str; 13] = [
            "alert/failing-template",
            "alert/missing-runbook-text",
            "crd/ignored-keyword",
            "crd/status-without-subresource",
            "crd/unreached-scale-path",
            "lint/expired-allow",
            "lint/unused-allow",
            "manifest/oversized-annotation",
            "manifest/oversized-object",
            "manifest/rejected-relabeling",
            "manifest/removed-api",
            "manifest/same-object",
            "rule/unselected-object",
        ];
        let mut known: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        let cases = cases();
        for case in &cases {
            let (fires, silent) = known.entry(&case.check).or_default();
            *fires |= case.fires();
            *silent |= !case.fires();
        }
        let names = check::all().map(|check| check.rule.name);
        let missing: Vec<&str> = names
            .filter(|name| !ELSEWHERE.contains(name) && known.get(name) != Some(&(true, true)))
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn traps_stay_silent() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/traps.toml");
        let found = find(&fs::read_to_string(path).unwrap(), &Settings::default());
        let found: Vec<String> = found
            .iter()
            .map(|finding| format!("{}: {}", finding.rule.name, finding.message))
            .collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
