//! The Go types behind a `CustomResourceDefinition`: `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1` and
//! `k8s.io/apimachinery/pkg/apis/meta/v1`, 0.36.

/// What a field holds.
pub enum Kind {
    /// `string`
    Text,
    /// `bool`
    Flag,
    /// `int32`
    Int32,
    /// `int64`
    Int64,
    /// `float64`
    Number,
    /// `[]byte`, in base64
    Bytes,
    /// `metav1.Time`, in RFC 3339
    Time,
    /// Any value.
    Any,
    /// A struct.
    Fields(&'static Fields),
    /// A slice.
    List(&'static Kind),
    /// A map with strings as keys.
    Map(&'static Kind),
    /// `true` or `false`, where a schema may stand too.
    FlagBesideSchema,
    /// A slice, where a schema may stand too; whatever else stands there counts as nothing.
    ListBesideSchema(&'static Kind),
    /// A schema or a value of the other kind, in a field with a decoder of its own.
    SchemaOr(&'static Kind),
}

/// The fields of a struct.
pub struct Fields {
    /// What messages call the struct, with its article.
    pub name: &'static str,
    /// The names in JSON.
    pub rows: &'static [(&'static str, Kind)],
}

impl Fields {
    /// The kind of a field; names count with their case.
    pub fn find(&self, name: &str) -> Option<&'static Kind> {
        let mut rows = self.rows.iter();
        Some(&rows.find(|(known, _)| *known == name)?.1)
    }
}

use Kind::{
    Any, Bytes, Flag, FlagBesideSchema, Int32, Int64, List, ListBesideSchema, Map, Number,
    SchemaOr, Text, Time,
};

static ONE: Kind = Kind::Fields(&SCHEMA);

/// `CustomResourceDefinition`
pub static DEFINITION: Fields = Fields {
    name: "a custom resource definition",
    rows: &[
        ("apiVersion", Text),
        ("kind", Text),
        ("metadata", Kind::Fields(&METADATA)),
        ("spec", Kind::Fields(&SPEC)),
        ("status", Kind::Fields(&STATUS)),
    ],
};

/// `ObjectMeta`
static METADATA: Fields = Fields {
    name: "the metadata",
    rows: &[
        ("name", Text),
        ("generateName", Text),
        ("namespace", Text),
        ("selfLink", Text),
        ("uid", Text),
        ("resourceVersion", Text),
        ("generation", Int64),
        ("creationTimestamp", Time),
        ("deletionTimestamp", Time),
        ("deletionGracePeriodSeconds", Int64),
        ("labels", Map(&Text)),
        ("annotations", Map(&Text)),
        ("ownerReferences", List(&Kind::Fields(&OWNER))),
        ("finalizers", List(&Text)),
        ("managedFields", List(&Kind::Fields(&MANAGED))),
    ],
};

/// `OwnerReference`
static OWNER: Fields = Fields {
    name: "an owner reference",
    rows: &[
        ("apiVersion", Text),
        ("kind", Text),
        ("name", Text),
        ("uid", Text),
        ("controller", Flag),
        ("blockOwnerDeletion", Flag),
    ],
};

/// `ManagedFieldsEntry`
static MANAGED: Fields = Fields {
    name: "an entry of managed fields",
    rows: &[
        ("manager", Text),
        ("operation", Text),
        ("apiVersion", Text),
        ("time", Time),
        ("fieldsType", Text),
        ("fieldsV1", Any),
        ("subresource", Text),
    ],
};

/// `CustomResourceDefinitionSpec`
static SPEC: Fields = Fields {
    name: "the spec",
    rows: &[
        ("group", Text),
        ("names", Kind::Fields(&NAMES)),
        ("scope", Text),
        ("versions", List(&Kind::Fields(&VERSION))),
        ("conversion", Kind::Fields(&CONVERSION)),
        ("preserveUnknownFields", Flag),
    ],
};

/// `CustomResourceDefinitionNames`
static NAMES: Fields = Fields {
    name: "the names",
    rows: &[
        ("plural", Text),
        ("singular", Text),
        ("shortNames", List(&Text)),
        ("kind", Text),
        ("listKind", Text),
        ("categories", List(&Text)),
    ],
};

/// `CustomResourceDefinitionVersion`
static VERSION: Fields = Fields {
    name: "a version",
    rows: &[
        ("name", Text),
        ("served", Flag),
        ("storage", Flag),
        ("deprecated", Flag),
        ("deprecationWarning", Text),
        ("schema", Kind::Fields(&VALIDATION)),
        ("subresources", Kind::Fields(&SUBRESOURCES)),
        ("additionalPrinterColumns", List(&Kind::Fields(&COLUMN))),
        ("selectableFields", List(&Kind::Fields(&SELECTABLE_FIELD))),
    ],
};

/// `CustomResourceValidation`
static VALIDATION: Fields = Fields {
    name: "the schema of a version",
    rows: &[("openAPIV3Schema", Kind::Fields(&SCHEMA))],
};

/// `CustomResourceSubresources`
static SUBRESOURCES: Fields = Fields {
    name: "the subresources",
    rows: &[
        ("status", Kind::Fields(&STATUS_SUBRESOURCE)),
        ("scale", Kind::Fields(&SCALE)),
    ],
};

/// `CustomResourceSubresourceStatus`
static STATUS_SUBRESOURCE: Fields = Fields {
    name: "the status subresource",
    rows: &[],
};

/// `CustomResourceSubresourceScale`
static SCALE: Fields = Fields {
    name: "the scale subresource",
    rows: &[
        ("specReplicasPath", Text),
        ("statusReplicasPath", Text),
        ("labelSelectorPath", Text),
    ],
};

/// `CustomResourceColumnDefinition`
static COLUMN: Fields = Fields {
    name: "a printer column",
    rows: &[
        ("name", Text),
        ("type", Text),
        ("format", Text),
        ("description", Text),
        ("priority", Int32),
        ("jsonPath", Text),
    ],
};

/// `SelectableField`
static SELECTABLE_FIELD: Fields = Fields {
    name: "a selectable field",
    rows: &[("jsonPath", Text)],
};

/// `CustomResourceConversion`
static CONVERSION: Fields = Fields {
    name: "the conversion",
    rows: &[("strategy", Text), ("webhook", Kind::Fields(&WEBHOOK))],
};

/// `WebhookConversion`
static WEBHOOK: Fields = Fields {
    name: "the conversion webhook",
    rows: &[
        ("clientConfig", Kind::Fields(&CLIENT)),
        ("conversionReviewVersions", List(&Text)),
    ],
};

/// `WebhookClientConfig`
static CLIENT: Fields = Fields {
    name: "the client of a webhook",
    rows: &[
        ("url", Text),
        ("service", Kind::Fields(&SERVICE)),
        ("caBundle", Bytes),
    ],
};

/// `ServiceReference`
static SERVICE: Fields = Fields {
    name: "the service of a webhook",
    rows: &[
        ("namespace", Text),
        ("name", Text),
        ("path", Text),
        ("port", Int32),
    ],
};

/// `CustomResourceDefinitionStatus`
static STATUS: Fields = Fields {
    name: "the status",
    rows: &[
        ("conditions", List(&Kind::Fields(&CONDITION))),
        ("acceptedNames", Kind::Fields(&NAMES)),
        ("storedVersions", List(&Text)),
        ("observedGeneration", Int64),
    ],
};

/// `CustomResourceDefinitionCondition`
static CONDITION: Fields = Fields {
    name: "a condition",
    rows: &[
        ("type", Text),
        ("status", Text),
        ("lastTransitionTime", Time),
        ("reason", Text),
        ("message", Text),
        ("observedGeneration", Int64),
    ],
};

/// `JSONSchemaProps`
pub static SCHEMA: Fields = Fields {
    name: "a schema",
    rows: &[
        ("type", Text),
        ("description", Text),
        ("properties", Map(&ONE)),
        ("format", Text),
        ("items", SchemaOr(&ListBesideSchema(&ONE))),
        ("required", List(&Text)),
        ("additionalProperties", SchemaOr(&FlagBesideSchema)),
        ("default", Any),
        ("enum", List(&Any)),
        ("pattern", Text),
        ("nullable", Flag),
        ("title", Text),
        ("maximum", Number),
        ("exclusiveMaximum", Flag),
        ("minimum", Number),
        ("exclusiveMinimum", Flag),
        ("maxLength", Int64),
        ("minLength", Int64),
        ("maxItems", Int64),
        ("minItems", Int64),
        ("uniqueItems", Flag),
        ("multipleOf", Number),
        ("maxProperties", Int64),
        ("minProperties", Int64),
        ("allOf", List(&ONE)),
        ("oneOf", List(&ONE)),
        ("anyOf", List(&ONE)),
        ("not", Kind::Fields(&SCHEMA)),
        ("patternProperties", Map(&ONE)),
        ("dependencies", Map(&SchemaOr(&ListBesideSchema(&Text)))),
        ("additionalItems", SchemaOr(&FlagBesideSchema)),
        ("definitions", Map(&ONE)),
        ("externalDocs", Kind::Fields(&EXTERNAL_DOCS)),
        ("example", Any),
        ("id", Text),
        ("$schema", Text),
        ("$ref", Text),
        ("x-kubernetes-preserve-unknown-fields", Flag),
        ("x-kubernetes-embedded-resource", Flag),
        ("x-kubernetes-int-or-string", Flag),
        ("x-kubernetes-list-map-keys", List(&Text)),
        ("x-kubernetes-list-type", Text),
        ("x-kubernetes-map-type", Text),
        ("x-kubernetes-validations", List(&Kind::Fields(&RULE))),
    ],
};

/// `ExternalDocumentation`
static EXTERNAL_DOCS: Fields = Fields {
    name: "the external documentation",
    rows: &[("description", Text), ("url", Text)],
};

/// `ValidationRule`
static RULE: Fields = Fields {
    name: "a validation rule",
    rows: &[
        ("rule", Text),
        ("message", Text),
        ("messageExpression", Text),
        ("reason", Text),
        ("fieldPath", Text),
        ("optionalOldSelf", Flag),
    ],
};
