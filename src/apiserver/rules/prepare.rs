//! The rules of a schema, read and checked once for many objects.

use super::{
    Declared, Parts, declare, declare_resource, escape,
    expression::{OLD_SELF, compile_message, compile_rule},
    field_path::{self, FieldStep},
};
use crate::{
    apiserver::{Additional, Items, Schema, Validation},
    cel::types::Checked,
};

/// The rules of a custom resource's schema.
pub struct Rules<'s> {
    /// `None` when there are none.
    pub(super) root: Option<Node<'s>>,
}

/// A node at or below which there are rules.
pub(super) struct Node<'s> {
    /// What its values are.
    pub schema: &'s Schema,
    /// Whether its values have a type and metadata of their own.
    pub is_resource: bool,
    /// Its rules, in their order.
    pub rules: Vec<Rule<'s>>,
    /// Of its items.
    pub items: Option<Box<Node<'s>>>,
    /// Of its values.
    pub values: Option<Box<Node<'s>>>,
    /// Of its properties.
    pub properties: Vec<(&'s str, Node<'s>)>,
    /// Of the branches of `allOf`, about the same values.
    pub all_of: Vec<Node<'s>>,
}

/// A rule that the server takes.
pub(super) struct Rule<'s> {
    /// As written.
    pub written: &'s Validation,
    /// The rule.
    pub checked: Checked,
    /// The expression of its message, if there is one.
    pub message: Option<Checked>,
    /// Whether it compares with the object before.
    pub uses_old_self: bool,
    /// Where it reports.
    pub steps: Vec<FieldStep>,
}

impl<'s> Rules<'s> {
    /// Reads the rules of the schema of a custom resource. Those that the server would refuse are left out: [`super::check`] tells them.
    pub fn prepare(schema: &'s Schema) -> Self {
        Self::read(schema, true)
    }

    /// As [`Rules::prepare`], of a schema within one, for values of it alone.
    pub fn prepare_part(schema: &'s Schema) -> Self {
        Self::read(schema, schema.is_embedded_resource)
    }

    fn read(schema: &'s Schema, is_resource: bool) -> Self {
        let declared = match is_resource {
            _ if !has_rules(schema) => None,
            true => declare_resource(schema),
            false => declare(schema),
        };
        let declared = declared.as_ref();
        Self {
            root: declared.and_then(|declared| node(schema, schema, declared, is_resource)),
        }
    }
}

/// The server does not look into `allOf` here: rules that stand only there are never run.
fn has_rules(schema: &Schema) -> bool {
    let below = |part: Option<&Schema>| part.is_some_and(has_rules);
    !schema.validations.is_empty()
        || below(items_of(schema))
        || below(values_of(schema))
        || schema.properties.values().any(has_rules)
}

fn items_of(schema: &Schema) -> Option<&Schema> {
    match &schema.items {
        Some(Items::One(items)) => Some(items),
        _ => None,
    }
}

fn values_of(schema: &Schema) -> Option<&Schema> {
    match &schema.additional_properties {
        Some(Additional::Schema(values)) => Some(values),
        _ => None,
    }
}

/// The rules of `rules`, which is `schema` itself or a branch of its `allOf`.
fn node<'s>(
    rules: &'s Schema,
    schema: &'s Schema,
    declared: &Declared,
    is_resource: bool,
) -> Option<Node<'s>> {
    let part = |rules: Option<&'s Schema>, of: Option<&'s Schema>| {
        let (Parts::Items(part) | Parts::Values(part)) = &declared.parts else {
            return None;
        };
        let (rules, of) = (rules?, of?);
        node(rules, of, part, of.is_embedded_resource).map(Box::new)
    };
    let properties = rules.properties.iter().filter_map(|(name, rules)| {
        let of = schema.properties.get(name)?;
        let own;
        let part = match escape(name) {
            Some(escaped) => declared.find_field(&escaped)?,
            None => {
                own = match of.is_embedded_resource {
                    true => declare_resource(of)?,
                    false => declare(of)?,
                };
                &own
            }
        };
        Some((
            name.as_str(),
            node(rules, of, part, of.is_embedded_resource)?,
        ))
    });
    let all_of = rules.all_of.iter();
    let found = Node {
        schema,
        is_resource,
        rules: rules
            .validations
            .iter()
            .filter_map(|rule| prepare(rule, schema, declared))
            .collect(),
        items: part(items_of(rules), items_of(schema)),
        values: part(values_of(rules), values_of(schema)),
        properties: properties.collect(),
        all_of: all_of
            .filter_map(|branch| node(branch, schema, declared, is_resource))
            .collect(),
    };
    let is_empty = found.rules.is_empty()
        && found.items.is_none()
        && found.values.is_none()
        && found.properties.is_empty()
        && found.all_of.is_empty();
    (!is_empty).then_some(found)
}

fn prepare<'s>(written: &'s Validation, schema: &Schema, declared: &Declared) -> Option<Rule<'s>> {
    let checked = compile_rule(written, declared).ok()?;
    let has_message = !written.message_expression.is_empty();
    let message = has_message
        .then(|| compile_message(written, declared).ok())
        .flatten();
    let steps = field_path::check(&written.field_path, schema).unwrap_or_default();
    Some(Rule {
        uses_old_self: checked.uses(OLD_SELF),
        written,
        checked,
        message,
        steps,
    })
}
