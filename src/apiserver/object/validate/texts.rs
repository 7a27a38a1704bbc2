//! Lengths, patterns and formats of strings.

use super::{
    node::Validator,
    outcome::{Fault, Outcome},
    parts::Bounds,
};
use crate::{
    apiserver::{Cause, Path, Schema, format, object::show::quoted},
    regexp::Regexp,
};

impl Validator<'_> {
    /// The length; the pattern only where it is right.
    pub fn text(&self, text: &str, schema: &Schema, path: &Path, out: &mut Outcome) {
        let bounds = Bounds {
            noun: "character",
            least: schema.min_length,
            most: schema.max_length,
            cause: Cause::TooLong,
        };
        let fits = self.count(text.chars().count(), &bounds, path, out);
        if fits
            && !schema.pattern.is_empty()
            && let Some(problem) = self.pattern_problem(&schema.pattern, text)
        {
            let message = format!("{} {problem}", self.name(path));
            let fault = Fault::new(Cause::Invalid, "wrong-pattern", message);
            self.tell(fault, path, out);
        }
    }

    /// Why a text does not match. With a pattern that Go cannot read, none does; one that is too large to be run is passed over.
    fn pattern_problem(&self, pattern: &str, text: &str) -> Option<String> {
        let mut patterns = self.patterns.borrow_mut();
        if !patterns.contains_key(pattern) {
            patterns.insert(pattern.to_owned(), Regexp::compile(pattern));
        }
        match patterns.get(pattern)? {
            Ok(Some(compiled)) if !compiled.is_match(text) => Some(format!(
                "must match {}, not {}",
                quoted(pattern),
                quoted(text)
            )),
            Ok(_) => None,
            Err(error) => Some(format!(
                "can have no value: the schema's `pattern` is wrong: {}",
                error.message
            )),
        }
    }

    /// The format, which the server knows.
    pub fn format(&self, text: &str, name: &str, path: &Path, out: &mut Outcome) {
        if format::matches(name, text) != Some(false) {
            return;
        }
        let message = format!(
            "{} must have the format `{name}`, not {}",
            self.name(path),
            quoted(text)
        );
        let mut fault = Fault::new(Cause::TypeInvalid, "wrong-format", message);
        fault.help = format::describe(name).map(|looks| format!("write {looks}"));
        self.tell(fault, path, out);
    }
}
