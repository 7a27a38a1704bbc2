//! Expressions: parsed with and without flags and placeholders, printed, parsed again.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use opsgen::promql::ast::{Expr, Node};
use opsgen::promql::history::OLDEST;
use opsgen::promql::walk::{parts, placeholders, walk};
use opsgen::promql::{Options, parse, pretty, print, type_of};
use opsgen_fuzz::{ALL, NONE, has_place, have_places, reads_back, settled, text};

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(text) = text(input) else {
        return Corpus::Reject;
    };
    let stable = canonical(text, &NONE);
    let plain = canonical(
        text,
        &Options {
            placeholders: false,
            ..ALL
        },
    );
    let all = canonical(text, &ALL);
    let old = Options {
        target: OLDEST,
        ..NONE
    };
    have_places(text, &parse(text, &old).1);
    if stable.is_some() {
        assert_eq!(stable, plain, "a flag changes what was allowed without it");
    }
    if !text.contains(['$', '[']) {
        assert_eq!(plain, all, "there is no placeholder");
    }
    Corpus::Keep
});

/// The canonical text of what is accepted.
fn canonical(text: &str, options: &Options) -> Option<String> {
    let (expr, errors) = parse(text, options);
    have_places(text, &errors);
    is_nested(text, &expr);
    let (printed, on_lines) = (print(&expr), pretty(&expr));
    if !errors.is_empty() {
        return None;
    }
    if !reads_back(&expr) {
        return Some(printed);
    }
    for again in [&printed, &on_lines] {
        let (read, errors) = parse(again, options);
        assert_eq!(errors, [], "{text:?} is printed as {again:?}");
        assert_eq!(settled(&print(&read)), settled(&printed), "{text:?}");
        assert_eq!(type_of(&read), type_of(&expr), "{text:?}");
    }
    Some(printed)
}

/// Panics unless every part stands inside its whole, and every placeholder where it was written.
fn is_nested(text: &str, expr: &Expr) {
    has_place(text, expr.range);
    walk(expr, &mut |outer| {
        for inner in parts(outer) {
            has_place(text, inner.range);
            let inside =
                outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
            assert!(
                inside || outer.node == Node::Invalid,
                "{outer:?} in {text:?}"
            );
        }
    });
    for (placeholder, _) in placeholders(expr) {
        let place = placeholder.range.start as usize..placeholder.range.end as usize;
        assert_eq!(text.get(place), Some(&*placeholder.written), "{text:?}");
    }
}
