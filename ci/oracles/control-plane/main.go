// Command control-plane runs etcd and kube-apiserver on loopback, with throw-away credentials, until its input ends.
//
//	usage: control-plane [-keep] [-timeout 90s] < pipe
//
// Prints one JSON line {"url", "kubeconfig", "ready_seconds"} when the server answers, then waits for the end of its input, SIGINT or
// SIGTERM. Whoever starts it holds the other end of the pipe: however that process ends, the pipe closes and everything here stops.
// Should this program be killed itself, the kernel ends its children (Pdeathsig). All files are in one temporary folder that is removed
// at the end (-keep leaves it, with the logs). etcd and kube-apiserver are looked for beside this program, then in PATH. Nothing listens
// outside 127.0.0.1. Linux only.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

func main() {
	keep := flag.Bool("keep", false, "leave the folder with data and logs, and print its name on standard error")
	timeout := flag.Duration("timeout", 90*time.Second, "how long the servers may take to be ready")
	flag.Parse()
	runtime.LockOSThread() // Pdeathsig is tied to the thread that starts a child
	if err := run(*keep, *timeout); err != nil {
		fmt.Fprintln(os.Stderr, "control-plane:", err)
		os.Exit(1)
	}
}

func run(keep bool, timeout time.Duration) error {
	over := make(chan struct{}, 2)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		over <- struct{}{}
	}()
	go func() {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
		<-signals
		over <- struct{}{}
	}()
	folder, err := os.MkdirTemp("", "control-plane.")
	if err != nil {
		return err
	}
	if keep {
		fmt.Fprintln(os.Stderr, folder)
	} else {
		defer os.RemoveAll(folder)
	}
	begin := time.Now()
	plane, err := start(folder, begin.Add(timeout), over)
	if err != nil {
		return err
	}
	defer plane.stop()
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"url":           plane.url,
		"kubeconfig":    plane.path("kubeconfig"),
		"ready_seconds": time.Since(begin).Round(10 * time.Millisecond).Seconds(),
	})
	select {
	case <-over:
		return nil
	case name := <-plane.ended:
		return fmt.Errorf("%s ended: %s", name, plane.lastLines(name))
	}
}
