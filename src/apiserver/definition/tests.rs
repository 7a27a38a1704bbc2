//! Changes to a small good definition, and the fields that the server then names.

use serde_json::{Value, json};

use super::judge;

/// A definition that the server accepts.
fn good() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {
            "group": "example.com",
            "names": {"plural": "widgets", "kind": "Widget"},
            "scope": "Namespaced",
            "versions": [{
                "name": "v1",
                "served": true,
                "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                    "spec": {"type": "object", "properties": {"size": {"type": "integer"}}},
                }}},
            }],
        },
    })
}

/// Merges a JSON merge patch (RFC 7386).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(entries) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (key, value) in entries {
        if value.is_null() {
            target.as_object_mut().unwrap().shift_remove(key);
        } else {
            merge(&mut target[key], value);
        }
    }
}

fn fields(object: &Value) -> Vec<String> {
    judge(object).into_iter().map(|each| each.field).collect()
}

/// Checks what is named after changes at a pointer.
fn check(pointer: &str, cases: &[(Value, &[&str])]) {
    assert_eq!(fields(&good()), [""; 0]);
    for (patch, expected) in cases {
        let mut object = good();
        merge(object.pointer_mut(pointer).unwrap(), patch);
        assert_eq!(fields(&object), *expected, "{patch}");
    }
}

/// Checks what is named of a property `a` of the spec, below its field; the empty field is that of the property.
fn check_property(cases: &[(Value, &[&str])]) {
    let own = "spec.validation.openAPIV3Schema.properties[spec].properties[a]";
    let pointer = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
    for (schema, expected) in cases {
        let mut object = good();
        object.pointer_mut(pointer).unwrap()["a"] = schema.clone();
        let found = fields(&object);
        let below = found.iter().map(|field| {
            let rest = field.strip_prefix(own).unwrap_or(field);
            rest.trim_start_matches('.')
        });
        assert_eq!(below.collect::<Vec<_>>(), *expected, "{schema}");
    }
}

#[test]
fn names_and_metadata_are_judged() {
    check(
        "",
        &[
            (json!({"kind": "Pod"}), &["kind"]),
            (json!({"apiVersion": "v1"}), &["apiVersion"]),
            (json!({"metadata": {"namespace": "a"}}), &[]),
            (json!({"metadata": {"name": "a.b"}}), &["metadata.name"]),
            (json!({"metadata": {"name": null}}), &["metadata.name"]),
            (
                json!({"metadata": {"labels": {"a b": "c d"}}}),
                &["metadata.labels", "metadata.labels"],
            ),
            (
                json!({"spec": {"group": "example"}}),
                &["metadata.name", "spec.group"],
            ),
            (
                json!({"spec": {"group": "a.k8s.io"}, "metadata": {"name": "widgets.a.k8s.io"}}),
                &["metadata.annotations[api-approved.kubernetes.io]"],
            ),
            (json!({"spec": {"scope": "Global"}}), &["spec.scope"]),
            (
                json!({"spec": {"names": {"kind": null}}}),
                &[
                    "spec.names.singular",
                    "spec.names.kind",
                    "spec.names.listKind",
                ],
            ),
            (
                json!({"spec": {"names": {"shortNames": ["a", "B"], "listKind": "Widget"}}}),
                &["spec.names.listKind", "spec.names.shortNames[1]"],
            ),
            (
                json!({"spec": {"versions": []}}),
                &["spec.versions", "status.storedVersions"],
            ),
            (
                json!({"spec": {"preserveUnknownFields": true}}),
                &["spec.preserveUnknownFields"],
            ),
        ],
    );
}

#[test]
fn versions_are_judged() {
    check(
        "/spec/versions/0",
        &[
            (
                json!({"name": "V1"}),
                &["spec.version", "spec.versions[0].name"],
            ),
            (
                json!({"schema": null}),
                &["spec.versions[0].schema.openAPIV3Schema"],
            ),
            (
                json!({"deprecationWarning": "a"}),
                &["spec.versions[0].deprecationWarning"],
            ),
            (
                json!({"deprecated": true, "deprecationWarning": "a\u{a0}b"}),
                &["spec.versions[0].deprecationWarning"],
            ),
            (
                json!({"additionalPrinterColumns": [{"type": "int", "jsonPath": "a"}]}),
                &[
                    "spec.additionalPrinterColumns[0].name",
                    "spec.additionalPrinterColumns[0].type",
                    "spec.additionalPrinterColumns[0].JSONPath",
                ],
            ),
            (
                json!({"subresources": {"scale": {"specReplicasPath": ".a"}}}),
                &[
                    "spec.subresources.scale.specReplicasPath",
                    "spec.subresources.scale.statusReplicasPath",
                ],
            ),
            (
                json!({"selectableFields": [{"jsonPath": ".spec.size"}, {"jsonPath": ".spec"}]}),
                &["spec.selectableFields[1].jsonPath"],
            ),
        ],
    );
}

#[test]
fn what_versions_do_not_share_is_named_in_each() {
    let mut object = good();
    let versions = object.pointer_mut("/spec/versions").unwrap();
    let other = json!({
        "name": "v2",
        "served": true,
        "storage": false,
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {"a": {}}}},
        "additionalPrinterColumns": [{"name": "A", "type": "string", "jsonPath": "a"}],
    });
    versions.as_array_mut().unwrap().push(other);
    let found = judge(&object);
    let places: Vec<(&str, &str)> = found
        .iter()
        .map(|each| (each.field.as_str(), each.pointer.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (
                "spec.versions[1].schema.openAPIV3Schema.properties[a].type",
                "/spec/versions/1/schema/openAPIV3Schema/properties/a"
            ),
            (
                "spec.versions[1].additionalPrinterColumns[0].JSONPath",
                "/spec/versions/1/additionalPrinterColumns/0/jsonPath"
            ),
        ]
    );
}

#[test]
fn conversion_is_judged() {
    let webhook =
        |client: Value| json!({"clientConfig": client, "conversionReviewVersions": ["v1"]});
    check(
        "/spec",
        &[
            (
                json!({"conversion": {"strategy": "webhook"}}),
                &["spec.conversion.strategy"],
            ),
            (
                json!({"conversion": {"strategy": "Webhook"}}),
                &[
                    "spec.conversion.webhookClientConfig",
                    "spec.conversion.conversionReviewVersions",
                ],
            ),
            (
                json!({"conversion": {"strategy": "Webhook", "webhook": webhook(json!({"url": "https://a/b"}))}}),
                &[],
            ),
            (
                json!({"conversion": {"strategy": "Webhook", "webhook": webhook(json!({"url": "http://u@"}))}}),
                &[
                    "spec.conversion.webhookClientConfig.url",
                    "spec.conversion.webhookClientConfig.url",
                    "spec.conversion.webhookClientConfig.url",
                ],
            ),
            // The server mixes up name and namespace.
            (
                json!({"conversion": {"strategy": "Webhook", "webhook": webhook(json!({"service": {"name": "a", "port": 0}}))}}),
                &[
                    "spec.conversion.webhookClientConfig.service.name",
                    "spec.conversion.webhookClientConfig.service.port",
                ],
            ),
        ],
    );
}

#[test]
fn the_root_of_a_schema_is_judged() {
    let root = "spec.validation.openAPIV3Schema";
    check(
        "/spec/versions/0/schema/openAPIV3Schema",
        &[
            (json!({"type": null}), &[&format!("{root}.type")]),
            (json!({"nullable": true}), &[&format!("{root}.nullable")]),
            (json!({"minProperties": 1}), &[]),
            (
                json!({"properties": {"metadata": {"type": "object", "description": "a"}}}),
                &[&format!("{root}.properties[metadata]")],
            ),
            (
                json!({"properties": {"kind": {"type": "string", "default": "A"}}}),
                &[&format!("{root}.properties[kind].default")],
            ),
            (
                json!({"allOf": [{"properties": {"b": {"minLength": 1}}}]}),
                &[&format!("{root}.properties[b]")],
            ),
            (json!({"$schema": "a"}), &[root]),
        ],
    );
    check(
        "/spec/versions/0",
        &[(
            json!({"subresources": {"status": {}}, "schema": {"openAPIV3Schema": {"enum": [], "minProperties": 1}}}),
            &[root, root],
        )],
    );
}

#[test]
fn schemas_are_structural() {
    check_property(&[
        (json!({}), &["type"]),
        (json!({"type": "int"}), &["type"]),
        (json!({"type": "null"}), &["type"]),
        (json!({"type": "array"}), &["items"]),
        (json!({"type": "array", "items": {}}), &["items.type"]),
        (
            json!({"type": "object", "properties": {"b": {"type": "string"}}, "additionalProperties": false}),
            &["additionalProperties"],
        ),
        (
            json!({"type": "string", "$ref": "", "uniqueItems": true, "id": "a"}),
            &["id", "$ref", "uniqueItems"],
        ),
        (
            json!({"type": "string", "anyOf": [{"type": "string", "minLength": 1}]}),
            &["anyOf[0].type"],
        ),
        (
            json!({"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]}),
            &[],
        ),
        (
            json!({"x-kubernetes-int-or-string": true, "anyOf": [{"type": "string"}, {"type": "integer"}]}),
            &["anyOf[0].type", "anyOf[1].type"],
        ),
        (json!({"type": "string", "pattern": "(a"}), &["pattern"]),
        (
            json!({"type": "object", "x-kubernetes-embedded-resource": true}),
            &["properties"],
        ),
        (
            json!({"type": "string", "minLength": -1, "maxLength": -2, "multipleOf": 0}),
            &[],
        ),
    ]);
}

#[test]
fn lists_and_defaults_are_judged() {
    check_property(&[
        (
            json!({"type": "array", "items": {"type": "object"}, "x-kubernetes-list-type": "set"}),
            &["items.x-kubernetes-map-type"],
        ),
        (
            json!({"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["b", "c"],
                "items": {"type": "object", "properties": {"b": {"type": "string"}}}}),
            &["items.properties[b].default", "x-kubernetes-list-map-keys"],
        ),
        (json!({"type": "string", "default": 1}), &["default"]),
        (
            json!({"type": "object", "default": {"b": 1}, "properties": {"c": {"type": "string"}}}),
            &["default"],
        ),
        (
            json!({"type": "object", "default": {}, "required": ["b"], "properties": {"b": {"type": "string", "default": "c"}}}),
            &["default.b"],
        ),
        (
            json!({"type": "array", "default": [1], "items": {"type": "string"}}),
            &["default.[0]"],
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "string", "default": 1}}),
            &[],
        ),
        (
            json!({"type": "string", "maxLength": 9, "default": "a", "x-kubernetes-validations": [{"rule": "self == 'b'"}]}),
            &["default"],
        ),
        (
            json!({"type": "string", "x-kubernetes-validations": [{"rule": "self == 1"}]}),
            &["x-kubernetes-validations[0].rule"],
        ),
    ]);
}

#[test]
fn errors_of_decoding_hide_only_what_they_may_have_caused() {
    check(
        "/spec",
        &[
            (
                json!({"scope": "Global", "names": {"plurals": "a", "plural": null}}),
                &["spec.names.plurals", "spec.scope"],
            ),
            (
                json!({"scoope": "Namespaced", "scope": null}),
                &["spec.scoope"],
            ),
        ],
    );
    check(
        "/spec/versions/0",
        &[(
            json!({"schema": {"openAPIV3Schema": {"properties": {
                "spec": {"properties": {"size": {"type": null, "tpye": "string"}}},
                "status": {"type": "array"},
            }}}, "subresources": {"scale": {}}}),
            &[
                "spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.size.tpye",
                "spec.validation.openAPIV3Schema.properties[status].items",
                "spec.subresources.scale.specReplicasPath",
                "spec.subresources.scale.statusReplicasPath",
            ],
        )],
    );
}

#[test]
fn a_rule_is_not_blamed_for_a_misspelt_keyword() {
    let mut object = good();
    object["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"] = json!({
        "type": "object",
        "x-kubernetes-validations": [{"rule": "self.size > 1"}],
        "propertis": {"size": {"type": "integer"}},
    });
    assert_eq!(
        fields(&object),
        ["spec.versions[0].schema.openAPIV3Schema.properties.spec.propertis"]
    );
}

#[test]
fn messages_have_one_line() {
    let mut object = good();
    object["spec"]["scope"] = json!("a\nb");
    let found = judge(&object);
    assert_eq!(
        found[0].message,
        "the scope `a\\nb` is neither `Namespaced` nor `Cluster`"
    );
}

#[test]
fn pointers_lead_to_what_is_there() {
    let mut object = good();
    object["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
        ["size"] = json!({"maxLength": 1});
    let found = judge(&object);
    let pointers: Vec<&str> = found.iter().map(|each| each.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        ["/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size"]
    );
}

#[test]
fn deep_schemas_are_judged_to_their_end() {
    let mut schema = json!({"type": "strin"});
    for _ in 0..240 {
        schema = json!({"type": "object", "properties": {"a": schema}});
    }
    let mut object = good();
    object["spec"]["versions"][0]["schema"]["openAPIV3Schema"] = schema;
    assert_eq!(fields(&object).len(), 1);
}

#[test]
fn whatever_is_given_is_judged() {
    for object in [
        json!(null),
        json!([]),
        json!(1),
        json!({}),
        json!({"spec": 1}),
    ] {
        assert!(!judge(&object).is_empty(), "{object}");
    }
}
