//! Whether the server can make a structural schema of a schema (`NewStructural` of `pkg/apiserver/schema/convert.go`).

use crate::apiserver::schema::{Additional, Items, Schema};

impl Schema {
    /// Whether nothing in the schema keeps the server from making a structural one of it; that one may still be wrong.
    pub fn is_convertible(&self) -> bool {
        let has_list = matches!(&self.items, Some(Items::Each(items)) if !items.is_empty());
        let is_supported = self.id.is_empty()
            && self.dialect.is_empty()
            && self.reference.as_ref().is_none_or(String::is_empty)
            && self.pattern_properties.is_empty()
            && self.dependencies.is_empty()
            && self.additional_items.is_none()
            && self.definitions.is_empty()
            && self.preserve_unknown_fields != Some(false)
            && !has_list;
        is_supported && self.parts().all(Self::is_convertible)
    }

    /// The schemas in a schema that can be a part of a structural one.
    fn parts(&self) -> impl Iterator<Item = &Self> {
        let items = match &self.items {
            Some(Items::One(items)) => Some(&**items),
            _ => None,
        };
        let additional = match &self.additional_properties {
            Some(Additional::Schema(schema)) => Some(&**schema),
            _ => None,
        };
        let junctors = [&self.all_of, &self.any_of, &self.one_of];
        (self.properties.values())
            .chain(items)
            .chain(additional)
            .chain(self.not.as_deref())
            .chain(junctors.into_iter().flatten())
    }
}
