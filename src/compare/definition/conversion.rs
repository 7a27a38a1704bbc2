//! Conversion between versions.

use super::{converts_nothing, field, versions};
use crate::compare::Change;
use serde_json::Value;

/// Compares `spec.conversion`.
pub fn compare(old: &Value, new: &Value, found: &mut Vec<Change>) {
    let pointer = "/spec/conversion";
    let Some(change) = field("conversion", pointer, old, new) else {
        return;
    };
    let is_sole = versions(old).len() < 2 && versions(new).len() < 2;
    match (converts_nothing(old), converts_nothing(new)) {
        (true, true) => {}
        (false, true) if is_sole => {
            let message = "objects are no longer converted by a webhook".to_owned();
            found.push(change.compatible(message, "there is one version only"));
        }
        (false, true) => {
            let reason = "objects keep the fields that they were stored with, whichever version is asked for";
            let message = "objects are no longer converted by a webhook".to_owned();
            found.push(change.breaking(message, reason));
        }
        (true, false) => {
            let reason = "every request for a version that is not stored needs the webhook; whether it answers, and loses nothing, the two sides do not tell";
            let message = "objects are converted by a webhook now".to_owned();
            found.push(if is_sole {
                change.compatible(message, "there is one version only")
            } else {
                change.unknown(message, reason)
            });
        }
        (false, false) => {
            let reason = "whether the webhook answers there, the two sides do not tell";
            let message = "the webhook that converts objects is another one".to_owned();
            found.push(change.unknown(message, reason));
        }
    }
}
