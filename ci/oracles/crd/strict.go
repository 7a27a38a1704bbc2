package main

import (
	"encoding/json"
	"flag"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
)

// strict asks for what the server does with a create request and fieldValidation=Strict: nothing but the verdict is printed then.
var strict = flag.Bool("strict", false, "print the verdict on a strict create request, and no costs")

// decoder is the server's for requests in JSON.
var decoder = serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, scheme, scheme, serializer.SerializerOptions{Strict: true})

// created is the verdict of a server on a CRD: that of its decoder, or of validation after what the server clears and sets itself.
func created(data json.RawMessage) []problem {
	kind := v1.SchemeGroupVersion.WithKind("CustomResourceDefinition")
	external := &v1.CustomResourceDefinition{}
	object, actual, err := decoder.Decode(data, &kind, external)
	if known, isStrict := runtime.AsStrictDecodingError(err); isStrict {
		return unknown(known.Errors())
	}
	if err != nil || object != runtime.Object(external) || actual.GroupVersion() != kind.GroupVersion() {
		detail := "another kind or version"
		if err != nil {
			detail = err.Error()
		}
		return []problem{{Type: "Decode", Detail: detail}}
	}
	scheme.Default(external)
	crd := &apiextensions.CustomResourceDefinition{}
	if err := scheme.Convert(external, crd, nil); err != nil {
		return []problem{{Type: "Decode", Detail: err.Error()}}
	}
	prepare(crd)
	return problems(crd)
}

// unknown are the problems of fields that the types do not have, each at its field.
func unknown(errs []error) (out []problem) {
	for _, each := range errs {
		path := ""
		if known, ok := each.(interface{ FieldPath() string }); ok {
			path = known.FieldPath()
		}
		out = append(out, problem{Field: path, Type: "Strict", Detail: each.Error()})
	}
	return out
}

// prepare does what the handler and the strategy of the registry do before validation.
func prepare(crd *apiextensions.CustomResourceDefinition) {
	crd.Namespace, crd.ManagedFields, crd.Generation = "", nil, 1
	crd.Status = apiextensions.CustomResourceDefinitionStatus{}
	for _, version := range crd.Spec.Versions {
		if version.Storage {
			crd.Status.StoredVersions = []string{version.Name}
			break
		}
	}
}
