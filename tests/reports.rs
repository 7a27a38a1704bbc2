//! The formats for programs: each conforms to its definition, points at exact places, and says nothing of the machine.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on panics; tests read and update files"
)]

use opsgen::{
    compile::{self, Settings},
    diag::Diagnostic,
    report::{self, FORMATS, Style},
    text::Sources,
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The broken projects, the examples, and a project with characters of every width.
fn projects() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = ["tests/project", "examples"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == "toml"))
        .collect();
    paths.sort();
    let mut texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    let wide = "# ß€😀\n[project]\nname = \"shop\"\nnamespace = \"shop\" # 😀😀\n[params]\n\"😀é\" = 1\n[alerts.A]\n\
                expr = 'up{a=\"😀\"} == rate(up)'\nsumary = \"x\"\n";
    texts.push(("wide".to_string(), wide.to_string()));
    texts
}

/// What is found in a project file.
fn find(text: &str) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", text);
    let (layered, mut found) = compile::read(&sources, file);
    if let Some(layered) = layered {
        found.extend(compile::compile(&sources, layered, &Settings::default()).1);
    }
    (sources, found)
}

fn render(format: &str, sources: &Sources, found: &[Diagnostic]) -> String {
    let style = Style {
        color: false,
        width: 140,
    };
    let (_, render) = FORMATS.iter().find(|(name, _)| *name == format).unwrap();
    render(sources, found, style)
}

fn validator(file: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("schemas").join(file)).unwrap();
    // The schema of SARIF holds one pattern with a bracket too many, of `run.language`, which gen does not write.
    let text = text.replace("{2}]?$", "{2}?$");
    jsonschema::options()
        .should_validate_formats(true)
        .build(&serde_json::from_str(&text).unwrap())
        .unwrap()
}

/// Fails with every violation of a schema.
fn conforms(validator: &jsonschema::Validator, report: &str, name: &str) -> Value {
    let report: Value = serde_json::from_str(report).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    report
}

#[test]
fn sarif_conforms_to_its_schema() {
    let validator = validator("sarif/sarif-2.1.0.json");
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{}] })));
    let mut results = 0;
    for (name, text) in projects() {
        let (sources, mut found) = find(&text);
        for known in [false, true] {
            found
                .iter_mut()
                .step_by(2)
                .for_each(|finding| finding.is_known = known);
            let report = conforms(&validator, &render("sarif", &sources, &found), &name);
            results += report["runs"][0]["results"].as_array().unwrap().len();
        }
    }
    assert!(results > 400, "{results}");
}

#[test]
fn regions_of_sarif_are_the_places_of_the_findings() {
    for (name, text) in projects() {
        let (sources, found) = find(&text);
        let report: Value = serde_json::from_str(&render("sarif", &sources, &found)).unwrap();
        let run = &report["runs"][0];
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for (finding, result) in found.iter().zip(run["results"].as_array().unwrap()) {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "gen.toml");
            let number =
                |key: &str| usize::try_from(place["region"][key].as_u64().unwrap()).unwrap();
            let span = sources.slice(finding.primary.span);
            let by_offset: String = text
                .chars()
                .skip(number("charOffset"))
                .take(number("charLength"))
                .collect();
            assert_eq!(by_offset, span, "{name}: {}", finding.message);
            let line = lines
                .get(number("startLine") - 1)
                .copied()
                .unwrap_or_default();
            let rest: String = line.chars().skip(number("startColumn") - 1).collect();
            let first = span.lines().next().unwrap_or_default();
            assert!(rest.starts_with(first), "{name}: {}", finding.message);
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                finding.rule.name
            );
        }
    }
}

#[test]
fn changes_related_places_and_rules_are_told_in_sarif() {
    let (sources, found) = find(
        "[project]\nname = \"shop\"\nnamespace = \"shop\"\n[alerts.A]\nexpr = 'up == 0'\nfor = \"5m\"\nkeep_firing_for = \"5m\"\nfor = \"6m\"\n",
    );
    let report: Value = serde_json::from_str(&render("sarif", &sources, &found)).unwrap();
    let run = &report["runs"][0];
    let help = &run["tool"]["driver"]["rules"][0]["help"]["markdown"];
    assert!(help.as_str().unwrap().contains("## Why it matters"));
    let results = run["results"].as_array().unwrap();
    let related = &results
        .iter()
        .find(|result| result.get("relatedLocations").is_some())
        .unwrap()["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 6);
    let fix = &results
        .iter()
        .find(|result| result.get("fixes").is_some())
        .unwrap()["fixes"][0]["artifactChanges"][0];
    assert_eq!(fix["artifactLocation"]["uriBaseId"], "SRCROOT");
    assert_eq!(
        fix["replacements"][0]["insertedContent"]["text"],
        "keep-firing-for"
    );
}

#[test]
fn the_schema_of_json_is_up_to_date_and_every_report_conforms() {
    let derived = format!("{:#}\n", report::json_schema());
    let path = root().join("schemas/report.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &derived).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        derived,
        "UPDATE_SCHEMA=1 cargo test --test reports"
    );
    let validator = validator("report.schema.json");
    for (name, text) in projects() {
        let (sources, found) = find(&text);
        conforms(&validator, &render("json", &sources, &found), &name);
    }
}

#[test]
fn annotations_of_github_are_one_line_each() {
    let (sources, found) = find(
        "[project]\nname = \"shop\"\nnamespace = \"shop\"\n\"100%:\\n,\" = 1\n[metrics.jobs]\ntype = \"guage\"\nhelp = \"Jobs.\"\n",
    );
    let lines = render("github", &sources, &found);
    let expected = "::error file=gen.toml,line=4,col=1,endLine=4,endColumn=11,title=project/unknown-key::`project` has no key `100%25:%0A,`";
    assert!(lines.starts_with(expected), "{lines}");
    assert!(lines.contains("\n::error file=gen.toml,line=6,col=8,endLine=6,endColumn=15,title=project/bad-value::`guage` is not possible here%0Anote: possible: "), "{lines}");
    assert!(
        lines.contains("%0Ahelp: did you mean `gauge`?\n"),
        "{lines}"
    );
    assert_eq!(lines.lines().count(), found.len());
    for (name, text) in projects() {
        let (sources, found) = find(&text);
        let lines = render("github", &sources, &found);
        assert_eq!(lines.lines().count(), found.len(), "{name}");
        assert!(lines.lines().all(|line| line.starts_with("::")), "{name}");
    }
}

/// Fails unless elements are closed in order and text holds no bare `<` or `&`; the number of each element.
fn well_formed(xml: &str, name: &str) -> Vec<(String, usize)> {
    let mut open: Vec<&str> = Vec::new();
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    let mut rest = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .unwrap();
    while let Some((text, tag)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{name}: {text}");
        let (tag, after) = tag.split_once('>').unwrap();
        assert_eq!(tag.matches('"').count() % 2, 0, "{name}: {tag}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else {
            let element = tag.split([' ', '/']).next().unwrap();
            *counts.entry(element.to_string()).or_default() += 1;
            if !tag.ends_with('/') {
                open.push(element);
            }
        }
        rest = after;
    }
    assert!(open.is_empty() && rest == "\n", "{name}: {open:?} {rest}");
    for (at, _) in xml.match_indices('&') {
        let end = xml[at..]
            .find(';')
            .unwrap_or_else(|| panic!("{name}: {}", &xml[at..]));
        assert!(end <= 6, "{name}: {}", &xml[at..]);
    }
    let legal = |c: char| c >= ' ' || c == '\n';
    assert!(xml.chars().all(legal), "{name}");
    counts.into_iter().collect()
}

#[test]
fn junit_has_a_case_for_each_finding_and_fails_where_check_fails() {
    for (name, text) in projects() {
        let (sources, found) = find(&text);
        let xml = render("junit", &sources, &found);
        let counts = well_formed(&xml, &name);
        let count = |element: &str| {
            let mut found = counts.iter().filter(|(name, _)| name == element);
            found.next().map_or(0, |(_, count)| *count)
        };
        let errors = found
            .iter()
            .filter(|finding| finding.level == opsgen::diag::Level::Deny);
        assert_eq!(count("testcase"), found.len().max(1), "{name}");
        assert_eq!(count("failure"), errors.count(), "{name}");
        assert!(
            count("testsuite") >= 1 && count("testsuites") == 1,
            "{name}"
        );
    }
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    for (name, text) in projects() {
        let (first, second) = (find(&text), find(&text));
        for (format, _) in FORMATS {
            let first = render(format, &first.0, &first.1);
            assert_eq!(
                first,
                render(format, &second.0, &second.1),
                "{name} {format}"
            );
        }
    }
}
