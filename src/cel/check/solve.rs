//! Whether types fit each other, and what the parameters of overloads stand for.
//!
//! As `internalIsAssignable` and its neighbors in cel-go's `checker/types.go`. Types can grow exponentially (`{a: a}` in a loop in a
//! loop …): all steps are counted, and beyond a bound everything fits.

use crate::cel::types::{OPTIONAL, Parameter, Type};
use std::{mem::discriminant, sync::Arc};

/// How many parts of types are looked at in one expression at most.
const MOST_STEPS: usize = 2_000_000;

/// What parameters stand for.
#[derive(Default)]
pub(super) struct Solver {
    /// By the number of the parameter.
    bound: Vec<Option<Type>>,
    /// What was changed, with what it was before, so that it can be undone.
    trail: Vec<(usize, Option<Type>)>,
    steps: usize,
}

/// Whether a type can stand for a parameter.
#[derive(PartialEq)]
enum Substitution {
    Fits,
    /// It does not, and another stands for it already.
    IsAnother,
    Fails,
}

impl Solver {
    /// Returns a parameter that nothing is known about.
    pub(super) fn fresh(&mut self) -> Type {
        self.bound.push(None);
        Type::Parameter(Parameter::Numbered(self.bound.len() - 1))
    }

    /// Whether the types grew beyond what is looked at.
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps > MOST_STEPS
    }

    /// Whether the second fits where the first is wanted; what that tells of parameters is kept when it does.
    pub(super) fn assignable(&mut self, wanted: &Type, found: &Type) -> bool {
        self.all_assignable(std::slice::from_ref(wanted), std::slice::from_ref(found))
    }

    /// Whether each fits; what that tells of parameters is kept when all do.
    pub(super) fn all_assignable(&mut self, left: &[Type], right: &[Type]) -> bool {
        let before = self.trail.len();
        let fits = self.fit_all(left, right);
        if !fits {
            for (number, old) in self.trail.drain(before..).rev() {
                self.bound[number] = old;
            }
        }
        fits
    }

    /// The type with what its parameters stand for; with `to_dyn`, those that stand for nothing are `dyn`.
    pub(super) fn substitute(&mut self, kind: &Type, to_dyn: bool) -> Type {
        self.changed(kind, to_dyn).unwrap_or_else(|| kind.clone())
    }

    /// The type with what its parameters stand for; `None` when that is the same.
    fn changed(&mut self, kind: &Type, to_dyn: bool) -> Option<Type> {
        if !self.step() {
            return Some(Type::Dyn);
        }
        match kind {
            Type::Parameter(_) => match self.find(kind) {
                Some(found) => Some(self.substitute(&found, to_dyn)),
                None => to_dyn.then_some(Type::Dyn),
            },
            Type::List(item) => Some(Type::List(Arc::new(self.changed(item, to_dyn)?))),
            Type::Type(Some(of)) => Some(Type::Type(Some(Arc::new(self.changed(of, to_dyn)?)))),
            Type::Map(key, value) => {
                let (new_key, new_value) = (self.changed(key, to_dyn), self.changed(value, to_dyn));
                if new_key.is_none() && new_value.is_none() {
                    return None;
                }
                let or_old =
                    |new: Option<Type>, old: &Arc<Type>| new.map_or_else(|| old.clone(), Arc::new);
                Some(Type::Map(or_old(new_key, key), or_old(new_value, value)))
            }
            Type::Opaque(name, parts) => {
                let new: Vec<Option<Type>> = parts
                    .iter()
                    .map(|part| self.changed(part, to_dyn))
                    .collect();
                if new.iter().all(Option::is_none) {
                    return None;
                }
                let both = new.into_iter().zip(parts);
                let parts = both.map(|(new, old)| new.unwrap_or_else(|| old.clone()));
                Some(Type::Opaque(name, parts.collect()))
            }
            _ => None,
        }
    }

    /// Counts a step; false when there were too many.
    fn step(&mut self) -> bool {
        self.steps += 1;
        !self.is_exhausted()
    }

    fn find(&self, kind: &Type) -> Option<Type> {
        match kind {
            Type::Parameter(Parameter::Numbered(number)) => self.bound[*number].clone(),
            _ => None,
        }
    }

    fn bind(&mut self, parameter: &Type, kind: Type) {
        if let Type::Parameter(Parameter::Numbered(number)) = parameter {
            let old = self.bound[*number].replace(kind);
            self.trail.push((*number, old));
        }
    }

    fn fit_all(&mut self, left: &[Type], right: &[Type]) -> bool {
        left.len() == right.len()
            && left
                .iter()
                .zip(right)
                .all(|(left, right)| self.fit(left, right))
    }

    fn fit(&mut self, left: &Type, right: &Type) -> bool {
        if !self.step() {
            return true;
        }
        if matches!(right, Type::Parameter(_)) {
            match self.stands_for(left, right) {
                Substitution::Fits => return true,
                Substitution::IsAnother => return false,
                Substitution::Fails => {}
            }
        }
        if matches!(left, Type::Parameter(_)) {
            return self.stands_for(right, left) == Substitution::Fits;
        }
        if left.is_unknown() || right.is_unknown() {
            return true;
        }
        match (left, right) {
            (Type::Null, other) | (other, Type::Null) => is_nullable(other),
            (Type::Type(_), Type::Type(_)) => true,
            (Type::List(left), Type::List(right)) => self.fit(left, right),
            (Type::Map(left_key, left), Type::Map(right_key, right)) => {
                self.fit(left_key, right_key) && self.fit(left, right)
            }
            (Type::Opaque(left, parts), Type::Opaque(right, others)) => {
                left == right && self.fit_all(parts, others)
            }
            (Type::Object(left), Type::Object(right)) => left == right,
            _ => discriminant(left) == discriminant(right),
        }
    }

    /// Whether `kind` can stand for `parameter`, and notes that it does.
    fn stands_for(&mut self, kind: &Type, parameter: &Type) -> Substitution {
        if self.same(kind, parameter) {
            return Substitution::Fits;
        }
        if let Some(before) = self.find(parameter) {
            if self.same(kind, &before) {
                return Substitution::Fits;
            }
            if !self.fit(kind, &before) {
                return Substitution::IsAnother;
            }
            let general = self.more_general(kind, &before);
            if self.is_free_of(parameter, &general) {
                self.bind(parameter, general);
            }
            return Substitution::Fits;
        }
        if self.is_free_of(parameter, kind) {
            self.bind(parameter, kind.clone());
            return Substitution::Fits;
        }
        Substitution::Fails
    }

    /// Whether a type does not consist of a parameter.
    fn is_free_of(&mut self, parameter: &Type, kind: &Type) -> bool {
        if !self.step() {
            return false;
        }
        match kind {
            Type::Parameter(_) if kind == parameter => false,
            Type::Parameter(_) => match self.find(kind) {
                Some(found) => self.is_free_of(parameter, &found),
                None => true,
            },
            Type::List(inner) | Type::Type(Some(inner)) => self.is_free_of(parameter, inner),
            Type::Map(key, value) => {
                self.is_free_of(parameter, key) && self.is_free_of(parameter, value)
            }
            Type::Opaque(_, parts) => parts.iter().all(|part| self.is_free_of(parameter, part)),
            _ => true,
        }
    }

    /// The type of the two that says less.
    pub(super) fn more_general(&mut self, left: &Type, right: &Type) -> Type {
        let left_is = self.is_no_more_specific(left, right);
        if left_is { left } else { right }.clone()
    }

    fn is_no_more_specific(&mut self, left: &Type, right: &Type) -> bool {
        if !self.step() {
            return true;
        }
        match (left, right) {
            (Type::Dyn | Type::Parameter(_), _) | (Type::Type(_), Type::Type(_)) => true,
            (_, Type::Dyn | Type::Parameter(_)) => false,
            (Type::List(left), Type::List(right)) => self.is_no_more_specific(left, right),
            (Type::Map(left_key, left), Type::Map(right_key, right)) => {
                self.is_no_more_specific(left_key, right_key)
                    && self.is_no_more_specific(left, right)
            }
            (Type::Opaque(left, parts), Type::Opaque(right, others)) => {
                let mut pairs = parts.iter().zip(others);
                left == right
                    && parts.len() == others.len()
                    && pairs.all(|(left, right)| self.is_no_more_specific(left, right))
            }
            _ => self.same(left, right),
        }
    }

    /// Whether two types are the same to the letter.
    pub(super) fn same(&mut self, left: &Type, right: &Type) -> bool {
        if !self.step() {
            return true;
        }
        match (left, right) {
            (Type::List(left), Type::List(right)) => {
                Arc::ptr_eq(left, right) || self.same(left, right)
            }
            (Type::Type(Some(left)), Type::Type(Some(right))) => self.same(left, right),
            (Type::Map(left_key, left), Type::Map(right_key, right)) => {
                self.same(left_key, right_key) && self.same(left, right)
            }
            (Type::Opaque(left, parts), Type::Opaque(right, others)) => {
                let mut pairs = parts.iter().zip(others);
                left == right
                    && parts.len() == others.len()
                    && pairs.all(|(left, right)| self.same(left, right))
            }
            _ => left == right,
        }
    }
}

/// Whether `null` fits; cel-go's `isLegacyNullable`.
fn is_nullable(kind: &Type) -> bool {
    matches!(
        kind,
        Type::Null | Type::Opaque(..) | Type::Object(_) | Type::Duration | Type::Timestamp
    )
}

/// The type of what a value that may be absent holds, and whether it is one; else the type itself.
pub(super) fn unwrap_optional(kind: &Type) -> (Type, bool) {
    match kind {
        Type::Opaque(OPTIONAL, parts) if !parts.is_empty() => (parts[0].clone(), true),
        _ => (kind.clone(), false),
    }
}
