//! One expression of a rule: read, checked, and its cost.

use super::Declared;
use crate::{
    apiserver::Validation,
    cel::{
        Environment, Error,
        ast::Expr,
        compile, cost,
        types::{Checked, Reference, Type},
    },
};

use std::ops::Range;

/// The minor release of Kubernetes whose API server is meant.
const SERVER: u32 = 36;

/// The variable of the value before a change. One of a loop with that name counts as its use, for the server too.
pub const OLD_SELF: &str = "oldSelf";

/// Reads and checks a rule at a node.
pub fn compile_rule(rule: &Validation, declared: &Declared) -> Result<Checked, Vec<Error>> {
    read(&rule.rule, rule, declared, &Type::Bool)
}

/// Reads and checks the expression of a rule's message at a node.
pub fn compile_message(rule: &Validation, declared: &Declared) -> Result<Checked, Vec<Error>> {
    read(&rule.message_expression, rule, declared, &Type::String)
}

fn read(
    text: &str,
    rule: &Validation,
    declared: &Declared,
    wanted: &Type,
) -> Result<Checked, Vec<Error>> {
    let own = declared.kind.clone();
    let old = match rule.optional_old_self {
        Some(true) => own.clone().optional(),
        _ => own.clone(),
    };
    let variables = vec![("self".to_owned(), own), (OLD_SELF.to_owned(), old)];
    let environment = Environment::for_server(SERVER, variables);
    let (checked, errors) = compile(text, &environment);
    let checked = checked.ok_or(errors)?;
    let found = checked.result();
    if found == wanted {
        return Ok(checked);
    }
    let message = format!("expected a value of type `{wanted}`, found `{found}`");
    Err(vec![Error::new(checked.ast.root.range.clone(), message)])
}

/// The first use of the value before a change; `None` when it is not used.
pub fn find_old_self(checked: &Checked) -> Option<Range<usize>> {
    let is_it = |expr: &Expr| matches!(&checked.references[expr.id], Reference::Variable(name) if name == OLD_SELF);
    let mut open = vec![&checked.ast.root];
    while let Some(expr) = open.pop() {
        if is_it(expr) {
            return Some(expr.range.clone());
        }
        open.extend(expr.parts().into_iter().rev());
    }
    None
}

/// The most that one evaluation may cost, with these sizes of values.
pub fn cost_with(checked: &Checked, sizes: &cost::Sizes<'_>) -> u64 {
    cost::estimate(checked, sizes).most
}
