package main

import (
	"errors"
	"io"
	"sort"
	"strconv"
	"strings"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

type expositionLine struct {
	Input   string     `json:"input"`
	OK      bool       `json:"ok"`
	Entries [][]string `json:"entries,omitempty"`
	Message string     `json:"message,omitempty"`
}

// judgeExposition reads the text of /metrics, each entry as its words: what it is, the metric's name, and what is said of it; of
// a series its labels one by one, sorted, the name among them.
func judgeExposition(in string, openMetrics bool) (l expositionLine) {
	l.Input = in
	table := labels.NewSymbolTable()
	p := textparse.NewPromParser([]byte(in), table, false)
	if openMetrics {
		p = textparse.NewOpenMetricsParser([]byte(in), table)
	}
	for {
		kind, err := p.Next()
		if errors.Is(err, io.EOF) {
			l.OK = true
			return
		}
		if err != nil {
			return expositionLine{Input: in, Message: err.Error()}
		}
		switch kind {
		case textparse.EntryHelp:
			name, text := p.Help()
			l.Entries = append(l.Entries, []string{"help", plain(name), string(text)})
		case textparse.EntryType:
			name, typ := p.Type()
			l.Entries = append(l.Entries, []string{"type", plain(name), string(typ)})
		case textparse.EntryUnit:
			name, unit := p.Unit()
			l.Entries = append(l.Entries, []string{"unit", plain(name), string(unit)})
		case textparse.EntrySeries:
			var ls labels.Labels
			p.Labels(&ls)
			entry := []string{"series"}
			ls.Range(func(label labels.Label) { entry = append(entry, label.Name, comparable(label)) })
			// Labels of one name come in no certain order.
			pairs := make([][2]string, 0, len(entry)/2)
			for i := 1; i < len(entry); i += 2 {
				pairs = append(pairs, [2]string{entry[i], entry[i+1]})
			}
			sort.Slice(pairs, func(i, j int) bool {
				return pairs[i][0] < pairs[j][0] || pairs[i][0] == pairs[j][0] && pairs[i][1] < pairs[j][1]
			})
			entry = entry[:1]
			for _, pair := range pairs {
				entry = append(entry, pair[0], pair[1])
			}
			l.Entries = append(l.Entries, entry)
		}
	}
}

// comparable is a label's value without what the parser makes of it by the type that it read last, whatever the metric, and a
// name without the blanks in front of it on its line.
func comparable(label labels.Label) string {
	switch label.Name {
	case "le", "quantile":
		if f, err := strconv.ParseFloat(label.Value, 64); err == nil {
			return number(f)
		}
	case labels.MetricName:
		return strings.TrimLeft(label.Value, " \t")
	}
	return label.Value
}

// plain undoes the escapes of a name, as the parser does for series but not for metadata.
func plain(name []byte) string {
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`, `\n`, "\n").Replace(string(name))
}
