package main

import (
	"sort"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

// memory holds series without a disk: thousands of small sets are asked one after the other.
type memory []*storage.SeriesEntry

// point is a sample of a series: a number or a native histogram.
type point struct {
	at    int64
	value parser.SequenceValue
}

func (p point) T() int64                { return p.at }
func (p point) ST() int64               { return 0 }
func (p point) F() float64              { return p.value.Value }
func (p point) H() *histogram.Histogram { return nil }
func (p point) Copy() chunks.Sample     { return p }

// FH returns a copy: the engine adds up in place.
func (p point) FH() *histogram.FloatHistogram { return p.value.Histogram.Copy() }

func (p point) Type() chunkenc.ValueType {
	if p.value.Histogram != nil {
		return chunkenc.ValFloatHistogram
	}
	return chunkenc.ValFloat
}

// remember reads series descriptions, with a value each minute from 0.
func remember(series []string) (memory, error) {
	var m memory
	for _, line := range series {
		name, values, err := all.ParseSeriesDesc(line)
		if err != nil {
			return nil, err
		}
		var points []chunks.Sample
		for i, value := range values {
			if !value.Omitted {
				points = append(points, point{int64(i) * time.Minute.Milliseconds(), value})
			}
		}
		m = append(m, storage.NewListSeries(name, points))
	}
	sort.Slice(m, func(i, j int) bool { return labels.Compare(m[i].Lset, m[j].Lset) < 0 })
	return m, nil
}

// Querier selects series by their labels; of their samples the engine takes what it needs.
func (m memory) Querier(int64, int64) (storage.Querier, error) {
	choose := func(_ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
		found := &set{}
		for _, series := range m {
			if matches(series.Lset, matchers) {
				found.series = append(found.series, series)
			}
		}
		return found
	}
	return &storage.MockQuerier{SelectMockFunction: choose}, nil
}

func matches(name labels.Labels, matchers []*labels.Matcher) bool {
	for _, matcher := range matchers {
		if !matcher.Matches(name.Get(matcher.Name)) {
			return false
		}
	}
	return true
}

// set walks over chosen series.
type set struct {
	series []storage.Series
	next   int
}

func (s *set) Next() bool {
	s.next++
	return s.next <= len(s.series)
}

func (s *set) At() storage.Series                { return s.series[s.next-1] }
func (s *set) Err() error                        { return nil }
func (s *set) Warnings() annotations.Annotations { return nil }
