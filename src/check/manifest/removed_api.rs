//! Objects of APIs that Kubernetes no longer serves.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Manifest, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/removed-api",
        level: Level::Deny,
        docs: r#"Finds objects whose `apiVersion` Kubernetes has removed for their kind, as of the version in `[targets] kubernetes`; without a target as of
the newest.

## Why it matters

The API server answers that it knows no such kind, and nothing of the object is applied.

## Example

```yaml
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: shop}
```

## Use instead

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: shop}
```
"#,
    },
    scope: Scope::Manifest(check),
};

/// The minor version of Kubernetes 1 that removed it, the API, its kinds, and what serves them since.
type Removal = (
    u32,
    &'static str,
    &'static [&'static str],
    Option<&'static str>,
);

/// Source: Kubernetes, Deprecated API Migration Guide.
const REMOVALS: [Removal; 27] = [
    (
        16,
        "apps/v1beta1",
        &["Deployment", "StatefulSet"],
        Some("apps/v1"),
    ),
    (
        16,
        "apps/v1beta2",
        &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
        Some("apps/v1"),
    ),
    (
        16,
        "extensions/v1beta1",
        &["DaemonSet", "Deployment", "ReplicaSet"],
        Some("apps/v1"),
    ),
    (
        16,
        "extensions/v1beta1",
        &["NetworkPolicy"],
        Some("networking.k8s.io/v1"),
    ),
    (16, "extensions/v1beta1", &["PodSecurityPolicy"], None),
    (
        22,
        "admissionregistration.k8s.io/v1beta1",
        &[
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
        ],
        Some("admissionregistration.k8s.io/v1"),
    ),
    (
        22,
        "apiextensions.k8s.io/v1beta1",
        &["CustomResourceDefinition"],
        Some("apiextensions.k8s.io/v1"),
    ),
    (
        22,
        "apiregistration.k8s.io/v1beta1",
        &["APIService"],
        Some("apiregistration.k8s.io/v1"),
    ),
    (
        22,
        "certificates.k8s.io/v1beta1",
        &["CertificateSigningRequest"],
        Some("certificates.k8s.io/v1"),
    ),
    (
        22,
        "coordination.k8s.io/v1beta1",
        &["Lease"],
        Some("coordination.k8s.io/v1"),
    ),
    (
        22,
        "extensions/v1beta1",
        &["Ingress"],
        Some("networking.k8s.io/v1"),
    ),
    (
        22,
        "networking.k8s.io/v1beta1",
        &["Ingress", "IngressClass"],
        Some("networking.k8s.io/v1"),
    ),
    (
        22,
        "rbac.authorization.k8s.io/v1beta1",
        &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
        Some("rbac.authorization.k8s.io/v1"),
    ),
    (
        22,
        "scheduling.k8s.io/v1beta1",
        &["PriorityClass"],
        Some("scheduling.k8s.io/v1"),
    ),
    (
        22,
        "storage.k8s.io/v1beta1",
        &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
        Some("storage.k8s.io/v1"),
    ),
    (
        25,
        "autoscaling/v2beta1",
        &["HorizontalPodAutoscaler"],
        Some("autoscaling/v2"),
    ),
    (25, "batch/v1beta1", &["CronJob"], Some("batch/v1")),
    (
        25,
        "discovery.k8s.io/v1beta1",
        &["EndpointSlice"],
        Some("discovery.k8s.io/v1"),
    ),
    (
        25,
        "events.k8s.io/v1beta1",
        &["Event"],
        Some("events.k8s.io/v1"),
    ),
    (
        25,
        "node.k8s.io/v1beta1",
        &["RuntimeClass"],
        Some("node.k8s.io/v1"),
    ),
    (
        25,
        "policy/v1beta1",
        &["PodDisruptionBudget"],
        Some("policy/v1"),
    ),
    (25, "policy/v1beta1", &["PodSecurityPolicy"], None),
    (
        26,
        "autoscaling/v2beta2",
        &["HorizontalPodAutoscaler"],
        Some("autoscaling/v2"),
    ),
    (
        26,
        "flowcontrol.apiserver.k8s.io/v1beta1",
        &["FlowSchema", "PriorityLevelConfiguration"],
        Some("flowcontrol.apiserver.k8s.io/v1"),
    ),
    (
        27,
        "storage.k8s.io/v1beta1",
        &["CSIStorageCapacity"],
        Some("storage.k8s.io/v1"),
    ),
    (
        29,
        "flowcontrol.apiserver.k8s.io/v1beta2",
        &["FlowSchema", "PriorityLevelConfiguration"],
        Some("flowcontrol.apiserver.k8s.io/v1"),
    ),
    (
        32,
        "flowcontrol.apiserver.k8s.io/v1beta3",
        &["FlowSchema", "PriorityLevelConfiguration"],
        Some("flowcontrol.apiserver.k8s.io/v1"),
    ),
];

fn check(object: &Manifest, model: &Model, sink: &mut Sink) {
    let (version, kind) = (object.api_version.as_str(), object.kind.as_str());
    let is_it = |removal: &&Removal| removal.1 == version && removal.2.contains(&kind);
    let Some((minor, _, _, since)) = REMOVALS.iter().find(is_it) else {
        return;
    };
    if model
        .targets
        .kubernetes
        .is_some_and(|target| target < (1, *minor))
    {
        return;
    }
    let message = format!("Kubernetes 1.{minor} removed `{kind}` from `{version}`");
    let finding = Diagnostic::new(&CHECK.rule, object.api_version.span, message);
    sink.report(match since {
        Some(since) => finding.help(format!("it is `{since}` now; its fields may be others")),
        None => finding.note("nothing serves it any more"),
    });
}
