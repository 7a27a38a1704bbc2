//! Looks: units, bounds, colors, of panels, queries and single series.

use crate::{
    model::{Axis, Cell, Context, Name, Spanned},
    project::{self, Scalar, Threshold},
    text::Span,
};

/// How values are shown. What is `None` was not said.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Grafana's id of the unit, or a suffix.
    pub unit: Option<Name>,
    /// Digits behind the point.
    pub decimals: Option<Spanned<u32>>,
    /// Lowest value.
    pub min: Option<Spanned<f64>>,
    /// Highest value.
    pub max: Option<Spanned<f64>>,
    /// Colors by value; the first step has no value.
    pub thresholds: Option<Vec<Step>>,
    /// A color, or one of Grafana's color schemes.
    pub color: Option<Name>,
    /// Width of lines in pixels.
    pub line_width: Option<Spanned<u32>>,
    /// Opacity below lines, 0 to 100.
    pub fill: Option<Spanned<u32>>,
    /// Where the axis stands.
    pub axis: Option<Spanned<Axis>>,
    /// Whether series are stacked.
    pub stack: Option<Spanned<bool>>,
    /// How cells of a table look.
    pub cell: Option<Spanned<Cell>>,
}

/// A color from a value on.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// From this value on; `None` for the first step.
    pub value: Option<f64>,
    /// The color.
    pub color: String,
    /// Where its value is written, or all of it without one.
    pub span: Option<Span>,
}

/// A text or color for values.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The values.
    pub values: Mapped,
    /// The text that is shown instead.
    pub text: Option<Name>,
    /// The color.
    pub color: Option<Name>,
    /// Where it is written.
    pub span: Span,
}

/// The values that a mapping is for.
#[derive(Clone, Debug)]
pub enum Mapped {
    /// This value, as text.
    Value(String),
    /// From the first to the second; open where `None`.
    Range(Option<f64>, Option<f64>),
    /// Values that match.
    Regex(String),
    /// Values that are none, in Grafana's words.
    Special(&'static str),
}

/// Color of values that no threshold reaches.
pub const BASE_COLOR: &str = "green";

impl Looks {
    /// The looks of a panel.
    pub fn of_panel(ctx: &mut Context, panel: &project::Panel) -> Self {
        let looks = Self {
            unit: panel.unit.clone(),
            decimals: panel.decimals.clone(),
            min: panel.min.clone(),
            max: panel.max.clone(),
            thresholds: steps(ctx, panel.thresholds.as_ref()),
            color: panel.color.clone(),
            line_width: panel.line_width.clone(),
            fill: panel.fill.clone(),
            axis: panel.axis.clone(),
            stack: panel.stack.clone(),
            cell: panel.cell.clone(),
        };
        looks.check(ctx);
        looks
    }

    /// The looks of one of several queries.
    pub fn of_query(ctx: &mut Context, query: &project::Query) -> Self {
        let looks = Self {
            unit: query.unit.clone(),
            decimals: query.decimals.clone(),
            min: query.min.clone(),
            max: query.max.clone(),
            thresholds: steps(ctx, query.thresholds.as_ref()),
            color: query.color.clone(),
            line_width: query.line_width.clone(),
            fill: query.fill.clone(),
            axis: query.axis.clone(),
            stack: query.stack.clone(),
            cell: query.cell.clone(),
        };
        looks.check(ctx);
        looks
    }

    /// The looks of an override.
    pub fn of_override(ctx: &mut Context, written: &project::Override) -> Self {
        let looks = Self {
            unit: written.unit.clone(),
            decimals: written.decimals.clone(),
            min: written.min.clone(),
            max: written.max.clone(),
            thresholds: steps(ctx, written.thresholds.as_ref()),
            color: written.color.clone(),
            line_width: written.line_width.clone(),
            fill: written.fill.clone(),
            axis: written.axis.clone(),
            stack: written.stack.clone(),
            cell: written.cell.clone(),
        };
        looks.check(ctx);
        looks
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        let numbers = self.decimals.is_none() && self.min.is_none() && self.max.is_none();
        let colors = self.thresholds.is_none() && self.color.is_none() && self.cell.is_none();
        let lines = self.line_width.is_none() && self.fill.is_none();
        let axis = self.axis.is_none() && self.stack.is_none();
        self.unit.is_none() && numbers && colors && lines && axis
    }

    fn check(&self, ctx: &mut Context) {
        let limits = [
            (&self.line_width, 10, "a line's width lies between 0 and 10"),
            (&self.fill, 100, "an opacity lies between 0 and 100"),
            (&self.decimals, 20, "a number has up to 20 decimals"),
        ];
        for (value, limit, message) in limits {
            if let Some(value) = value.as_ref().filter(|value| value.value > limit) {
                ctx.bad_value(value.span, message);
            }
        }
        if let (Some(min), Some(max)) = (&self.min, &self.max)
            && min.value >= max.value
        {
            ctx.bad_value(max.span, "`max` must be larger than `min`");
        }
    }
}

/// Reads thresholds: steps that ascend, behind a base that is green unless the first step has no value.
fn steps(ctx: &mut Context, written: Option<&Vec<Spanned<Threshold>>>) -> Option<Vec<Step>> {
    let written = written?;
    let mut steps: Vec<Step> = Vec::with_capacity(written.len() + 1);
    for (index, step) in written.iter().enumerate() {
        let value = step.value.value.as_ref();
        if index == 0 && value.is_some() {
            steps.push(base());
        }
        if index > 0 && value.is_none() {
            ctx.bad_value(step.span, "only the first step has no `value`");
        }
        let last = steps.last().and_then(|step| step.value);
        if let (Some(last), Some(value)) = (last, value)
            && value.value <= last
        {
            ctx.bad_value(value.span, "the values of thresholds must ascend");
        }
        steps.push(Step {
            value: value.map(|value| value.value),
            color: step.value.color.value.clone(),
            span: Some(value.map_or(step.span, |value| value.span)),
        });
    }
    if steps.is_empty() {
        steps.push(base());
    }
    Some(steps)
}

/// The step below all thresholds.
pub fn base() -> Step {
    Step {
        value: None,
        color: BASE_COLOR.to_string(),
        span: None,
    }
}

/// Reads mappings: each has one way to say which values it is for.
pub fn mappings(ctx: &mut Context, written: &[Spanned<project::Mapping>]) -> Vec<Mapping> {
    written
        .iter()
        .filter_map(|mapping| self::mapping(ctx, mapping))
        .collect()
}

fn mapping(ctx: &mut Context, written: &Spanned<project::Mapping>) -> Option<Mapping> {
    let from = written.from.as_ref().map(|value| value.value);
    let to = written.to.as_ref().map(|value| value.value);
    let ways = [
        written
            .value
            .value
            .as_ref()
            .map(|value| Mapped::Value(scalar(value))),
        (from.is_some() || to.is_some()).then_some(Mapped::Range(from, to)),
        written
            .regex
            .as_ref()
            .map(|regex| Mapped::Regex(regex.value.clone())),
        written
            .special
            .as_ref()
            .map(|special| Mapped::Special(special_word(special.value))),
    ];
    let mut ways = ways.into_iter().flatten();
    let (Some(values), None) = (ways.next(), ways.next()) else {
        ctx.bad_value(
            written.span,
            "a mapping has one of `value`, `from` and `to`, `regex`, `special`",
        );
        return None;
    };
    if written.text.is_none() && written.color.is_none() {
        ctx.bad_value(written.span, "a mapping needs `text` or `color`");
    }
    Some(Mapping {
        values,
        text: written.text.clone(),
        color: written.color.clone(),
        span: written.span,
    })
}

fn scalar(value: &Spanned<Scalar>) -> String {
    match &value.value {
        Scalar::String(text) => text.clone(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Float(number) => number.to_string(),
    }
}

/// Grafana's word for special values. Source: grafana/schema, `SpecialValueMatch`.
fn special_word(special: project::Special) -> &'static str {
    match special {
        project::Special::Null => "null",
        project::Special::Nan => "nan",
        project::Special::NullAndNan => "null+nan",
        project::Special::True => "true",
        project::Special::False => "false",
        project::Special::Empty => "empty",
    }
}
