package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// plane is a running etcd with a kube-apiserver.
type plane struct {
	folder, url, token string
	processes          []*process
	ended              chan string // the name of a process that ended, whoever ended it
}

type process struct {
	command *exec.Cmd
	done    chan struct{}
}

var errInterrupted = errors.New("interrupted before the server was ready")

// start brings both servers up in folder. A port that someone else took in the meantime costs a second attempt.
func start(folder string, deadline time.Time, over chan struct{}) (*plane, error) {
	var err error
	for attempt := range 3 {
		p := &plane{folder: filepath.Join(folder, fmt.Sprint(attempt)), ended: make(chan string, 2)}
		if err = p.start(deadline, over); err == nil {
			return p, nil
		}
		p.stop()
		if errors.Is(err, errInterrupted) || time.Now().After(deadline) {
			return nil, err
		}
	}
	return nil, err
}

func (p *plane) start(deadline time.Time, over chan struct{}) error {
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	p.url = "https://127.0.0.1:" + ports[2]
	if err := p.writeCredentials(); err != nil {
		return err
	}
	store, peer := "http://127.0.0.1:"+ports[0], "http://127.0.0.1:"+ports[1]
	if err := p.spawn("etcd", etcdFlags(p, store, peer)); err != nil {
		return err
	}
	if err := p.spawn("kube-apiserver", apiserverFlags(p, store, ports[2])); err != nil {
		return err
	}
	// The default namespace is made by a controller a moment after /readyz.
	for _, path := range []string{"/readyz", "/api/v1/namespaces/default"} {
		if err := p.wait(path, deadline, over); err != nil {
			return err
		}
	}
	return nil
}

func etcdFlags(p *plane, store, peer string) []string {
	return []string{
		"--data-dir=" + p.path("etcd"), "--unsafe-no-fsync", "--log-level=error",
		"--listen-client-urls=" + store, "--advertise-client-urls=" + store,
		"--listen-peer-urls=" + peer, "--initial-advertise-peer-urls=" + peer, "--initial-cluster=default=" + peer,
	}
}

// apiserverFlags holds what kube-apiserver cannot start without (--etcd-servers and the three --service-account flags), one credential
// that may do everything, and no queueing of parallel requests. Feature gates and admission plugins stay at their defaults, so that
// verdicts are those of a default cluster.
func apiserverFlags(p *plane, store, port string) []string {
	return []string{
		"--etcd-servers=" + store, "--bind-address=127.0.0.1", "--secure-port=" + port, "--cert-dir=" + p.path("certs"),
		"--token-auth-file=" + p.path("tokens.csv"), "--authorization-mode=AlwaysAllow",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + p.path("key.pem"), "--service-account-signing-key-file=" + p.path("key.pem"),
		"--service-cluster-ip-range=10.0.0.0/24", "--enable-priority-and-fairness=false",
	}
}

func (p *plane) path(name string) string { return filepath.Join(p.folder, name) }

// spawn starts a program that ends with this one; signals of the terminal stay with this one.
func (p *plane) spawn(name string, flags []string) error {
	program, err := find(name)
	if err != nil {
		return err
	}
	log, err := os.Create(p.path(name + ".log"))
	if err != nil {
		return err
	}
	command := exec.Command(program, flags...)
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if err := command.Start(); err != nil {
		return err
	}
	each := &process{command, make(chan struct{})}
	p.processes = append(p.processes, each)
	go func() {
		command.Wait()
		log.Close()
		close(each.done)
		p.ended <- name
	}()
	return nil
}

func find(name string) (string, error) {
	if self, err := os.Executable(); err == nil {
		if beside := filepath.Join(filepath.Dir(self), name); exec.Command(beside).Err == nil {
			return beside, nil
		}
	}
	return exec.LookPath(name)
}

// wait returns once a GET of path is answered with 200.
func (p *plane) wait(path string, deadline time.Time, over chan struct{}) error {
	for !p.answers(path) {
		select {
		case <-over:
			return errInterrupted
		case name := <-p.ended:
			return fmt.Errorf("%s ended early: %s", name, p.lastLines(name))
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("not ready in time: %s", p.lastLines("kube-apiserver"))
		}
	}
	return nil
}

func (p *plane) answers(path string) bool {
	certificate, err := os.ReadFile(p.path("certs/apiserver.crt")) // signed by the server itself when it starts
	if err != nil {
		return false
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certificate)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}
	client := &http.Client{Timeout: 5 * time.Second, Transport: transport}
	request, err := http.NewRequest("GET", p.url+path, nil)
	if err != nil {
		return false
	}
	request.Header.Set("Authorization", "Bearer "+p.token)
	answer, err := client.Do(request)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// stop ends the API server first, then its store.
func (p *plane) stop() {
	for i := len(p.processes) - 1; i >= 0; i-- {
		each := p.processes[i]
		each.command.Process.Signal(syscall.SIGTERM)
		select {
		case <-each.done:
		case <-time.After(15 * time.Second):
			each.command.Process.Kill()
			<-each.done
		}
	}
}

func (p *plane) lastLines(name string) string {
	text, _ := os.ReadFile(p.path(name + ".log"))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}

// freePorts returns distinct loopback ports that were free a moment ago.
func freePorts(count int) ([]string, error) {
	var ports []string
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		_, port, _ := net.SplitHostPort(listener.Addr().String())
		ports = append(ports, port)
	}
	return ports, nil
}
