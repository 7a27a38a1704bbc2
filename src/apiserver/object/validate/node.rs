//! One value and one schema: which validators apply, in the server's order and with its count of matches.

use super::{
    Reading, kinds,
    outcome::{Fault, Outcome, field},
};
use crate::{
    apiserver::{Path, Schema, object::show::place},
    regexp::{Error, Regexp},
};
use serde_json::Value;
use std::{cell::RefCell, collections::HashMap};

/// Compiled patterns; `None` for one that is too large to be run here.
pub type Patterns = RefCell<HashMap<String, Compiled>>;

/// A pattern, or why Go refuses it.
pub type Compiled = Result<Option<Regexp>, Error>;

/// What holds for a whole validation.
#[derive(Clone, Copy)]
pub struct Validator<'v> {
    pub reading: Reading,
    /// What was asked about; errors that name no field are told of it.
    pub root: &'v Path<'v>,
    pub patterns: &'v Patterns,
    /// Whether the schema stands within `allOf`, `anyOf`, `oneOf` or `not`.
    pub in_clause: bool,
}

impl Validator<'_> {
    /// Validates a value at `path`.
    pub fn node(&self, value: &Value, schema: &Schema, path: &Path, out: &mut Outcome) {
        let kinds = kinds::of(schema, self.reading);
        let format = kinds::format_of(schema, kinds, self.reading);
        if value.is_null() {
            self.kind(value, schema, path, out);
            self.listed(value, schema, path, out);
            return;
        }
        if !kinds.is_empty() || format.is_some() {
            self.kind(value, schema, path, out);
            out.matches += 1;
        }
        self.alternatives(value, schema, path, out);
        match value {
            Value::String(text) => {
                self.text(text, schema, path, out);
                out.matches += 1;
                if let Some(format) = format.filter(|name| crate::apiserver::format::is_known(name))
                {
                    self.format(text, format, path, out);
                    out.matches += 1;
                }
            }
            Value::Number(number) => self.number(number, schema, path, out),
            Value::Array(items) => self.items(items, schema, path, out),
            _ => {}
        }
        self.listed(value, schema, path, out);
        if let Value::Object(fields) = value {
            self.fields(fields, schema, path, out);
        }
        // For the alternatives, the enumeration, and the value itself.
        out.matches += 3;
    }

    /// Tells an error at the value.
    pub fn tell(&self, fault: Fault, path: &Path, out: &mut Outcome) {
        out.add(fault, field(path), path);
    }

    /// Tells an error at the value which the server tells of the whole.
    pub fn tell_of_whole(&self, fault: Fault, path: &Path, out: &mut Outcome) {
        out.add(fault, field(self.root), path);
    }

    /// How messages call the value.
    pub fn name(&self, path: &Path) -> String {
        place(&path.field())
    }
}
