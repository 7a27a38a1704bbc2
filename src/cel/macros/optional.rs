//! Macros on optional values.

use crate::cel::ast::{Call, Expr};
use crate::cel::macros::build::Build;
use crate::cel::macros::{Expansion, variable};

pub(super) fn map(build: &mut Build, call: Call) -> Expansion {
    present(build, call, |build, value| {
        build.call("optional.of", vec![value])
    })
}

pub(super) fn flat_map(build: &mut Build, call: Call) -> Expansion {
    present(build, call, |_, value| value)
}

/// What an expression makes of the value when there is one, else no value.
fn present(build: &mut Build, call: Call, wrap: fn(&mut Build, Expr) -> Expr) -> Expansion {
    let target = *call.target.ok_or(None)?;
    let [name, expr] = build.arguments(call.arguments)?;
    let name = variable(&name)?;
    let copy = build.copy(&target)?;
    let value = build.method("value", copy, Vec::new());
    let inside = build.bind(&name, value, expr);
    let yes = wrap(build, inside);
    let condition = build.method("hasValue", target, Vec::new());
    let no = build.call("optional.none", Vec::new());
    Ok(build.call("_?_:_", vec![condition, yes, no]))
}
