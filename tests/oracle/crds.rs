//! kube-apiserver establishes every custom resource definition that gen emits.

use crate::control_plane::ControlPlane;
use crate::golden::{all, text};
use crate::judge::{accepted, none_refused};

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
    let server = ControlPlane::start();
    let mut refusals = Vec::new();
    for golden in all() {
        let definitions: Vec<String> = golden
            .files("crds", "yaml")
            .iter()
            .map(|path| text(path))
            .collect();
        if definitions.is_empty() {
            continue;
        }
        let answer = server.establish(&definitions.join("\n---\n"));
        if !answer.accepted {
            refusals.push(format!("{}\n{}", golden.name, answer.story));
        }
        // Two examples may define the same resource.
        let every = ["delete", "crd", "--all"];
        accepted(server.kubectl().args(every));
    }
    none_refused(&refusals);
}
