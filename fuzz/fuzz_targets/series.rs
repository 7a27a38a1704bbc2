//! Series descriptions: parsed, expanded, printed, parsed again.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use opsgen::promql::series::{Sample, SeriesDescription, parse, print, print_metric};
use opsgen_fuzz::{has_place, have_places, text};

/// How many values are looked at; a series may have a million millions.
const MOST_VALUES: usize = 300;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(text) = text(input) else {
        return Corpus::Reject;
    };
    let (series, errors) = parse(text);
    have_places(text, &errors);
    has_place(text, series.metric_range);
    let places = series.items.iter().map(|item| item.range);
    for range in places.chain(series.labels.iter().map(|label| label.range)) {
        has_place(text, range);
    }
    let (printed, values) = (print(&series), values(&series));
    if errors.is_empty() {
        let (again, errors) = parse(&printed);
        assert_eq!(errors, [], "{text:?} is printed as {printed:?}");
        assert_eq!(print(&again), printed, "{text:?}");
        assert_eq!(print_metric(&again), print_metric(&series), "{text:?}");
        assert_eq!(again.label_set(), series.label_set(), "{text:?}");
        assert_eq!(
            self::values(&again),
            values,
            "{text:?} is printed as {printed:?}"
        );
    }
    Corpus::Keep
});

/// The first values as text, because a number that is none differs from itself.
fn values(series: &SeriesDescription) -> String {
    let values: Vec<Sample> = series.values().take(MOST_VALUES).collect();
    format!("{values:?}")
}
