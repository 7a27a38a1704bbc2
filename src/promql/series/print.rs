//! The canonical text of a series description: one way for each number and each histogram, one blank between two items.
//!
//! Parsing it again gives the same labels and the same values. What could not be parsed prints as nothing.

use super::histogram::{FIELDS, Field, RESET_HINTS};
use super::{Bucket, Histogram, ItemNode, Label, NAME_LABEL, Sample, SeriesDescription, Step};
use crate::promql::ast::Sign;
use crate::promql::number::write_number_short;
use crate::promql::print::write_label;
use crate::promql::text::write_quoted;
use std::fmt::Write;

/// Returns the canonical text of a series description.
pub fn print(series: &SeriesDescription) -> String {
    let mut out = print_metric(series);
    if out.is_empty() && !series.items.is_empty() {
        out.push_str("{}");
    }
    for item in &series.items {
        write_item(&item.node, &mut out);
    }
    out
}

/// Returns the canonical text of the metric with its labels; empty when there is neither.
pub fn print_metric(series: &SeriesDescription) -> String {
    let mut out = String::new();
    if let Some(name) = &series.name {
        out.push_str(&name.value);
    }
    if !series.labels.is_empty() {
        write_labels(&series.labels, &mut out);
    }
    out
}

fn write_labels(labels: &[Label], out: &mut String) {
    out.push('{');
    for (index, label) in labels.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        if label.name.value != NAME_LABEL || label.range != label.name.range {
            write_label(&label.name, out);
            out.push('=');
        }
        write_quoted(&label.value.value, out);
    }
    out.push('}');
}

fn write_item(node: &ItemNode, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match node {
        ItemNode::Invalid => Ok(()),
        ItemNode::Omitted(1) => out.write_str(" _"),
        ItemNode::Omitted(times) => write!(out, " _x{times}"),
        ItemNode::Values { first, step, times } => {
            out.push(' ');
            write_sample(first, out);
            write_step(step, out);
            if *times > 0 || *step != Step::Same {
                write!(out, "x{times}")
            } else {
                Ok(())
            }
        }
    };
}

fn write_sample(sample: &Sample, out: &mut String) {
    match sample {
        Sample::Omitted => out.push('_'),
        Sample::Stale => out.push_str("stale"),
        Sample::Float(value) => write_value(*value, out),
        Sample::Histogram(histogram) => write_histogram(histogram, out),
    }
}

fn write_step(step: &Step, out: &mut String) {
    match step {
        Step::Same => {}
        Step::Number(value) => {
            let sign = if value.is_sign_negative() && !value.is_nan() {
                '-'
            } else {
                '+'
            };
            out.push(sign);
            write_value(value.abs(), out);
        }
        Step::Histogram(sign, histogram) => {
            out.push(if *sign == Sign::Minus { '-' } else { '+' });
            write_histogram(histogram, out);
        }
    }
}

/// Appends a number; infinity has no `+`, which histograms do not know.
fn write_value(value: f64, out: &mut String) {
    if value == f64::INFINITY {
        out.push_str("Inf");
    } else {
        write_number_short(value, out);
    }
}

fn write_histogram(histogram: &Histogram, out: &mut String) {
    out.push_str("{{");
    let start = out.len();
    for (name, field) in FIELDS {
        let before = out.len();
        if before > start {
            out.push(' ');
        }
        out.push_str(name);
        out.push(':');
        if !write_field(histogram, field, out) {
            out.truncate(before);
        }
    }
    out.push_str("}}");
}

/// Appends the value of a field; `false` when it need not be told.
fn write_field(histogram: &Histogram, field: Field, out: &mut String) -> bool {
    match field {
        Field::Schema => write_integer(i64::from(histogram.schema), out),
        Field::Count => write_float(histogram.count, out),
        Field::Sum => write_float(histogram.sum, out),
        Field::ZeroCount => write_float(histogram.zero_count, out),
        Field::ZeroWidth => write_float(histogram.zero_width, out),
        Field::CustomValues => write_list(histogram.custom_values.iter(), out),
        Field::Offset => write_offset(&histogram.positive, out),
        Field::Buckets => write_list(counts(&histogram.positive), out),
        Field::NegativeOffset => write_offset(&histogram.negative, out),
        Field::NegativeBuckets => write_list(counts(&histogram.negative), out),
        Field::ResetHint => {
            let name = RESET_HINTS
                .iter()
                .find(|(_, hint)| *hint == histogram.reset_hint);
            out.push_str(name.map_or("", |(name, _)| name));
            histogram.says_reset_hint
        }
    }
}

fn counts(buckets: &[Bucket]) -> impl Iterator<Item = &f64> {
    buckets.iter().map(|bucket| &bucket.count)
}

fn write_offset(buckets: &[Bucket], out: &mut String) -> bool {
    write_integer(buckets.first().map_or(0, |bucket| bucket.index), out)
}

fn write_integer(value: i64, out: &mut String) -> bool {
    let _ = write!(out, "{value}");
    value != 0
}

fn write_float(value: f64, out: &mut String) -> bool {
    write_value(value, out);
    value != 0.0 || value.is_sign_negative()
}

fn write_list<'a>(values: impl Iterator<Item = &'a f64>, out: &mut String) -> bool {
    let start = out.len();
    for value in values {
        out.push(if out.len() == start { '[' } else { ' ' });
        write_value(*value, out);
    }
    let some = out.len() > start;
    out.push(']');
    some
}
