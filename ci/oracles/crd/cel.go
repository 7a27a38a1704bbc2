package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	celgo "github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	"k8s.io/apimachinery/pkg/util/version"
	apiservercel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/environment"
)

// expression is a line in of -cel: an expression to judge as a rule of a schema (an object is taken for a resource), in the environment for new expressions of a
// compatibility version ("1.35"; without, that of the server).
type expression struct {
	ID              string          `json:"id"`
	Schema          json.RawMessage `json:"schema"`
	Expression      string          `json:"expression"`
	Version         string          `json:"version,omitempty"`
	OptionalOldSelf bool            `json:"optionalOldSelf,omitempty"`
}

// compiled is a line out of -cel. OK tells whether the server could run the expression; stage is where it cannot: compile, program or
// panic (the server's code panics, which ends the request).
type compiled struct {
	ID     string  `json:"id"`
	OK     bool    `json:"ok"`
	Type   string  `json:"type,omitempty"`
	Stage  string  `json:"stage,omitempty"`
	Errors []issue `json:"errors,omitempty"`
}

// issue is an error; line and column are 1-based, column in code points, 0 where it has no place.
type issue struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// judgeExpressions answers lines of expressions. Environments are kept, since they take a millisecond to make.
func judgeExpressions() error {
	in, out := bufio.NewReaderSize(os.Stdin, 1<<20), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	envs := map[string]*celgo.Env{}
	for decoder := json.NewDecoder(in); decoder.More(); {
		var line expression
		if err := decoder.Decode(&line); err != nil {
			return err
		}
		key := fmt.Sprint(line.Version, line.OptionalOldSelf, string(line.Schema))
		env, known := envs[key]
		if !known {
			var err error
			if env, err = environmentOf(line); err != nil {
				return fmt.Errorf("%s: %w", line.ID, err)
			}
			envs[key] = env
		}
		if err := encoder.Encode(judgeExpression(env, line)); err != nil {
			return err
		}
	}
	return nil
}

// environmentOf repeats prepareEnvSet of pkg/apiserver/schema/cel/compilation.go, which is not exported.
func environmentOf(line expression) (*celgo.Env, error) {
	compatible := environment.DefaultCompatibilityVersion()
	if line.Version != "" {
		compatible = version.MustParseGeneric(line.Version)
	}
	external := &v1.JSONSchemaProps{}
	if err := json.Unmarshal(line.Schema, external); err != nil {
		return nil, err
	}
	internal := &apiextensions.JSONSchemaProps{}
	if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(external, internal, nil); err != nil {
		return nil, err
	}
	schema, err := structural.NewStructural(internal)
	if err != nil {
		return nil, err
	}
	scoped := model.SchemaDeclType(schema, internal.Type == "object")
	if scoped == nil {
		return nil, fmt.Errorf("the schema has no type in CEL")
	}
	scoped = scoped.MaybeAssignTypeName("selfType")
	old := scoped.CelType()
	if line.OptionalOldSelf {
		old = types.NewOptionalType(old)
	}
	envs, err := environment.MustBaseEnvSet(compatible).Extend(
		environment.VersionedOptions{
			IntroducedVersion: version.MajorMinor(1, 0),
			EnvOptions:        []celgo.EnvOption{celgo.Variable(cel.ScopedVarName, scoped.CelType())},
			DeclTypes:         []*apiservercel.DeclType{scoped},
		},
		environment.VersionedOptions{
			IntroducedVersion: version.MajorMinor(1, 24),
			EnvOptions:        []celgo.EnvOption{celgo.Variable(cel.OldScopedVarName, old)},
		},
	)
	if err != nil {
		return nil, err
	}
	return envs.NewExpressionsEnv(), nil
}

func judgeExpression(env *celgo.Env, line expression) (result compiled) {
	result.ID = line.ID
	defer func() {
		if reason := recover(); reason != nil {
			result = compiled{ID: line.ID, Stage: "panic", Errors: []issue{{Message: fmt.Sprint(reason)}}}
		}
	}()
	ast, issues := env.Compile(line.Expression)
	if issues != nil && issues.Err() != nil {
		result.Stage = "compile"
		for _, each := range issues.Errors() {
			result.Errors = append(result.Errors, issue{each.Location.Line(), each.Location.Column() + 1, each.Message})
		}
		return result
	}
	result.Type = celgo.FormatCELType(ast.OutputType())
	if _, err := env.Program(ast); err != nil {
		result.Stage = "program"
		result.Errors = []issue{{Message: err.Error()}}
		return result
	}
	result.OK = true
	return result
}

// declaration is a line of -declarations: an overload of a function, with the compatibility versions that have it.
type declaration struct {
	Function string   `json:"function"`
	Overload string   `json:"overload"`
	Method   bool     `json:"method,omitempty"`
	Args     []string `json:"args"`
	Result   string   `json:"result"`
	Since    int      `json:"since"`
}

// declarations prints the functions of the environment for new expressions, by name, each with its overloads in their order, and the
// minor version of Kubernetes 1 that has them first.
func declarations() error {
	since := map[string]int{}
	var newest *celgo.Env
	newestMinor := int(environment.DefaultCompatibilityVersion().Minor())
	for minor := newestMinor; minor >= 23; minor-- {
		env := environment.MustBaseEnvSet(version.MajorMinor(1, uint(minor))).NewExpressionsEnv()
		if newest == nil {
			newest = env
		}
		for name, function := range env.Functions() {
			for _, overload := range function.OverloadDecls() {
				since[name+" "+overload.ID()] = minor
			}
		}
	}
	var names []string
	for name := range newest.Functions() {
		names = append(names, name)
	}
	sort.Strings(names)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, name := range names {
		function := newest.Functions()[name]
		if function.IsDeclarationDisabled() {
			continue
		}
		for _, overload := range function.OverloadDecls() {
			line := declaration{Function: name, Overload: overload.ID(), Method: overload.IsMemberFunction(), Args: []string{}}
			for _, argument := range overload.ArgTypes() {
				line.Args = append(line.Args, celgo.FormatCELType(argument))
			}
			line.Result = celgo.FormatCELType(overload.ResultType())
			if line.Since = since[name+" "+overload.ID()]; line.Since == 23 {
				line.Since = 0
			}
			if err := out.Encode(line); err != nil {
				return err
			}
		}
	}
	for _, variable := range newest.Variables() {
		fmt.Fprintln(os.Stderr, "variable", variable.Name(), strings.TrimSpace(celgo.FormatCELType(variable.Type())))
	}
	return nil
}
