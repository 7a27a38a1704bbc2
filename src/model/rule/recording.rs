//! Recording rules.

use super::{Inputs, Texts, labels, merge_raw, read_expression};
use crate::{
    model::{Allows, Context, Name, Spanned, Words, expression::Expression, names},
    project,
};

/// A recording rule.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Its key.
    pub key: Name,
    /// The recorded name.
    pub name: Name,
    /// What is recorded.
    pub expression: Expression,
    /// Labels put on the result, those of `raw` included.
    pub labels: Texts,
    /// Unit of the result; `None` when nobody said.
    pub unit: Option<Name>,
    /// Merged last into the rule.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    pub allow: Allows,
}

/// Reads a recording; `None` when its expression has errors.
pub fn read(
    ctx: &mut Context,
    inputs: Inputs,
    key: &Name,
    written: &project::Recording,
) -> Option<Recording> {
    let name = written.record.as_ref().unwrap_or(key);
    if !names::is_metric_name(&name.value) {
        ctx.bad_value(
            name.span,
            format!("`{}` is not a name that can be recorded: use letters, digits, `_` and `:`, with no digit at the beginning", name.value),
        );
    }
    let mut labels = labels(ctx, inputs, &written.labels);
    merge_raw(ctx, &mut labels, written.raw.as_ref(), names::LABELS);
    let expression = read_expression(ctx, inputs, &written.expr)?;
    Some(Recording {
        key: key.clone(),
        name: name.clone(),
        expression,
        labels,
        unit: written.unit.clone(),
        raw: written.raw.clone(),
        allow: written.allow.clone(),
    })
}
