//! Items of lists and fields of objects.

use super::{
    Reading,
    node::Validator,
    outcome::{Fault, Outcome, field},
};
use crate::apiserver::{
    Additional, Cause, Path, Schema,
    object::{prune::items_of, show::counted},
};
use serde_json::{Map, Value};

impl Validator<'_> {
    /// The items of a list and their number.
    pub fn items(&self, items: &[Value], schema: &Schema, path: &Path, out: &mut Outcome) {
        if let Some(inner) = items_of(schema) {
            for (index, item) in items.iter().enumerate() {
                self.node(item, inner, &path.index(index), out);
            }
        }
        let bounds = (schema.min_items, schema.max_items);
        self.count(items.len(), bounds, "item", path, out);
        out.matches += 2;
    }

    /// The fields of an object, their number, and those that are required.
    pub fn fields(
        &self,
        fields: &Map<String, Value>,
        schema: &Schema,
        path: &Path,
        out: &mut Outcome,
    ) {
        let bounds = (schema.min_properties, schema.max_properties);
        self.count(fields.len(), bounds, "property", path, out);
        let ignored = self.in_clause && self.reading == Reading::Default;
        let additional = schema.additional_properties.as_ref().filter(|_| !ignored);
        for (key, value) in fields {
            let place = path.child(key);
            match (schema.properties.get(key), additional) {
                (Some(property), _) => self.node(value, property, &place, out),
                (None, Some(Additional::Schema(additional))) => {
                    self.node(value, additional, &place, out)
                }
                (None, Some(Additional::Flag(false))) => {
                    let message = format!("{} is not allowed here", self.name(&place));
                    out.add(
                        Fault::new(Cause::Invalid, "unknown-field", message),
                        field(path),
                        &place,
                    );
                }
                (None, _) => {}
            }
        }
        for key in schema
            .required
            .iter()
            .filter(|key| !fields.contains_key(*key))
        {
            let place = path.child(key);
            let message = format!("{} is required", self.name(&place));
            out.add(
                Fault::new(Cause::Required, "missing-field", message),
                field(&place),
                path,
            );
        }
        out.matches += 1;
    }

    fn count(
        &self,
        count: usize,
        bounds: (Option<i64>, Option<i64>),
        noun: &str,
        path: &Path,
        out: &mut Outcome,
    ) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let found = counted(count, noun);
        if let Some(least) = bounds.0.filter(|least| count < *least) {
            let message = format!(
                "{} must have at least {}, not {found}",
                self.name(path),
                counted(least, noun)
            );
            self.tell(
                Fault::new(Cause::Invalid, "wrong-length", message),
                path,
                out,
            );
        }
        if let Some(most) = bounds.1.filter(|most| count > *most) {
            let message = format!(
                "{} may have at most {}, not {found}",
                self.name(path),
                counted(most, noun)
            );
            self.tell(
                Fault::new(Cause::TooMany, "wrong-length", message),
                path,
                out,
            );
        }
    }
}
