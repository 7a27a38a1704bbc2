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
        self.count(items.len(), &Bounds::of_items(schema), path, out);
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
        self.count(fields.len(), &Bounds::of_fields(schema), path, out);
        let ignored = self.in_clause && self.reading == Reading::Default;
        let additional = schema.additional_properties.as_ref().filter(|_| !ignored);
        for (key, value) in fields {
            let place = path.child(key);
            match (schema.properties.get(key), additional) {
                (Some(property), _) => self.node(value, property, &place, out),
                (None, Some(Additional::Schema(additional))) => {
                    self.node(value, additional, &place, out);
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

    /// Whether a number is within bounds; tells where it is not.
    pub fn count(&self, found: usize, bounds: &Bounds, path: &Path, out: &mut Outcome) -> bool {
        let count = i64::try_from(found).unwrap_or(i64::MAX);
        let too_many = bounds.most.filter(|most| count > *most);
        let too_few = bounds.least.filter(|least| count < *least);
        let problems = [
            (too_many, bounds.cause, "may have at most"),
            (too_few, Cause::Invalid, "must have at least"),
        ];
        for (bound, cause, relation) in problems {
            let Some(bound) = bound else { continue };
            let parts = |count: i64| counted(count, bounds.noun);
            let (name, bound, found) = (self.name(path), parts(bound), parts(count));
            let message = format!("{name} {relation} {bound}, not {found}");
            self.tell(Fault::new(cause, "wrong-length", message), path, out);
        }
        too_many.or(too_few).is_none()
    }
}

/// How many parts there may be.
pub struct Bounds {
    /// One part.
    pub noun: &'static str,
    pub least: Option<i64>,
    pub most: Option<i64>,
    /// What the server calls too many.
    pub cause: Cause,
}

impl Bounds {
    fn of_items(schema: &Schema) -> Self {
        Self {
            noun: "item",
            least: schema.min_items,
            most: schema.max_items,
            cause: Cause::TooMany,
        }
    }

    fn of_fields(schema: &Schema) -> Self {
        Self {
            noun: "property",
            least: schema.min_properties,
            most: schema.max_properties,
            cause: Cause::TooMany,
        }
    }
}
