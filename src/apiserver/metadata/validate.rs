//! What the server asks of metadata once it is read (`api/validation/objectmeta.go` of apimachinery).

use super::syntax::{Syntax, completed, label_value_problem, name_problem, qualified_name_problem};
use crate::apiserver::{Cause, Finding, Path, object::quoted};
use serde_json::{Map, Value};

/// What is asked of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// It must be there and be a subdomain, as for custom resources and most others.
    Subdomain,
    /// It must be there and be a label of RFC 1123, as for namespaces.
    Label,
    /// It must be there and be a label of RFC 1035, as for services.
    LetterLabel,
    /// It must fit into the path of a URL, as for roles.
    PathSegment,
    /// It may be absent, and must fit into the path of a URL: embedded resources.
    OptionalPathSegment,
}

/// What is asked of the namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// Only its syntax: a client sends an object to the namespace that it names, or to the current one.
    Checked,
    /// Nothing: the server drops it.
    Ignored,
}

/// The size of all keys and values of annotations, in bytes.
const MOST_ANNOTATION_BYTES: usize = 256 * 1024;

/// How much of `generateName` is kept, in bytes; the server adds five characters (`storage/names`).
const KEPT_OF_PREFIX: usize = 58;

/// What the server refuses of metadata that was read.
pub fn validate(
    metadata: &Map<String, Value>,
    names: Names,
    namespace: Namespace,
    path: &Path,
) -> Vec<Finding> {
    let mut check = Check {
        metadata,
        findings: Vec::new(),
    };
    check.names(names, path);
    if namespace == Namespace::Checked {
        check.text("namespace", path, |text| name_problem(text, Syntax::Label));
    }
    let place = path.child("generation");
    if metadata
        .get("generation")
        .and_then(Value::as_i64)
        .is_some_and(|value| value < 0)
    {
        check.tell(Cause::Invalid, "must not be negative", &place, &place);
    }
    check.labels(path);
    check.annotations(path);
    check.owners(path);
    check.finalizers(path);
    check.findings
}

/// A name such as the server would make of `generateName`; `None` when there is a name, or neither.
pub fn make_name(metadata: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| {
        metadata
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let prefix = text("generateName");
    if prefix.is_empty() || !text("name").is_empty() {
        return None;
    }
    let kept = prefix
        .char_indices()
        .take_while(|(at, sign)| at + sign.len_utf8() <= KEPT_OF_PREFIX);
    Some(kept.map(|(_, sign)| sign).chain("xxxxx".chars()).collect())
}

struct Check<'a> {
    metadata: &'a Map<String, Value>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    /// Adds an error that the server tells of `named` and that stands at `place`.
    fn tell(&mut self, cause: Cause, problem: &str, named: &Path, place: &Path) {
        self.findings.push(Finding {
            field: named.field(),
            pointer: place.pointer(),
            range: None,
            is_key: false,
            cause,
            rule: "invalid-metadata",
            message: format!("`{}` {problem}", place.field()),
            help: None,
        });
    }

    fn entry(&self, key: &str) -> &str {
        self.metadata
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn text(&mut self, key: &str, path: &Path, problem: impl Fn(&str) -> Option<String>) {
        let text = self.entry(key).to_owned();
        if let Some(problem) = problem(&text).filter(|_| !text.is_empty()) {
            let place = path.child(key);
            self.tell(
                Cause::Invalid,
                &format!("{problem}: {}", quoted(&text)),
                &place,
                &place,
            );
        }
    }

    fn names(&mut self, names: Names, path: &Path) {
        let syntax = match names {
            Names::Subdomain => Syntax::Subdomain,
            Names::Label => Syntax::Label,
            Names::LetterLabel => Syntax::LetterLabel,
            Names::PathSegment | Names::OptionalPathSegment => Syntax::PathSegment,
        };
        let prefix = self.entry("generateName").to_owned();
        match syntax {
            // A dot or two is no name, but may begin one.
            Syntax::PathSegment => self.text("generateName", path, |text| {
                name_problem(&format!("{text}-"), syntax)
            }),
            _ => self.text("generateName", path, |text| {
                name_problem(&completed(text), syntax)
            }),
        }
        self.text("name", path, |text| name_problem(text, syntax));
        if !self.entry("name").is_empty() || names == Names::OptionalPathSegment {
            return;
        }
        if prefix.is_empty() {
            self.findings.push(Finding {
                field: path.child("name").field(),
                pointer: path.pointer(),
                range: None,
                is_key: false,
                cause: Cause::Required,
                rule: "missing-field",
                message: format!("`{}` is required", path.child("name").field()),
                help: Some(
                    "give a name, or `generateName`, to which the server adds five characters"
                        .to_owned(),
                ),
            });
        } else if self.findings.is_empty() {
            self.generated(&prefix, syntax, path);
        }
    }

    /// The name that the server would make.
    fn generated(&mut self, prefix: &str, syntax: Syntax, path: &Path) {
        let name = make_name(self.metadata).unwrap_or_default();
        if let Some(problem) = name_problem(&name, syntax) {
            let place = path.child("generateName");
            let problem = format!("makes a name that {problem}: {}", quoted(prefix));
            self.tell(Cause::Invalid, &problem, &path.child("name"), &place);
        }
    }

    fn labels(&mut self, path: &Path) {
        let labels = path.child("labels");
        for (key, value) in entries(self.metadata, "labels") {
            let place = labels.child(key);
            if let Some(problem) = qualified_name_problem(key) {
                self.tell(
                    Cause::Invalid,
                    &format!("is no key of a label: {problem}"),
                    &labels,
                    &place,
                );
            }
            if let Some(problem) = label_value_problem(value) {
                self.tell(
                    Cause::Invalid,
                    &format!("{problem}: {}", quoted(value)),
                    &labels,
                    &place,
                );
            }
        }
    }

    fn annotations(&mut self, path: &Path) {
        let annotations = path.child("annotations");
        let mut size = 0;
        for (key, value) in entries(self.metadata, "annotations") {
            size += key.len() + value.len();
            if let Some(problem) = qualified_name_problem(&key.to_lowercase()) {
                let problem = format!("is no key of an annotation: {problem}");
                self.tell(
                    Cause::Invalid,
                    &problem,
                    &annotations,
                    &annotations.child(key),
                );
            }
        }
        if size > MOST_ANNOTATION_BYTES {
            let problem =
                format!("may have at most {MOST_ANNOTATION_BYTES} bytes in all, not {size}");
            self.tell(Cause::TooLong, &problem, &annotations, &annotations);
        }
    }

    fn owners(&mut self, path: &Path) {
        let owners = path.child("ownerReferences");
        let mut controllers = 0;
        for (index, owner) in items(self.metadata, "ownerReferences").iter().enumerate() {
            let place = owners.index(index);
            let version = owner["apiVersion"].as_str().unwrap_or_default();
            for key in ["apiVersion", "kind", "name", "uid"] {
                let text = owner[key].as_str().unwrap_or_default();
                let is_missing = match key {
                    // What has more than one slash has no version at all.
                    "apiVersion" => {
                        version.split('/').nth(1).unwrap_or(version).is_empty()
                            || version.matches('/').count() > 1
                    }
                    _ => text.is_empty(),
                };
                if is_missing {
                    // The server names these without their index.
                    let missing = place.child(key);
                    self.tell(
                        Cause::Invalid,
                        "must not be empty",
                        &owners.child(key),
                        &missing,
                    );
                }
            }
            if (version, &owner["kind"]) == ("v1", &Value::from("Event")) {
                self.tell(Cause::Invalid, "must not be an event", &owners, &place);
            }
            if owner["controller"] == Value::Bool(true) {
                controllers += 1;
                if controllers > 1 {
                    let flag = place.child("controller");
                    self.tell(
                        Cause::Invalid,
                        "may be `true` for one owner only",
                        &owners,
                        &flag,
                    );
                }
            }
        }
    }

    fn finalizers(&mut self, path: &Path) {
        let finalizers = path.child("finalizers");
        let all = items(self.metadata, "finalizers");
        for (index, item) in all.iter().enumerate() {
            let text = item.as_str().unwrap_or_default();
            if let Some(problem) = qualified_name_problem(text) {
                let place = finalizers.index(index);
                self.tell(
                    Cause::Invalid,
                    &format!("{problem}: {}", quoted(text)),
                    &finalizers,
                    &place,
                );
            }
        }
        if ["orphan", "foregroundDeletion"]
            .iter()
            .all(|name| all.iter().any(|item| item == name))
        {
            self.tell(
                Cause::Invalid,
                "may have only one of `orphan` and `foregroundDeletion`",
                &finalizers,
                &finalizers,
            );
        }
    }
}

fn entries<'a>(
    metadata: &'a Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let entries = metadata
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    entries.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()))
}

fn items<'a>(metadata: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    metadata
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::{Names, Namespace, validate};
    use crate::apiserver::{Path, metadata::decode};
    use serde_json::{Value, json};

    fn pointers(metadata: &Value, names: Names) -> Vec<String> {
        let path = Path::root("metadata", "");
        let decoded = decode(metadata, &path);
        let findings = validate(&decoded.fields, names, Namespace::Checked, &path);
        findings
            .into_iter()
            .map(|finding| finding.pointer)
            .collect()
    }

    #[test]
    fn metadata_is_judged_as_the_server_does() {
        let huge = "x".repeat(256 * 1024);
        let cases: Vec<(Value, &[&str])> = vec![
            (json!({ "name": "a.b" }), &[]),
            (json!({ "name": "A" }), &["/name"]),
            (json!({}), &[""]),
            (json!({ "generateName": "a-" }), &[]),
            (json!({ "generateName": "a.-" }), &["/generateName"]),
            (json!({ "generateName": "-" }), &["/generateName"]),
            (json!({ "generateName": "a." }), &["/generateName"]),
            (json!({ "name": "a", "namespace": "a.b" }), &["/namespace"]),
            (json!({ "name": "a", "generation": -1 }), &["/generation"]),
            (
                json!({ "name": "a", "labels": { "a/b/c": "", "b": "-" } }),
                &["/labels/a~1b~1c", "/labels/b"],
            ),
            (
                json!({ "name": "a", "annotations": { "A.b/c": "-", "b c": "" } }),
                &["/annotations/b c"],
            ),
            (
                json!({ "name": "a", "annotations": { "a": huge } }),
                &["/annotations"],
            ),
            (
                json!({ "name": "a", "finalizers": ["a.b/c", "", "orphan", "foregroundDeletion"] }),
                &["/finalizers/1", "/finalizers"],
            ),
            (
                json!({ "name": "a", "ownerReferences": [
                    { "apiVersion": "v1", "kind": "Pod", "name": "a", "uid": "b", "controller": true },
                    { "apiVersion": "v1", "kind": "Event", "name": "a", "uid": "b", "controller": true },
                    { "apiVersion": "a/", "uid": "" },
                ] }),
                &[
                    "/ownerReferences/1",
                    "/ownerReferences/1/controller",
                    "/ownerReferences/2/apiVersion",
                    "/ownerReferences/2/kind",
                    "/ownerReferences/2/name",
                    "/ownerReferences/2/uid",
                ],
            ),
        ];
        for (metadata, expected) in cases {
            assert_eq!(
                pointers(&metadata, Names::Subdomain),
                expected,
                "{metadata}"
            );
        }
        assert_eq!(
            pointers(
                &json!({ "name": "A:b", "generateName": "." }),
                Names::PathSegment
            ),
            [""; 0]
        );
        assert_eq!(
            pointers(&json!({ "name": "a.b" }), Names::LetterLabel),
            ["/name"]
        );
        assert_eq!(pointers(&json!({}), Names::OptionalPathSegment), [""; 0]);
    }
}
