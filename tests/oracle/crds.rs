//! kube-apiserver establishes every custom resource definition that gen emits.

use crate::control_plane::ControlPlane;
use crate::golden::{all, file_name, text};
use crate::judge::none_refused;
use std::collections::BTreeSet;

/// A definition with one property `size` of this schema.
fn definition(size: &str) -> String {
    format!(
        "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{ name: boxes.example.com }}
spec:
  group: example.com
  names: {{ kind: Box, plural: boxes }}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          size: {size}
"
    )
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn a_definition_that_is_not_structural_is_refused() {
    let server = ControlPlane::start();
    let refused = server.establish(&definition("{ minimum: 1 }"));
    assert!(
        !refused.accepted && refused.story.contains("must not be empty"),
        "{}",
        refused.story
    );
    let unknown = server.establish(&definition("{ type: integer, minumum: 1 }"));
    assert!(
        !unknown.accepted && unknown.story.contains("minumum"),
        "{}",
        unknown.story
    );
    let format = server.establish(&definition("{ type: integer, format: int33 }"));
    assert!(
        !format.accepted && format.story.contains("int33"),
        "{}",
        format.story
    );
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn every_definition_is_established() {
    let mut server = ControlPlane::start();
    let mut served = BTreeSet::new();
    let mut refusals = Vec::new();
    for golden in all() {
        let files = golden.files("crds", "yaml");
        if files.is_empty() {
            continue;
        }
        // Two examples may define the same resource. A new server, because deleting one now and then takes the server five minutes.
        if files.iter().any(|file| served.contains(&file_name(file))) {
            served.clear();
            server = ControlPlane::start();
        }
        served.extend(files.iter().map(|file| file_name(file)));
        let definitions: Vec<String> = files.iter().map(|file| text(file)).collect();
        let answer = server.establish(&definitions.join("\n---\n"));
        if !answer.accepted {
            refusals.push(format!("{}\n{}", golden.name, answer.story));
        }
    }
    none_refused(&refusals);
}
