package main

import (
	"encoding/json"
	"fmt"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/controller-tools/pkg/loader"
)

// A reference must be shorter than what it stands for.
const leastSharedBytes = 100

// metadataType stays a reference however short it is: its text depends on
// whether the metadata of embedded objects is wanted.
const metadataType = "meta/v1.ObjectMeta"

// sharer turns flattened schemas into definitions that name each other: where
// Go's type graph has a reference and the flattened subtree is the type's own
// schema unchanged, `{"$ref": "<type>"}` stands for it.
type sharer struct {
	parser *crd.Parser
	wanted map[string]crd.TypeIdent
}

// place is a node of the unflattened graph and the package its references are
// relative to.
type place struct {
	schema apiext.JSONSchemaProps
	pkg    *loader.Package
}

// define gives the definition of one type.
func (s *sharer) define(ident crd.TypeIdent) (map[string]any, error) {
	tree, err := plain(flattened(s.parser, ident))
	if err != nil {
		return nil, err
	}
	at, err := s.spread([]place{{s.parser.Schemata[ident], ident.Package}})
	if err != nil {
		return nil, err
	}
	return tree, s.shareChildren(tree, at)
}

// spread adds the parts that allOf and references merge into a node.
func (s *sharer) spread(at []place) ([]place, error) {
	var all []place
	for len(at) > 0 {
		here := at[0]
		at = at[1:]
		all = append(all, here)
		for _, part := range here.schema.AllOf {
			at = append(at, place{part, here.pkg})
		}
		if here.schema.Ref != nil {
			ident, err := resolveRef(*here.schema.Ref, here.pkg)
			if err != nil {
				return nil, err
			}
			s.parser.NeedFlattenedSchemaFor(ident)
			at = append(at, place{s.parser.Schemata[ident], ident.Package})
		}
	}
	return all, nil
}

// share replaces the tree by a reference or shares what is below it.
func (s *sharer) share(tree map[string]any, at []place) (map[string]any, error) {
	text, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	all, err := s.spread(at)
	if err != nil {
		return nil, err
	}
	for _, here := range all {
		if here.schema.Ref == nil {
			continue
		}
		ident, err := resolveRef(*here.schema.Ref, here.pkg)
		if err != nil {
			return nil, err
		}
		whole, err := plain(flattened(s.parser, ident))
		if err != nil {
			return nil, err
		}
		if same, err := json.Marshal(whole); err != nil || string(same) != string(text) {
			continue
		}
		name := typeName(ident)
		if len(text) >= leastSharedBytes || name == metadataType {
			s.wanted[name] = ident
			return map[string]any{"$ref": name}, nil
		}
	}
	return tree, s.shareChildren(tree, all)
}

// shareChildren shares the properties, items and map values of a node.
func (s *sharer) shareChildren(tree map[string]any, all []place) error {
	if properties, found := tree["properties"].(map[string]any); found {
		for name, child := range properties {
			shared, err := s.share(child.(map[string]any), below(all, func(schema apiext.JSONSchemaProps) *apiext.JSONSchemaProps {
				if property, found := schema.Properties[name]; found {
					return &property
				}
				return nil
			}))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			properties[name] = shared
		}
	}
	for key, step := range map[string]func(apiext.JSONSchemaProps) *apiext.JSONSchemaProps{
		"items": func(schema apiext.JSONSchemaProps) *apiext.JSONSchemaProps {
			if schema.Items == nil {
				return nil
			}
			return schema.Items.Schema
		},
		"additionalProperties": func(schema apiext.JSONSchemaProps) *apiext.JSONSchemaProps {
			if schema.AdditionalProperties == nil {
				return nil
			}
			return schema.AdditionalProperties.Schema
		},
	} {
		child, found := tree[key].(map[string]any)
		if !found {
			continue
		}
		shared, err := s.share(child, below(all, step))
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		tree[key] = shared
	}
	return nil
}

func below(all []place, step func(apiext.JSONSchemaProps) *apiext.JSONSchemaProps) []place {
	var children []place
	for _, here := range all {
		if child := step(here.schema); child != nil {
			children = append(children, place{*child, here.pkg})
		}
	}
	return children
}

// plain is the schema as a tree of maps, whose keys encode in sorted order.
func plain(schema any) (map[string]any, error) {
	text, err := json.Marshal(schema)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	err = json.Unmarshal(text, &tree)
	return tree, err
}
