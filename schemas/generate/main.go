// Command generate writes the vendored schemas of gen. run.sh calls it.
//
//	generate core <dir of modules by version> <out> <version>...
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 5 {
		log.Fatal("usage: see run.sh")
	}
	var err error
	switch command := os.Args[1]; command {
	case "core":
		err = writeCore(os.Args[2], os.Args[3], os.Args[4:])
	default:
		log.Fatalf("unknown command %q", command)
	}
	if err != nil {
		log.Fatal(err)
	}
}
