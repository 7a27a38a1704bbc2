//! The schema with the names of a project: it offers them, and refuses what gen refuses.

use crate::files::{check_descriptions, examples, parse, projects, text_of};
use opsgen::{
    compile::{self, Settings},
    diag::{Diagnostic, Level},
    project,
    schema::Schema,
    text::Sources,
};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// A project in which every kind of reference stands.
const WHOLE: &str = include_str!("whole.toml");

/// The schema with the names of a project, and the findings about its file.
fn named(text: &str) -> (Value, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", text);
    if let (Some(layered), _) = compile::read(&sources, file) {
        for path in layered.files() {
            let place = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("examples")
                .join(&path.value);
            if let (None, Ok(text)) = (sources.find(&path.value), fs::read_to_string(place)) {
                sources.add(path.value.clone(), text);
            }
        }
    }
    compile::json_schema(&sources, file)
}

/// Whether gen compiles a project without errors.
fn compiles(text: &str) -> bool {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", text);
    let (layered, mut found) = compile::read(&sources, file);
    if let Some(layered) = layered {
        found.extend(compile::compile(&sources, layered, &Settings::default()).1);
    }
    found.iter().all(|finding| finding.level != Level::Deny)
}

#[test]
fn every_name_is_described() {
    for path in examples() {
        check_descriptions(&named(&text_of(&path)).0);
    }
}

#[test]
fn a_project_is_accepted_by_the_schema_with_its_names() {
    for path in examples() {
        let text = text_of(&path);
        let (schema, findings) = named(&text);
        assert_eq!(findings.len(), 0, "{}", path.display());
        assert_eq!(schema, named(&text).0, "{}", path.display());
        let violations = Schema::compile(schema.clone())
            .unwrap()
            .violations(&parse(&text));
        assert!(violations.is_empty(), "{}: {violations:#?}", path.display());
    }
}

/// Misspells the first metric that a query or variable names.
fn misspell(project: &mut Value) -> bool {
    let Some(entries) = project.as_object_mut() else {
        return false;
    };
    if let Some(Value::String(name)) = entries.get_mut("metric") {
        name.push_str("_sutal");
        return true;
    }
    entries.values_mut().any(misspell)
}

#[test]
fn a_misspelt_metric_is_refused_in_every_example() {
    let plain = Schema::compile(project::json_schema()).unwrap();
    for path in projects("examples") {
        let text = text_of(&path);
        let with_names = Schema::compile(named(&text).0).unwrap();
        let mut project = parse(&text);
        assert!(misspell(&mut project["dashboards"]), "{}", path.display());
        assert_eq!(plain.violations(&project), [], "{}", path.display());
        assert_eq!(
            with_names.violations(&project).len(),
            1,
            "{}",
            path.display()
        );
    }
}

#[test]
fn what_gen_accepts_no_name_makes_wrong() {
    let mut paths = projects("tests/project");
    paths.extend(projects("tests/dashboard"));
    paths.extend(projects("tests/variations"));
    for path in paths {
        let text = text_of(&path);
        let schema = Schema::compile(named(&text).0).unwrap();
        if compiles(&text) {
            assert_eq!(schema.violations(&parse(&text)), [], "{}", path.display());
        }
    }
}

/// The pointers of all strings, `false`, and of all keys, `true`.
fn pointers(value: &Value, above: &str, found: &mut Vec<(String, bool)>) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        let pointer = format!("{above}/{}", key.replace('/', "~1"));
        pointers(inner, &pointer, found);
        found.push((pointer, true));
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        pointers(inner, &format!("{above}/{index}"), found);
    }
    if value.is_string() {
        found.push((above.to_string(), false));
    }
}

/// Writes one letter more into a string or key.
fn lengthen(project: &mut Value, pointer: &str, key: bool) {
    if let Some(Value::String(text)) = project.pointer_mut(pointer).filter(|_| !key) {
        text.push('x');
        return;
    }
    let (owner, key) = pointer.rsplit_once('/').expect("a key has an owner");
    let key = key.replace("~1", "/");
    let owner = project.pointer_mut(owner).and_then(Value::as_object_mut);
    let owner = owner.expect("the owner of a key is a table");
    let value = owner.remove(&key).expect("the key is there");
    owner.insert(format!("{key}x"), value);
}

#[test]
fn one_letter_more_is_refused_only_where_gen_refuses_it() {
    let mut found = Vec::new();
    pointers(&parse(WHOLE), "", &mut found);
    assert!(found.len() > 100);
    for (pointer, key) in found {
        let mut project = parse(WHOLE);
        lengthen(&mut project, &pointer, key);
        let text = toml::to_string(&project).expect("it has no null");
        let with_names = Schema::compile(named(&text).0).unwrap();
        if compiles(&text) {
            assert_eq!(with_names.violations(&project), [], "{pointer}");
        }
    }
}

/// Every reference that takes nothing but names, and a wrong one.
fn wrong() -> Vec<(String, Value)> {
    let reason = json!({ "reason": "A test." });
    let row = "/dashboards/overview/rows/first";
    let in_row = [
        ("/repeat", json!("clas")),
        ("/filters/0", json!("clas")),
        ("/panels/jobs/metric", json!("shop_jobs_sum")),
        ("/panels/jobs/filters/0", json!("clas")),
        ("/panels/jobs/repeat", json!("clas")),
        ("/panels/waits/queries/count/metric", json!("shop_wait_sum")),
        ("/panels/waits/queries/count/filters/0", json!("clas")),
        ("/panels/waits/overrides/0/by-query", json!("cont")),
    ];
    let in_row = in_row.map(|(pointer, value)| (format!("{row}{pointer}"), value));
    let elsewhere = [
        ("/labels/phase/type", json!("Phse")),
        ("/metrics/shop_jobs/labels/1", json!("clas")),
        ("/metrics/shop_jobs/label-values", json!({ "clas": [] })),
        ("/metrics/shop_jobs/key/0", json!("clas")),
        (
            "/metrics/shop_jobs/allow/metric",
            json!({ "name-sufix": reason }),
        ),
        (
            "/metrics/shop_jobs/allow",
            json!({ "metrc": { "name-suffix": reason } }),
        ),
        ("/alerts/ShopIdle/allow/alert", json!({ "all": reason })),
        ("/lints/metric", json!({ "name-sufix": "deny" })),
        ("/scrape/api/catalogs/0", json!("goo")),
        ("/scrape/api/endpoints/metrics/catalogs/0", json!("proces")),
        ("/alerts/ShopIdle/panel", json!("overview.job")),
        ("/alerts/ShopIdle/tests/none/environment", json!("base")),
        ("/environments/dev/alerts/ShopIdle/panel", json!("overview")),
        ("/dashboards/overview/links/0/dashboard", json!("detail")),
        (
            "/dashboards/overview/variables/class/metric",
            json!("shop_job"),
        ),
    ];
    let elsewhere = elsewhere.map(|(pointer, value)| (pointer.to_string(), value));
    elsewhere.into_iter().chain(in_row).collect()
}

/// The project with another value at a place, as JSON and as TOML.
fn changed(pointer: &str, value: Value) -> (Value, String) {
    let mut project = parse(WHOLE);
    *project.pointer_mut(pointer).expect(pointer) = value;
    let text = toml::to_string(&project).expect("it has no null");
    (project, text)
}

#[test]
fn a_reference_to_nothing_is_refused_where_gen_refuses_it() {
    assert!(compiles(WHOLE));
    let plain = Schema::compile(project::json_schema()).unwrap();
    let with_names = Schema::compile(named(WHOLE).0).unwrap();
    assert_eq!(with_names.violations(&parse(WHOLE)), []);
    for (pointer, value) in wrong() {
        let (project, text) = changed(&pointer, value);
        assert_eq!(plain.violations(&project), [], "{pointer}");
        assert_eq!(with_names.violations(&project).len(), 1, "{pointer}");
        assert!(!compiles(&text), "{pointer}");
    }
}

#[test]
fn names_are_offered_where_others_are_legal() {
    let schema = named(WHOLE).0;
    let with_names = Schema::compile(schema.clone()).unwrap();
    let panel = "/dashboards/overview/rows/first/panels/jobs";
    let cases = [
        ("/alerts/ShopIdle/group", json!("new")),
        ("/alerts/ShopIdle/severity", json!("page")),
        ("/recordings/shop:jobs:sum/group", json!("new")),
        (&format!("{panel}/by/0"), json!("phase")),
        (&format!("{panel}/where"), json!("class=~\"o.*\"")),
        (&format!("{panel}/metric"), json!("shop:jobs:sum")),
        ("/types/Phase", json!("string | enum=[\"Wait\"]")),
        ("/lints", json!({ "unknown": {} })),
        (
            "/environments/dev/alerts",
            json!({ "New": { "expr": "up == 0" } }),
        ),
        (
            "/environments/dev",
            json!({ "groups": { "new": { "interval": "1m" } }, "unset": [] }),
        ),
    ];
    for (pointer, value) in cases {
        let (project, text) = changed(pointer, value);
        assert_eq!(with_names.violations(&project), [], "{pointer}");
        assert!(compiles(&text), "{pointer}");
    }
    let offers = |pointer: &str| {
        let place = &schema.pointer(pointer).expect(pointer)["anyOf"][0]["enum"];
        place.as_array().expect(pointer).clone()
    };
    let cases = [
        ("/$defs/Alert/properties/group", "sums"),
        ("/$defs/PartialAlert/properties/severity", "warning"),
        ("/$defs/Panel/properties/by/items", "class"),
        ("/$defs/Panel/properties/by/items", "namespace"),
        ("/$defs/Query/properties/where", "class=\"shared\""),
        ("/$defs/SchemaNode", "Phase"),
        ("/$defs/SchemaNode", "core/v1.PodTemplateSpec"),
        (
            "/$defs/Environment/properties/unset/items",
            "alerts.ShopIdle.panel",
        ),
    ];
    for (pointer, name) in cases {
        assert!(offers(pointer).contains(&Value::from(name)), "{pointer}");
    }
}

#[test]
fn an_environment_is_offered_what_the_project_has() {
    let schema = named(WHOLE).0;
    let place = "/$defs/EnvironmentOfProject/allOf/1/properties";
    let cases = [
        ("alerts/properties/ShopIdle", "`ShopIdle` of the project."),
        (
            "metrics/properties/shop_jobs",
            "`shop_jobs` of the project: Jobs.",
        ),
        (
            "dashboards/properties/overview/properties/rows/properties/first/properties/panels/properties/waits",
            "`waits` of the project: Waits",
        ),
        (
            "scrape/properties/api/properties/endpoints/properties/metrics",
            "`metrics` of the project.",
        ),
    ];
    for (pointer, text) in cases {
        let found = schema.pointer(&format!("{place}/{pointer}"));
        assert_eq!(found.expect(pointer)["description"], text);
    }
    let environments = &schema["properties"]["environments"];
    assert_eq!(
        environments["properties"]["dev"]["description"],
        "Changes of `dev`."
    );
}

#[test]
fn with_syntax_errors_names_are_offered_and_none_is_refused() {
    let text = format!("{WHOLE}\n[groups.late\ninterval = \"1m\"\n");
    let (schema, findings) = named(&text);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule.name, "project/syntax");
    let metric = &schema["$defs"]["Panel"]["properties"]["metric"];
    assert_eq!(metric["anyOf"][0]["enum"][0], "shop_jobs");
    let with_names = Schema::compile(schema.clone()).unwrap();
    for (pointer, value) in wrong() {
        let project = changed(&pointer, value).0;
        assert_eq!(with_names.violations(&project), [], "{pointer}");
    }
}

#[test]
fn tables_of_another_shape_have_no_names() {
    let cases = [
        "",
        "metrics = 5\nalerts = [1]\nenvironments = \"x\"\ndashboards.a.rows = 1\n",
        "environments.dev = 1\n[environments.prod]\nlabels = []\n",
        "[metrics.\"\"]\n[labels.\"~/ %\"]\n[groups.\"#\\u0000\"]\n[types]\n_ = 1\n",
    ];
    for text in cases {
        let (schema, findings) = named(text);
        assert_eq!(findings.len(), 0, "{text}");
        Schema::compile(schema.clone()).unwrap();
    }
}
