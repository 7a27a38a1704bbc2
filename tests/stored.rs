//! What gen emits for operators is what the API server stores: it fills in nothing, drops nothing, refuses nothing, so that no diff of a
//! GitOps controller stays open.

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
            assert_eq!(judged.object, object, "{name}: {}", artifact.path);
            count += 1;
        }
    }
    assert!(count > 20, "only {count} objects");
}
