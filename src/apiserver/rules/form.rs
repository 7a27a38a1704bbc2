//! What is asked of the fields of a rule beside its expressions.

use super::field_path;
use crate::{
    apiserver::{Cause, Finding, Path, Schema, Validation},
    promql::nearest::find_nearest,
};

/// gen's name for what is wrong with a rule beside its expressions.
const RULE: &str = "rule";

/// What `reason` may be.
const REASONS: [&str; 4] = [
    "FieldValueDuplicate",
    "FieldValueForbidden",
    "FieldValueInvalid",
    "FieldValueRequired",
];

/// What the server refuses in the rules of one node, wherever it stands (also in `allOf`, where rules are refused as well).
///
/// Such an error hides those of all expressions at the node and above it: see [`super::check`].
pub fn check_form(schema: &Schema, path: &Path<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let list = path.child("x-kubernetes-validations");
    for (index, rule) in schema.validations.iter().enumerate() {
        let path = list.index(index);
        findings.extend(check_message(rule, &path));
        if !rule.message_expression.is_empty() && is_blank(&rule.message_expression) {
            findings.push(blank(&path, Cause::Required, "messageExpression"));
        }
        findings.extend(
            rule.reason
                .as_deref()
                .and_then(|reason| check_reason(reason, &path)),
        );
        if !rule.field_path.is_empty() {
            findings.extend(check_field_path(&rule.field_path, schema, &path));
        }
    }
    findings
}

fn check_message(rule: &Validation, path: &Path<'_>) -> Option<Finding> {
    let message = path.child("message");
    if is_blank(&rule.rule) {
        let help = "write an expression that is true for valid values, such as `self >= 0`";
        let finding = Finding::new(
            &path.child("rule"),
            Cause::Required,
            RULE,
            "the rule has no expression",
        );
        return Some(finding.with_help(help));
    }
    if !rule.message.is_empty() && is_blank(&rule.message) {
        return Some(blank(path, Cause::Invalid, "message"));
    }
    if has_line_break(rule.message.trim()) {
        let finding = Finding::new(
            &message,
            Cause::Invalid,
            RULE,
            "the `message` has a line break",
        );
        return Some(finding.with_help("write it in one line"));
    }
    (has_line_break(rule.rule.trim()) && rule.message.is_empty()).then(|| {
        let text = "a rule of several lines has no `message`";
        let finding = Finding::new(&message, Cause::Required, RULE, text);
        finding.with_help("add a `message` that says what must hold, even beside a `messageExpression`, or write the rule in one line")
    })
}

fn blank(path: &Path<'_>, cause: Cause, field: &str) -> Finding {
    let message = format!("the `{field}` is blank");
    Finding::new(&path.child(field), cause, RULE, message)
        .with_help("leave it out, or write something")
}

fn check_reason(reason: &str, path: &Path<'_>) -> Option<Finding> {
    if REASONS.contains(&reason) {
        return None;
    }
    let message = format!("unknown reason `{reason}`");
    let help = match find_nearest(reason, REASONS.into_iter()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "write one of {}",
            REASONS.map(|reason| format!("`{reason}`")).join(", ")
        ),
    };
    let finding = Finding::new(&path.child("reason"), Cause::NotSupported, RULE, message);
    Some(finding.with_help(help))
}

fn check_field_path(text: &str, schema: &Schema, path: &Path<'_>) -> Option<Finding> {
    let path = path.child("fieldPath");
    if is_blank(text) {
        let finding = Finding::new(&path, Cause::Invalid, RULE, "the `fieldPath` is blank");
        return Some(
            finding.with_help("leave it out, or write the path of a field, such as `.replicas`"),
        );
    }
    if let Some(at) = text.find(['\n', '\r']) {
        let finding = Finding::new(
            &path,
            Cause::Invalid,
            RULE,
            "the `fieldPath` has a line break",
        );
        return Some(
            Finding {
                range: Some(at..at + 1),
                ..finding
            }
            .with_help("write it in one line"),
        );
    }
    let wrong = field_path::check(text, schema).err()?;
    // Without a structural schema the server has nothing to look into, and says nothing.
    schema.is_convertible().then(|| {
        let finding = Finding::new(&path, Cause::Invalid, RULE, wrong.message);
        let range = Some(wrong.range).filter(|range| !range.is_empty());
        Finding {
            range,
            is_key: false,
            help: wrong.help,
            ..finding
        }
    })
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn has_line_break(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::check_form;
    use crate::apiserver::{Path, Schema};
    use serde_json::{Value, json};

    /// Rules of a schema with a field `size`, and the server's fields below the rule.
    #[test]
    fn fields_are_refused_as_the_server_refuses_them() {
        let cases: Vec<(Value, &[&str])> = vec![
            (json!({"rule": "self.size > 0"}), &[]),
            (json!({"rule": ""}), &["rule"]),
            (json!({"rule": " \n", "message": "\n"}), &["rule"]),
            (json!({"rule": "true", "message": ""}), &[]),
            (json!({"rule": "true", "message": " "}), &["message"]),
            (json!({"rule": "true", "message": "a\nb"}), &["message"]),
            (json!({"rule": "true", "message": " a\n"}), &[]),
            (json!({"rule": "true &&\ntrue"}), &["message"]),
            (json!({"rule": "true\n"}), &[]),
            (json!({"rule": "true &&\ntrue", "message": "a"}), &[]),
            (
                json!({"rule": "true &&\ntrue", "messageExpression": "'a'"}),
                &["message"],
            ),
            (
                json!({"rule": "true", "messageExpression": " "}),
                &["messageExpression"],
            ),
            (
                json!({"rule": "true", "messageExpression": "'a'\n+ 'b'"}),
                &[],
            ),
            (json!({"rule": "true", "reason": "FieldValueInvalid"}), &[]),
            (json!({"rule": "true", "reason": ""}), &["reason"]),
            (json!({"rule": "true", "reason": "Invalid"}), &["reason"]),
            (json!({"rule": "true", "fieldPath": ".size"}), &[]),
            (json!({"rule": "true", "fieldPath": " "}), &["fieldPath"]),
            (
                json!({"rule": "true", "fieldPath": ".size\n"}),
                &["fieldPath"],
            ),
            (
                json!({"rule": "true", "fieldPath": ".sizes"}),
                &["fieldPath"],
            ),
            (
                json!({"rule": "", "reason": "x", "fieldPath": "x"}),
                &["rule", "reason", "fieldPath"],
            ),
        ];
        for (rule, expected) in cases {
            let schema = json!({"type": "object", "properties": {"size": {"type": "integer"}}, "x-kubernetes-validations": [rule]});
            let findings = check_form(&Schema::read(&schema), &Path::root("", ""));
            let below = "x-kubernetes-validations[0].";
            let fields: Vec<&str> = findings
                .iter()
                .filter_map(|finding| finding.field.strip_prefix(below))
                .collect();
            assert_eq!(fields, expected, "{rule}");
        }
    }

    #[test]
    fn the_wrong_part_of_a_field_path_is_underlined() {
        let rule = json!({"rule": "true", "fieldPath": ".spec.sise"});
        let schema = json!({
            "type": "object",
            "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}},
            "x-kubernetes-validations": [rule],
        });
        let findings = check_form(&Schema::read(&schema), &Path::root("", ""));
        assert_eq!(findings[0].range, Some(6..10));
        assert_eq!(findings[0].pointer, "/x-kubernetes-validations/0/fieldPath");
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `size`?"));
    }
}
