//! Macros that ask how many items a condition holds for.

use crate::cel::Error;
use crate::cel::ast::{Call, Expr, Literal};
use crate::cel::macros::build::{Build, Loop};
use crate::cel::macros::{Expansion, loop_variable, loop_variables};

/// The variables and the condition of a loop.
struct Asked {
    range: Expr,
    variables: (String, Option<String>),
    condition: Expr,
}

fn read(build: &mut Build, call: Call) -> Result<Asked, Option<Error>> {
    let range = *call.target.ok_or(None)?;
    let (variables, condition) = if call.arguments.len() == 2 {
        let [item, condition] = build.arguments(call.arguments)?;
        ((loop_variable(&item)?, None), condition)
    } else {
        let [key, value, condition] = build.arguments(call.arguments)?;
        let (first, second) = loop_variables(&key, &value)?;
        ((first, Some(second)), condition)
    };
    Ok(Asked {
        range,
        variables,
        condition,
    })
}

pub(super) fn all(build: &mut Build, call: Call) -> Expansion {
    let asked = read(build, call)?;
    let so_far = build.accumulator();
    let condition = build.call("@not_strictly_false", vec![so_far]);
    let so_far = build.accumulator();
    let parts = Loop {
        range: asked.range,
        variables: asked.variables,
        start: build.bool(true),
        condition,
        step: build.call("_&&_", vec![so_far, asked.condition]),
        result: build.accumulator(),
    };
    Ok(build.comprehension(parts))
}

pub(super) fn exists(build: &mut Build, call: Call) -> Expansion {
    let asked = read(build, call)?;
    let so_far = build.accumulator();
    let not_yet = build.call("!_", vec![so_far]);
    let condition = build.call("@not_strictly_false", vec![not_yet]);
    let so_far = build.accumulator();
    let parts = Loop {
        range: asked.range,
        variables: asked.variables,
        start: build.bool(false),
        condition,
        step: build.call("_||_", vec![so_far, asked.condition]),
        result: build.accumulator(),
    };
    Ok(build.comprehension(parts))
}

pub(super) fn exists_one(build: &mut Build, call: Call) -> Expansion {
    let asked = read(build, call)?;
    let count = build.accumulator();
    let one = build.literal(Literal::Int(1));
    let more = build.call("_+_", vec![count, one]);
    let count = build.accumulator();
    let one = build.literal(Literal::Int(1));
    let parts = Loop {
        range: asked.range,
        variables: asked.variables,
        start: build.literal(Literal::Int(0)),
        condition: build.bool(true),
        step: build.step_where(Some(asked.condition), more),
        result: build.call("_==_", vec![count, one]),
    };
    Ok(build.comprehension(parts))
}
