package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/yaml"
)

// writeKinds writes, of each given CRD file, the schema of every version
// without descriptions as `<out>/<kind>.<version>.json`.
func writeKinds(out string, files []string) error {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var definition apiext.CustomResourceDefinition
		if err := yaml.UnmarshalStrict(text, &definition); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		for _, version := range definition.Spec.Versions {
			schema := version.Schema.OpenAPIV3Schema
			crd.TruncateDescription(schema, 0)
			name := strings.ToLower(definition.Spec.Names.Kind) + "." + version.Name + ".json"
			if err := writeJSON(filepath.Join(out, name), schema); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeJSON writes one compact line with sorted keys.
func writeJSON(file string, value any) error {
	tree, err := plain(value)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(tree); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}
