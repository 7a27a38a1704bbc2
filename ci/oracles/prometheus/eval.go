package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
)

// task is a set of series and the expressions to evaluate on them, each at all times.
type task struct {
	Series []string `json:"series"` // as rule tests write them, a value each minute from 0
	Times  []int64  `json:"times"`  // seconds
	Exprs  []string `json:"exprs"`
}

// outcome is what an expression yields at one time.
type outcome struct {
	Error  string   `json:"error,omitempty"`
	Scalar string   `json:"scalar,omitempty"`
	Vector []result `json:"vector,omitempty"`
	Type   string   `json:"type,omitempty"` // of the result
}

// result is a series of a result with its value; a native histogram is one without.
type result struct {
	Labels    map[string]string `json:"labels"`
	Value     string            `json:"value,omitempty"`
	Histogram bool              `json:"histogram,omitempty"`
}

type evaluated struct {
	Error    string      `json:"error,omitempty"` // of the series
	Outcomes [][]outcome `json:"outcomes"`        // per expression, per time
}

// evaluate answers one line with one line.
func evaluate(line []byte) []byte {
	var t task
	var answer evaluated
	if err := json.Unmarshal(line, &t); err != nil {
		answer.Error = err.Error()
	} else if answer.Outcomes, err = t.run(); err != nil {
		answer.Error = err.Error()
	}
	b, _ := json.Marshal(answer)
	return b
}

func (t task) run() ([][]outcome, error) {
	series, err := remember(t.Series)
	if err != nil {
		return nil, err
	}
	engine := promql.NewEngine(promql.EngineOpts{
		MaxSamples:               1 << 22,
		Timeout:                  time.Minute,
		NoStepSubqueryIntervalFn: func(int64) int64 { return time.Minute.Milliseconds() },
		EnableAtModifier:         true,
		EnableNegativeOffset:     true,
		Parser:                   all,
	})
	defer engine.Close()
	outcomes := make([][]outcome, len(t.Exprs))
	for i, expr := range t.Exprs {
		for _, at := range t.Times {
			outcomes[i] = append(outcomes[i], instant(engine, series, expr, at))
		}
	}
	return outcomes, nil
}

// instant evaluates an expression as a rule does.
func instant(engine *promql.Engine, series memory, expr string, at int64) (o outcome) {
	query, err := engine.NewInstantQuery(context.Background(), series, nil, expr, time.Unix(at, 0))
	if err != nil {
		return outcome{Error: err.Error()}
	}
	defer query.Close()
	got := query.Exec(context.Background())
	if got.Err != nil {
		return outcome{Error: got.Err.Error()}
	}
	switch value := got.Value.(type) {
	case promql.Scalar:
		o.Type, o.Scalar = "scalar", number(value.V)
	case promql.Vector:
		o.Type = "vector"
		for _, sample := range value {
			o.Vector = append(o.Vector, resultOf(sample))
		}
	default:
		o.Error = fmt.Sprintf("a %s", value.Type())
	}
	return
}

func resultOf(sample promql.Sample) (r result) {
	r.Labels = map[string]string{}
	sample.Metric.Range(func(l labels.Label) { r.Labels[l.Name] = l.Value })
	if r.Histogram = sample.H != nil; !r.Histogram {
		r.Value = number(sample.F)
	}
	return
}
