// Command generate writes the vendored schemas of gen. run.sh calls it.
//
//	generate core <dir of modules by version> <out> <version>...
//	generate kinds <out dir> <CRD file>...
//	generate fields <dir of CRDs by version> <out> <version>...
//	generate definition <dir of module> <out>
//	generate type <dir of module> <package> <type> <out>
package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) > 3 && arguments[0] == "core":
		return writeCore(arguments[1], arguments[2], arguments[3:])
	case len(arguments) > 2 && arguments[0] == "kinds":
		return writeKinds(arguments[1], arguments[2:])
	case len(arguments) > 3 && arguments[0] == "fields":
		return writeFields(arguments[1], arguments[2], arguments[3:])
	case len(arguments) == 3 && arguments[0] == "definition":
		return writeDefinition(arguments[1], arguments[2])
	case len(arguments) == 5 && arguments[0] == "type":
		return writeType(arguments[1], arguments[2], arguments[3], arguments[4])
	default:
		return fmt.Errorf("see main.go for the arguments")
	}
}
