//! Values of series in Prometheus's expanding notation: `0+6x30 _x3 stale`, and native histograms.
//!
//! Source: prometheus.io, "Unit testing for rules", `values`; `promtool test rules` 3.15 judges what they leave open.

/// What is wrong, and where in the text.
pub struct Mistake {
    /// Where.
    pub range: std::ops::Range<usize>,
    /// What.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Mistake {
    /// A mistake without advice.
    pub fn new(range: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        Self {
            range,
            message: message.into(),
            help: None,
        }
    }

    /// With advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The values behind the selector, each with its offset; blanks inside `{{ }}` part nothing.
pub fn items(text: &str, from: usize) -> Vec<(usize, &str)> {
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
pub fn check_item(item: &str, offset: usize) -> Result<(), Mistake> {
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
    let same_kind = item.starts_with("{{") == step.starts_with("{{");
    if step.starts_with(['+', '-']) || !same_kind {
        let message = format!("`{item}` does not say what is added each time");
        let mistake = Mistake::new(rest(step), message);
        return Err(
            mistake.help("one sign and a number, as in `1+2x3`, or a histogram to a histogram")
        );
    }
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
    for word in ["nan", "inf"] {
        let (head, tail) = unsigned.split_at_checked(word.len()).unwrap_or_default();
        if head.eq_ignore_ascii_case(word) && !tail.starts_with(|c: char| c.is_alphanumeric()) {
            return Ok(tail);
        }
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
    let mut length = digits(text);
    let mut mantissa = length;
    if text[length..].starts_with('.') {
        let fraction = digits(&text[length + 1..]);
        mantissa += fraction;
        length += 1 + fraction;
    }
    if mantissa == 0 {
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

/// The length of the digits at the beginning of a text; one `_` may stand between two.
fn digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut length = 0;
    while is_digit(length) || length > 0 && bytes.get(length) == Some(&b'_') && is_digit(length + 1)
    {
        length += 1;
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
    let (mut at, mut told) = (offset + 2, Vec::new());
    for part in parts(&text[2..length]) {
        let start = at;
        at += part.len() + 1;
        if part.is_empty() && !told.is_empty() {
            continue;
        }
        let (name, value) = part.split_once(':').unwrap_or((part, ""));
        if !HISTOGRAM.contains(&name) {
            let message = format!("a histogram has no `{name}`");
            let mistake = Mistake::new(start..start + name.len(), message);
            let known = HISTOGRAM.map(|name| format!("`{name}`")).join(", ");
            return Err(mistake.help(format!("it has {known}")));
        }
        let range = start..start + part.len();
        if told.contains(&name) {
            return Err(Mistake::new(
                range,
                format!("the histogram says `{name}` twice"),
            ));
        }
        if !is_field(name, value) {
            let message = format!("`{part}` is not what a histogram says of `{name}`");
            return Err(Mistake::new(range, message));
        }
        told.push(name);
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
    let number = |text: &str| !text.starts_with('+') && value_end(text, 0).is_ok_and(str::is_empty);
    match name {
        "counter_reset_hint" => HINTS.contains(&value),
        "custom_values" | "buckets" | "n_buckets" => value
            .strip_prefix('[')
            .and_then(|value| value.strip_suffix(']'))
            .is_some_and(|list| {
                !list.is_empty() && !list.starts_with(' ') && list.split_whitespace().all(number)
            }),
        "schema" | "offset" | "n_offset" => !value.starts_with('+') && value.parse::<i32>().is_ok(),
        _ => number(value),
    }
}

#[cfg(test)]
mod tests {
    use super::{check_item, items};

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
            "{{sum:1  count:2 }}",
            "{{buckets:[1  2 ] offset:-1}}",
            "NaN+1x3",
            "1e+3x2",
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
            "{{sum:1}}+1x3",
            "1+{{sum:1}}x3",
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
            "{{buckets:[ 1]}}",
            "{{sum:+1}}",
            "{{schema:1.5}}",
            "{{sum:1 sum:2}}",
            "{{sum:1}}{{sum:2}}",
            "1__0",
            "1_x3",
            "1._5",
            "1e_5",
            "1e",
            "-Infx3",
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
}
