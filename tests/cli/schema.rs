//! `gen schema`: of every project anywhere, of a named one with its names.

use crate::run::{WARNED, folder_with, gen_in};
use serde_json::Value;
use std::{fs, path::Path};

fn offered(stdout: &str) -> Value {
    let schema: Value = serde_json::from_str(stdout).unwrap();
    schema["$defs"]["Panel"]["properties"]["metric"].clone()
}

#[test]
fn without_a_project_the_schema_is_the_committed_one_even_beside_a_broken_file() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/project.schema.json");
    let committed = fs::read_to_string(committed).unwrap();
    for folder in [tempfile::tempdir().unwrap(), folder_with("[broken")] {
        let run = gen_in(folder.path(), &["schema"]).expect(0);
        assert_eq!((run.stdout, run.stderr.as_str()), (committed.clone(), ""));
    }
}

#[test]
fn a_named_project_adds_its_names_from_a_file_or_its_folder() {
    let folder = folder_with(WARNED);
    for arguments in [
        ["schema", "--project", "gen.toml"],
        ["schema", "--project", "."],
        ["--project", "gen.toml", "schema"],
    ] {
        let run = gen_in(folder.path(), &arguments).expect(0);
        assert_eq!(run.stderr, "");
        assert_eq!(offered(&run.stdout)["enum"][0], "worker_jobs");
    }
}

#[test]
fn mistakes_in_names_and_values_are_not_its_business() {
    let folder = folder_with("[metrics.jobs]\ntype = \"guage\"\nlabels = [\"none\"]\n");
    let run = gen_in(folder.path(), &["schema", "--project", "gen.toml"]).expect(0);
    assert_eq!(run.stderr, "");
    assert_eq!(offered(&run.stdout)["enum"][0], "jobs");
}

#[test]
fn syntax_errors_are_told_and_the_names_before_and_after_are_offered() {
    let folder = folder_with("[metrics.jobs]\ntype =\n\n[metrics.shops]\ntype = \"gauge\"\n");
    let run = gen_in(folder.path(), &["schema", "--project", "gen.toml"]).expect(1);
    let metric = offered(&run.stdout);
    assert_eq!(metric["anyOf"][0]["enum"][0], "jobs");
    let names = metric["anyOf"][0]["enum"].as_array().unwrap();
    assert!(names.contains(&Value::from("shops")));
    run.says("error[project/syntax]").says("gen.toml:6:7");
}

#[test]
fn a_project_that_cannot_be_read_has_no_schema() {
    let folder = tempfile::tempdir().unwrap();
    let run = gen_in(folder.path(), &["schema", "--project", "none.toml"]).expect(2);
    assert_eq!(run.says("cannot read `none.toml`").stdout, "");
}

#[test]
fn the_metrics_of_a_catalogue_in_a_file_are_offered() {
    let folder = folder_with("[catalogs.queue]\nfile = \"metrics.txt\"\n");
    let text = "# TYPE queue_jobs_total counter\nqueue_jobs_total 1\n";
    fs::write(folder.path().join("metrics.txt"), text).unwrap();
    let run = gen_in(folder.path(), &["schema", "--project", "gen.toml"]).expect(0);
    let names = offered(&run.stdout)["enum"].clone();
    let names = names.as_array().unwrap();
    assert!(
        names.contains(&Value::from("queue_jobs_total")),
        "{names:?}"
    );
}
