//! Placeholders: put into parsed expressions by position, printed, parsed again.
//!
//! An input is an expression and, each behind a tab, the values that its placeholders get in turn: `5m` a duration, `1.5` a
//! number, `#1.5` a number that prints as a duration, all others texts.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use opsgen::promql::number::{read_duration, read_number};
use opsgen::promql::substitute::{Replacement, stands, substitute};
use opsgen::promql::walk::placeholders;
use opsgen::promql::{Options, parse, pretty, print, type_of};
use opsgen_fuzz::{ALL, have_places, reads_back, settled, text};

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(text) = text(input) else {
        return Corpus::Reject;
    };
    let (text, values) = text.split_once('\t').unwrap_or((text, "1\tx\t5m"));
    let (mut expr, errors) = parse(text, &ALL);
    let mut values = values.split('\t').cycle();
    let mut left = 0;
    substitute(&mut expr, &mut |_, position| {
        let value = value(values.next()?);
        left += usize::from(!stands(&value, position));
        Some(value)
    });
    type_of(&expr);
    let (printed, on_lines) = (print(&expr), pretty(&expr));
    if !errors.is_empty() {
        return Corpus::Keep;
    }
    assert_eq!(
        placeholders(&expr).len(),
        left,
        "{text:?} became {printed:?}"
    );
    let options = Options {
        placeholders: left > 0,
        ..ALL
    };
    let (again, errors) = parse(&printed, &options);
    have_places(&printed, &errors);
    if errors.is_empty() && reads_back(&again) {
        // A number in the place of a vector takes the matching of its operator away.
        let canonical = print(&again);
        for text in [&canonical, &on_lines] {
            let (read, _) = parse(text, &options);
            assert_eq!(settled(&print(&read)), settled(&canonical), "{text:?}");
        }
    }
    Corpus::Keep
});

fn value(written: &str) -> Replacement {
    if let Some(nanoseconds) = read_duration(written) {
        return Replacement::Duration(nanoseconds / 1_000_000);
    }
    let (number, duration) = match written.strip_prefix('#') {
        Some(number) => (number, true),
        None => (written, false),
    };
    match read_number(number) {
        Some(value) => Replacement::Number { value, duration },
        None => Replacement::Text(written.to_owned()),
    }
}
