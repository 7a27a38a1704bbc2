package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/promql/parser"
)

type seriesLine struct {
	Input    string   `json:"input"`
	OK       bool     `json:"ok"`
	Unjudged bool     `json:"unjudged,omitempty"` // the parser would take all memory, or never end
	Metric   string   `json:"metric,omitempty"`
	Values   []string `json:"values,omitempty"`
	Errors   []perr   `json:"errors,omitempty"`
}

var endless = regexp.MustCompile(`x[0-9]{6}|(?i)z_bucket_w:nan`)

// judgeSeries parses a series description as promtool does for the series of rule tests.
func judgeSeries(in string) (l seriesLine) {
	l.Input = in
	if l.Unjudged = endless.MatchString(in); l.Unjudged {
		return
	}
	metric, values, err := def.ParseSeriesDesc(in)
	l.OK = err == nil
	l.Errors = parseErrors(err)
	if err != nil {
		return
	}
	l.Metric = metric.String()
	for _, v := range values {
		l.Values = append(l.Values, sample(v))
	}
	return
}

func sample(v parser.SequenceValue) string {
	switch {
	case v.Omitted:
		return "_"
	case v.Histogram != nil:
		return histogramText(v.Histogram, v.CounterResetHintSet)
	case value.IsStaleNaN(v.Value):
		return "stale"
	}
	return number(v.Value)
}

// histogramText lists the buckets by their index, without those that are empty.
func histogramText(h *histogram.FloatHistogram, hint bool) string {
	custom := make([]string, 0, len(h.CustomValues))
	for _, v := range h.CustomValues {
		custom = append(custom, number(v))
	}
	return fmt.Sprintf("schema %d count %s sum %s zero %s %s hint %d %t custom %v positive %v negative %v",
		h.Schema, number(h.Count), number(h.Sum), number(h.ZeroCount), number(h.ZeroThreshold), h.CounterResetHint, hint,
		custom, buckets(h.PositiveSpans, h.PositiveBuckets), buckets(h.NegativeSpans, h.NegativeBuckets))
}

func buckets(spans []histogram.Span, counts []float64) (out []string) {
	index, next := int64(0), 0
	for _, span := range spans {
		index += int64(span.Offset)
		for range span.Length {
			if counts[next] != 0 {
				out = append(out, fmt.Sprintf("%d:%s", index, number(counts[next])))
			}
			index++
			next++
		}
	}
	return
}

func number(v float64) string {
	if math.IsNaN(v) {
		return "NaN"
	}
	return strings.TrimPrefix(strconv.FormatFloat(v, 'g', -1, 64), "+")
}
