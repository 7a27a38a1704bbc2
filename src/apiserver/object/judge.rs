//! All steps of a create, in the server's order (`apiserver/customresource_handler.go`, `registry/customresource/strategy.go`).

use super::{
    definition::{Definition, Version},
    embedded::{self, Coerced},
    fill::{drop_nulls, fill_defaults},
    lists::find_duplicates,
    prune::{Pruned, Root, prune},
    scale,
    unknown::unknown_field,
    validate::{Reading, numbers::normalize, validate},
};
use crate::{
    apiserver::{
        Cause, Finding, Path,
        metadata::{self, Names, Namespace},
        rules,
    },
    promql::nearest::find_nearest,
};
use serde_json::{Map, Value};

/// How strictly the server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// `fieldValidation=Strict`, as kubectl asks: unknown fields are refused.
    Strict,
    /// `fieldValidation=Ignore`: unknown fields are dropped.
    Lenient,
}

/// What becomes of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Why the server refuses it; empty when it accepts.
    pub findings: Vec<Finding>,
    /// What the server would tell of next, once unknown fields are gone; empty when `findings` are not about those only.
    pub later: Vec<Finding>,
    /// The fields that it drops because the schema does not name them.
    pub pruned: Vec<Pruned>,
    /// The fields that it drops without a word because the version of storage does not name them. Empty when a webhook converts.
    pub lost: Vec<Pruned>,
    /// The object as the server answers and will read it again, in the version in which it is written: with defaults, without nulls and
    /// unknown fields, and without what the server adds to metadata. For a refused object as far as it got.
    pub object: Value,
}

/// Judges the creation of an object. Its keys are unique: that is for the reader to see to.
pub fn judge(definition: &Definition, object: &Value, strictness: Strictness) -> Judged {
    let version = match find_version(definition, object) {
        Ok(version) => version,
        Err(findings) => {
            let object = object.clone();
            return Judged {
                findings,
                object,
                ..Judged::default()
            };
        }
    };
    let mut draft = Draft::read(object, version);
    let (mut later, mut lost) = (Vec::new(), Vec::new());
    if draft.undecodable.is_empty() {
        draft.complete(definition, version);
        later = draft.validate(definition, version);
        lost = draft.store(definition, version);
    }
    let strict = strictness == Strictness::Strict;
    let unknown = draft
        .pruned
        .iter()
        .filter(|_| strict)
        .map(|pruned| unknown_field(pruned, &version.schema));
    let mut findings = draft.undecodable;
    if findings.is_empty() {
        findings.extend(unknown);
    }
    if findings.is_empty() {
        findings.append(&mut later);
    }
    for finding in findings.iter_mut().chain(&mut later) {
        finding.pointer = nearest_present(object, &finding.pointer);
    }
    Judged {
        findings,
        later,
        lost,
        pruned: draft.pruned,
        object: draft.object,
    }
}

/// An object on its way through the server.
struct Draft {
    object: Value,
    pruned: Vec<Pruned>,
    undecodable: Vec<Finding>,
}

impl Draft {
    /// Decodes: metadata is read, unknown fields and nulls are dropped.
    fn read(object: &Value, version: &Version) -> Self {
        let root = Path::root("", "");
        let mut object = object.clone();
        let place = root.child("metadata");
        let decoded = object
            .get("metadata")
            .map(|value| metadata::decode(value, &place))
            .unwrap_or_default();
        let (mut pruned, mut undecodable) = (decoded.unknown, decoded.findings);
        pruned.extend(prune(&mut object, &version.schema, Root::Resource, &root));
        drop_nulls(&mut object, &version.schema);
        let mut coerced = Coerced::default();
        embedded::coerce(&mut object, &version.schema, &root, &mut coerced);
        pruned.extend(coerced.unknown);
        undecodable.extend(coerced.findings);
        if object.get("metadata").is_some() || !decoded.fields.is_empty() {
            object["metadata"] = Value::Object(decoded.fields);
        }
        Self {
            object,
            pruned,
            undecodable,
        }
    }

    /// Fills in defaults, and drops what a create may not set.
    fn complete(&mut self, definition: &Definition, version: &Version) {
        fill_defaults(&mut self.object, &version.schema);
        if let Some(fields) = self.object.as_object_mut()
            && version.has_status
        {
            fields.shift_remove("status");
        }
        if let Some(metadata) = self.metadata() {
            wipe(metadata);
            if !definition.is_namespaced {
                metadata.shift_remove("namespace");
            }
        }
    }

    /// Everything that is asked of an object that could be read.
    fn validate(&mut self, definition: &Definition, version: &Version) -> Vec<Finding> {
        let place = Path::root("metadata", "/metadata");
        let namespace = match definition.is_namespaced {
            true => Namespace::Checked,
            false => Namespace::Ignored,
        };
        let nothing = Map::new();
        let metadata = self.object.get("metadata").and_then(Value::as_object);
        let metadata = metadata.unwrap_or(&nothing);
        let mut findings = metadata::validate(metadata, Names::Subdomain, namespace, &place);
        let made = metadata::make_name(metadata);
        if let Some(name) = &made {
            self.object["metadata"]["name"] = Value::from(name.as_str());
        }
        self.validate_content(version, &mut findings);
        if made.is_some()
            && let Some(metadata) = self.metadata()
        {
            metadata.shift_remove("name");
        }
        findings
    }

    fn validate_content(&self, version: &Version, findings: &mut Vec<Finding>) {
        let root = Path::root("", "");
        let (object, schema) = (&self.object, &version.schema);
        findings.extend(validate(object, schema, Reading::Object, &root));
        if let Some(scale) = &version.scale {
            scale::validate(object, scale, findings);
        }
        embedded::validate(object, schema, &root, findings);
        find_duplicates(object, schema, &root, findings);
        if !findings.iter().any(hides_rules) {
            let told = rules::evaluate(schema, object, None, &root);
            findings.extend(told.into_iter().map(named));
        }
    }

    fn metadata(&mut self) -> Option<&mut Map<String, Value>> {
        self.object.get_mut("metadata")?.as_object_mut()
    }

    /// Writes the object in the version of storage and reads it again; what is lost by it.
    fn store(&mut self, definition: &Definition, version: &Version) -> Vec<Pruned> {
        // Rules tell 1.0 from 1; what is stored does not.
        normalize(&mut self.object);
        let root = Path::root("", "");
        let mut stored = definition
            .versions
            .iter()
            .filter(|version| version.is_stored);
        let schema = match stored.next() {
            Some(stored) if definition.is_renamed => &stored.schema,
            _ => &version.schema,
        };
        let lost = prune(&mut self.object, schema, Root::Resource, &root);
        drop_nulls(&mut self.object, schema);
        fill_defaults(&mut self.object, schema);
        prune(&mut self.object, &version.schema, Root::Resource, &root);
        drop_nulls(&mut self.object, &version.schema);
        lost
    }
}

/// With the name that the server has for the whole object.
fn named(finding: Finding) -> Finding {
    let field = match finding.field.as_str() {
        "" => "<nil>".to_owned(),
        _ => finding.field,
    };
    Finding { field, ..finding }
}

/// Whether an error keeps the server from running rules (`hasBlockingErr`).
fn hides_rules(finding: &Finding) -> bool {
    matches!(
        finding.cause,
        Cause::NotSupported
            | Cause::Required
            | Cause::TooLong
            | Cause::TooMany
            | Cause::TypeInvalid
    )
}

/// Fields of metadata that only the server sets.
const SYSTEM_FIELDS: [&str; 7] = [
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "uid",
    "selfLink",
    "generation",
    "managedFields",
];

/// Drops what the server sets itself, and repeated owners.
fn wipe(metadata: &mut Map<String, Value>) {
    metadata.retain(|key, _| !SYSTEM_FIELDS.contains(&key.as_str()));
    if let Some(owners) = metadata
        .get_mut("ownerReferences")
        .and_then(Value::as_array_mut)
    {
        let mut kept: Vec<Value> = Vec::new();
        owners.retain(|owner| {
            let is_new = !kept.contains(owner);
            if is_new {
                kept.push(owner.clone());
            }
            is_new
        });
    }
}

/// The version in which the object is written.
fn find_version<'d>(
    definition: &'d Definition,
    object: &Value,
) -> Result<&'d Version, Vec<Finding>> {
    let mut findings = Vec::new();
    if object.get("kind").and_then(Value::as_str) != Some(&definition.kind) {
        findings.push(type_finding(
            "kind",
            &object["kind"],
            [definition.kind.as_str()],
        ));
    }
    let served = definition
        .versions
        .iter()
        .filter(|version| version.is_served);
    let names: Vec<(String, &Version)> = served
        .map(|version| (format!("{}/{}", definition.group, version.name), version))
        .collect();
    let written = object
        .get("apiVersion")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let found = names.iter().find(|(name, _)| name == written);
    if found.is_none() {
        findings.push(type_finding(
            "apiVersion",
            &object["apiVersion"],
            names.iter().map(|(name, _)| name.as_str()),
        ));
    }
    match found {
        Some((_, version)) if findings.is_empty() => Ok(version),
        _ => Err(findings),
    }
}

fn type_finding<'n>(key: &str, value: &Value, names: impl IntoIterator<Item = &'n str>) -> Finding {
    let names: Vec<&str> = names.into_iter().collect();
    let expected: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let found = match value {
        Value::Null => "is required".to_owned(),
        _ => format!("is {value}", value = super::show::shown(value)),
    };
    let near = value
        .as_str()
        .and_then(|text| find_nearest(text, names.iter().copied()));
    Finding {
        field: key.to_owned(),
        pointer: if value.is_null() {
            String::new()
        } else {
            format!("/{key}")
        },
        range: None,
        is_key: false,
        cause: Cause::Invalid,
        rule: "unserved-version",
        message: format!(
            "`{key}` {found}; the definition serves {}",
            expected.join(", ")
        ),
        help: near.map(|near| format!("write `{near}`")),
    }
}

/// The longest beginning of a pointer that leads to something in the object as it was written.
fn nearest_present(object: &Value, pointer: &str) -> String {
    let mut pointer = pointer;
    while object.pointer(pointer).is_none() {
        pointer = &pointer[..pointer.rfind('/').unwrap_or_default()];
    }
    pointer.to_owned()
}
