//! Templates of alerts: parsed, and what they use and what in them fails.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use opsgen::gotemplate::{analyze::analyze, parse};
use opsgen_fuzz::{ALL, NONE, has_place, have_places, text};

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(text) = text(input) else {
        return Corpus::Reject;
    };
    let (template, errors) = parse(text, "Alert");
    have_places(text, &errors);
    for id in template.ids() {
        let outer = template.node(id);
        has_place(text, outer.range);
        for inner in template
            .children(id)
            .iter()
            .map(|child| template.node(*child))
        {
            let inside =
                outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
            assert!(
                inside || !errors.is_empty(),
                "{outer:?} holds {inner:?} in {text:?}"
            );
        }
    }
    for options in [ALL, NONE] {
        let analysis = analyze(&template, &options);
        have_places(text, &analysis.failures);
        let labels = analysis.labels.iter().map(|label| label.range);
        for range in labels.chain(analysis.queries.iter().map(|query| query.range)) {
            has_place(text, range);
        }
    }
    Corpus::Keep
});
