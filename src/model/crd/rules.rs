//! CEL rules: their fields, and the part of the schema that `at` names.
//!
//! Source: apiextensions-apiserver, `validateXValidations`. Deliberately absent: the expressions themselves (`cel`).

use super::{kind::Kind, markers::push_rule};
use crate::{
    diag::{Diagnostic, list},
    model::{
        Context,
        context::{BAD_VALUE, UNKNOWN_NAME},
    },
    project::{CelRule, Spanned, Tree},
    text::literal::{self, Shape},
};

/// Reasons that a rule may give.
const REASONS: [&str; 4] = [
    "FieldValueDuplicate",
    "FieldValueForbidden",
    "FieldValueInvalid",
    "FieldValueRequired",
];

/// Puts rules where they belong.
pub fn attach(ctx: &mut Context, rules: &[Spanned<CelRule>], schema: &mut Tree) {
    for rule in rules {
        let written = tree(ctx, rule);
        match &rule.at {
            None => push_rule(schema, written),
            Some(at) => {
                if let Some(target) = find(ctx, at, schema) {
                    push_rule(target, written);
                }
            }
        }
    }
}

/// The rule in Kubernetes' words.
fn tree(ctx: &mut Context, rule: &Spanned<CelRule>) -> Tree {
    check(ctx, rule);
    let text =
        |text: &Spanned<String>| Tree::text(literal::trim(&text.value), text.span).verbatim();
    let mut tree = Tree::map(rule.span);
    let texts = [
        ("fieldPath", &rule.field_path),
        ("message", &rule.message),
        ("messageExpression", &rule.message_expression),
    ];
    for (word, value) in texts {
        if let Some(value) = value {
            tree.put(word, text(value));
        }
    }
    if let Some(flag) = &rule.optional_old_self {
        tree.put("optionalOldSelf", Tree::flag(flag.value, flag.span));
    }
    if let Some(reason) = &rule.reason {
        tree.put("reason", text(reason));
    }
    tree.with("rule", text(&rule.rule))
}

fn check(ctx: &mut Context, rule: &Spanned<CelRule>) {
    let expression = literal::trim(&rule.rule.value);
    if expression.is_empty() {
        ctx.bad_value(rule.rule.span, "a rule needs an expression");
    }
    if expression.contains('\n') && rule.message.is_none() {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                rule.rule.span,
                "a rule of several lines needs a `message`",
            )
            .note("the API server would have to show all of it when it fails"),
        );
    }
    if let Some(message) = &rule.message {
        let text = literal::trim(&message.value);
        if text.is_empty() || text.contains('\n') {
            ctx.bad_value(message.span, "the message of a rule is one line");
        }
    }
    if let Some(flag) = &rule.optional_old_self
        && !expression.contains("oldSelf")
    {
        ctx.bad_value(
            flag.span,
            "`optional-old-self` belongs to a rule that names `oldSelf`",
        );
    }
    if let Some(reason) = &rule.reason
        && !REASONS.contains(&reason.as_str())
    {
        ctx.unknown("reason", reason, REASONS);
    }
    if let Some(path) = &rule.field_path
        && !path.value.starts_with(['.', '['])
    {
        ctx.bad_value(path.span, "a field path begins with `.`, as in `.spec.a`");
    }
}

/// The part of a schema that `at` names.
fn find<'t>(ctx: &mut Context, at: &Spanned<String>, schema: &'t mut Tree) -> Option<&'t mut Tree> {
    let mut here = schema;
    let mut start = 0;
    for part in at.value.split('.') {
        let name = part.trim_end_matches("[]");
        let span = ctx.inside(at, Shape::Exact, start..start + name.len());
        let known: Vec<String> = here
            .get("properties")
            .and_then(Tree::as_map)
            .map(|known| known.keys().cloned().collect())
            .unwrap_or_default();
        if !known.iter().any(|known| known == name) {
            if !here.is_true("x-kubernetes-preserve-unknown-fields") || ctx.errors() == 0 {
                let finding =
                    Diagnostic::new(&UNKNOWN_NAME, span, format!("there is no field `{name}`"));
                ctx.report(finding.suggest(name, known.iter().map(String::as_str), None));
            }
            return None;
        }
        here = here.get_mut("properties")?.get_mut(name)?;
        for step in 0..(part.len() - name.len()) / 2 {
            let place = start + name.len() + 2 * step;
            let word = match Kind::of(here) {
                Kind::List => "items",
                Kind::Map => "additionalProperties",
                other => {
                    let span = ctx.inside(at, Shape::Exact, place..place + 2);
                    let message = format!("`{name}` has no items, it is {}", other.words());
                    let expected = list(&["list", "map"]);
                    ctx.report(
                        Diagnostic::new(&BAD_VALUE, span, message)
                            .note(format!("`[]` stands behind {expected}")),
                    );
                    return None;
                }
            };
            here = here.get_mut(word)?;
        }
        start += part.len() + 1;
    }
    Some(here)
}
