//! Parameters: named values for expressions and texts.

use super::{Context, duration, names};
use crate::{
    project::{Name, Scalar},
    text::Span,
};
use indexmap::IndexMap;

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// What it is.
    pub value: Value,
    /// As written in texts: `30m`, `0.05`.
    pub text: String,
    /// Where its value stands.
    pub span: Span,
}

/// What a parameter is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A length of time, in milliseconds.
    Duration(i64),
    /// A number.
    Number(f64),
    /// Text that is no duration.
    Text,
}

/// Parameters by name, in the order written.
pub type Params = IndexMap<String, Param>;

/// The parameters of a project.
pub fn resolve(ctx: &mut Context) -> Params {
    let mut params = Params::new();
    let project = ctx.project;
    for (name, value) in &project.params {
        check_name(ctx, name);
        params.insert(name.value.clone(), param(&value.value, value.span));
    }
    params
}

fn check_name(ctx: &mut Context, name: &Name) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !names::is_label_name(&name.value) || !name.value.chars().all(plain) {
        ctx.bad_value(
            name.span,
            format!(
                "`{}` is not a parameter's name: use lower case letters, digits and `_`",
                name.value
            ),
        );
    }
}

fn param(value: &Scalar, span: Span) -> Param {
    match value {
        Scalar::String(text) => {
            let value = duration::parse(text).map_or(Value::Text, Value::Duration);
            Param {
                value,
                text: text.clone(),
                span,
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "PromQL's numbers are floats too"
        )]
        Scalar::Int(number) => Param {
            value: Value::Number(*number as f64),
            text: number.to_string(),
            span,
        },
        Scalar::Float(number) => Param {
            value: Value::Number(*number),
            text: number.to_string(),
            span,
        },
    }
}
