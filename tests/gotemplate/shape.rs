//! The tree of any text: ranges nest, and no size hurts.

use opsgen::gotemplate::analyze::analyze;
use opsgen::gotemplate::ast::{Kind, NodeId, Template};
use opsgen::gotemplate::parse;
use opsgen::promql::Options;

/// Every node lies inside its parent, behind its brothers, and the root covers the text.
fn check_ranges(template: &Template) {
    let inside = |parent: NodeId, at: &mut u32, child: NodeId| {
        let (outer, inner) = (template.node(parent).range, template.node(child).range);
        let fits = inner.start >= *at && inner.end <= outer.end && inner.start <= inner.end;
        assert!(
            fits,
            "{:?}\n{:?} in {:?}",
            template.text,
            template.node(child),
            template.node(parent)
        );
        *at = inner.end;
    };
    let mut open = vec![template.root()];
    while let Some(id) = open.pop() {
        let mut at = template.node(id).range.start;
        for child in template.children(id) {
            inside(id, &mut at, *child);
            open.push(*child);
        }
    }
    let root = template.node(template.root());
    assert_eq!(root.kind, Kind::List);
    assert_eq!(
        (root.range.start, root.range.end as usize),
        (0, template.text.len())
    );
}

const WHOLE: &str = "a {{- /* c */ -}} b {{ $x, }}{{ range $i, $e := $labels -}} {{ if and $i (eq $e.a \"x\\\"\" | not).b }}{{ break }}{{ else if .Value }}{{ continue }}{{ else }}{{ template \"t\" $ }}{{ end }}{{ else }}{{ with (1) }}{{ . }}{{ else with 2 }}{{ nil }}{{ end }}{{ end }}{{ define `t` }}x{{ end }}{{ block \"u\" (args 1 2.5 'c' 1+2i true) }}{{ $.x | print | }}{{ end }}";

#[test]
fn ranges_nest_in_every_prefix_and_suffix() {
    for (at, _) in WHOLE.char_indices() {
        for text in [&WHOLE[..at], &WHOLE[at..]] {
            let (template, errors) = parse(text, "A");
            check_ranges(&template);
            let analysis = analyze(&template, &Options::default());
            for error in errors.iter().chain(&analysis.failures) {
                assert!(
                    error.range.start <= error.range.end && error.range.end as usize <= text.len()
                );
            }
        }
    }
}

#[test]
fn no_size_hurts() {
    let million = 1_000_000;
    let cases = [
        (
            "parentheses",
            "{{ ".to_string() + &"(".repeat(million) + "1" + &")".repeat(million) + " }}",
        ),
        (
            "blocks",
            "{{if 1}}".repeat(100_000) + &"{{end}}".repeat(100_000),
        ),
        ("open blocks", "{{with 1}}".repeat(100_000)),
        (
            "chains",
            "{{if 1}}".to_string() + &"{{else if 1}}".repeat(100_000) + "{{end}}",
        ),
        ("definitions", "{{block \"a\" 1}}".repeat(100_000)),
        ("ends", "{{end}}".repeat(100_000)),
        ("unclosed", "{{".repeat(100_000)),
        ("braces", "{".repeat(million)),
        ("fields", "{{ ".to_string() + &".a".repeat(million) + " }}"),
        (
            "pipes",
            "{{ 1".to_string() + &"|print".repeat(100_000) + " }}",
        ),
        ("quotes", "{{\"".repeat(100_000)),
        ("comments", "{{/*".repeat(million)),
        ("unknown", "{{$a}}".repeat(100_000)),
        (
            "variables",
            (0..50_000)
                .map(|n| format!("{{{{$a{n}:=1}}}}{{{{$b}}}}"))
                .collect(),
        ),
        ("text", "text ".repeat(2 * million)),
    ];
    for (name, text) in &cases {
        let (template, errors) = parse(text, "A");
        assert!(errors.len() <= 1000, "{name}");
        assert_eq!(
            errors.is_empty(),
            ["blocks", "chains", "fields", "pipes", "text"].contains(name),
            "{name}"
        );
        let _ = analyze(&template, &Options::default());
    }
}
