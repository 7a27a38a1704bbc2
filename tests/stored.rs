//! What gen emits for operators is what the API server stores: it refuses nothing, drops nothing, and fills in nothing inside of lists, which
//! GitOps controllers compare as a whole.

mod support;

use opsgen::{
    apiserver::object::{self, Definition, Strictness},
    schema,
};
use serde_json::Value;
use support::{example, examples};

/// The definition of a kind of an operator; `None` for kinds of Kubernetes and of gen's own examples.
fn definition(api_version: &str, kind: &str) -> Option<Definition> {
    let schema = schema::operator_kind(api_version, kind)?;
    Some(Definition::of_schema(api_version, kind, &schema))
}

/// Drops the fields that the server added outside of lists: controllers leave those alone.
fn drop_added(stored: &mut Value, emitted: &Value) {
    if let (Value::Object(stored), Value::Object(emitted)) = (stored, emitted) {
        stored.retain(|key, _| emitted.contains_key(key));
        for (key, value) in stored {
            drop_added(value, &emitted[key]);
        }
    }
}

#[test]
fn objects_of_operators_are_stored_as_they_are_emitted() {
    let mut count = 0;
    for name in examples() {
        let compilation = example(&name);
        for artifact in compilation.environments.iter().flat_map(|(_, all)| all) {
            let object = Value::from(&artifact.tree);
            let text = |key: &str| object[key].as_str().unwrap_or_default();
            let Some(definition) = definition(text("apiVersion"), text("kind")) else {
                continue;
            };
            let judged = object::judge(&definition, &object, Strictness::Strict);
            assert_eq!(judged.findings, [], "{name}: {}", artifact.path);
            let mut stored = judged.object;
            drop_added(&mut stored, &object);
            assert_eq!(stored, object, "{name}: {}", artifact.path);
            count += 1;
        }
    }
    assert!(count > 20, "only {count} objects");
}
