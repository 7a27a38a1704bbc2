//! From a JSON pointer to the place in the TOML.

use crate::{project::spanned::span_of, text::Span};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Where an instance stands in the TOML.
pub struct Place<'a, 'i> {
    /// The last key of the way; `None` for the whole table.
    pub name: Option<String>,
    /// Where the key stands; `None` for the whole table and in lists.
    pub key: Option<Span>,
    /// Where the value stands.
    pub value: Span,
    /// The value, if it is a table.
    pub keys: Option<&'a DeTable<'i>>,
    /// The value, if it is a string.
    pub text: Option<&'a str>,
}

/// The place at a JSON pointer, or as far as it leads.
pub fn find<'a, 'i>(table: &'a Spanned<DeTable<'i>>, pointer: &str) -> Place<'a, 'i> {
    let mut place = Place {
        name: None,
        key: None,
        value: span_of(&table.span()),
        keys: Some(table.get_ref()),
        text: None,
    };
    let mut here: Option<&Spanned<DeValue>> = None;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let children = match here.map(Spanned::get_ref) {
            None => Some(table.get_ref()),
            Some(DeValue::Table(inner)) => Some(inner),
            Some(DeValue::Array(items)) => {
                let Some(item) = token.parse().ok().and_then(|index: usize| items.get(index))
                else {
                    break;
                };
                place = Place {
                    value: self::place(item),
                    key: None,
                    keys: item.get_ref().as_table(),
                    text: item.get_ref().as_str(),
                    ..place
                };
                here = Some(item);
                continue;
            }
            Some(_) => break,
        };
        let entry = children.and_then(|inner| inner.get_key_value(token.as_str()));
        let Some((key, value)) = entry else { break };
        place = Place {
            name: Some(token),
            key: Some(span_of(&key.span())),
            value: self::place(value),
            keys: value.get_ref().as_table(),
            text: value.get_ref().as_str(),
        };
        here = Some(value);
    }
    place
}

/// The place of the whole of a value.
pub fn place(value: &Spanned<DeValue<'_>>) -> Span {
    span_of(&value.span())
}
