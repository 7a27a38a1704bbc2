//! Lengths, patterns and formats of strings.

use super::{
    node::Validator,
    outcome::{Fault, Outcome},
};
use crate::apiserver::{
    Cause, Path, Schema, format,
    object::show::{counted, quoted},
};
use regex::Regex;

impl Validator<'_> {
    /// The first that is wrong of length and pattern.
    pub fn text(&self, text: &str, schema: &Schema, path: &Path, out: &mut Outcome) {
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let found = counted(length, "character");
        if let Some(most) = schema.max_length.filter(|most| length > *most) {
            let message = format!(
                "{} may have at most {}, not {found}",
                self.name(path),
                counted(most, "character")
            );
            self.tell(
                Fault::new(Cause::TooLong, "wrong-length", message),
                path,
                out,
            );
        } else if let Some(least) = schema.min_length.filter(|least| length < *least) {
            let message = format!(
                "{} must have at least {}, not {found}",
                self.name(path),
                counted(least, "character")
            );
            self.tell(
                Fault::new(Cause::Invalid, "wrong-length", message),
                path,
                out,
            );
        } else if !schema.pattern.is_empty() && !self.matches(&schema.pattern, text) {
            let message = format!(
                "{} must match {}, not {}",
                self.name(path),
                quoted(&schema.pattern),
                quoted(text)
            );
            self.tell(
                Fault::new(Cause::Invalid, "wrong-pattern", message),
                path,
                out,
            );
        }
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        if !patterns.contains_key(pattern) {
            patterns.insert(pattern.to_owned(), Regex::new(pattern).ok());
        }
        let compiled = patterns.get(pattern).and_then(Option::as_ref);
        compiled.is_none_or(|compiled| compiled.is_match(text))
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
