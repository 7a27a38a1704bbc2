//! The layers of the crate: who may name whom.
//!
//! The table is complete. A row names only rows above it, so no cycle is possible, and `lib.rs` declares the modules in its order.
//! Unit tests inside a module obey it too.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
mod sources;

#[cfg(test)]
mod layers {
    use super::sources::{Source, below, files, root, shown};
    use std::collections::BTreeSet;

    /// Each module with the modules that it may name. `cli` and `compile` stand above all rows before them.
    const LAYERS: &[(&str, &[&str])] = &[
        ("text", &[]),
        ("parallel", &[]),
        ("regexp", &[]),
        ("promql", &["regexp"]),
        ("gotemplate", &["regexp", "promql"]),
        ("exposition", &["promql"]),
        ("relabel", &["regexp", "promql"]),
        ("cel", &["regexp", "promql"]),
        ("document", &["text"]),
        ("schema", &[]),
        ("apiserver", &["regexp", "promql", "cel"]),
        ("diag", &["text"]),
        ("artifact", &["text"]),
        ("project", &["text", "document", "diag", "schema"]),
        ("recipe", &["text", "diag", "exposition", "project"]),
        (
            "catalog",
            &["text", "promql", "diag", "exposition", "project"],
        ),
        (
            "model",
            &[
                "text",
                "parallel",
                "diag",
                "regexp",
                "promql",
                "gotemplate",
                "relabel",
                "cel",
                "schema",
                "project",
                "recipe",
                "catalog",
            ],
        ),
        (
            "existing",
            &[
                "text", "parallel", "diag", "promql", "document", "project", "model",
            ],
        ),
        ("infer", &["regexp", "promql", "relabel", "model"]),
        ("emit", &["text", "parallel", "promql", "artifact", "model"]),
        (
            "check",
            &[
                "text",
                "parallel",
                "diag",
                "promql",
                "gotemplate",
                "relabel",
                "cel",
                "schema",
                "artifact",
                "model",
                "infer",
            ],
        ),
        ("compare", &["text", "regexp", "apiserver"]),
        ("compile", ALL_ABOVE),
        ("output", &["parallel", "document", "artifact"]),
        ("report", &["text", "diag", "compare"]),
        ("cli", ALL_ABOVE),
    ];

    const ALL_ABOVE: &[&str] = &["*"];

    /// Files that belong to no module: they hold the table's order, and the way in.
    const ROOTS: [&str; 2] = ["lib", "main"];

    fn names() -> Vec<&'static str> {
        LAYERS.iter().map(|(name, _)| *name).collect()
    }

    fn may_name(module: &str, other: &str) -> bool {
        let row = |name| LAYERS.iter().position(|(each, _)| *each == name);
        let (Some(own), Some(named)) = (row(module), row(other)) else {
            return false;
        };
        own == named
            || LAYERS[own].1.contains(&other)
            || (LAYERS[own].1 == ALL_ABOVE && named < own)
    }

    /// The module that a file of `src` belongs to: its folder below `src`, or its own stem.
    fn module_of(source: &Source) -> &str {
        let below = source.path.strip_prefix("src/").unwrap_or(&source.path);
        below.split(['/', '.']).next().unwrap_or(below)
    }

    /// The modules that code names: `crate::a…` and each branch of `crate::{a…, b…}`, with the line.
    fn named(code: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (at, _) in code.match_indices("crate::") {
            let line = code[..at].matches('\n').count() + 1;
            let rest = &code[at + "crate::".len()..];
            if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let branches = match rest.strip_prefix('{') {
                Some(tree) => top_level(tree),
                None => vec![rest],
            };
            for branch in branches {
                let branch = branch.trim_start();
                let end = branch.find(|c: char| !(c.is_alphanumeric() || c == '_'));
                let name = &branch[..end.unwrap_or(branch.len())];
                if !name.is_empty() {
                    found.push((line, name.to_owned()));
                }
            }
        }
        found
    }

    /// The branches of a use-tree, whose opening brace is gone, up to its closing one.
    fn top_level(tree: &str) -> Vec<&str> {
        let (mut depth, mut start, mut branches) = (0, 0, Vec::new());
        for (at, c) in tree.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    branches.push(&tree[start..at]);
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    branches.push(&tree[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        branches
    }

    #[test]
    fn a_row_names_only_rows_above_it() {
        for (index, (name, others)) in LAYERS.iter().enumerate() {
            let above = &names()[..index];
            for other in others.iter().filter(|_| *others != ALL_ABOVE) {
                assert!(
                    above.contains(other),
                    "{name} names {other}, which is not above it"
                );
            }
        }
    }

    #[test]
    fn use_trees_are_read() {
        let code = "use crate::text::{Span, At};\nuse crate::{\n    a::{b, c},\n    d,\n};\nfn f() { crate::e::g(); my_crate::h(); }";
        let found: Vec<(usize, String)> = named(code);
        let lines: Vec<(usize, &str)> = found
            .iter()
            .map(|(line, name)| (*line, &name[..]))
            .collect();
        assert_eq!(lines, [(1, "text"), (2, "a"), (2, "d"), (6, "e")]);
    }

    #[test]
    fn modules_name_only_what_their_row_allows() {
        let mut wrong = Vec::new();
        for source in below("src") {
            let module = module_of(&source);
            if ROOTS.contains(&module) {
                continue;
            }
            for (line, other) in named(&source.code()) {
                if !may_name(module, &other) {
                    wrong.push(format!(
                        "{}:{line}: `{module}` may not name `{other}`",
                        source.path
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_module_has_a_row() {
        let modules: BTreeSet<String> = files(&root().join("src"))
            .iter()
            .map(|path| {
                let path = shown(path);
                let below = path.trim_start_matches("src/");
                below.split(['/', '.']).next().unwrap_or(below).to_owned()
            })
            .filter(|module| !ROOTS.contains(&module.as_str()))
            .collect();
        for module in modules {
            assert!(
                names().contains(&module.as_str()),
                "src/{module} has no row in LAYERS"
            );
        }
    }

    #[test]
    fn lib_declares_the_modules_in_the_order_of_the_table() {
        let lib = below("src")
            .into_iter()
            .find(|source| source.path == "src/lib.rs");
        let code = lib.expect("there is src/lib.rs").code();
        let declared: Vec<&str> = code
            .lines()
            .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "))
            .filter_map(|line| line.trim_end().strip_suffix(';'))
            .collect();
        let in_order: Vec<&str> = names()
            .into_iter()
            .filter(|name| declared.contains(name))
            .collect();
        assert_eq!(declared, in_order);
    }
}
