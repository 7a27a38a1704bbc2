//! Broken projects: every mistake is found, each caret stands under the smallest text to change, and there is no follow-up noise.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on panics; tests read files and the environment"
)]

use opsgen::{
    compile::{self, Settings},
    report::{FORMATS, Style},
    text::Sources,
};
use std::{fs, path::Path};

/// The findings of a project file, as people see them.
fn report(path: &Path) -> String {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", fs::read_to_string(path).unwrap());
    let (layered, mut diagnostics) = compile::read(&sources, file);
    if let Some(layered) = layered {
        diagnostics.extend(compile::compile(&sources, layered, &Settings::default()).1);
    }
    FORMATS[0].1(
        &sources,
        &diagnostics,
        Style {
            color: false,
            width: 140,
        },
    )
}

#[test]
fn broken_projects_are_explained() {
    insta::glob!("project/*.toml", |path| {
        let report = report(path);
        assert!(!report.is_empty(), "{} has no mistake", path.display());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(report);
        });
    });
}

#[test]
fn the_corpus_is_large_enough() {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/project")).unwrap();
    let projects = files.filter(|file| {
        file.as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|extension| extension == "toml")
    });
    assert!(projects.count() >= 60);
}
