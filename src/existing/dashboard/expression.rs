//! Expressions of panels and annotations, in which placeholders stand anywhere.
//!
//! Grafana puts texts in before Prometheus sees the expression, so that `$agg(x)` and `x[${n}m]` are right although no tree holds
//! them. Such an expression is tried with the texts that the dashboard lists: it is refused when each of them is, and left
//! alone when one is accepted or when nobody knows what the variable will be.

use super::{Scene, texts};
use crate::{
    diag::Diagnostic,
    document::Tree,
    existing::{documents::unrendered, field},
    model::{
        Name, Spanned,
        expression::{Expression, finding},
        target,
    },
    promql::{self, Error, ast::Range},
    text::literal::{self, Shape},
};

/// Texts of a variable that are tried.
const TRIES: usize = 8;

/// Reads the expression of a query. `None` when there is none, when it has errors, which are reported, and when no tree holds it.
pub fn read(scene: &mut Scene, tree: &Tree) -> Option<Expression> {
    let text = literal::trim(field::string(tree)?);
    if text.is_empty() {
        return None;
    }
    let written = Spanned::new(text, scene.reader.span(tree));
    // Neither Prometheus nor Grafana knows these braces: a program that makes dashboards does.
    if let Some(at) = written.value.find("{{") {
        if !scene.reader.is_template {
            scene.reader.is_template = true;
            let place = scene
                .reader
                .ctx
                .inside(&written, Shape::Trimmed, at..at + 2);
            scene.reader.ctx.report(unrendered(place));
        }
        return None;
    }
    let options = scene.options();
    let (expr, errors) = promql::parse(&written.value, &options);
    texts::of_expression(scene, &written, &expr);
    if errors.is_empty() {
        return Some(Expression { expr, written });
    }
    let outside = texts::outside_of_strings(&written.value).placeholders;
    if outside.is_empty() {
        report(scene, &written, &errors, |range| range);
    } else {
        try_texts(scene, &written, &outside);
    }
    None
}

/// Tries the texts that variables can be; reports what is wrong with the first when all are refused.
fn try_texts(scene: &mut Scene, written: &Name, outside: &[promql::ast::Embedded]) {
    let options = scene.options();
    let mut first = None;
    for index in 0..TRIES {
        let Some(tried) = filled(scene, &written.value, outside, index) else {
            return;
        };
        let (_, errors) = promql::parse(&tried.text, &options);
        if errors.is_empty() {
            return;
        }
        first.get_or_insert((tried, errors));
    }
    if let Some((tried, errors)) = first {
        report(scene, written, &errors, |range| tried.written(range));
    }
}

/// An expression with texts put in.
struct Filled {
    text: String,
    /// For each text that was put in: where it begins and ends, and the placeholder's place in what was written.
    parts: Vec<(Range, Range)>,
}

impl Filled {
    /// The place in what was written; that of a placeholder for what was put in.
    fn written(&self, range: Range) -> Range {
        Range {
            start: self.offset(range.start, |part| part.start),
            end: self.offset(range.end, |part| part.end),
        }
    }

    fn offset(&self, at: u32, inside: impl Fn(&Range) -> u32) -> u32 {
        let before = self.parts.iter().rev().find(|(put, _)| put.start < at);
        match before {
            None => at,
            Some((put, written)) if at < put.end => inside(written),
            Some((put, written)) => written.end + (at - put.end),
        }
    }
}

/// The expression with the texts of this number in the variables' lists; `None` when one of the variables has no list.
fn filled(
    scene: &Scene,
    text: &str,
    outside: &[promql::ast::Embedded],
    index: usize,
) -> Option<Filled> {
    let mut result = Filled {
        text: String::with_capacity(text.len()),
        parts: Vec::with_capacity(outside.len()),
    };
    let mut at = 0;
    for embedded in outside {
        let placeholder = &embedded.placeholder;
        let value = scene.possible_text(&placeholder.name, index)?;
        result.text.push_str(&text[at..embedded.at]);
        let start = result.text.len();
        result.text.push_str(value);
        let put = promql::placeholder::range(start, result.text.len());
        result.parts.push((put, placeholder.range));
        at = embedded.at + placeholder.written.len();
    }
    result.text.push_str(&text[at..]);
    Some(result)
}

fn report(scene: &mut Scene, written: &Name, errors: &[Error], place: impl Fn(Range) -> Range) {
    let ctx = &mut *scene.reader.ctx;
    let targets = &ctx.project.targets;
    let told: Vec<Diagnostic> = errors
        .iter()
        .map(|error| {
            let at = |range: Range| {
                let range = place(range);
                ctx.inside(
                    written,
                    Shape::Trimmed,
                    range.start as usize..range.end as usize,
                )
            };
            let told = finding(error, at);
            match error.needs {
                Some(needs) => target::explain(told, targets, needs),
                None => told,
            }
        })
        .collect();
    told.into_iter().for_each(|told| ctx.report(told));
}
