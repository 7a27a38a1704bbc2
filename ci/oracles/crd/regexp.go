// The mode -regexp: what Go's regular expressions say.
//
// A line in is {"pattern", "texts"}; a line out is {"ok", "error", "matches"} with one verdict for each text.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
)

func judgeRegexps() error {
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for in.More() {
		var line struct {
			Pattern string   `json:"pattern"`
			Texts   []string `json:"texts"`
		}
		if err := in.Decode(&line); err != nil {
			return err
		}
		var answer struct {
			OK      bool   `json:"ok"`
			Error   string `json:"error,omitempty"`
			Matches []bool `json:"matches,omitempty"`
		}
		if compiled, err := regexp.Compile(line.Pattern); err != nil {
			answer.Error = err.Error()
		} else {
			answer.OK = true
			for _, text := range line.Texts {
				answer.Matches = append(answer.Matches, compiled.MatchString(text))
			}
		}
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
	return nil
}
