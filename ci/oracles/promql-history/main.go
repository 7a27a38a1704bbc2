// promql-history asks the parser of every minor release of Prometheus what it accepts.
//
//	promql-history < constructs.tsv > history.json    the facts as one table
//	promql-history -judge < corpus.jsonl              which releases accept each expression
//
// A line of the table's input is a construct's name, a tab and an expression that uses it; of the judge's, {"input": …}. The judge
// answers {"input": …, "none": […], "all": […]} with the releases that accept it without any flag, and with all of them.
package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/template"
)

// The first and the last release, with the last minor release of Prometheus 2.
const (
	firstMinor  = 35
	lastMinor2  = 55
	latestMinor = 15
)

//go:embed probe.go.tmpl
var probeText string

var probe = template.Must(template.New("probe").Parse(probeText))

type construct struct{ name, expression string }

type question struct {
	Flags       []string
	Expressions []string
}

type function struct {
	Args         []string
	Variadic     int
	Result       string
	Experimental bool
}

type answer struct {
	Functions map[string]function
	Accepted  [][]bool
}

func main() {
	work := flag.String("work", os.TempDir(), "the folder that the probes are built in")
	judge := flag.Bool("judge", false, "say which releases accept each expression")
	flag.Parse()
	read := readConstructs
	if *judge {
		read = readCorpus
	}
	constructs, err := read(os.Stdin)
	check(err)
	asked := question{Flags: []string{nameFlag}}
	for _, flag := range flags {
		asked.Flags = append(asked.Flags, flag)
	}
	slices.Sort(asked.Flags)
	for _, construct := range constructs {
		asked.Expressions = append(asked.Expressions, construct.expression)
	}
	var releases []release
	var answers []answer
	for _, release := range all() {
		fmt.Fprintf(os.Stderr, "promql-history: Prometheus %s\n", release)
		check(release.download())
		found, err := ask(release, *work, asked)
		check(err)
		releases, answers = append(releases, release), append(answers, found)
	}
	if *judge {
		check(writeVerdicts(os.Stdout, releases, answers, constructs))
	} else {
		check(writeHistory(os.Stdout, history(releases, answers, constructs, asked.Flags)))
	}
}

func writeVerdicts(out io.Writer, releases []release, answers []answer, constructs []construct) error {
	lines := json.NewEncoder(out)
	for index, construct := range constructs {
		none, all := []string{}, []string{}
		for at, answer := range answers {
			row := answer.Accepted[index]
			if row[0] {
				none = append(none, releases[at].String())
			}
			if row[len(row)-1] {
				all = append(all, releases[at].String())
			}
		}
		if err := lines.Encode(map[string]any{"input": construct.expression, "none": none, "all": all}); err != nil {
			return err
		}
	}
	return nil
}

func all() (releases []release) {
	for minor := firstMinor; minor <= lastMinor2; minor++ {
		releases = append(releases, release{Major: 2, Minor: minor})
	}
	for minor := 0; minor <= latestMinor; minor++ {
		releases = append(releases, release{Major: 3, Minor: minor})
	}
	return releases
}

func readCorpus(in io.Reader) (constructs []construct, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<28)
	for lines.Scan() {
		var line struct{ Input string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, err
		}
		constructs = append(constructs, construct{expression: line.Input})
	}
	return constructs, lines.Err()
}

func readConstructs(in io.Reader) (constructs []construct, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<28)
	for lines.Scan() {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			name, expression, found := strings.Cut(line, "\t")
			if !found {
				return nil, fmt.Errorf("no tab in %q", line)
			}
			constructs = append(constructs, construct{name, expression})
		}
	}
	return constructs, lines.Err()
}

func ask(release release, work string, asked question) (answer, error) {
	var found answer
	program, err := release.probe(work, probe)
	if err != nil {
		return found, err
	}
	input, err := json.Marshal(asked)
	if err != nil {
		return found, err
	}
	command := exec.Command(program)
	command.Stdin = strings.NewReader(string(input))
	// Old parsers say on standard error where they panicked; to them that is an answer.
	out, err := command.Output()
	if err != nil {
		return found, err
	}
	return found, json.Unmarshal(out, &found)
}

func check(err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "promql-history: %s\n", err)
		os.Exit(1)
	}
}
