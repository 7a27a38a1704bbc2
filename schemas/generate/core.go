package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/controller-tools/pkg/crd"
)

// Packages whose types CRD authors embed: all exported types, or those listed.
// A package that a version of Kubernetes lacks is left out for it.
var corePackages = map[string][]string{
	"k8s.io/api/admissionregistration/v1":  nil,
	"k8s.io/api/apps/v1":                   nil,
	"k8s.io/api/autoscaling/v1":            nil,
	"k8s.io/api/autoscaling/v2":            nil,
	"k8s.io/api/batch/v1":                  nil,
	"k8s.io/api/coordination/v1":           nil,
	"k8s.io/api/core/v1":                   nil,
	"k8s.io/api/networking/v1":             nil,
	"k8s.io/api/policy/v1":                 nil,
	"k8s.io/api/rbac/v1":                   nil,
	"k8s.io/api/scheduling/v1":             nil,
	"k8s.io/api/storage/v1":                nil,
	"k8s.io/apimachinery/pkg/api/resource": {"Quantity"},
	"k8s.io/apimachinery/pkg/apis/meta/v1": {
		"Condition", "ConditionStatus", "Duration", "FieldsV1", "GroupKind", "GroupResource", "GroupVersion",
		"GroupVersionKind", "GroupVersionResource", "LabelSelector", "LabelSelectorOperator", "LabelSelectorRequirement",
		"ListMeta", "ManagedFieldsEntry", "MicroTime", "ObjectMeta", "OwnerReference", "Time", "TypeMeta",
	},
	"k8s.io/apimachinery/pkg/runtime":     {"RawExtension"},
	"k8s.io/apimachinery/pkg/util/intstr": {"IntOrString"},
}

// Names under which ObjectMeta is kept beside `meta/v1.ObjectMeta` itself,
// which is `type: object` as in every CRD.
const (
	embeddedMetadata = metadataType + " embedded"
	fullMetadata     = metadataType + " full"
)

// definition is one line of the output: the schema of a type in a range of
// Kubernetes versions.
type definition struct {
	Type   string         `json:"type"`
	From   string         `json:"from"`
	To     string         `json:"to"`
	Schema map[string]any `json:"schema"`
}

// writeCore reads `<dir>/<version>` for each version, oldest first, and writes
// the definitions of all of them, one per line, sorted by type and version.
func writeCore(dir, out string, versions []string) error {
	history := map[string][]definition{}
	for index, version := range versions {
		definitions, err := coreDefinitions(filepath.Join(dir, version))
		if err != nil {
			return fmt.Errorf("Kubernetes %s: %w", version, err)
		}
		log.Printf("Kubernetes %s: %d types", version, len(definitions))
		for name, schema := range definitions {
			lines := history[name]
			if last := len(lines) - 1; last >= 0 && lines[last].To == versions[index-1] && sameJSON(lines[last].Schema, schema) {
				lines[last].To = version
				continue
			}
			history[name] = append(lines, definition{name, version, version, schema})
		}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	for _, name := range slices.Sorted(maps.Keys(history)) {
		for _, line := range history[name] {
			if err := encoder.Encode(line); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(out, text.Bytes(), 0o644)
}

// coreDefinitions is every type of one Kubernetes version, proven to expand to
// what controller-gen writes with and without embedded metadata.
func coreDefinitions(dir string) (map[string]map[string]any, error) {
	parser, idents, err := coreTypes(dir, false)
	if err != nil {
		return nil, err
	}
	shared := sharer{parser, idents}
	definitions := map[string]map[string]any{}
	for todo := maps.Clone(idents); len(todo) > 0; {
		for name, ident := range todo {
			if definitions[name], err = shared.define(ident); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		todo = map[string]crd.TypeIdent{}
		for name, ident := range shared.wanted {
			if definitions[name] == nil {
				todo[name] = ident
			}
		}
	}
	if definitions[embeddedMetadata], definitions[fullMetadata], err = otherMetadata(dir); err != nil {
		return nil, err
	}
	for _, embedded := range []bool{false, true} {
		if err := prove(dir, embedded, definitions); err != nil {
			return nil, err
		}
	}
	return definitions, nil
}

// coreTypes finds the types to write; controller-gen must be able to express
// each of them.
func coreTypes(dir string, embedded bool) (*crd.Parser, map[string]crd.TypeIdent, error) {
	parser, roots, err := newParser(dir, embedded, slices.Sorted(maps.Keys(corePackages))...)
	if err != nil {
		return nil, nil, err
	}
	idents := map[string]crd.TypeIdent{}
	for _, root := range roots {
		names := corePackages[root.PkgPath]
		everything := names == nil
		for ident := range parser.Types {
			if everything && ident.Package == root && isEmbeddable(ident.Name) {
				names = append(names, ident.Name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			ident := crd.TypeIdent{Package: root, Name: name}
			parser.NeedFlattenedSchemaFor(ident)
			idents[typeName(ident)] = ident
		}
		if err := failure(root, ""); err != nil {
			return nil, nil, err
		}
	}
	return parser, idents, nil
}

// isEmbeddable leaves out lists of objects, the parameters of requests and
// NodeResources, whose field has no JSON name before 1.31.
func isEmbeddable(name string) bool {
	return ast.IsExported(name) && name != "NodeResources" && !strings.HasSuffix(name, "List") && !strings.HasSuffix(name, "Options")
}

// otherMetadata is ObjectMeta as controller-gen embeds it on request, and with
// all its fields as the API server reads it.
func otherMetadata(dir string) (embedded, full map[string]any, err error) {
	parser, idents, err := coreTypes(dir, true)
	if err != nil {
		return nil, nil, err
	}
	if embedded, err = plain(flattened(parser, idents[metadataType])); err != nil {
		return nil, nil, err
	}
	parser, _, err = newParser(dir, false, "k8s.io/apimachinery/pkg/apis/meta/v1")
	if err != nil {
		return nil, nil, err
	}
	for ident := range parser.Schemata {
		if typeName(ident) == metadataType {
			delete(parser.Schemata, ident)
			full, err = plain(flattened(parser, ident))
		}
	}
	return embedded, full, err
}

// prove expands every definition and compares it with controller-gen.
func prove(dir string, embedded bool, definitions map[string]map[string]any) error {
	parser, idents, err := coreTypes(dir, embedded)
	if err != nil {
		return err
	}
	metadata := metadataType
	if embedded {
		metadata = embeddedMetadata
	}
	for name, ident := range idents {
		if name == metadataType {
			continue
		}
		written, err := plain(flattened(parser, ident))
		if err != nil {
			return err
		}
		if !sameJSON(written, expand(definitions[name], definitions, metadata)) {
			return fmt.Errorf("%s does not expand to what controller-gen writes", name)
		}
	}
	return nil
}

// expand puts the definitions in the place of their names.
func expand(tree any, definitions map[string]map[string]any, metadata string) any {
	switch node := tree.(type) {
	case map[string]any:
		if name, found := node["$ref"].(string); found {
			if name == metadataType {
				name = metadata
			}
			return expand(definitions[name], definitions, metadata)
		}
		expanded := map[string]any{}
		for key, child := range node {
			expanded[key] = expand(child, definitions, metadata)
		}
		return expanded
	case []any:
		expanded := make([]any, len(node))
		for index, child := range node {
			expanded[index] = expand(child, definitions, metadata)
		}
		return expanded
	default:
		return tree
	}
}

func sameJSON(left, right any) bool {
	one, errOne := json.Marshal(left)
	two, errTwo := json.Marshal(right)
	return errOne == nil && errTwo == nil && bytes.Equal(one, two)
}
