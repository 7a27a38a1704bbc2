package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

const module = "github.com/prometheus/prometheus"

// flags are the names of `--enable-feature` that a parser listens to, by the parser's field or variable.
var flags = map[string]string{
	"EnableExperimentalFunctions":  "promql-experimental-functions",
	"ExperimentalDurationExpr":     "promql-duration-expr",
	"EnableExtendedRangeSelectors": "promql-extended-range-selectors",
	"EnableBinopFillModifiers":     "promql-binop-fill-modifiers",
}

// nameFlag is the name of the flag that allowed UTF-8 names; it stands in a variable of another module.
const nameFlag = "utf8-names"

type release struct {
	Major, Minor int
	folder       string
	features     []string
	api          api
}

// api is how the parser of a release is called.
type api struct {
	// Flags are given in parser.Options; else they are variables of the package.
	Options bool
	// The flags that the parser knows and that the program still sets.
	Flags map[string]string
	// Fields that the program sets without a flag.
	Always []string
	// The program sets model.NameValidationScheme, and whether a flag does.
	NameScheme, NameFlag bool
}

// String is the release as people write it, such as 3.0.
func (r release) String() string { return fmt.Sprintf("%d.%d", r.Major, r.Minor) }

// version is the release as a version of the Go module: 2.35.0 is v0.35.0, 3.1.0 is v0.301.0.
func (r release) version() string {
	if r.Major == 2 {
		return fmt.Sprintf("v0.%d.0", r.Minor)
	}
	return fmt.Sprintf("v0.%d%02d.0", r.Major, r.Minor)
}

// download fetches the release's module through the Go proxy, and reads what its program does with flags.
func (r *release) download() error {
	out, err := run("", "go", "mod", "download", "-json", module+"@"+r.version())
	if err != nil {
		return err
	}
	var found struct{ Dir string }
	if err := json.Unmarshal(out, &found); err != nil {
		return err
	}
	r.folder = found.Dir
	program, err := os.ReadFile(filepath.Join(r.folder, "cmd", "prometheus", "main.go"))
	if err != nil {
		return err
	}
	r.features = readFeatures(string(program))
	r.api, err = readAPI(r.folder, string(program))
	return err
}

var (
	options     = regexp.MustCompile(`(?s)setFeatureListOptions\(.*?\n}\n`)
	optionCase  = regexp.MustCompile(`(?m)^\t+case ("[^\n]*"):$`)
	optionName  = regexp.MustCompile(`"([a-z0-9-]+)"`)
	alwaysGiven = regexp.MustCompile(`parserOpts:\s+parser\.Options\{(\w+): true\}`)
)

// readFeatures returns the names that `--enable-feature` knows, from the cases of the function that reads them.
func readFeatures(program string) (names []string) {
	for _, found := range optionCase.FindAllStringSubmatch(options.FindString(program), -1) {
		for _, name := range optionName.FindAllStringSubmatch(found[1], -1) {
			names = append(names, name[1])
		}
	}
	return names
}

func readAPI(folder, program string) (api, error) {
	found := api{Flags: map[string]string{}}
	files, err := filepath.Glob(filepath.Join(folder, "promql", "parser", "*.go"))
	if err != nil {
		return found, err
	}
	var source strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return found, err
		}
		source.Write(text)
	}
	found.Options = strings.Contains(source.String(), "type Options struct")
	for field, flag := range flags {
		if regexp.MustCompile(`(?m)^(var |\t)` + field + `\s+bool|^var ` + field + `\b`).MatchString(source.String()) {
			found.Flags[field] = flag
		}
	}
	for _, always := range alwaysGiven.FindAllStringSubmatch(program, -1) {
		found.Always = append(found.Always, always[1])
		delete(found.Flags, always[1])
	}
	found.NameScheme = strings.Contains(program, "model.NameValidationScheme = model.UTF8Validation")
	found.NameFlag = strings.Contains(program, `case "`+nameFlag+`"`)
	return found, nil
}

// probe builds the probe of the release below `work`, in a copy of the module's sources: the module's own folder is read-only.
func (r release) probe(work string, text *template.Template) (string, error) {
	copied := filepath.Join(work, r.String())
	program := filepath.Join(copied, "probe")
	if err := copySources(r.folder, copied); err != nil {
		return "", err
	}
	if err := os.MkdirAll(program, 0o755); err != nil {
		return "", err
	}
	file, err := os.Create(filepath.Join(program, "main.go"))
	if err != nil {
		return "", err
	}
	defer file.Close()
	if err := text.Execute(file, r.api); err != nil {
		return "", err
	}
	out := filepath.Join(work, "probe-"+r.String())
	// Old releases link against internals of Go that the linker hides today.
	_, err = run(copied, "go", "build", "-mod=readonly", "-buildvcs=false", "-trimpath", "-ldflags=-checklinkname=0", "-o", out, "./probe")
	return out, err
}

// copySources copies what a build reads: Go files and the module's own two.
func copySources(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := entry.Name()
		if filepath.Ext(name) != ".go" && name != "go.mod" && name != "go.sum" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, below)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}

// run returns the standard output of a program that is run in a folder.
func run(folder, name string, args ...string) ([]byte, error) {
	command := exec.Command(name, args...)
	command.Dir = folder
	var problems bytes.Buffer
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, problems.String())
	}
	return out, nil
}
