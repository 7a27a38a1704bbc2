package main

import (
	"context"
	"net/url"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/template"
)

// What rulefmt and the rule manager put before every template of an alert.
const definitions = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}"

// The name of the templates of an alert called A.
const templateName = "__alert_A"

type templateLine struct {
	Input string `json:"input"`
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
}

// judgeTemplate says whether Prometheus loads a rule with the template, which promtool's check of rules asks too, or whether it then
// expands without an error for one of a few alerts.
func judgeTemplate(in string, expand bool) (l templateLine) {
	l.Input = in
	err := expander(in, promql.Sample{}, nil).ParseTest()
	if err == nil && expand {
		err = expands(in)
	}
	if l.OK = err == nil; !l.OK {
		l.Error = err.Error()
	}
	return
}

func expands(in string) (err error) {
	samples := []promql.Sample{{F: 1.5}, {H: &histogram.FloatHistogram{Count: 1}}}
	results := []promql.Vector{{{F: 1, Metric: labels.FromStrings("a", "1", "__value__", "x")}}, {}}
	for _, sample := range samples {
		for _, result := range results {
			if _, err = expander(in, sample, result).Expand(); err == nil {
				return nil
			}
		}
	}
	return err
}

func expander(in string, sample promql.Sample, result promql.Vector) *template.Expander {
	address := &url.URL{Scheme: "http", Host: "x", Path: "/y"}
	data := template.AlertTemplateData(map[string]string{"a": "1", "instance": "h:80"}, map[string]string{"b": "2"}, address.String(), sample)
	query := func(_ context.Context, q string, _ time.Time) (promql.Vector, error) {
		_, err := def.ParseExpr(q)
		return result, err
	}
	return template.NewTemplateExpander(context.Background(), definitions+in, templateName, data, model.Time(0), query, address, nil)
}
