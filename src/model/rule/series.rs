//! Series of tests in Prometheus's expanding notation: `metric{a="b"} 0+6x30 _x3 stale`.
//!
//! Source: prometheus.io, "Unit testing for rules", `series`; the parser of Prometheus 3 judges what they leave open.

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

/// What is wrong, and where in the text.
struct Mistake {
    range: std::ops::Range<usize>,
    message: String,
    help: Option<String>,
}

impl Mistake {
    fn new(range: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        Self {
            range,
            message: message.into(),
            help: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
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

/// The values behind the selector, each with its offset; blanks inside `{{ }}` part nothing.
fn items(text: &str, from: usize) -> Vec<(usize, &str)> {
    let mut result = Vec::new();
    let mut at = from;
    while let Some(lead) = text[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + lead;
        at = start;
        while let Some(c) = text[at..].chars().next().filter(|c| !c.is_whitespace()) {
            at += match text[at..].strip_prefix("{{").map(|rest| rest.find("}}")) {
                Some(Some(length)) => length + 4,
                Some(None) => text.len() - at,
                None => c.len_utf8(),
            };
        }
        result.push((start, &text[start..at]));
    }
    result
}

/// Checks one value: `_`, `stale`, a number or a histogram, with what is added each time and how often.
fn check_item(item: &str, offset: usize) -> Result<(), Mistake> {
    let rest = |tail: &str| offset + item.len() - tail.len()..offset + item.len();
    if let Some(tail) = item.strip_prefix('_') {
        return check_times(tail, rest(tail));
    }
    if item == "stale" {
        return Ok(());
    }
    let tail = value_end(item, offset)?;
    let Some(step) = tail.strip_prefix(['+', '-']) else {
        return check_times(tail, rest(tail));
    };
    let after = value_end(step, offset + item.len() - step.len())?;
    if after.is_empty() {
        let mistake = Mistake::new(
            offset..offset + item.len(),
            format!("`{item}` does not say how often"),
        );
        return Err(mistake.help(format!("write `{item}x10` for ten more values")));
    }
    check_times(after, rest(after))
}

/// Checks `x10`, or nothing.
fn check_times(text: &str, range: std::ops::Range<usize>) -> Result<(), Mistake> {
    let times = text.strip_prefix('x');
    if text.is_empty() || times.is_some_and(|times| times.parse::<u32>().is_ok()) {
        return Ok(());
    }
    let message = match times {
        Some(_) => format!("`{text}` does not say how often: expected a whole number behind `x`"),
        None => format!("expected a blank or `x` and a number, found `{text}`"),
    };
    Err(Mistake::new(range, message))
}

/// What follows the number or histogram at the beginning.
fn value_end(text: &str, offset: usize) -> Result<&str, Mistake> {
    if text.starts_with("{{") {
        return histogram_end(text, offset);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let word = ["nan", "inf"]
        .iter()
        .any(|word| unsigned.eq_ignore_ascii_case(word));
    if word {
        return Ok("");
    }
    let length = number_length(unsigned);
    if length > 0 {
        return Ok(&unsigned[length..]);
    }
    let mistake = Mistake::new(
        offset..offset + text.len(),
        format!("expected a value, found `{text}`"),
    );
    Err(mistake
        .help("a value is a number, `_` for no sample or `stale`, such as in `1+2x10 _x3 stale`"))
}

/// The length of an unsigned decimal number at the beginning of a text; 0 when there is none.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '_');
        end.unwrap_or(text.len())
    };
    let mut length = digits(text);
    let mut mantissa = length;
    if text[length..].starts_with('.') {
        let fraction = digits(&text[length + 1..]);
        mantissa += fraction;
        length += 1 + fraction;
    }
    if mantissa == 0 || text.starts_with('_') {
        return 0;
    }
    if let Some(exponent) = text[length..].strip_prefix(['e', 'E']) {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let power = digits(unsigned);
        if power > 0 {
            length += 1 + exponent.len() - unsigned.len() + power;
        }
    }
    length
}

/// What a native histogram may say. Source: Prometheus, "Unit testing for rules", `{{schema:1 sum:-0.3 …}}`.
const HISTOGRAM: [&str; 11] = [
    "schema",
    "sum",
    "count",
    "z_bucket",
    "z_bucket_w",
    "custom_values",
    "buckets",
    "offset",
    "n_buckets",
    "n_offset",
    "counter_reset_hint",
];

/// Reset hints of native histograms.
const HINTS: [&str; 4] = ["unknown", "reset", "not_reset", "gauge"];

/// What follows the histogram at the beginning of a text.
fn histogram_end(text: &str, offset: usize) -> Result<&str, Mistake> {
    let Some(length) = text.find("}}") else {
        let range = offset..offset + text.len();
        return Err(Mistake::new(range, "the histogram is not closed").help("close it with `}}`"));
    };
    let mut at = 2;
    for part in parts(&text[2..length]) {
        let start = offset + at;
        at += part.len() + 1;
        let (name, value) = part.split_once(':').unwrap_or((part, ""));
        if !HISTOGRAM.contains(&name) {
            let range = start..start + name.len();
            let message = format!("a histogram has no `{name}`");
            let mistake = Mistake::new(range, message);
            return Err(mistake.help(format!(
                "it has {}",
                HISTOGRAM.map(|name| format!("`{name}`")).join(", ")
            )));
        }
        if !is_field(name, value) {
            let range = start..start + part.len();
            return Err(Mistake::new(
                range,
                format!("`{part}` is not what a histogram says of `{name}`"),
            ));
        }
    }
    Ok(&text[length + 2..])
}

/// The fields of a histogram; blanks inside brackets part nothing.
fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let parted = text.split(|c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ' ' && depth == 0
    });
    parted.filter(|_| !text.is_empty()).collect()
}

fn is_field(name: &str, value: &str) -> bool {
    let number = |text: &str| value_end(text, 0).is_ok_and(str::is_empty);
    match name {
        "counter_reset_hint" => HINTS.contains(&value),
        "custom_values" | "buckets" | "n_buckets" => value
            .strip_prefix('[')
            .and_then(|value| value.strip_suffix(']'))
            .is_some_and(|list| list.split_whitespace().all(number) && !list.trim().is_empty()),
        _ => number(value),
    }
}

#[cfg(test)]
mod tests {
    use super::{check_item, items, parse};
    use crate::{
        model::Name,
        text::{FileId, Span},
    };

    fn name(text: &str) -> Name {
        Name::new(text.to_string(), Span::new(FileId(0), 0, 0))
    }

    /// Each was judged by `promtool test rules`, 3.15.
    #[test]
    fn values_are_judged_as_prometheus_judges_them() {
        let good = [
            "1+1x10",
            "_x3",
            "_",
            "stale",
            "0x5",
            "-2-3x4",
            "1e3",
            "NaN",
            "-Inf",
            "+Inf",
            "inf",
            "0x5 0x10",
            "1_000x3",
            "1e3x3",
            "1e-3+1e2x3",
            ".5x3",
            "5.x2",
            "+1x3",
            "1  2",
            "{{}}",
            "{{sum:1 count:2}}x3",
            "{{sum:1 count:2}}+{{sum:1 count:2}}x3",
            "{{schema:1 sum:-0.3 count:3.1 z_bucket:7.1 z_bucket_w:0.05 buckets:[5.1 10 7] offset:-3 counter_reset_hint:gauge}}",
            "{{schema:-53 sum:3 count:2 custom_values:[5 10] buckets:[1 4]}}",
        ];
        let bad = [
            "NaNx3",
            "stalex3",
            "stale x3",
            "1x",
            "1x1.5",
            "1+1",
            "1 x3",
            "__",
            "_x",
            "0x1F",
            "1--1x3",
            "1,2",
            "STALE",
            "1x5x5",
            "{{sum:1 count:2}}+{{sum:1}}",
            "{{foo:1}}",
            "{{ sum:1 }}",
            "{{sum: 1}}",
            "{{sum:x}}",
            "5m",
            "1x1e2",
            "{{buckets:[]}}",
            "{{counter_reset_hint:foo}}",
            "1+Infx3",
            "1x-3",
            "-",
            "a",
            "{{sum:1",
        ];
        let accepted = |text| {
            items(text, 0)
                .iter()
                .all(|(offset, item)| check_item(item, *offset).is_ok())
        };
        for text in good {
            assert!(accepted(text), "{text} is good");
        }
        for text in bad {
            assert!(!accepted(text), "{text} is bad");
        }
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
