//! What is known of the variables at a place.

use crate::gotemplate::functions::{Owner, Type};
use std::collections::{BTreeMap, BTreeSet};

/// Variables by name, those declared last on top.
#[derive(Debug, Default)]
pub struct Scope<'a> {
    names: Vec<&'a str>,
    types: BTreeMap<&'a str, Vec<Type>>,
}

impl<'a> Scope<'a> {
    /// Returns what every rule gives. Source: Prometheus, `rules/alerting.go`.
    pub fn of_rule() -> Self {
        let mut scope = Scope::default();
        for (name, value) in [
            ("$", Type::Data),
            ("$labels", Type::Labels(Owner::Series)),
            ("$externalLabels", Type::Labels(Owner::External)),
            ("$externalURL", Type::String),
            ("$value", Type::Value),
        ] {
            scope.declare(name, value);
        }
        scope
    }

    /// How many variables there are.
    pub fn mark(&self) -> usize {
        self.names.len()
    }

    /// Declares a variable.
    pub fn declare(&mut self, name: &'a str, value: Type) {
        self.names.push(name);
        self.types.entry(name).or_default().push(value);
    }

    /// Returns what is known of a variable.
    pub fn get(&self, name: &str) -> Type {
        let types = self.types.get(name).and_then(|types| types.last());
        types.copied().unwrap_or(Type::Unknown)
    }

    /// Forgets the variables after the first `mark`.
    pub fn forget(&mut self, mark: usize) {
        for name in self.names.drain(mark.min(self.names.len())..) {
            self.types.get_mut(name).map(Vec::pop);
        }
    }

    /// Forgets what is known of variables that may be assigned anything.
    pub fn blur(&mut self, assigned: &BTreeSet<&'a str>) {
        for name in assigned {
            let types = self.types.get_mut(name).into_iter().flatten();
            types.for_each(|known| *known = Type::Unknown);
        }
    }
}
