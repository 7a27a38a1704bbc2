//! Group, scope and names, and the approval that groups of Kubernetes need.

use serde_json::Value;

use crate::{
    apiserver::{
        definition::{parts::Definition, parts::Names, rule::NAMES, suggest::as_label},
        finding::{Cause, Finding},
        metadata::{Syntax, name_problem},
        path::Path,
        url,
    },
    promql::nearest::find_nearest,
};

/// The scopes there are.
const SCOPES: [&str; 2] = ["Cluster", "Namespaced"];

/// The domains whose groups belong to Kubernetes (`IsProtectedCommunityGroup`).
const PROTECTED: [&str; 2] = ["k8s.io", "kubernetes.io"];

/// The annotation that tells of an approval.
const APPROVAL: &str = "api-approved.kubernetes.io";

/// Judges the group, the scope and the approval.
pub fn check(object: &Value, definition: &Definition, findings: &mut Vec<Finding>) {
    let root = Path::root("", "");
    let spec = root.child("spec");
    check_group(&definition.group, &spec.child("group"), findings);
    check_scope(&definition.scope, &spec.child("scope"), findings);
    check_names(&definition.names, &spec.child("names"), findings);
    if is_protected(&definition.group) {
        let metadata = root.child("metadata");
        let annotations = metadata.child("annotations");
        let approval = object["metadata"]["annotations"][APPROVAL].as_str();
        let path = annotations.key(APPROVAL);
        check_approval(
            approval.unwrap_or_default(),
            &definition.group,
            &path,
            findings,
        );
    }
}

fn invalid(path: &Path<'_>, message: String) -> Finding {
    Finding::new(path, Cause::Invalid, NAMES, message)
}

fn required(path: &Path<'_>, message: &str) -> Finding {
    Finding::new(path, Cause::Required, NAMES, message)
}

fn check_group(group: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    if group.is_empty() {
        let finding = required(path, "the group is missing");
        findings
            .push(finding.with_help("write a domain that is yours, such as `stable.example.com`"));
    } else if let Some(why) = name_problem(group, Syntax::Subdomain) {
        findings.push(invalid(path, format!("the group `{group}` {why}")));
    } else if !group.contains('.') {
        let finding = invalid(path, format!("the group `{group}` has no dot"));
        findings.push(finding.with_help(format!(
            "groups without a dot belong to Kubernetes: write a domain, such as `{group}.example.com`"
        )));
    }
}

fn check_scope(scope: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    if scope.is_empty() {
        let finding = required(path, "the scope is missing");
        findings.push(finding.with_help("write `Namespaced` or `Cluster`"));
    } else if !SCOPES.contains(&scope) {
        let message = format!("the scope `{scope}` is neither `Namespaced` nor `Cluster`");
        let finding = Finding::new(path, Cause::NotSupported, NAMES, message);
        let same = SCOPES
            .iter()
            .find(|known| known.eq_ignore_ascii_case(scope));
        let meant = same
            .copied()
            .or_else(|| find_nearest(scope, SCOPES.into_iter()));
        findings.push(match meant {
            Some(meant) => finding.with_help(format!("write `{meant}`")),
            None => finding,
        });
    }
}

fn check_names(names: &Names, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let rows = [
        ("plural", &names.plural, false),
        ("singular", &names.singular, false),
        ("kind", &names.kind, true),
        ("listKind", &names.list_kind, true),
    ];
    for (key, name, may_be_mixed) in rows {
        let path = path.child(key);
        // The server makes the singular and the list kind of the kind where they are missing.
        let source = if matches!(key, "singular" | "listKind") {
            "kind"
        } else {
            key
        };
        if name.is_empty() {
            let message = format!("`{source}` is missing");
            findings.push(Finding::new(&path, Cause::Required, NAMES, message));
        } else if may_be_mixed {
            let lower = name.to_lowercase();
            findings.extend(wrong_name(key, name, &lower, &path));
        } else {
            findings.extend(wrong_name(key, name, name, &path));
        }
    }
    if !names.kind.is_empty() && names.kind == names.list_kind {
        let message = format!("kind and list kind are both `{}`", names.kind);
        let finding = invalid(&path.child("listKind"), message);
        findings.push(finding.with_help(format!("leave it out: it is then `{}List`", names.kind)));
    }
    for (key, list) in [
        ("shortNames", &names.short_names),
        ("categories", &names.categories),
    ] {
        let path = path.child(key);
        for (index, name) in list.iter().enumerate() {
            findings.extend(wrong_name(key, name, name, &path.index(index)));
        }
    }
}

/// What is wrong with a name of which `judged` is the form that must be a label.
fn wrong_name(key: &str, name: &str, judged: &str, path: &Path<'_>) -> Option<Finding> {
    let why = name_problem(judged, Syntax::LetterLabel)?;
    let case = if name == judged {
        ""
    } else {
        " (but for capital letters)"
    };
    let finding = invalid(path, format!("`{name}` in `{key}` {why}{case}"));
    Some(match as_label(judged).filter(|_| name == judged) {
        Some(label) => finding.with_help(format!("write `{label}`")),
        None => finding,
    })
}

fn is_protected(group: &str) -> bool {
    PROTECTED.iter().any(|domain| {
        let before = group.strip_suffix(domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

fn check_approval(approval: &str, group: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let help = "use a group of your own domain; an API that the Kubernetes project approved has the address of its review there, an unapproved one a text that begins with `unapproved`";
    if approval.is_empty() {
        let message = format!(
            "the group `{group}` belongs to Kubernetes and the annotation `{APPROVAL}` is missing"
        );
        findings.push(required(path, &message).with_help(help));
        return;
    }
    let address = url::parse_request(approval);
    let is_address = address.is_ok_and(|url| !url.scheme.is_empty() && !url.host.is_empty());
    if !approval.starts_with("unapproved") && !is_address {
        let message = format!(
            "the annotation `{APPROVAL}` is `{approval}`, neither an address nor a text that begins with `unapproved`"
        );
        findings.push(invalid(path, message).with_help(help));
    }
}
