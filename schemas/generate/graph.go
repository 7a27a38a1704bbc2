package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/controller-tools/pkg/loader"
)

// Types of apiextensions that encode themselves; controller-gen sees only
// their Go fields.
var selfEncoding = map[string]string{
	"JSON":                         `{"x-kubernetes-preserve-unknown-fields": true}`,
	"JSONSchemaPropsOrArray":       `{"anyOf": [{"$ref": "#/$defs/JSONSchemaProps"}, {"type": "array", "items": {"$ref": "#/$defs/JSONSchemaProps"}}]}`,
	"JSONSchemaPropsOrBool":        `{"anyOf": [{"$ref": "#/$defs/JSONSchemaProps"}, {"type": "boolean"}]}`,
	"JSONSchemaPropsOrStringArray": `{"anyOf": [{"$ref": "#/$defs/JSONSchemaProps"}, {"type": "array", "items": {"type": "string"}}]}`,
}

// writeDefinition writes the schema of CustomResourceDefinition. Its schemas
// contain schemas, which controller-gen cannot flatten, so the types stay
// apart under `$defs`.
func writeDefinition(dir, out string) error {
	parser, roots, err := newParser(dir, false, "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1")
	if err != nil {
		return err
	}
	for name := range selfEncoding {
		parser.Schemata[crd.TypeIdent{Package: roots[0], Name: name}] = apiext.JSONSchemaProps{}
	}
	graph := graph{parser, map[string]any{}}
	for _, name := range []string{"CustomResourceDefinitionSpec", "CustomResourceDefinitionStatus"} {
		if err := graph.add(crd.TypeIdent{Package: roots[0], Name: name}); err != nil {
			return err
		}
	}
	// The marker stands on a named list, which is still a reference here.
	if err := failure(roots[0], "to an array, found"); err != nil {
		return err
	}
	return writeJSON(out, map[string]any{
		"type": "object",
		"properties": map[string]any{
			"apiVersion": map[string]any{"type": "string"},
			"kind":       map[string]any{"type": "string"},
			"metadata":   map[string]any{"type": "object"},
			"spec":       map[string]any{"$ref": "#/$defs/CustomResourceDefinitionSpec"},
			"status":     map[string]any{"$ref": "#/$defs/CustomResourceDefinitionStatus"},
		},
		"required": []string{"spec"},
		"$defs":    graph.types,
	})
}

// graph collects the unflattened schemas that a type reaches.
type graph struct {
	parser *crd.Parser
	types  map[string]any
}

func (g *graph) add(ident crd.TypeIdent) error {
	if g.types[ident.Name] != nil {
		return nil
	}
	if text, found := selfEncoding[ident.Name]; found {
		var schema map[string]any
		g.types[ident.Name] = &schema
		return json.Unmarshal([]byte(text), &schema)
	}
	g.parser.NeedSchemaFor(ident)
	raw := g.parser.Schemata[ident]
	schema := *raw.DeepCopy()
	crd.TruncateDescription(&schema, 0)
	tree, err := plain(schema)
	if err != nil {
		return err
	}
	g.types[ident.Name] = tree
	return g.follow(tree, ident.Package)
}

// follow points references at `$defs` and adds what they name.
func (g *graph) follow(tree any, pkg *loader.Package) error {
	switch node := tree.(type) {
	case map[string]any:
		if ref, found := node["$ref"].(string); found {
			ident, err := resolveRef(ref, pkg)
			if err != nil {
				return err
			}
			if strings.ContainsAny(ident.Name, "/~") {
				return fmt.Errorf("%s cannot stand in a pointer", ident.Name)
			}
			node["$ref"] = "#/$defs/" + ident.Name
			if err := g.add(ident); err != nil {
				return err
			}
		}
		for child := range maps.Values(node) {
			if err := g.follow(child, pkg); err != nil {
				return err
			}
		}
	case []any:
		for _, child := range node {
			if err := g.follow(child, pkg); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeType writes the flattened schema of one type. A Go interface in it may
// hold anything: controller-gen complains and leaves the empty schema there.
func writeType(dir, path, name, out string) error {
	parser, roots, err := newParser(dir, true, path)
	if err != nil {
		return err
	}
	schema := flattened(parser, crd.TypeIdent{Package: roots[0], Name: name})
	if err := failure(roots[0], "interface type is not supported"); err != nil {
		return err
	}
	return writeJSON(out, schema)
}
