//! A series: name, labels, value, and a timestamp and an exemplar, which are checked only.

use super::{
    Format, Label, OPEN_METRICS, Series, Text,
    number::number,
    read::{Read, Reader, is_blank},
};
use crate::promql::{Error, placeholder::range};
use std::ops;

/// Reads a line with a series to its end.
pub fn read<'a>(reader: &mut Reader<'a>) -> Read<Series<'a>> {
    let start = reader.at;
    let place = reader.take_name(true);
    let mut name = (!place.is_empty()).then(|| reader.text(place));
    let mut labels = Vec::new();
    let mut end = reader.at;
    reader.skip_blanks();
    if reader.accept(b'{') {
        labels = read_labels(reader, Some(&mut name))?;
        end = reader.at;
    }
    let range = range(start, end);
    let Some(name) = name else {
        let error = Error::new(range, "this series has no name");
        return Err(error.with_help("write `name{…}`, or `{\"name\", …}` for any name"));
    };
    let value = read_value(reader)?;
    read_end(reader)?;
    Ok(Series {
        name,
        labels,
        value,
        range,
    })
}

/// Reads labels behind the brace, and the closing one. A quoted string without `=` is the metric's name, where there is one.
fn read_labels<'a>(
    reader: &mut Reader<'a>,
    mut metric: Option<&mut Option<Text<'a>>>,
) -> Read<Vec<Label<'a>>> {
    let mut labels = Vec::new();
    loop {
        reader.skip_blanks();
        if reader.accept(b'}') {
            return Ok(labels);
        }
        let quoted = reader.peek() == Some(b'"');
        let name = label_name(reader, metric.is_some())?;
        reader.skip_blanks();
        let separated = matches!(reader.peek(), Some(b',' | b'}'));
        match (&mut metric, quoted && separated) {
            (Some(metric), true) => set_name(reader, metric, name)?,
            _ => {
                let value = label_value(reader, metric.is_some())?;
                let [name, value] = [name, value].map(|place| reader.text(place));
                labels.push(Label { name, value });
            }
        }
        reader.skip_blanks();
        let comma = reader.accept(b',');
        if !comma && reader.format == Format::OpenMetrics && reader.peek() != Some(b'}') {
            return Err(reader.unexpected("`,` or `}` behind a label"));
        }
    }
}

fn label_name(reader: &mut Reader, newlines: bool) -> Read<ops::Range<usize>> {
    if reader.peek() == Some(b'"') {
        return reader.take_quoted(newlines);
    }
    let name = reader.take_name(false);
    match name.is_empty() {
        true => Err(reader.unexpected("a label's name or `}`")),
        false => Ok(name),
    }
}

fn set_name<'a>(
    reader: &Reader<'a>,
    metric: &mut Option<Text<'a>>,
    place: ops::Range<usize>,
) -> Read<()> {
    let text = reader.text(place);
    if let Some(first) = metric {
        let message = format!("the metric is already called `{}`", first.value);
        let error = Error::new(text.range, message);
        return Err(error.with_related(first.range, "here"));
    }
    *metric = Some(text);
    Ok(())
}

/// Reads `="value"`. Only in labels of series the Prometheus format allows line breaks, and both formats NUL bytes.
fn label_value(reader: &mut Reader, of_series: bool) -> Read<ops::Range<usize>> {
    if reader.peek() != Some(b'=') {
        return Err(reader.unexpected("`=` behind the label's name"));
    }
    reader.advance();
    reader.skips_nul = of_series && reader.peek().is_some();
    reader.skip_blanks();
    if reader.peek() != Some(b'"') {
        let error = reader.unexpected("the label's value in `\"…\"`");
        return Err(error);
    }
    let value = reader.take_quoted(reader.format == Format::Prometheus);
    reader.skips_nul = false;
    value
}

fn read_value(reader: &mut Reader) -> Read<f64> {
    let what = "the value of the series";
    if reader.format == Format::OpenMetrics {
        return spaced_number(reader, what);
    }
    reader.skip_blanks();
    let value = reader.take_while(|byte| !is_blank(byte) && !matches!(byte, b'\n' | b'{'));
    if value.is_empty() {
        return Err(reader.unexpected(what));
    }
    number(reader.text, value)
}

/// Reads a number behind one blank, in OpenMetrics.
fn spaced_number(reader: &mut Reader, what: &str) -> Read<f64> {
    if !reader.accept(b' ') {
        return Err(reader.unexpected(&format!("a blank and {what}")));
    }
    let value = reader.take_while(|byte| !matches!(byte, b' ' | b'\n'));
    if value.is_empty() {
        return Err(reader.unexpected(what));
    }
    number(reader.text, value)
}

/// Reads a timestamp and an exemplar, if any, and the end of the line.
fn read_end(reader: &mut Reader) -> Read<()> {
    match reader.format {
        Format::Prometheus => {
            reader.skip_blanks();
            let digits = reader.take_while(|byte| byte.is_ascii_digit());
            let text = &reader.text[digits.clone()];
            if !text.is_empty() && text.parse::<i64>().is_err() {
                let here = range(digits.start, digits.end);
                let message = "this timestamp is too large: milliseconds must fit 64 bits";
                return Err(Error::new(here, message));
            }
            reader.skip_blanks();
        }
        Format::OpenMetrics => {
            if reader.peek() == Some(b' ') && !at_exemplar(reader) {
                timestamp(reader)?;
            }
            if reader.peek() == Some(b' ') {
                exemplar(reader)?;
            }
        }
    }
    match reader.accept(b'\n') {
        true => Ok(()),
        false => {
            let error = reader.unexpected("a timestamp or the end of the line");
            Err(match reader.peek() {
                Some(b'#') => error.with_help(OPEN_METRICS),
                _ => error,
            })
        }
    }
}

fn at_exemplar(reader: &Reader) -> bool {
    reader.text.as_bytes()[reader.at..].starts_with(EXEMPLAR)
}

/// What an exemplar begins with.
const EXEMPLAR: &[u8] = b" # {";

fn exemplar(reader: &mut Reader) -> Read<()> {
    if !at_exemplar(reader) {
        return Err(reader.unexpected("the end of the line or ` # {`, an exemplar"));
    }
    reader.at += EXEMPLAR.len();
    read_labels(reader, None)?;
    spaced_number(reader, "the value of the exemplar")?;
    if reader.peek() == Some(b' ') {
        timestamp(reader)?;
    }
    Ok(())
}

/// Reads a timestamp in seconds behind one blank, in OpenMetrics.
fn timestamp(reader: &mut Reader) -> Read<()> {
    let start = reader.at + 1;
    let value = spaced_number(reader, "a timestamp in seconds")?;
    match value.is_finite() {
        true => Ok(()),
        false => Err(Error::new(
            range(start, reader.at),
            "a timestamp is a finite number of seconds",
        )),
    }
}
