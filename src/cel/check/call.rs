//! Calls: which overloads of a function fit.

use crate::cel::ast::{Call, Expr, ExprKind};
use crate::cel::check::Checker;
use crate::cel::check::explain::unknown_function;
use crate::cel::check::name::qualified_name;
use crate::cel::declare::{self, Overload, Shape};
use crate::cel::types::{Reference, Type};
use std::ops::Range;

/// The minor release of Kubernetes 1 since which numbers of different types are compared.
const ACROSS_TYPES_SINCE: u32 = 28;

impl Checker<'_> {
    pub(super) fn call(&mut self, expr: &mut Expr) {
        let (id, range) = (expr.id, expr.range.clone());
        let ExprKind::Call(call) = &mut expr.kind else {
            return;
        };
        if call.function == "_?._" {
            return self.optional_select(id, &mut call.arguments);
        }
        if self.looks_like_a_macro(call) {
            self.error(unknown_function(call, self.environment.minor));
            self.types[id] = Type::Error;
            return;
        }
        for argument in &mut call.arguments {
            self.check(argument);
        }
        if let Some(name) = self.find_qualified(call) {
            call.function = name;
            call.target = None;
        } else if let Some(target) = &mut call.target {
            self.check(target);
        }
        let resolved = self.resolve_call(call, &range);
        let (kind, reference) = resolved.unwrap_or((Type::Error, Reference::Nothing));
        self.types[id] = kind;
        self.references[id] = reference;
    }

    /// Whether an unknown function stands where a macro would declare a variable, which is unknown then too.
    fn looks_like_a_macro(&self, call: &Call) -> bool {
        let is_known = |function: &str| {
            declare::overloads(function, self.environment.minor)
                .next()
                .is_some()
        };
        match call.arguments.first() {
            Some(Expr {
                kind: ExprKind::Ident(name),
                ..
            }) if call.target.is_some() => {
                !is_known(&call.function)
                    && self.find_qualified(call).is_none()
                    && !self.is_declared(name)
            }
            _ => false,
        }
    }

    /// The name of a function that is called by its full name: `optional.of(…)`, `.size(…)`.
    fn find_qualified(&self, call: &Call) -> Option<String> {
        let name = match &call.target {
            Some(target) => format!("{}.{}", qualified_name(target)?, call.function),
            None => call.function.clone(),
        };
        let name = name.strip_prefix('.').unwrap_or(&name);
        let is_known = declare::overloads(name, self.environment.minor)
            .next()
            .is_some();
        is_known.then(|| name.to_owned())
    }

    /// Returns the type of the call's value and its overloads; `None` when an error was told.
    fn resolve_call(&mut self, call: &Call, range: &Range<usize>) -> Option<(Type, Reference)> {
        let function = call.function.as_str();
        if declare::overloads(function, self.environment.minor)
            .next()
            .is_none()
        {
            let is_told = call
                .target
                .as_ref()
                .is_some_and(|target| self.types[target.id] == Type::Error);
            if !is_told {
                let error = unknown_function(call, self.environment.minor);
                self.error(error);
            }
            return None;
        }
        if matches!(function, "_&&_" | "_||_") {
            return self.logical(call);
        }
        let parts = call
            .target
            .iter()
            .map(|target| &**target)
            .chain(&call.arguments);
        let found: Vec<Type> = parts.map(|part| self.type_of(part)).collect();
        let (mut result, mut ids) = (None, Vec::new());
        for overload in declare::overloads(function, self.environment.minor) {
            if overload.is_method != call.target.is_some() || self.is_disabled(overload) {
                continue;
            }
            let Some(kind) = self.try_overload(overload, &found) else {
                continue;
            };
            ids.push(overload.id);
            result = Some(match result {
                None => kind,
                Some(Type::Dyn) => Type::Dyn,
                Some(before) if self.solver.same(&kind, &before) => before,
                Some(_) => Type::Dyn,
            });
        }
        if result.is_none() {
            let error = self.no_overload(call, range);
            self.error(error);
        }
        Some((result?, Reference::Overloads(ids)))
    }

    /// Returns the type of an overload's value when the arguments fit it.
    fn try_overload(&mut self, overload: &Overload, found: &[Type]) -> Option<Type> {
        if overload.arguments.len() != found.len() {
            return None;
        }
        let parameters = if overload.has_parameters() {
            [self.solver.fresh(), self.solver.fresh()]
        } else {
            [Type::Dyn, Type::Dyn]
        };
        let wanted: Vec<Type> = overload
            .arguments
            .iter()
            .map(|shape: &Shape| shape.with(&parameters))
            .collect();
        let fits = self.solver.all_assignable(found, &wanted);
        fits.then(|| {
            self.solver
                .substitute(&overload.result.with(&parameters), false)
        })
    }

    /// Checks the operands of `&&` and `||`, each for itself.
    fn logical(&mut self, call: &Call) -> Option<(Type, Reference)> {
        let mut all_fit = true;
        for argument in &call.arguments {
            let kind = self.type_of(argument);
            if !self.solver.assignable(&kind, &Type::Bool) {
                let error = self.no_condition(argument);
                self.error(error);
                all_fit = false;
            }
        }
        let id = if call.function == "_&&_" {
            "logical_and"
        } else {
            "logical_or"
        };
        all_fit.then(|| (Type::Bool, Reference::Overloads(vec![id])))
    }

    /// Whether an overload is not known yet in this release.
    fn is_disabled(&self, overload: &Overload) -> bool {
        self.environment.minor < ACROSS_TYPES_SINCE
            && !self.has_looped
            && declare::is_across_types(overload)
    }
}
