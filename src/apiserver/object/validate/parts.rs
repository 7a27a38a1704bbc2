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

    fn count(&self, found: usize, bounds: &Bounds, path: &Path, out: &mut Outcome) {
        let noun = bounds.noun;
        let count = i64::try_from(found).unwrap_or(i64::MAX);
        let (name, found) = (self.name(path), counted(count, noun));
        if let Some(least) = bounds.least.filter(|least| count < *least) {
            let least = counted(least, noun);
            let message = format!("{name} must have at least {least}, not {found}");
            let fault = Fault::new(Cause::Invalid, "wrong-length", message);
            self.tell(fault, path, out);
        }
        if let Some(most) = bounds.most.filter(|most| count > *most) {
            let most = counted(most, noun);
            let message = format!("{name} may have at most {most}, not {found}");
            let fault = Fault::new(Cause::TooMany, "wrong-length", message);
            self.tell(fault, path, out);
        }
    }
}

/// How many parts there may be.
struct Bounds {
    noun: &'static str,
    least: Option<i64>,
    most: Option<i64>,
}

impl Bounds {
    fn of_items(schema: &Schema) -> Self {
        Self {
            noun: "item",
            least: schema.min_items,
            most: schema.max_items,
        }
    }

    fn of_fields(schema: &Schema) -> Self {
        Self {
            noun: "property",
            least: schema.min_properties,
            most: schema.max_properties,
        }
    }
}
