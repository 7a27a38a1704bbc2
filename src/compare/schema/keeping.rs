//! What an object keeps that its schema does not name.

use super::Pair;
use crate::{apiserver::Schema, compare::Change};
use serde_json::Value;

/// Compares `x-kubernetes-preserve-unknown-fields` and `x-kubernetes-embedded-resource`.
pub fn compare(pair: &Pair, found: &mut Vec<Change>) {
    let flag = |is_on: bool| is_on.then(|| Value::from(true));
    let keeps = |schema: &Schema| schema.preserve_unknown_fields == Some(true);
    let (old, new) = (keeps(pair.old), keeps(pair.new));
    let part = pair.part();
    if old != new {
        let keyword = "x-kubernetes-preserve-unknown-fields";
        let change = pair.keyword("preserve-unknown-fields", keyword, (flag(old), flag(new)));
        found.push(if new {
            let reason = "what is misspelt is kept now, where it was dropped or refused";
            change.compatible(format!("{part} keeps unknown fields now"), reason)
        } else {
            let reason = "the server drops what the schema does not name from whatever is written, and from stored objects when they are read";
            change
                .breaking(format!("{part} no longer keeps unknown fields"), reason)
                .help("name the fields that objects hold before pruning begins")
        });
    }
    let (old, new) = (pair.old.is_embedded_resource, pair.new.is_embedded_resource);
    if old != new {
        let keyword = "x-kubernetes-embedded-resource";
        let change = pair.keyword("embedded-resource", keyword, (flag(old), flag(new)));
        found.push(if new {
            let reason =
                "objects without `apiVersion`, `kind` or `metadata` of an object are refused";
            change.breaking(
                format!("{part} must be an object of Kubernetes now"),
                reason,
            )
        } else {
            let reason =
                "`apiVersion`, `kind` and `metadata` are kept only where the schema names them";
            change.unknown(
                format!("{part} need not be an object of Kubernetes any more"),
                reason,
            )
        });
    }
}
