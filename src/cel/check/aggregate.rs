//! Lists, maps, messages and loops.

use crate::cel::Error;
use crate::cel::ast::{Comprehension, Entry, Expr, ExprKind, Field};
use crate::cel::check::Checker;
use crate::cel::check::name::named_type;
use crate::cel::check::solve::unwrap_optional;
use crate::cel::types::{Reference, Type};
use std::sync::Arc;

impl Checker<'_> {
    pub(super) fn list(&mut self, items: &mut [Expr], optional: &[usize]) -> Type {
        let mut joined = None;
        for (at, item) in items.iter_mut().enumerate() {
            self.check(item);
            let kind = self.item_type(item, optional.binary_search(&at).is_ok());
            joined = Some(self.join(joined, kind));
        }
        let item = joined.unwrap_or_else(|| self.solver.fresh());
        Type::List(Arc::new(item))
    }

    pub(super) fn map(&mut self, entries: &mut [Entry]) -> Type {
        let (mut key, mut value) = (None, None);
        for entry in entries {
            self.check(&mut entry.key);
            let kind = self.type_of(&entry.key);
            key = Some(self.join(key, kind));
            self.check(&mut entry.value);
            let kind = self.item_type(&entry.value, entry.is_optional);
            value = Some(self.join(value, kind));
        }
        let key = key.unwrap_or_else(|| self.solver.fresh());
        let value = value.unwrap_or_else(|| self.solver.fresh());
        Type::Map(Arc::new(key), Arc::new(value))
    }

    /// The type of an item; behind a question mark that of the value that may be absent.
    fn item_type(&mut self, item: &Expr, is_optional: bool) -> Type {
        let kind = self.type_of(item);
        if !is_optional {
            return kind;
        }
        let (inside, fits) = unwrap_optional(&kind);
        if !fits && !kind.is_unknown() {
            let shown = self.shown_type_of(item);
            let message =
                format!("expected a value that may be absent behind `?`, found `{shown}`");
            let error = Error::new(item.range.clone(), message);
            self.error(error.with_help(
                "leave the `?` out, or write `a.?field`, `a[?key]`, `optional.of(value)`",
            ));
        }
        inside
    }

    /// The type that two items have in common.
    fn join(&mut self, before: Option<Type>, kind: Type) -> Type {
        match before {
            None => kind,
            Some(before) if self.solver.assignable(&before, &kind) => {
                self.solver.more_general(&before, &kind)
            }
            Some(_) => Type::Dyn,
        }
    }

    /// Checks `Name{field: value}`. Of the types that rules can name, only times have fields.
    pub(super) fn message(&mut self, expr: &mut Expr) {
        let (id, range) = (expr.id, expr.range.clone());
        let ExprKind::Struct { name, fields } = &mut expr.kind else {
            return;
        };
        let full = name.strip_prefix('.').unwrap_or(name).to_owned();
        let is_variable = self
            .scopes
            .iter()
            .chain(&self.environment.variables)
            .any(|(known, _)| *known == full);
        let kind = named_type(&full, self.environment.minor).filter(|_| !is_variable);
        let kind = match kind {
            Some(Type::Duration) => Type::Duration,
            Some(Type::Timestamp) => Type::Timestamp,
            Some(Type::Null) => Type::Null,
            Some(Type::Error) if !full.ends_with("NULL_VALUE") => Type::Dyn,
            _ => {
                let message = format!("`{full}` is no type that an object can be made of");
                let error = Error::new(range, message);
                self.error(error.with_help("a map is written `{'key': value}`"));
                for field in fields {
                    self.check(&mut field.value);
                }
                self.types[id] = Type::Error;
                return;
            }
        };
        for field in fields {
            self.message_field(field, &kind);
        }
        name.clone_from(&full);
        self.references[id] = Reference::Variable(full);
        self.types[id] = kind;
    }

    fn message_field(&mut self, field: &mut Field, message: &Type) {
        self.check(&mut field.value);
        let kind = self.item_type(&field.value, field.is_optional);
        let is_known = matches!(message, Type::Duration | Type::Timestamp)
            && matches!(field.name.as_str(), "seconds" | "nanos");
        if *message == Type::Dyn || is_known && self.solver.assignable(&Type::Int, &kind) {
            return;
        }
        let range = field.value.range.clone();
        let error = if is_known {
            let shown = self.shown_type_of(&field.value);
            Error::new(
                range,
                format!("`{}` is an `int`, found `{shown}`", field.name),
            )
        } else {
            Error::new(range, format!("`{message}` has no field `{}`", field.name))
        };
        self.error(error);
    }

    pub(super) fn comprehension(&mut self, inner: &mut Comprehension) -> Type {
        self.check(&mut inner.range);
        self.check(&mut inner.start);
        self.has_looped = true;
        let range = self.known_type_of(&inner.range);
        let start = self.type_of(&inner.start);
        let outside = self.scopes.len();
        self.scopes.push((inner.accumulator.clone(), start.clone()));
        let (first, second) = self.items_of(&range, &inner.range, inner.second_variable.is_some());
        self.scopes.push((inner.variable.clone(), first));
        if let Some(name) = &inner.second_variable {
            self.scopes.push((name.clone(), second));
        }
        self.check(&mut inner.condition);
        self.check(&mut inner.step);
        let condition = self.type_of(&inner.condition);
        let step = self.type_of(&inner.step);
        let fits = self.solver.assignable(&Type::Bool, &condition)
            && self.solver.assignable(&start, &step);
        if !fits {
            let (start, step) = (
                self.shown_type_of(&inner.start),
                self.shown_type_of(&inner.step),
            );
            let message = format!("the loop begins with `{start}` and goes on with `{step}`");
            self.error(Error::new(inner.step.range.clone(), message));
        }
        self.scopes.truncate(outside + 1);
        self.check(&mut inner.result);
        self.scopes.truncate(outside);
        self.known_type_of(&inner.result)
    }

    /// The types of the variables of a loop over a range.
    fn items_of(&mut self, kind: &Type, range: &Expr, has_two: bool) -> (Type, Type) {
        match kind {
            Type::List(item) if has_two => (Type::Int, (**item).clone()),
            Type::List(item) => ((**item).clone(), Type::Error),
            Type::Map(key, value) => ((**key).clone(), (**value).clone()),
            Type::Dyn | Type::Error | Type::Parameter(_) => {
                self.solver.assignable(&Type::Dyn, kind);
                (Type::Dyn, Type::Dyn)
            }
            _ => {
                let shown = self.shown_type_of(range);
                let message = format!("expected a list or a map to loop over, found `{shown}`");
                self.error(Error::new(range.range.clone(), message));
                (Type::Error, Type::Error)
            }
        }
    }
}
