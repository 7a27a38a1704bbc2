package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/template"
)

// What rulefmt and the rule manager put before every template of an alert.
const definitions = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}"

// The name under which an alert called A expands its templates.
const templateName = "__alert_A"

type templateLine struct {
	Input   string `json:"input"`
	OK      bool   `json:"ok"`
	Error   string `json:"error,omitempty"`
	Expands bool   `json:"expands"`
	Failure string `json:"failure,omitempty"`
}

// judgeTemplates answers for promtool's check of the templates of alerts: whether Prometheus loads a rule with it. `expands` says
// whether it expands without an error for some alert.
func judgeTemplates(in *bufio.Scanner, out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for in.Scan() {
		var l templateLine
		if json.Unmarshal(in.Bytes(), &l) != nil {
			continue
		}
		if err := expander(l.Input, samples[0], nil).ParseTest(); err != nil {
			l.Error = err.Error()
		} else {
			l.OK = true
			l.Expands, l.Failure = expands(l.Input)
		}
		if err := encoder.Encode(l); err != nil {
			return err
		}
	}
	return in.Err()
}

var samples = []promql.Sample{{F: 1.5}, {H: &histogram.FloatHistogram{Count: 1}}}

var results = []promql.Vector{
	{{F: 1, Metric: labels.FromStrings("a", "1", "__value__", "x")}},
	{},
}

func expands(text string) (ok bool, failure string) {
	for _, sample := range samples {
		for _, result := range results {
			if _, err := expander(text, sample, result).Expand(); err != nil {
				failure = err.Error()
			} else {
				return true, ""
			}
		}
	}
	return false, failure
}

func expander(text string, sample promql.Sample, result promql.Vector) *template.Expander {
	data := template.AlertTemplateData(map[string]string{"a": "1", "instance": "h:80"}, map[string]string{"b": "2"}, "http://x/y", sample)
	query := func(context.Context, string, time.Time) (promql.Vector, error) { return result, nil }
	address, _ := url.Parse("http://x/y")
	return template.NewTemplateExpander(context.Background(), strings.Join([]string{definitions, text}, ""), templateName, data, model.Time(0), query, address, nil)
}
