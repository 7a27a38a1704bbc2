package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// seed is a text of Prometheus's own tests, to be mutated.
type seed struct {
	Language string `json:"language"` // expression, series or template
	Input    string `json:"input"`
}

// A query of a test script, behind its time or its range.
var query = regexp.MustCompile(`^eval\w*\s+(?:instant(?:\s+at\s+\S+)?|range\s+from\s+\S+\s+to\s+\S+\s+step\s+\S+)\s+(.+)$`)

// A series of a test script's load command.
var load = regexp.MustCompile(`^\s+(\S.*)$`)

// seeds returns the distinct texts of the tests in a folder of the Prometheus module, sorted.
func seeds(folder string) ([]seed, error) {
	found := map[seed]bool{}
	scripts, err := filepath.Glob(filepath.Join(folder, "promql/promqltest/testdata/*.test"))
	if err != nil {
		return nil, err
	}
	for _, path := range scripts {
		if err := script(path, found); err != nil {
			return nil, err
		}
	}
	for _, place := range []struct{ file, field, language string }{
		{"promql/parser/parse_test.go", "input", "expression"},
		{"promql/parser/printer_test.go", "in", "expression"},
		{"promql/parser/prettier_test.go", "in", "expression"},
		{"template/template_test.go", "text", "template"},
	} {
		if err := literals(filepath.Join(folder, place.file), place.field, place.language, found); err != nil {
			return nil, err
		}
	}
	sorted := make([]seed, 0, len(found))
	for s := range found {
		sorted = append(sorted, s)
	}
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		return a.Language < b.Language || a.Language == b.Language && a.Input < b.Input
	})
	return sorted, nil
}

func script(path string, found map[seed]bool) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	loading := false
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "load") {
			loading = true
		} else if match := query.FindStringSubmatch(line); match != nil {
			loading = false
			found[seed{"expression", match[1]}] = true
		} else if match := load.FindStringSubmatch(line); loading && match != nil && !strings.HasPrefix(match[1], "#") {
			found[seed{"series", match[1]}] = true
		} else {
			loading = false
		}
	}
	return nil
}

// literals finds the strings given to a field of that name. Those of series descriptions stand beside the expressions: what parses as
// one language is a seed of the other too, for it is nearly right there.
func literals(path, field, language string, found map[seed]bool) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(node ast.Node) bool {
		pair, ok := node.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, isName := pair.Key.(*ast.Ident)
		value, isText := pair.Value.(*ast.BasicLit)
		if isName && isText && key.Name == field && value.Kind == token.STRING {
			if text, err := strconv.Unquote(value.Value); err == nil {
				found[seed{language, text}] = true
			}
		}
		return true
	})
	return nil
}

func printSeeds(folder string, out *bufio.Writer) error {
	all, err := seeds(folder)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, s := range all {
		if err := encoder.Encode(s); err != nil {
			return err
		}
	}
	return nil
}
