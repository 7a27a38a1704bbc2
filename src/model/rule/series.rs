//! Series of tests in Prometheus's notation: `metric{a="b"} 0+6x30 _x3 stale`.
//!
//! Beyond what Prometheus parses, a series has the name of its metric, each label once, and at least one value.

use crate::{
    model::{Context, Name, expression::finding, names},
    promql::{
        Error,
        ast::Range,
        placeholder::range,
        series::{self, SeriesDescription},
    },
    text::literal::Shape,
};
use std::collections::BTreeSet;

/// A series of a test.
#[derive(Clone, Debug)]
pub struct Series {
    /// The metric.
    pub metric: String,
    /// The labels, sorted.
    pub labels: Vec<(String, String)>,
    /// Metric and labels on one line: as written where they stand on one.
    pub selector: String,
    /// The values as written, with one blank between two.
    pub values: String,
    /// The whole.
    pub written: Name,
}

/// Reads a series; `None` when it has errors, which are reported.
pub fn read(ctx: &mut Context, written: &Name) -> Option<Series> {
    match parse(written) {
        Ok(series) => Some(series),
        Err(errors) => {
            for error in errors {
                let diagnostic = finding(&error, |range| {
                    let place = range.start as usize..range.end as usize;
                    ctx.inside(written, Shape::Exact, place)
                });
                ctx.report(diagnostic);
            }
            None
        }
    }
}

fn parse(written: &Name) -> Result<Series, Vec<Error>> {
    let text = written.as_str();
    let (series, mut errors) = series::parse(text);
    if errors.is_empty() {
        check(&series, text, &mut errors);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let labels = series.label_set().into_iter();
    let (names, labels): (Vec<_>, Vec<_>) = labels
        .map(|(label, value)| (label.to_string(), value.to_string()))
        .partition(|(label, _)| label == names::METRIC_NAME);
    let values = series
        .items
        .iter()
        .map(|item| on_one_line(text, item.range));
    Ok(Series {
        metric: names.into_iter().map(|(_, name)| name).collect(),
        labels,
        selector: selector(&series, text),
        values: values.collect::<Vec<_>>().join(" "),
        written: written.clone(),
    })
}

/// A metric on several lines is written anew: promtool reads a series up to the end of its line.
fn selector(series: &SeriesDescription, text: &str) -> String {
    let written = &text[series.metric_range.start as usize..series.metric_range.end as usize];
    if written.contains(['\n', '\r']) {
        series::print_metric(series)
    } else {
        written.to_string()
    }
}

/// An item with single blanks: they mean nothing more than that they part.
fn on_one_line(text: &str, item: Range) -> String {
    let written = &text[item.start as usize..item.end as usize];
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(series: &SeriesDescription, text: &str, errors: &mut Vec<Error>) {
    let metric = series.metric_range;
    let mut is_named = series.name.is_some();
    let mut known: BTreeSet<&str> = series.name.iter().map(|_| names::METRIC_NAME).collect();
    for label in &series.labels {
        let name = label.name.value.as_str();
        let is_name = name == names::METRIC_NAME;
        if !known.insert(name) {
            let message = if is_name {
                "the series has two names".to_string()
            } else {
                format!("the series has the label `{name}` twice")
            };
            errors.push(Error::new(label.range, message));
        }
        is_named |= is_name && !label.value.value.is_empty();
    }
    if !is_named {
        let error = Error::new(metric, "a series needs the name of its metric");
        errors.push(error.with_help("such as `metric{a=\"b\"} 0+6x30`"));
    } else if series.items.is_empty() {
        let written = &text[metric.start as usize..metric.end as usize];
        let place = range(metric.end as usize, text.len());
        let error = Error::new(place, format!("the series `{written}` has no values"));
        errors.push(
            error.with_help("write them behind it, such as `0+6x30`: 0, then 30 times 6 more"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::{
        model::Name,
        text::{FileId, Span},
    };

    fn name(text: &str) -> Name {
        Name::new(text.to_string(), Span::new(FileId(0), 0, 0))
    }

    #[test]
    fn a_series_is_a_metric_labels_and_values() {
        let cases = [
            ("m 1", Some(("m", 0, "m", "1"))),
            (
                " m{a=\"b c}\", d='e'}  0x5\n  _x3",
                Some(("m", 2, "m{a=\"b c}\", d='e'}", "0x5 _x3")),
            ),
            (
                "{__name__=\"m\"} 1",
                Some(("m", 0, "{__name__=\"m\"}", "1")),
            ),
            (
                "m {{sum:1 count:2}} 3",
                Some(("m", 0, "m", "{{sum:1 count:2}} 3")),
            ),
            ("{\"m n\"} 1", Some(("m n", 0, "{\"m n\"}", "1"))),
            ("m{a=\"b\"}", None),
            ("m{a!=\"b\"} 1", None),
            ("m{a=\"b\", a=\"c\"} 1", None),
            ("m{\"n\"} 1", None),
            ("{a=\"b\"} 1", None),
            ("m{a=\"b\" 1", None),
            ("sum(m) 1", None),
            ("1 2", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = parse(&name(text)).ok();
            let found = found.as_ref().map(|series| {
                (
                    &*series.metric,
                    series.labels.len(),
                    &*series.selector,
                    &*series.values,
                )
            });
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_series_on_several_lines_is_written_on_one() {
        let text = "m{\n  a='b', # who\n  c=`d\ne`\n}\n  {{sum:1\n  count:2}}\n  3";
        let series = parse(&name(text)).map_err(|errors| errors.len()).unwrap();
        assert_eq!(series.selector, "m{a=\"b\", c=\"d\\ne\"}");
        assert_eq!(series.values, "{{sum:1 count:2}} 3");
    }
}
