package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
)

// life is when a construct, function or feature was there. An empty release says: from the first release asked, or to the last.
type life struct {
	// The first release of those that know it without a gap up to the last that does.
	Since string `json:"since,omitempty"`
	// The flag that releases ask for, and the first release that needs none any more; empty while the last still needs it.
	Flag   string `json:"flag,omitempty"`
	Stable string `json:"stable,omitempty"`
	// The first release that does not know it any more.
	Gone string `json:"gone,omitempty"`
	// Releases before `since` that knew it too, and then no more: "3.4 to 3.5".
	Earlier []string `json:"earlier,omitempty"`
	// A function's parameters and result, with the release of each change.
	Signatures []string `json:"signatures,omitempty"`
	Expression string   `json:"expression,omitempty"`
}

type table struct {
	Constructs map[string]life
	Functions  map[string]life
	Features   map[string]life
}

// state is what one release says: unknown, behind a flag, or free.
type state struct {
	known bool
	flag  string
}

func history(releases []release, answers []answer, constructs []construct, flags []string) table {
	found := table{map[string]life{}, map[string]life{}, map[string]life{}}
	for index, construct := range constructs {
		var states []state
		for _, answer := range answers {
			states = append(states, stateOf(answer.Accepted[index], flags))
		}
		life := lifeOf(releases, states, construct.name)
		if !slices.ContainsFunc(states, func(state state) bool { return state.known }) {
			check(fmt.Errorf("no release accepts %s: %s", construct.name, construct.expression))
		}
		life.Expression = construct.expression
		found.Constructs[construct.name] = life
	}
	for name := range names(answers, func(a answer) map[string]function { return a.Functions }) {
		var states []state
		for _, answer := range answers {
			function, known := answer.Functions[name]
			flag := ""
			if function.Experimental {
				flag = "promql-experimental-functions"
			}
			states = append(states, state{known, flag})
		}
		life := lifeOf(releases, states, name)
		life.Signatures = signatures(releases, answers, name)
		found.Functions[name] = life
	}
	features := map[string]bool{}
	for _, release := range releases {
		for _, name := range release.features {
			features[name] = true
		}
	}
	for name := range features {
		var states []state
		for _, release := range releases {
			states = append(states, state{known: slices.Contains(release.features, name)})
		}
		found.Features[name] = lifeOf(releases, states, name)
	}
	return found
}

func names(answers []answer, of func(answer) map[string]function) map[string]bool {
	found := map[string]bool{}
	for _, answer := range answers {
		for name := range of(answer) {
			found[name] = true
		}
	}
	return found
}

// stateOf reads a row: without flags, with each flag alone, with all of them.
func stateOf(row []bool, flags []string) state {
	if row[0] {
		return state{known: true}
	}
	for index, flag := range flags {
		if row[index+1] {
			return state{true, flag}
		}
	}
	if row[len(row)-1] {
		return state{true, "several"}
	}
	return state{}
}

// lifeOf sums the states of all releases up.
func lifeOf(releases []release, states []state, name string) (found life) {
	before, first := state{}, 0
	for index, now := range states {
		at := releases[index].String()
		switch {
		case now.known && !before.known:
			if found.Gone != "" {
				found.Earlier = append(found.Earlier, fmt.Sprintf("%s to %s", releases[first], lastBefore(releases, found.Gone)))
			}
			found.Gone, found.Since, first = "", "", index
			if index > 0 {
				found.Since = at
			}
		case !now.known && before.known:
			found.Gone = at
		}
		if now.flag != "" {
			if found.Flag != "" && found.Flag != now.flag {
				check(fmt.Errorf("%s was behind %s and behind %s", name, found.Flag, now.flag))
			}
			found.Flag, found.Stable = now.flag, ""
		} else if now.known && found.Flag != "" && found.Stable == "" {
			found.Stable = at
		}
		before = now
	}
	return found
}

func lastBefore(releases []release, gone string) release {
	for index, release := range releases {
		if release.String() == gone {
			return releases[index-1]
		}
	}
	return releases[0]
}

func signatures(releases []release, answers []answer, name string) (found []string) {
	var last *function
	for index, answer := range answers {
		now, known := answer.Functions[name]
		if !known {
			continue
		}
		now.Experimental = false
		if last == nil || !reflect.DeepEqual(*last, now) {
			found = append(found, fmt.Sprintf("%s: %v %d %s", releases[index], now.Args, now.Variadic, now.Result))
		}
		last = &now
	}
	return found
}

// writeHistory prints one line per name, sorted, so that a change is one line of a diff.
func writeHistory(out io.Writer, found table) error {
	parts := []struct {
		name  string
		lives map[string]life
	}{{"constructs", found.Constructs}, {"functions", found.Functions}, {"features", found.Features}}
	fmt.Fprint(out, "{")
	for index, part := range parts {
		if index > 0 {
			fmt.Fprint(out, ",")
		}
		fmt.Fprintf(out, "\n%q: {", part.name)
		var sorted []string
		for name := range part.lives {
			sorted = append(sorted, name)
		}
		slices.Sort(sorted)
		for index, name := range sorted {
			if index > 0 {
				fmt.Fprint(out, ",")
			}
			fmt.Fprintf(out, "\n%q: ", name)
			line := new(bytes.Buffer)
			encoder := json.NewEncoder(line)
			encoder.SetEscapeHTML(false)
			if err := encoder.Encode(part.lives[name]); err != nil {
				return err
			}
			fmt.Fprintf(out, "%s", bytes.TrimSpace(line.Bytes()))
		}
		fmt.Fprint(out, "\n}")
	}
	_, err := fmt.Fprint(out, "\n}\n")
	return err
}
