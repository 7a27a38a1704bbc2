package main

// With -objects celcost says what kube-apiserver does with custom objects that are created, without a server. A line in is
//
//	{"id", "crd", "object", "lenient"}
//
// where a line without crd means that of the line before; object is JSON, or a string with JSON in it (which may repeat a key). A line out is
//
//	{"id", "ok", "stage", "fields", "errors": [{"field", "type", "detail"}], "pruned", "object"}
//
// stage is the step that refused: decode, strict or validate; pruned the paths of unknown fields; object what would be stored, without what
// the server adds to metadata. The steps between the server's exported packages restate customresource_handler.go and create.go: the
// decoder with unstructuredSchemaCoercer, the defaulter, and the handler's preparation of metadata.

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	apiservervalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	kinds "k8s.io/apimachinery/pkg/runtime/schema"
	jsonserializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

type objectInput struct {
	ID      string          `json:"id"`
	CRD     json.RawMessage `json:"crd"`
	Object  json.RawMessage `json:"object"`
	Lenient bool            `json:"lenient"`
}

type objectOutput struct {
	ID     string         `json:"id"`
	OK     bool           `json:"ok"`
	Stage  string         `json:"stage,omitempty"`
	Fields []string       `json:"fields"`
	Errors []problem      `json:"errors,omitempty"`
	Pruned []string       `json:"pruned,omitempty"`
	Object map[string]any `json:"object,omitempty"`
}

// definition is what the server keeps in memory of a CRD.
type definition struct {
	crd      *apiextensions.CustomResourceDefinition
	versions map[string]*structural.Structural
	creates  map[string]rest.RESTCreateStrategy
	stored   *structural.Structural
}

func judgeObjects() error {
	in, out := bufio.NewReaderSize(os.Stdin, 1<<20), json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	var current *definition
	for decoder := json.NewDecoder(in); decoder.More(); {
		var line objectInput
		if err := decoder.Decode(&line); err != nil {
			return err
		}
		if len(line.CRD) > 0 {
			next, err := serve(line.CRD)
			if err != nil {
				return fmt.Errorf("%s: %w", line.ID, err)
			}
			current = next
		}
		if len(line.Object) == 0 {
			continue
		}
		if current == nil {
			return fmt.Errorf("%s: no crd", line.ID)
		}
		result := current.create(line)
		result.ID = line.ID
		if err := out.Encode(result); err != nil {
			return err
		}
	}
	return nil
}

// serve prepares a CRD as the server does before it serves it.
func serve(data []byte) (*definition, error) {
	crd, err := load(data)
	if err != nil {
		return nil, err
	}
	d := &definition{crd: crd, versions: map[string]*structural.Structural{}, creates: map[string]rest.RESTCreateStrategy{}}
	typer := crdserverscheme.NewUnstructuredObjectTyper()
	for _, version := range crd.Spec.Versions {
		validationSchema, err := apiextensions.GetSchemaForVersion(crd, version.Name)
		if err != nil || validationSchema == nil {
			return nil, fmt.Errorf("no schema for %s: %v", version.Name, err)
		}
		converted, err := structural.NewStructural(validationSchema.OpenAPIV3Schema)
		if err != nil {
			return nil, err
		}
		if err := defaulting.PruneDefaults(converted); err != nil {
			return nil, err
		}
		if version.Storage {
			d.stored = converted
		}
		if !version.Served {
			continue
		}
		validator, _, err := apiservervalidation.NewSchemaValidator(validationSchema.OpenAPIV3Schema)
		if err != nil {
			return nil, err
		}
		subresources, err := apiextensions.GetSubresourcesForVersion(crd, version.Name)
		if err != nil {
			return nil, err
		}
		var status *apiextensions.CustomResourceSubresourceStatus
		var scale *apiextensions.CustomResourceSubresourceScale
		if subresources != nil {
			status, scale = subresources.Status, subresources.Scale
		}
		kind := kinds.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
		namespaced := crd.Spec.Scope == apiextensions.NamespaceScoped
		d.versions[version.Name] = converted
		d.creates[version.Name] = customresource.NewStrategy(typer, namespaced, kind, validator, nil, converted, status, scale, nil)
	}
	return d, nil
}

type creator struct{}

func (creator) New(kind kinds.GroupVersionKind) (runtime.Object, error) {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(kind)
	return object, nil
}

func (d *definition) create(line objectInput) (out objectOutput) {
	out.Fields = []string{}
	defer func() {
		if reason := recover(); reason != nil {
			out = objectOutput{Stage: "panic", Fields: []string{}, Errors: []problem{{Type: "Panic", Detail: fmt.Sprint(reason)}}}
		}
	}()
	data := []byte(line.Object)
	var text string
	if json.Unmarshal(data, &text) == nil {
		data = []byte(text)
	}
	refuse := func(stage string, err error) objectOutput {
		out.Stage = stage
		out.Errors = problemsOf(err)
		seen := map[string]bool{}
		for _, each := range out.Errors {
			if !seen[each.Field] {
				out.Fields = append(out.Fields, each.Field)
			}
			seen[each.Field] = true
		}
		sort.Strings(out.Fields)
		return out
	}
	object, pruned, repeated, err := d.decode(data, !line.Lenient)
	if err != nil {
		return refuse("decode", err)
	}
	sort.Strings(pruned)
	if !line.Lenient {
		out.Pruned = pruned
		if len(pruned)+len(repeated) > 0 {
			for _, path := range pruned {
				repeated = append(repeated, fmt.Errorf("unknown field %q", path))
			}
			refused := refuse("strict", errors.Join(repeated...))
			refused.Fields = append([]string{}, pruned...)
			return refused
		}
	}
	if err := d.prepare(object); err != nil {
		return refuse("validate", err)
	}
	d.store(object)
	for _, field := range []string{"uid", "creationTimestamp", "generation", "managedFields"} {
		unstructured.RemoveNestedField(object.Object, "metadata", field)
	}
	if object.GetGenerateName() != "" && strings.HasPrefix(object.GetName(), object.GetGenerateName()) {
		object.SetName("")
	}
	out.OK, out.Object = true, object.Object
	return out
}

// decode does what the serializer, unstructuredSchemaCoercer.apply and the defaulter do.
func (d *definition) decode(data []byte, strict bool) (object *unstructured.Unstructured, pruned []string, repeated []error, err error) {
	typer := crdserverscheme.NewUnstructuredObjectTyper()
	var probe struct {
		APIVersion string `json:"apiVersion"`
	}
	_ = json.Unmarshal(data, &probe)
	version := strings.TrimPrefix(probe.APIVersion, d.crd.Spec.Group+"/")
	group := kinds.GroupVersion{Group: d.crd.Spec.Group, Version: version}
	converted, served := d.versions[version]
	if !served || probe.APIVersion != group.String() {
		return nil, nil, nil, fmt.Errorf("%q is not served", probe.APIVersion)
	}
	kind := group.WithKind(d.crd.Spec.Names.Kind)
	serializer := jsonserializer.NewSerializerWithOptions(jsonserializer.DefaultMetaFactory, creator{}, typer, jsonserializer.SerializerOptions{Strict: strict})
	decoded, _, err := serializer.Decode(data, &kind, &unstructured.Unstructured{})
	if err != nil {
		strictErr, ok := runtime.AsStrictDecodingError(err)
		if !ok || decoded == nil {
			return nil, nil, nil, err
		}
		repeated = strictErr.Errors()
	}
	object = decoded.(*unstructured.Unstructured)
	name, foundKind, err := unstructured.NestedString(object.Object, "kind")
	if err != nil {
		return nil, nil, nil, err
	}
	metadata, foundMetadata, unknown, err := objectmeta.GetObjectMetaWithOptions(object.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: strict})
	if err != nil {
		return nil, nil, nil, err
	}
	if name != kind.Kind {
		return nil, nil, nil, fmt.Errorf("kind must be %q", kind.Kind)
	}
	pruned = append(pruned, unknown...)
	options := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: strict}
	pruned = append(pruned, pruning.PruneWithOptions(object.Object, converted, true, options)...)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, converted)
	fieldErr, paths := objectmeta.CoerceWithOptions(nil, object.Object, converted, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: strict})
	if fieldErr != nil {
		return nil, nil, nil, fieldErr
	}
	pruned = append(pruned, paths...)
	if foundKind {
		object.SetKind(name)
	}
	object.SetAPIVersion(group.String())
	if foundMetadata {
		if err := objectmeta.SetObjectMeta(object.Object, metadata); err != nil {
			return nil, nil, nil, err
		}
	}
	defaulting.Default(object.Object, converted)
	return object, pruned, repeated, nil
}

// prepare does what the create handler and the store do up to the point where the object would be written.
func (d *definition) prepare(object *unstructured.Unstructured) error {
	strategy := d.creates[object.GroupVersionKind().Version]
	rest.WipeObjectMetaSystemFields(object)
	object.SetManagedFields(nil)
	namespace := object.GetNamespace()
	if namespace == "" || !strategy.NamespaceScoped() {
		namespace = "default"
	}
	named := object.GetNamespace() != ""
	ctx := request.WithNamespace(context.Background(), namespace)
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(rest.ExpectedNamespaceForScope(namespace, strategy.NamespaceScoped()), object); err != nil {
		return err
	}
	var owners []any
	seen := map[string]bool{}
	for _, owner := range object.GetOwnerReferences() {
		text, _ := json.Marshal(owner)
		if !seen[string(text)] {
			each, _ := runtime.DefaultUnstructuredConverter.ToUnstructured(&owner)
			owners = append(owners, each)
		}
		seen[string(text)] = true
	}
	if len(owners) > 0 {
		_ = unstructured.SetNestedSlice(object.Object, owners, "metadata", "ownerReferences")
	}
	rest.FillObjectMetaSystemFields(object)
	if object.GetGenerateName() != "" && object.GetName() == "" {
		object.SetName(strategy.GenerateName(object.GetGenerateName()))
	}
	if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
		return err
	}
	if !named {
		object.SetNamespace("")
	}
	return nil
}

// store does what writing in the version of storage and reading again does, where no webhook converts.
func (d *definition) store(object *unstructured.Unstructured) {
	written := d.versions[object.GroupVersionKind().Version]
	stored := written
	if d.crd.Spec.Conversion == nil || d.crd.Spec.Conversion.Strategy != apiextensions.WebhookConverter {
		stored = d.stored
	}
	pruning.Prune(object.Object, stored, true)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, stored)
	defaulting.Default(object.Object, stored)
	pruning.Prune(object.Object, written, true)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, written)
}

// problemsOf are the causes of an error; the note that rules were skipped is none.
func problemsOf(err error) (out []problem) {
	status, ok := err.(*apierrors.StatusError)
	if !ok || status.ErrStatus.Details == nil {
		return []problem{{Type: "Decode", Detail: err.Error()}}
	}
	for _, cause := range status.ErrStatus.Details.Causes {
		if !strings.Contains(cause.Message, "some validation rules were not checked") {
			out = append(out, problem{cause.Field, string(cause.Type), cause.Message})
		}
	}
	return out
}
