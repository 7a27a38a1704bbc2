//! `anyOf`, `oneOf`, `allOf` and `not`.

use super::{
    node::Validator,
    outcome::{Fault, Outcome},
};
use crate::apiserver::{Cause, Path, Schema};
use serde_json::Value;

impl Validator<'_> {
    /// What several schemas say together.
    pub fn alternatives(&self, value: &Value, schema: &Schema, path: &Path, out: &mut Outcome) {
        if !schema.any_of.is_empty() {
            self.any_of(value, &schema.any_of, path, out);
        }
        if !schema.one_of.is_empty() {
            self.one_of(value, &schema.one_of, path, out);
        }
        if !schema.all_of.is_empty() {
            self.all_of(value, &schema.all_of, path, out);
        }
        if let Some(not) = &schema.not
            && self.clause(value, not, path).is_valid()
        {
            self.tell_combined("matches what `not` forbids", path, out);
        }
        out.matches += 1;
    }

    fn any_of(&self, value: &Value, clauses: &[Schema], path: &Path, out: &mut Outcome) {
        let mut best: Option<Outcome> = None;
        for clause in clauses {
            let outcome = self.clause(value, clause, path);
            if outcome.is_valid() {
                out.merge(outcome);
                return;
            }
            if best
                .as_ref()
                .is_none_or(|best| outcome.matches > best.matches)
            {
                best = Some(outcome);
            }
        }
        self.tell_combined("matches none of the alternatives of `anyOf`", path, out);
        out.merge(best.unwrap_or_default());
    }

    fn one_of(&self, value: &Value, clauses: &[Schema], path: &Path, out: &mut Outcome) {
        let mut best: Option<Outcome> = None;
        let mut valid: Vec<(usize, Outcome)> = Vec::new();
        for (index, clause) in clauses.iter().enumerate() {
            let outcome = self.clause(value, clause, path);
            if outcome.is_valid() {
                valid.push((index, outcome));
            } else if best
                .as_ref()
                .is_none_or(|best| outcome.matches > best.matches)
            {
                best = Some(outcome);
            }
        }
        let places: Vec<String> = valid
            .iter()
            .map(|(index, _)| format!("`oneOf[{index}]`"))
            .collect();
        match valid.len() {
            1 => valid
                .into_iter()
                .for_each(|(_, outcome)| out.merge(outcome)),
            0 => {
                self.tell_combined("matches none of the alternatives of `oneOf`", path, out);
                out.merge(best.unwrap_or_default());
            }
            _ => self.tell_combined(
                &format!(
                    "matches several alternatives of which only one may match: {}",
                    places.join(", ")
                ),
                path,
                out,
            ),
        }
    }

    fn all_of(&self, value: &Value, clauses: &[Schema], path: &Path, out: &mut Outcome) {
        let mut failed = Vec::new();
        for (index, clause) in clauses.iter().enumerate() {
            let outcome = self.clause(value, clause, path);
            if !outcome.is_valid() {
                failed.push(format!("`allOf[{index}]`"));
            }
            out.merge(outcome);
        }
        if !failed.is_empty() {
            self.tell_combined(&format!("does not match {}", failed.join(", ")), path, out);
        }
    }

    fn clause(&self, value: &Value, clause: &Schema, path: &Path) -> Outcome {
        let mut outcome = Outcome::default();
        let inner = Self {
            in_clause: true,
            ..*self
        };
        inner.node(value, clause, path, &mut outcome);
        outcome
    }

    fn tell_combined(&self, what: &str, path: &Path, out: &mut Outcome) {
        let message = format!("{} {what}", self.name(path));
        self.tell_of_whole(
            Fault::new(Cause::Invalid, "unmatched-alternatives", message),
            path,
            out,
        );
    }
}
