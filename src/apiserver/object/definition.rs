//! What of a definition decides on objects.

use crate::apiserver::Schema;
use serde_json::Value;

/// A custom resource definition, as far as objects are concerned.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// `spec.group`
    pub group: String,
    /// `spec.names.kind`
    pub kind: String,
    /// Whether objects live in namespaces.
    pub is_namespaced: bool,
    /// Whether versions differ only in their name: no webhook converts.
    pub is_renamed: bool,
    /// All versions, in the order of the text.
    pub versions: Vec<Version>,
}

/// A version of a definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// `name`
    pub name: String,
    /// `served`
    pub is_served: bool,
    /// `storage`
    pub is_stored: bool,
    /// `schema.openAPIV3Schema`
    pub schema: Schema,
    /// Whether `status` is a resource of its own, and dropped from what is created.
    pub has_status: bool,
    /// `subresources.scale`
    pub scale: Option<Scale>,
}

/// Where the numbers of replicas stand, with a leading dot.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// `specReplicasPath`
    pub spec: String,
    /// `statusReplicasPath`
    pub status: String,
    /// `labelSelectorPath`
    pub selector: Option<String>,
}

impl Definition {
    /// Reads a `CustomResourceDefinition` of `apiextensions.k8s.io/v1`, which should be valid; what is missing is empty.
    pub fn read(definition: &Value) -> Self {
        let spec = &definition["spec"];
        let versions = spec["versions"].as_array().map_or(&[][..], Vec::as_slice);
        Self {
            group: text(&spec["group"]),
            kind: text(&spec["names"]["kind"]),
            is_namespaced: spec["scope"] == "Namespaced",
            is_renamed: spec["conversion"]["strategy"] != "Webhook",
            versions: versions.iter().map(Version::read).collect(),
        }
    }

    /// The definition of a kind that lives in namespaces and has one version, `group/version`, with this schema.
    pub fn of_schema(api_version: &str, kind: &str, schema: &Value) -> Self {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        Self {
            group: group.to_owned(),
            kind: kind.to_owned(),
            is_namespaced: true,
            is_renamed: true,
            versions: vec![Version {
                name: version.to_owned(),
                is_served: true,
                is_stored: true,
                schema: Schema::read(schema),
                has_status: false,
                scale: None,
            }],
        }
    }
}

impl Version {
    fn read(version: &Value) -> Self {
        let subresources = &version["subresources"];
        Self {
            name: text(&version["name"]),
            is_served: version["served"] == true,
            is_stored: version["storage"] == true,
            schema: Schema::read(&version["schema"]["openAPIV3Schema"]),
            has_status: subresources["status"].is_object(),
            scale: Scale::read(&subresources["scale"]),
        }
    }
}

impl Scale {
    fn read(scale: &Value) -> Option<Self> {
        scale.is_object().then(|| Self {
            spec: text(&scale["specReplicasPath"]),
            status: text(&scale["statusReplicasPath"]),
            selector: scale["labelSelectorPath"].as_str().map(str::to_owned),
        })
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
