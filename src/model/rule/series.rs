//! Series of tests in Prometheus's expanding notation: `metric{a="b"} 0+6x30 _x3 stale`.
//!
//! Source: prometheus.io, "Unit testing for rules", `series`; the parser of Prometheus 3 judges what they leave open.

use super::values::{Mistake, check_item, items};
use crate::{
    diag::Diagnostic,
    model::{Context, Name, context::PROMQL, names},
    promql::{
        self, Options,
        ast::{MatchOp, Node, Range, Selector},
        walk::metric_name,
    },
    text::literal::Shape,
};

/// A series of a test.
#[derive(Clone, Debug)]
pub struct Series {
    /// The metric.
    pub metric: String,
    /// The labels, in the order written.
    pub labels: Vec<(String, String)>,
    /// Metric and labels as written.
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
        Err(mistakes) => {
            for mistake in mistakes {
                let span = ctx.inside(written, Shape::Exact, mistake.range);
                let diagnostic = Diagnostic::new(&PROMQL, span, mistake.message);
                ctx.report(match mistake.help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
            }
            None
        }
    }
}

fn parse(written: &Name) -> Result<Series, Vec<Mistake>> {
    let text = written.as_str();
    let start = text.len() - text.trim_start().len();
    let end = selector_end(text, start);
    let selector = &text[start..end];
    let mut mistakes = Vec::new();
    let found = parse_selector(selector, start, &mut mistakes);
    let values = items(text, end);
    for (offset, item) in &values {
        mistakes.extend(check_item(item, *offset).err());
    }
    if values.is_empty() && mistakes.is_empty() {
        let mistake = Mistake::new(
            end..text.len(),
            format!("the series `{selector}` has no values"),
        );
        mistakes
            .push(mistake.help("write them behind it, such as `0+6x30`: 0, then 30 times 6 more"));
    }
    match found {
        Some((metric, labels)) if mistakes.is_empty() => Ok(Series {
            metric,
            labels,
            selector: selector.to_string(),
            values: values
                .iter()
                .map(|(_, item)| *item)
                .collect::<Vec<_>>()
                .join(" "),
            written: written.clone(),
        }),
        _ => Err(mistakes),
    }
}

/// Where the metric with its labels ends: at the first blank outside the braces.
fn selector_end(text: &str, start: usize) -> usize {
    let mut quote = None;
    let mut inside = false;
    let mut escaped = false;
    for (at, c) in text[start..].char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some('"' | '\''), '\\') => escaped = true,
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') if inside => quote = Some(c),
            (None, '{') => inside = true,
            (None, '}') => return start + at + 1,
            (None, _) if c.is_whitespace() && !inside => return start + at,
            (None, _) => {}
        }
    }
    text.len()
}

type Labels = Vec<(String, String)>;

/// The metric and the labels of a selector that stands at `offset`.
fn parse_selector(
    text: &str,
    offset: usize,
    mistakes: &mut Vec<Mistake>,
) -> Option<(String, Labels)> {
    let options = Options {
        placeholders: false,
        ..Options::default()
    };
    let place = |range: Range| offset + range.start as usize..offset + range.end as usize;
    let (expr, errors) = promql::parse(text, &options);
    for error in &errors {
        let mistake = Mistake::new(place(error.range), error.message.clone());
        mistakes.push(Mistake {
            help: error.help.clone(),
            ..mistake
        });
    }
    if !errors.is_empty() {
        return None;
    }
    let whole = offset..offset + text.len();
    let Node::Selector(selector) = &expr.node else {
        let mistake = Mistake::new(
            whole,
            "expected a series: a metric with labels, then its values",
        );
        mistakes.push(mistake.help("such as `metric{a=\"b\"} 0+6x30`"));
        return None;
    };
    let Some(metric) = metric_name(selector) else {
        mistakes.push(Mistake::new(whole, "a series needs the name of its metric"));
        return None;
    };
    let before = mistakes.len();
    let labels = read_labels(selector, place, mistakes);
    (mistakes.len() == before).then(|| (metric.value.clone(), labels))
}

fn read_labels(
    selector: &Selector,
    place: impl Fn(Range) -> std::ops::Range<usize>,
    mistakes: &mut Vec<Mistake>,
) -> Labels {
    let mut labels = Labels::new();
    for matcher in &selector.matchers {
        let (label, value) = (&matcher.label.value, &matcher.value.value);
        if matcher.op != MatchOp::Equal {
            let mistake = Mistake::new(
                place(matcher.range),
                format!("a series has one value of `{label}`"),
            );
            mistakes.push(mistake.help(format!("write `{label}=\"…\"`")));
        } else if labels.iter().any(|(known, _)| known == label) {
            let message = format!("the series has the label `{label}` twice");
            mistakes.push(Mistake::new(place(matcher.range), message));
        } else if label != names::METRIC_NAME {
            labels.push((label.clone(), value.clone()));
        }
    }
    labels
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
            ("m{a=\"b\"}", None),
            ("m{a!=\"b\"} 1", None),
            ("m{a=\"b\", a=\"c\"} 1", None),
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
}
