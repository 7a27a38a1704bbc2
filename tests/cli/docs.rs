//! `docs/checks.md` is what the program says about its checks.

use crate::run::gen_in;
use std::{fs, path::Path};

#[test]
fn the_page_of_checks_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = gen_in(root, &["explain", "--all", "--format", "markdown"])
        .expect(0)
        .stdout;
    let path = root.join("docs/checks.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        page,
        "UPDATE_DOCS=1 cargo test --test cli docs"
    );
}

#[test]
fn the_page_links_to_every_rule_and_shows_examples_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let page = gen_in(folder.path(), &["explain", "--all"])
        .expect(0)
        .stdout;
    let list = gen_in(folder.path(), &["explain"]).expect(0).stdout;
    for name in list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
    {
        let one = gen_in(folder.path(), &["explain", name]).expect(0).stdout;
        let anchor = name.replace('/', "");
        assert!(page.contains(&format!("| [`{name}`](#{anchor})")), "{name}");
        assert!(page.contains(&format!("\n## {name}\n")), "{name}");
        let code = one.split("```").skip(1).step_by(2);
        for example in code {
            assert!(page.contains(example), "{name}: {example}");
        }
    }
    let headings = page.lines().filter(|line| *line == "### Why it matters");
    assert_eq!(headings.count(), list.lines().count());
    for wrong in [
        &["explain", "--all", "model/conflict"][..],
        &["explain", "--all", "--format", "html"],
    ] {
        gen_in(folder.path(), wrong).expect(2);
    }
}
