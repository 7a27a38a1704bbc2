//! The variables that are known at a place of a template.

use crate::gotemplate::nearest::find_nearest;
use std::collections::BTreeMap;

/// The variables that rules have from the start, besides `$`. Source: Prometheus, `model/rulefmt` and `rules/alerting.go`.
pub const GIVEN: [&str; 4] = ["$labels", "$externalLabels", "$externalURL", "$value"];

/// Variables in the order of their declarations.
#[derive(Debug)]
pub struct Variables<'a> {
    stack: Vec<&'a str>,
    known: BTreeMap<&'a str, u32>,
}

impl<'a> Variables<'a> {
    /// Returns `$` and the variables given.
    pub fn new(given: &[&'a str]) -> Self {
        let mut variables = Variables {
            stack: Vec::new(),
            known: BTreeMap::new(),
        };
        variables.declare("$");
        for name in given {
            variables.declare(name);
        }
        variables
    }

    /// How many declarations there are.
    pub fn mark(&self) -> usize {
        self.stack.len()
    }

    /// Declares a variable.
    pub fn declare(&mut self, name: &'a str) {
        self.stack.push(name);
        *self.known.entry(name).or_default() += 1;
    }

    /// Whether a variable is known.
    pub fn has(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    /// Forgets the declarations after the first `mark`.
    pub fn forget(&mut self, mark: usize) {
        for name in self.stack.drain(mark..) {
            if let Some(count) = self.known.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    self.known.remove(name);
                }
            }
        }
    }

    /// Returns the known variable with the most similar name.
    pub fn nearest(&self, name: &str) -> Option<&'a str> {
        let named = self.known.keys().copied().filter(|known| *known != "$");
        find_nearest(name, named)
    }
}
