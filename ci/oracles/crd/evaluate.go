package main

// With -evaluate celcost runs the rules of a schema on objects, as the server does on create and update. A line in is
//
//	{"id", "schema", "object", "old"}
//
// where schema is that of a custom resource (v1), a line without it means that of the line before, and old is left out on create. A line
// out is {"id", "errors": [{"field", "type", "detail"}], "broken"}: the errors sorted, and which rules at the root do not compile.

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	kubejson "k8s.io/apimachinery/pkg/util/json"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/common"
	"k8s.io/apiserver/pkg/cel/environment"
)

type evaluation struct {
	ID     string          `json:"id"`
	Schema json.RawMessage `json:"schema"`
	Object json.RawMessage `json:"object"`
	Old    json.RawMessage `json:"old"`
}

type evaluated struct {
	ID     string    `json:"id"`
	Errors []problem `json:"errors"`
	Broken []int     `json:"broken,omitempty"`
}

func judgeEvaluations() error {
	in, out := bufio.NewReaderSize(os.Stdin, 1<<20), json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	var current *structural.Structural
	var validator *cel.Validator
	var broken []int
	for decoder := json.NewDecoder(in); decoder.More(); {
		var line evaluation
		if err := decoder.Decode(&line); err != nil {
			return err
		}
		if len(line.Schema) > 0 {
			external, internal := &v1.JSONSchemaProps{}, &apiextensions.JSONSchemaProps{}
			if err := json.Unmarshal(line.Schema, external); err != nil {
				return fmt.Errorf("%s: %w", line.ID, err)
			}
			if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(external, internal, nil); err != nil {
				return fmt.Errorf("%s: %w", line.ID, err)
			}
			next, err := structural.NewStructural(internal)
			if err != nil {
				return fmt.Errorf("%s: %w", line.ID, err)
			}
			broken = nil
			declared := model.SchemaDeclType(next, true)
			envs := environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion())
			results, _ := cel.Compile(next, declared, celconfig.PerCallLimit, envs, cel.StoredExpressionsEnvLoader())
			for i, result := range results {
				if result.Error != nil {
					broken = append(broken, i)
				}
			}
			current, validator = next, cel.NewValidator(next, true, celconfig.PerCallLimit)
		}
		errors, err := evaluate(validator, current, line)
		if err != nil {
			return fmt.Errorf("%s: %w", line.ID, err)
		}
		if err := out.Encode(evaluated{line.ID, errors, broken}); err != nil {
			return err
		}
	}
	return nil
}

func evaluate(validator *cel.Validator, schema *structural.Structural, line evaluation) (out []problem, err error) {
	out = []problem{}
	defer func() {
		if reason := recover(); reason != nil {
			out = []problem{{Type: "Panic", Detail: fmt.Sprint(reason)}}
		}
	}()
	var object, old any
	if err := kubejson.Unmarshal(line.Object, &object); err != nil {
		return nil, err
	}
	var options []cel.Option
	if len(line.Old) > 0 {
		if err := kubejson.Unmarshal(line.Old, &old); err != nil {
			return nil, err
		}
		options = append(options, cel.WithRatcheting(common.NewCorrelatedObject(object, old, &model.Structural{Structural: schema})))
	}
	found, _ := validator.Validate(context.Background(), nil, schema, object, old, celconfig.RuntimeCELCostBudget, options...)
	for _, each := range found {
		out = append(out, problem{each.Field, string(each.Type), selfType.ReplaceAllString(each.Detail, "selfType")})
	}
	sort.Slice(out, func(i, j int) bool { return fmt.Sprint(out[i]) < fmt.Sprint(out[j]) })
	return out, nil
}
