//! A custom resource definition, decoded and with the server's defaults (`SetDefaults_CustomResourceDefinitionSpec`).
//!
//! Deliberately absent: errors. What has a wrong type is left out here and told by `decode`.

use serde_json::Value;

use crate::apiserver::schema::Schema;

/// A definition. What is absent is empty, `false` or `None`.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// `metadata.name`
    pub name: String,
    /// `spec.group`
    pub group: String,
    /// `spec.names`
    pub names: Names,
    /// `spec.scope`: `Namespaced` or `Cluster` in a definition that the server accepts.
    pub scope: String,
    /// `spec.versions`, in their order.
    pub versions: Vec<Version>,
    /// `spec.conversion`
    pub conversion: Conversion,
    /// `spec.preserveUnknownFields`
    pub preserves_unknown_fields: bool,
}

/// `spec.names`
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// `plural`
    pub plural: String,
    /// `singular`; by default the kind in lowercase.
    pub singular: String,
    /// `shortNames`
    pub short_names: Vec<String>,
    /// `kind`
    pub kind: String,
    /// `listKind`; by default the kind and `List`.
    pub list_kind: String,
    /// `categories`
    pub categories: Vec<String>,
}

/// An entry of `spec.versions`.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// `name`
    pub name: String,
    /// `served`
    pub is_served: bool,
    /// `storage`
    pub is_storage: bool,
    /// `deprecated`
    pub is_deprecated: bool,
    /// `deprecationWarning`
    pub deprecation_warning: Option<String>,
    /// Whether there is a `schema`, with or without `openAPIV3Schema`.
    pub has_validation: bool,
    /// `schema.openAPIV3Schema`
    pub schema: Option<Schema>,
    /// `subresources`
    pub subresources: Option<Subresources>,
    /// `additionalPrinterColumns`
    pub columns: Vec<Column>,
    /// The JSON paths of `selectableFields`.
    pub selectable_fields: Vec<String>,
}

/// `subresources`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subresources {
    /// Whether `status` is there.
    pub has_status: bool,
    /// `scale`
    pub scale: Option<Scale>,
}

/// `subresources.scale`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    /// `specReplicasPath`
    pub spec_replicas_path: String,
    /// `statusReplicasPath`
    pub status_replicas_path: String,
    /// `labelSelectorPath`
    pub label_selector_path: Option<String>,
}

/// An entry of `additionalPrinterColumns`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// `name`
    pub name: String,
    /// `type`
    pub kind: String,
    /// `format`
    pub format: String,
    /// `description`
    pub description: String,
    /// `priority`
    pub priority: i64,
    /// `jsonPath`
    pub json_path: String,
}

/// `spec.conversion`
#[derive(Clone, Debug, Default)]
pub struct Conversion {
    /// `strategy`: `None` or `Webhook`; the first by default, when there is no `conversion` at all.
    pub strategy: String,
    /// `webhook.clientConfig`
    pub client: Option<Client>,
    /// `webhook.conversionReviewVersions`
    pub review_versions: Vec<String>,
}

/// `clientConfig` of a webhook.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// `url`
    pub url: Option<String>,
    /// `service`
    pub service: Option<Service>,
}

/// `service` of a webhook.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// `namespace`
    pub namespace: String,
    /// `name`
    pub name: String,
    /// `path`
    pub path: Option<String>,
    /// `port`, by default 443.
    pub port: i64,
}

impl Definition {
    /// The definition that an object describes.
    pub fn read(object: &Value) -> Self {
        let spec = &object["spec"];
        Self {
            name: text(&object["metadata"], "name"),
            group: text(spec, "group"),
            names: Names::read(&spec["names"]),
            scope: text(spec, "scope"),
            versions: list(&spec["versions"], Version::read),
            conversion: Conversion::read(&spec["conversion"]),
            preserves_unknown_fields: flag(spec, "preserveUnknownFields"),
        }
    }
}

impl Names {
    fn read(value: &Value) -> Self {
        let kind = text(value, "kind");
        let or = |key: &str, default: String| {
            let found = text(value, key);
            if found.is_empty() { default } else { found }
        };
        let list_kind = if kind.is_empty() {
            String::new()
        } else {
            format!("{kind}List")
        };
        Self {
            plural: text(value, "plural"),
            singular: or("singular", kind.to_lowercase()),
            short_names: texts(&value["shortNames"]),
            list_kind: or("listKind", list_kind),
            categories: texts(&value["categories"]),
            kind,
        }
    }
}

impl Version {
    fn read(value: &Value) -> Self {
        let schema = &value["schema"]["openAPIV3Schema"];
        Self {
            name: text(value, "name"),
            is_served: flag(value, "served"),
            is_storage: flag(value, "storage"),
            is_deprecated: flag(value, "deprecated"),
            deprecation_warning: optional(value, "deprecationWarning"),
            has_validation: value["schema"].is_object(),
            schema: schema.is_object().then(|| Schema::read(schema)),
            subresources: read_object(&value["subresources"], Subresources::read),
            columns: list(&value["additionalPrinterColumns"], Column::read),
            selectable_fields: list(&value["selectableFields"], |field| text(field, "jsonPath")),
        }
    }

    /// Whether the version has the status subresource.
    pub fn has_status(&self) -> bool {
        let subresources = self.subresources.as_ref();
        subresources.is_some_and(|subresources| subresources.has_status)
    }
}

impl Subresources {
    fn read(value: &Value) -> Self {
        Self {
            has_status: value["status"].is_object(),
            scale: read_object(&value["scale"], Scale::read),
        }
    }
}

impl Scale {
    fn read(value: &Value) -> Self {
        Self {
            spec_replicas_path: text(value, "specReplicasPath"),
            status_replicas_path: text(value, "statusReplicasPath"),
            label_selector_path: optional(value, "labelSelectorPath"),
        }
    }
}

impl Column {
    fn read(value: &Value) -> Self {
        Self {
            name: text(value, "name"),
            kind: text(value, "type"),
            format: text(value, "format"),
            description: text(value, "description"),
            priority: value["priority"].as_i64().unwrap_or_default(),
            json_path: text(value, "jsonPath"),
        }
    }
}

impl Conversion {
    fn read(value: &Value) -> Self {
        let webhook = &value["webhook"];
        let strategy = if value.is_null() {
            "None".to_owned()
        } else {
            text(value, "strategy")
        };
        Self {
            strategy,
            client: read_object(&webhook["clientConfig"], Client::read),
            review_versions: texts(&webhook["conversionReviewVersions"]),
        }
    }
}

impl Client {
    fn read(value: &Value) -> Self {
        Self {
            url: optional(value, "url"),
            service: read_object(&value["service"], Service::read),
        }
    }
}

impl Service {
    fn read(value: &Value) -> Self {
        Self {
            namespace: text(value, "namespace"),
            name: text(value, "name"),
            path: optional(value, "path"),
            port: value["port"].as_i64().unwrap_or(443),
        }
    }
}

fn read_object<T>(value: &Value, read: fn(&Value) -> T) -> Option<T> {
    value.is_object().then(|| read(value))
}

fn list<T>(value: &Value, read: fn(&Value) -> T) -> Vec<T> {
    value.as_array().into_iter().flatten().map(read).collect()
}

/// The strings of a list; what is null is an empty one.
pub fn texts(value: &Value) -> Vec<String> {
    list(value, |item| item.as_str().unwrap_or_default().to_owned())
}

/// A string of an object, empty when it is not there.
pub fn text(value: &Value, key: &str) -> String {
    optional(value, key).unwrap_or_default()
}

fn optional(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

fn flag(value: &Value, key: &str) -> bool {
    value[key].as_bool().unwrap_or_default()
}
