//! Items of one type: the API server refuses lists and maps that are written with several.
//!
//! cel-go's `homogeneousAggregateLiteralValidator`; what stands in the arguments of `format` is free since Kubernetes 1.29.

use crate::cel::Error;
use crate::cel::ast::{Expr, ExprKind};
use crate::cel::check::FORMAT_SINCE;
use crate::cel::check::solve::unwrap_optional;
use crate::cel::types::{Checked, Type};

/// Returns an error for each list and each map whose items have several types.
pub(super) fn check(checked: &Checked, minor: u32) -> Vec<Error> {
    let mut walk = Walk {
        checked,
        minor,
        errors: Vec::new(),
    };
    walk.visit(&checked.ast.root);
    walk.errors
}

struct Walk<'a> {
    checked: &'a Checked,
    minor: u32,
    errors: Vec<Error>,
}

impl Walk<'_> {
    fn visit(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Call(call) if call.function == "format" && self.minor >= FORMAT_SINCE => {
                return;
            }
            ExprKind::List { items, optional } => {
                let items = items.iter().enumerate();
                let items: Vec<(&Expr, bool)> = items
                    .map(|(at, item)| (item, optional.contains(&at)))
                    .collect();
                self.one_type("items of a list", &items);
            }
            ExprKind::Map(entries) => {
                let keys: Vec<(&Expr, bool)> =
                    entries.iter().map(|entry| (&entry.key, false)).collect();
                let values: Vec<(&Expr, bool)> = entries
                    .iter()
                    .map(|entry| (&entry.value, entry.is_optional))
                    .collect();
                self.one_type("keys of a map", &keys);
                self.one_type("values of a map", &values);
            }
            _ => {}
        }
        for part in expr.parts() {
            self.visit(part);
        }
    }

    /// Tells the first item that has another type than the first one. With each: whether it stands behind a question mark.
    fn one_type(&mut self, what: &str, items: &[(&Expr, bool)]) {
        let mut first: Option<Type> = None;
        for (item, is_optional) in items {
            let mut kind = self.checked.types[item.id].clone();
            if *is_optional {
                let (inside, fits) = unwrap_optional(&kind);
                if !fits {
                    let message =
                        format!("expected a value that may be absent behind `?`, found `{kind}`");
                    let error = Error::new(item.range.clone(), message);
                    self.errors
                        .push(error.with_help("leave the `?` out, or write `optional.of(…)`"));
                    return;
                }
                kind = inside;
            }
            match &first {
                None => first = Some(kind),
                Some(first) if *first == kind => {}
                Some(first) => {
                    let message = format!("the {what} have one type, found `{first}` and `{kind}`");
                    let error = Error::new(item.range.clone(), message);
                    self.errors
                        .push(error.with_help("write each of them as `dyn(…)`"));
                    return;
                }
            }
        }
    }
}
