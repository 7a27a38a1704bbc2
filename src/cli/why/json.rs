//! The explanation for programs.

use super::find::{Item, Part};
use crate::{
    infer::{Fact, Facts, Inferred, Interval, Presence, Step, Unit},
    model::Spanned,
    promql::ast::Range,
    text::{Sources, Span},
};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    kind: &'a str,
    name: &'a str,
    environment: Option<&'a str>,
    place: Place,
    expressions: Vec<Expression<'a>>,
}

#[derive(Serialize)]
struct Expression<'a> {
    name: Option<&'a str>,
    text: String,
    place: Option<Place>,
    root: Node,
}

/// What is known about one node.
#[derive(Serialize)]
struct Node {
    text: String,
    bytes: Option<[u32; 2]>,
    place: Option<Place>,
    #[serde(rename = "type")]
    value_type: &'static str,
    labels: Vec<Label>,
    open: bool,
    key: Option<Vec<String>>,
    unit: Option<String>,
    unit_declared: bool,
    range: Option<Values>,
    kind: &'static str,
    why: Why,
    parts: Vec<Node>,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Label {
    name: String,
    presence: &'static str,
    values: Option<Vec<String>>,
    why: Vec<Reason>,
}

#[derive(Serialize)]
struct Values {
    low: Option<f64>,
    above_low: bool,
    high: Option<f64>,
    below_high: bool,
    empty: bool,
    nan: bool,
}

#[derive(Serialize)]
struct Why {
    unit: Vec<Reason>,
    range: Vec<Reason>,
    kind: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    bytes: Option<[u32; 2]>,
    words: String,
}

/// What is known about an item, as JSON with a line end.
pub fn render(facts: &Facts, item: &Item, sources: &Sources) -> String {
    let environment = facts.model.environment.as_ref();
    let answer = Answer {
        kind: item.kind,
        name: &item.key,
        environment: environment.map(Spanned::as_str),
        place: place(sources, item.span),
        expressions: item
            .expressions
            .iter()
            .map(|part| expression(facts, part, sources))
            .collect(),
    };
    let text = serde_json::to_string_pretty(&answer);
    text.expect("plain data becomes JSON") + "\n"
}

fn expression<'i>(facts: &Facts, part: &'i Part, sources: &Sources) -> Expression<'i> {
    let offsets = part.written.map_or(Vec::new(), |written| {
        sources.expression_offsets(written.span)
    });
    let frame = Frame {
        sources,
        span: part.written.map(|written| written.span),
        offsets,
    };
    Expression {
        name: part.name.as_deref(),
        text: part
            .written
            .map_or_else(|| part.expr.to_string(), |written| written.value.clone()),
        place: part.written.map(|written| place(sources, written.span)),
        root: node(&frame, &facts.expression(part.expr)),
    }
}

/// Where an expression is written.
struct Frame<'s> {
    sources: &'s Sources,
    /// The whole string; `None` when gen made the expression.
    span: Option<Span>,
    /// Offsets from its start of each byte of the expression.
    offsets: Vec<u32>,
}

impl Frame<'_> {
    fn bytes(&self, range: Range) -> Option<[u32; 2]> {
        let written = self.span.is_some() && range.start < range.end;
        written.then_some([range.start, range.end])
    }

    /// The place in the file; `None` when gen made the node, or the string is put together.
    fn place(&self, range: Range) -> Option<Place> {
        let span = self.span?;
        let [start, end] = self.bytes(range)?.map(|at| self.offsets.get(at as usize));
        let span = Span {
            start: span.start + start?,
            end: span.start + end?,
            ..span
        };
        Some(place(self.sources, span))
    }

    fn reasons(&self, steps: Vec<Step>) -> Vec<Reason> {
        let reasons = steps.into_iter().map(|step| Reason {
            bytes: self.bytes(step.range),
            words: step.words,
        });
        reasons.collect()
    }
}

fn place(sources: &Sources, span: Span) -> Place {
    let file = sources.get(span.file);
    let (start, end) = (
        file.position(span.start as usize),
        file.position(span.end as usize),
    );
    Place {
        file: file.name.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn node(frame: &Frame, inferred: &Inferred) -> Node {
    let known = &inferred.known;
    let why = |fact| frame.reasons(inferred.why(fact));
    Node {
        text: inferred.expr.to_string(),
        bytes: frame.bytes(inferred.expr.range),
        place: frame.place(inferred.expr.range),
        value_type: known.value_type.word(),
        labels: labels(frame, inferred),
        open: known.labels.open,
        key: known.key.as_ref().map(|key| texts(&key.labels)),
        unit: (known.unit != Unit::Unknown).then(|| known.unit.name()),
        unit_declared: known.unit_declared,
        range: (!known.range.is_all()).then(|| values(&known.range)),
        kind: known.kind.name(),
        why: Why {
            unit: why(Fact::Unit),
            range: why(Fact::Range),
            kind: why(Fact::Kind),
        },
        parts: inferred
            .parts
            .iter()
            .map(|part| node(frame, part))
            .collect(),
    }
}

fn labels(frame: &Frame, inferred: &Inferred) -> Vec<Label> {
    let known = &inferred.known.labels;
    let listed = known.iter().map(|label| Label {
        name: label.name.to_string(),
        presence: match label.presence {
            Presence::Must => "must",
            _ => "may",
        },
        values: label.values.list().map(texts),
        why: frame.reasons(inferred.why_label(label.name)),
    });
    let absent = known.absent().map(|name| Label {
        name: name.to_string(),
        presence: "never",
        values: None,
        why: frame.reasons(inferred.why_label(name)),
    });
    listed.chain(absent).collect()
}

fn texts(values: &[impl AsRef<str>]) -> Vec<String> {
    values
        .iter()
        .map(|value| value.as_ref().to_string())
        .collect()
}

fn values(range: &Interval) -> Values {
    Values {
        low: Some(range.low).filter(|low| low.is_finite()),
        above_low: range.above,
        high: Some(range.high).filter(|high| high.is_finite()),
        below_high: range.below,
        empty: range.is_empty(),
        nan: range.nan,
    }
}
