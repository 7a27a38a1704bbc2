//! Running the rules of a schema on an object: `apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go`.
//!
//! The order of findings is that of the object; the server goes through maps in any order.

use super::{
    expression::OLD_SELF,
    field_path::FieldStep,
    prepare::{Node, Rule, Rules},
    types::added_by_server,
    values::to_value,
};
use crate::{
    apiserver::{Cause, Finding, Path, Schema, format},
    cel::{
        eval::{self, Fault, Value},
        types::Checked,
    },
};
use serde_json::Value as Json;

/// gen's name for what a rule refuses.
const RULE: &str = "failed-rule";

/// The most that all rules may cost on one object (`RuntimeCELCostBudget` of `apiserver/pkg/apis/cel/config.go`).
const MOST_PER_OBJECT: u64 = 10_000_000;

/// The longest message that an expression may make, in bytes (`MaxEvaluatedMessageExpressionSizeBytes`).
const LONGEST_MESSAGE: usize = 5 * 1024;

/// What the rules of a custom resource's schema refuse of an object, whose field is `path`. `old` is the object before a change, `None`
/// when it is created. The object has been pruned and defaulted, and found to have the types of the schema.
pub fn evaluate(
    schema: &Schema,
    object: &Json,
    old: Option<&Json>,
    path: &Path<'_>,
) -> Vec<Finding> {
    Rules::prepare(schema).evaluate(object, old, path)
}

impl Rules<'_> {
    /// As [`evaluate`], for a schema whose rules have been read.
    pub fn evaluate(&self, object: &Json, old: Option<&Json>, path: &Path<'_>) -> Vec<Finding> {
        let mut run = Run {
            left: MOST_PER_OBJECT,
            is_over: false,
            findings: Vec::new(),
        };
        if let Some(root) = &self.root {
            let is_unchanged = old == Some(object);
            run.node(
                root,
                Site {
                    object,
                    old,
                    path,
                    is_unchanged,
                },
            );
        }
        run.findings
    }
}

/// A value of the object.
#[derive(Clone, Copy)]
struct Site<'v> {
    object: &'v Json,
    /// The value before the change, where the server finds it again.
    old: Option<&'v Json>,
    path: &'v Path<'v>,
    /// Whether the value, or the nearest around it that is found again, is as it was before the change.
    is_unchanged: bool,
}

impl Site<'_> {
    /// A part of the value.
    fn below<'v>(&self, object: &'v Json, old: Option<&'v Json>, path: &'v Path<'v>) -> Site<'v> {
        Site {
            object,
            old,
            path,
            is_unchanged: old.map_or(self.is_unchanged, |old| old == object),
        }
    }
}

struct Run {
    /// What rules may still cost.
    left: u64,
    /// Whether no more rules are run.
    is_over: bool,
    findings: Vec<Finding>,
}

impl Run {
    fn node(&mut self, node: &Node<'_>, site: Site<'_>) {
        if site.object.is_null() || self.is_over {
            return;
        }
        if !node.rules.is_empty() {
            self.rules(node, site);
        }
        for branch in &node.all_of {
            self.node(branch, site);
        }
        match (site.object, &node.items) {
            (Json::Array(items), Some(of)) => {
                for (index, item) in items.iter().enumerate() {
                    let old = find_item(node.schema, site.old, item);
                    self.node(of, site.below(item, old, &site.path.index(index)));
                }
            }
            (Json::Object(fields), _) => {
                for (name, value) in fields {
                    self.field(node, name, value, site);
                }
            }
            _ => {}
        }
    }

    fn field(&mut self, node: &Node<'_>, name: &str, value: &Json, site: Site<'_>) {
        let old = site.old.and_then(|old| old.get(name));
        if let Some(of) = &node.values {
            self.node(of, site.below(value, old, &site.path.key(name)));
        }
        let mut properties = node.properties.iter();
        if let Some((_, of)) = properties.find(|(known, _)| *known == name) {
            self.node(of, site.below(value, old, &site.path.child(name)));
        }
    }

    fn rules(&mut self, node: &Node<'_>, site: Site<'_>) {
        let schema = if node.is_resource {
            with_metadata(node.schema)
        } else {
            node.schema.clone()
        };
        let own = to_value(site.object, &schema);
        let old = site
            .old
            .filter(|old| !old.is_null())
            .map(|old| to_value(old, &schema));
        for rule in &node.rules {
            if self.is_over {
                return;
            }
            let is_optional = rule.written.optional_old_self == Some(true);
            if !rule.uses_old_self || old.is_some() || is_optional {
                let old = match (is_optional, old.clone()) {
                    (true, old) => Value::Optional(old.map(Into::into)),
                    (false, Some(old)) => old,
                    (false, None) => no_old_self(),
                };
                let variables = [("self", own.clone()), (OLD_SELF, old)];
                self.rule(rule, site, &variables);
            }
        }
    }

    fn rule(&mut self, rule: &Rule<'_>, site: Site<'_>, variables: &[(&str, Value)]) {
        let Some(result) = self.run(&rule.checked, variables) else {
            return self.stop(
                site.path,
                "the rules together cost more than 10,000,000 on this object",
            );
        };
        match result {
            Ok(Value::Bool(true)) | Err(Fault::Unknown(_)) => {}
            Err(Fault::Budget) => {
                let message = format!("the evaluation costs more than 1,000,000: {}", shown(rule));
                self.stop(site.path, &message);
            }
            Err(Fault::Crash) => {
                let message = format!("internal error evaluating rule: {}", shown(rule));
                self.findings
                    .push(Finding::new(site.path, Cause::Invalid, RULE, message));
            }
            Err(Fault::Error(fault)) => {
                let message = format!("{fault} evaluating rule: {}", shown(rule));
                self.findings
                    .push(Finding::new(site.path, Cause::Invalid, RULE, message));
            }
            Ok(_) if site.is_unchanged && !rule.uses_old_self => {}
            Ok(_) => self.fail(rule, site, variables),
        }
    }

    /// Tells that a rule does not hold.
    fn fail(&mut self, rule: &Rule<'_>, site: Site<'_>, variables: &[(&str, Value)]) {
        let message = match &rule.message {
            None => None,
            Some(expression) => {
                // The message does not know an absent object before, even where the rule does.
                let variables: Vec<(&str, Value)> = variables
                    .iter()
                    .map(|(name, value)| (*name, without_optional(value)))
                    .collect();
                match self.run(expression, &variables) {
                    None => {
                        return self.stop(
                            site.path,
                            "the expression of a message costs more than is left of 10,000,000",
                        );
                    }
                    Some(Err(Fault::Budget)) => {
                        return self.stop(
                            site.path,
                            "the expression of a message costs more than 1,000,000",
                        );
                    }
                    Some(result) => result.ok().and_then(|value| as_message(&value)),
                }
            }
        };
        let message = message.unwrap_or_else(|| match rule.written.message.trim() {
            "" => format!("failed rule: {}", shown(rule)),
            message => message.to_owned(),
        });
        let cause = match rule.written.reason.as_deref() {
            Some("FieldValueForbidden") => Cause::Forbidden,
            Some("FieldValueRequired") => Cause::Required,
            Some("FieldValueDuplicate") => Cause::Duplicate,
            _ => Cause::Invalid,
        };
        let findings = &mut self.findings;
        at(site.path, &rule.steps, &mut |path| {
            findings.push(Finding::new(path, cause, RULE, message.as_str()));
        });
    }

    /// The result of an expression; `None` when it costs more than is left.
    fn run(
        &mut self,
        checked: &Checked,
        variables: &[(&str, Value)],
    ) -> Option<Result<Value, Fault>> {
        let (result, cost) = eval::evaluate(checked, variables, format::matches);
        self.left = self.left.checked_sub(cost)?;
        Some(result)
    }

    fn stop(&mut self, path: &Path<'_>, message: &str) {
        let finding = Finding::new(path, Cause::Invalid, RULE, message);
        let help =
            "bound what the rule goes through, with `maxItems`, `maxProperties` or `maxLength`";
        self.findings.push(finding.with_help(help));
        self.is_over = true;
    }
}

/// The rule in an error: its message, or else itself.
fn shown<'r>(rule: &Rule<'r>) -> &'r str {
    match rule.written.message.trim() {
        "" => rule.written.rule.trim(),
        message => message,
    }
}

fn no_old_self() -> Value {
    Value::Fault(Fault::new("no such attribute(s): oldSelf"))
}

fn without_optional(value: &Value) -> Value {
    match value {
        Value::Optional(Some(inner)) => (**inner).clone(),
        Value::Optional(None) => no_old_self(),
        value => value.clone(),
    }
}

/// The text of a message that the server takes; `None` when it falls back to the fixed one.
fn as_message(value: &Value) -> Option<String> {
    let Value::String(text) = value else {
        return None;
    };
    let text = text.trim();
    let fits = !text.is_empty() && text.len() <= LONGEST_MESSAGE && !text.contains('\n');
    fits.then(|| text.to_owned())
}

/// Calls `tell` with the path below `path` to which the steps lead.
fn at(path: &Path<'_>, steps: &[FieldStep], tell: &mut dyn FnMut(&Path<'_>)) {
    match steps.split_first() {
        None => tell(path),
        Some((FieldStep::Field(name), rest)) => at(&path.child(name), rest, tell),
        Some((FieldStep::Key(name), rest)) => at(&path.key(name), rest, tell),
    }
}

/// The schema of a resource, with what every resource has.
fn with_metadata(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for (name, of) in added_by_server(&schema) {
        schema.properties.insert(name.to_owned(), of);
    }
    schema
}

/// The item of the old list with the same keys; only lists of type `map` have one.
fn find_item<'o>(schema: &Schema, old: Option<&'o Json>, item: &Json) -> Option<&'o Json> {
    if schema.list_type.as_deref() != Some("map") || schema.list_map_keys.is_empty() {
        return None;
    }
    let same = |old: &&Json| {
        schema
            .list_map_keys
            .iter()
            .all(|key| old.get(key) == item.get(key))
    };
    old?.as_array()?.iter().find(same)
}

#[cfg(test)]
mod tests {
    use super::evaluate;
    use crate::apiserver::{Cause, Path, Schema};
    use serde_json::{Value, json};

    fn found(schema: &Value, object: &Value, old: Option<&Value>) -> Vec<(String, String, String)> {
        let schema = Schema::read(schema);
        let findings = evaluate(&schema, object, old, &Path::root("", ""));
        let shown = findings
            .into_iter()
            .map(|found| (found.field, found.pointer, found.message));
        shown.collect()
    }

    fn of(field: &str, pointer: &str, message: &str) -> (String, String, String) {
        (field.to_owned(), pointer.to_owned(), message.to_owned())
    }

    #[test]
    fn rules_are_told_where_they_stand_and_in_their_words() {
        let schema = json!({"type": "object", "properties": {"l": {"type": "array", "items": {
            "type": "object",
            "properties": {"a-b": {"type": "integer"}, "m": {"type": "object", "additionalProperties": {"type": "string"}}},
            "x-kubernetes-validations": [
                {"rule": "self.a__dash__b > 1"},
                {"rule": "self.a__dash__b > 1", "message": "at least two ", "fieldPath": ".a-b"},
                {"rule": "self.a__dash__b > 1", "messageExpression": "'got ' + string(self.a__dash__b)", "fieldPath": ".m['x/y']"},
                {"rule": "self.a__dash__b > 1", "message": "plain", "messageExpression": "'a\\nb'"},
                {"rule": "self.m['q'] == ''", "message": "q is empty"},
            ],
        }}}});
        let expected = [
            of("l[1]", "/l/1", "failed rule: self.a__dash__b > 1"),
            of("l[1].a-b", "/l/1/a-b", "at least two"),
            of("l[1].m[x/y]", "/l/1/m/x~1y", "got 1"),
            of("l[1]", "/l/1", "plain"),
            of("l[1]", "/l/1", "no such key: q evaluating rule: q is empty"),
        ];
        let object = json!({"l": [{"a-b": 2, "m": {"q": ""}}, {"a-b": 1, "m": {}}]});
        assert_eq!(found(&schema, &object, None), expected);
    }

    #[test]
    fn reasons_become_causes() {
        let reasons = [
            ("FieldValueForbidden", Cause::Forbidden),
            ("FieldValueRequired", Cause::Required),
            ("FieldValueInvalid", Cause::Invalid),
        ];
        for (reason, expected) in reasons {
            let schema = json!({"type": "object", "x-kubernetes-validations": [{"rule": "false", "reason": reason}]});
            let findings = evaluate(
                &Schema::read(&schema),
                &json!({}),
                None,
                &Path::root("", ""),
            );
            assert_eq!(
                findings.iter().map(|found| found.cause).collect::<Vec<_>>(),
                [expected]
            );
        }
    }

    #[test]
    fn changes_are_compared_and_what_did_not_change_is_left_alone() {
        let schema = json!({"type": "object", "properties": {"a": {"type": "integer", "x-kubernetes-validations": [
            {"rule": "self >= oldSelf", "message": "shrinks"},
            {"rule": "self < 10", "message": "large"},
            {"rule": "oldSelf.hasValue() || self == 0", "message": "begins at 0", "optionalOldSelf": true},
        ]}}});
        let large = of("a", "/a", "large");
        let begins = of("a", "/a", "begins at 0");
        let cases = [
            (json!({"a": 12}), None, vec![large.clone(), begins]),
            (json!({"a": 12}), Some(json!({"a": 12})), vec![]),
            (json!({"a": 12}), Some(json!({"a": 11})), vec![large]),
            (
                json!({"a": 1}),
                Some(json!({"a": 2})),
                vec![of("a", "/a", "shrinks")],
            ),
            (json!({}), Some(json!({"a": 2})), vec![]),
        ];
        for (object, old, expected) in cases {
            assert_eq!(
                found(&schema, &object, old.as_ref()),
                expected,
                "{object} {old:?}"
            );
        }
    }

    #[test]
    fn sets_and_keyed_lists_have_no_order() {
        let keyed = json!({"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["n"],
            "items": {"type": "object", "properties": {"n": {"type": "string"}}}});
        let set =
            json!({"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}});
        let schema = json!({"type": "object", "properties": {"k": keyed, "s": set}, "x-kubernetes-validations": [
            {"rule": "self.s == oldSelf.s && self.k == oldSelf.k", "message": "differ"},
        ]});
        let new = json!({"k": [{"n": "a"}, {"n": "b"}], "s": ["a", "b"]});
        let same = json!({"k": [{"n": "b"}, {"n": "a"}], "s": ["b", "a"]});
        let other = json!({"k": [{"n": "b"}, {"n": "c"}], "s": ["b", "a"]});
        assert_eq!(found(&schema, &new, Some(&same)), []);
        assert_eq!(found(&schema, &new, Some(&other)).len(), 1);
    }
}
