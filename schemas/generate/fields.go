package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// release is what one version of the operator knows of a kind: its fields, and of each the values that it is limited to, none for any.
type release map[string][]string

// writeFields writes what versions between the first and the last know, as a table: the kind, a field or `field=value`, the first version that
// knows it and the last, with `-` where that is the first or the last of all. What all know is left out, and what stands below a field that not all
// know, unless it came later still.
func writeFields(dir, out string, versions []string) error {
	kinds := map[string][]release{}
	for index, version := range versions {
		files, err := filepath.Glob(filepath.Join(dir, version, "crds", "*.yaml"))
		if err != nil {
			return err
		}
		for _, file := range files {
			kind, fields, err := readFields(file)
			if err != nil {
				return err
			}
			if kinds[kind] == nil {
				kinds[kind] = make([]release, len(versions))
			}
			kinds[kind][index] = fields
		}
	}
	var lines []string
	for _, kind := range []string{"PodMonitor", "Probe", "PrometheusRule", "ScrapeConfig", "ServiceMonitor"} {
		for _, line := range fieldRows(kinds[kind], versions) {
			lines = append(lines, kind+"\t"+line)
		}
	}
	slices.Sort(lines)
	head := fmt.Sprintf("# Written by schemas/generate/run.sh monitoring_fields: prometheus-operator 0.%s to 0.%s.\n"+
		"# kind, field or field=value, first version that knows it, last version; - is the first or the last of all\n", versions[0], versions[len(versions)-1])
	return os.WriteFile(out, []byte(head+strings.Join(lines, "\n")+"\n"), 0o644)
}

func fieldRows(releases []release, versions []string) []string {
	known := map[string][]string{}
	for _, release := range releases {
		for field, values := range release {
			known[field] = append(known[field], values...)
		}
	}
	var rows []string
	for field, values := range known {
		first, last := span(releases, func(release release) bool { _, ok := release[field]; return ok })
		parentFirst, parentLast := 0, len(releases)-1
		if parent := parentOf(field); parent != "" {
			parentFirst, parentLast = span(releases, func(release release) bool { _, ok := release[parent]; return ok })
		}
		if first != parentFirst || last != parentLast {
			rows = append(rows, row(field, first, last, versions))
		}
		slices.Sort(values)
		for _, value := range slices.Compact(values) {
			accepts := func(release release) bool {
				values, ok := release[field]
				return ok && (len(values) == 0 || slices.Contains(values, value))
			}
			valueFirst, valueLast := span(releases, accepts)
			if valueFirst != first || valueLast != last {
				rows = append(rows, row(field+"="+value, valueFirst, valueLast, versions))
			}
		}
	}
	return rows
}

func row(what string, first, last int, versions []string) string {
	from, to := "-", "-"
	if first > 0 {
		from = "0." + versions[first]
	}
	if last < len(versions)-1 {
		to = "0." + versions[last]
	}
	return what + "\t" + from + "\t" + to
}

// span is the first and the last release that something holds for.
func span(releases []release, holds func(release) bool) (int, int) {
	first, last := -1, -1
	for index, release := range releases {
		if holds(release) {
			if first < 0 {
				first = index
			}
			last = index
		}
	}
	return first, last
}

func parentOf(field string) string {
	if inner, ok := strings.CutSuffix(field, "[]"); ok {
		return inner
	}
	at := strings.LastIndex(field, ".")
	if at < 0 {
		return ""
	}
	return field[:at]
}

// readFields returns the kind of a CRD and the fields of its only version.
func readFields(file string) (string, release, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	var definition apiext.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &definition); err != nil {
		return "", nil, fmt.Errorf("%s: %w", file, err)
	}
	fields := release{}
	versions := definition.Spec.Versions
	addFields(fields, "spec", versions[len(versions)-1].Schema.OpenAPIV3Schema.Properties["spec"])
	return definition.Spec.Names.Kind, fields, nil
}

func addFields(fields release, path string, schema apiext.JSONSchemaProps) {
	values := []string{}
	for _, value := range schema.Enum {
		values = append(values, strings.Trim(string(value.Raw), `"`))
	}
	fields[path] = values
	for name, property := range schema.Properties {
		addFields(fields, path+"."+name, property)
	}
	if schema.Items != nil && schema.Items.Schema != nil {
		addFields(fields, path+"[]", *schema.Items.Schema)
	}
	if schema.AdditionalProperties != nil && schema.AdditionalProperties.Schema != nil {
		addFields(fields, path+".*", *schema.AdditionalProperties.Schema)
	}
}
