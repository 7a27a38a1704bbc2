//! `# HELP`, `# TYPE` and `# UNIT`.

use super::{
    Entry, Format, OPEN_METRICS, Text, Type,
    read::{Read, Reader, is_blank},
};
use crate::promql::{Error, nearest::find_nearest, placeholder::range};
use std::ops;

/// What a line of metadata tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    Help,
    Type,
    Unit,
}

/// Types with their words in the Prometheus format.
const PROMETHEUS_TYPES: [(&str, Type); 5] = [
    ("counter", Type::Counter),
    ("gauge", Type::Gauge),
    ("histogram", Type::Histogram),
    ("summary", Type::Summary),
    ("untyped", Type::Unknown),
];

/// Types with their words in OpenMetrics.
const OPEN_METRICS_TYPES: [(&str, Type); 8] = [
    ("counter", Type::Counter),
    ("gauge", Type::Gauge),
    ("histogram", Type::Histogram),
    ("gaugehistogram", Type::GaugeHistogram),
    ("summary", Type::Summary),
    ("info", Type::Info),
    ("stateset", Type::Stateset),
    ("unknown", Type::Unknown),
];

/// Takes `HELP` or `TYPE` with the blanks behind it; `None` when it is a comment, which is then read in part.
pub fn keyword(reader: &mut Reader) -> Option<Keyword> {
    let (word, keyword) = match reader.peek()? {
        b'H' => ("HELP", Keyword::Help),
        b'T' => ("TYPE", Keyword::Type),
        _ => return None,
    };
    let found = reader.accept_word(word) && !reader.take_while(is_blank).is_empty();
    found.then_some(keyword)
}

/// Takes `HELP`, `TYPE` or `UNIT` with the blank behind it; `None` for `EOF`.
pub fn open_metrics_keyword(reader: &mut Reader) -> Read<Option<Keyword>> {
    let start = reader.at;
    let (word, keyword) = match reader.peek() {
        Some(b'H') => ("HELP ", Some(Keyword::Help)),
        Some(b'T') => ("TYPE ", Some(Keyword::Type)),
        Some(b'U') => ("UNIT ", Some(Keyword::Unit)),
        _ => ("EOF", None),
    };
    if reader.accept_word(word) {
        return Ok(keyword);
    }
    reader.at = start;
    let error = reader.unexpected("`HELP`, `TYPE`, `UNIT` or `EOF` behind `#`");
    Err(error.with_help("OpenMetrics has no comments"))
}

/// Reads metadata of the Prometheus format behind its keyword.
pub fn prometheus<'a>(reader: &mut Reader<'a>, keyword: Keyword) -> Read<Entry<'a>> {
    let name = name(reader)?;
    reader.skips_nul = true;
    let start = reader.at;
    let all = reader.take_while(|byte| byte != b'\n');
    let written = &reader.text[all.clone()];
    let place = match written.trim_start_matches([' ', '\t', '\0']) {
        "" => all.end..all.end,
        _ => start + 1..all.end,
    };
    let entry = entry(reader, keyword, name, place)?;
    reader.skips_nul = false;
    match reader.accept(b'\n') {
        true => Ok(entry),
        false => Err(reader.unexpected("the end of the line")),
    }
}

/// Reads metadata of OpenMetrics behind its keyword.
pub fn open_metrics<'a>(reader: &mut Reader<'a>, keyword: Keyword) -> Read<Entry<'a>> {
    let name = name(reader)?;
    reader.skips_nul = true;
    let start = reader.at;
    if reader.peek() != Some(b' ') {
        return Err(reader.unexpected("a blank behind the metric's name"));
    }
    reader.take_while(|byte| byte != b'\n');
    if !reader.accept(b'\n') {
        return Err(reader.unexpected("the end of the line"));
    }
    entry(reader, keyword, name, start + 1..reader.at - 1)
}

fn name(reader: &mut Reader) -> Read<ops::Range<usize>> {
    reader.skips_nul = false;
    if reader.peek() == Some(b'"') {
        return reader.take_quoted(true);
    }
    let name = reader.take_name(true);
    match name.is_empty() {
        true => Err(reader.unexpected("a metric's name")),
        false => Ok(name),
    }
}

fn entry<'a>(
    reader: &Reader<'a>,
    keyword: Keyword,
    name: ops::Range<usize>,
    place: ops::Range<usize>,
) -> Read<Entry<'a>> {
    let Some(raw) = reader.text.get(place.clone()) else {
        let here = range(place.start - 1, reader.line_end(place.start));
        return Err(Error::new(
            here,
            "expected a blank behind the metric's name",
        ));
    };
    match keyword {
        Keyword::Help => Ok(Entry::Help {
            name: reader.text(name),
            text: reader.unescaped(place, reader.format == Format::OpenMetrics),
        }),
        Keyword::Type => Ok(Entry::Type {
            name: reader.text(name),
            metric_type: metric_type(reader.format, raw, &place)?,
            range: range(place.start, place.end),
        }),
        Keyword::Unit => unit(reader, name, raw, place),
    }
}

fn metric_type(format: Format, word: &str, place: &ops::Range<usize>) -> Read<Type> {
    let known: &[(&str, Type)] = match format {
        Format::Prometheus => &PROMETHEUS_TYPES,
        Format::OpenMetrics => &OPEN_METRICS_TYPES,
    };
    if let Some((_, found)) = known.iter().find(|(name, _)| *name == word) {
        return Ok(*found);
    }
    let here = range(place.start, place.end);
    let words = || known.iter().map(|(name, _)| *name);
    let shown: String = word.chars().take(40).collect();
    let bare = word.trim();
    if words().any(|name| name == bare) {
        let error = Error::new(here, format!("expected `{bare}` without blanks around it"));
        return Err(error.with_help("the type stands behind one blank and ends the line"));
    }
    let error = Error::new(here, format!("`{shown}` is no type of metrics"));
    if OPEN_METRICS_TYPES.iter().any(|(name, _)| *name == bare) {
        return Err(error.with_help(OPEN_METRICS));
    }
    Err(match find_nearest(bare, words()) {
        Some(near) => error.with_help(format!("write `{near}`")),
        None => error.with_help(format!(
            "types are {}",
            words()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
    })
}

/// A unit must be the last word of the metric's name.
fn unit<'a>(
    reader: &Reader<'a>,
    name: ops::Range<usize>,
    raw: &'a str,
    place: ops::Range<usize>,
) -> Read<Entry<'a>> {
    let metric = &reader.text[name.clone()];
    let before = metric.strip_suffix(raw);
    if !raw.is_empty() && !before.is_some_and(|before| before.ends_with('_')) {
        let message = format!("the name `{metric}` does not end with its unit");
        let error = Error::new(range(place.start, place.end), message);
        return Err(error.with_help(format!("the metric must be called `…_{raw}`")));
    }
    Ok(Entry::Unit {
        name: reader.text(name),
        unit: Text {
            value: raw.into(),
            range: range(place.start, place.end),
        },
    })
}
