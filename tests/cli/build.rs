//! `gen build`.

use crate::run::{gen_in, started};

#[test]
fn base_crds_and_environments_are_printed_and_nothing_is_written() {
    let folder = started();
    let path = folder.path();
    let base = gen_in(path, &["build"]).expect(0);
    assert_eq!(base.stderr, "");
    assert!(
        base.stdout.contains("kind: PrometheusRule\n"),
        "{}",
        base.stdout
    );
    assert_eq!(
        gen_in(path, &["build", "base"]).expect(0).stdout,
        base.stdout
    );
    let dev = gen_in(path, &["build", "dev"]).expect(0).stdout;
    assert!(dev.contains("severity: warning") && !base.stdout.contains("severity: warning"));
    assert_eq!(
        gen_in(path, &["build", "crds"]).expect(0).stdout,
        "",
        "the starter has none"
    );
    assert_eq!(crate::run::tree(path), []);
}

#[test]
fn crds_are_printed_by_themselves() {
    let folder = tempfile::tempdir().unwrap();
    gen_in(folder.path(), &["init", "--example", "jobtree"]).expect(0);
    let crds = gen_in(folder.path(), &["build", "crds"]).expect(0).stdout;
    assert!(crds.contains("kind: CustomResourceDefinition"));
    assert!(!crds.contains("kind: PrometheusRule"));
}

#[test]
fn unknown_environments_are_wrong_usage() {
    let folder = started();
    let cases = [
        ("prd", "there is no environment `prd`, did you mean `prod`?"),
        ("bse", "did you mean `base`?"),
        ("elsewhere", "known: `base`, `crds`, `dev`, `prod`"),
        ("", "there is no environment ``"),
    ];
    for (name, message) in cases {
        assert_eq!(
            gen_in(folder.path(), &["build", name])
                .expect(2)
                .says(message)
                .stdout,
            ""
        );
    }
}
