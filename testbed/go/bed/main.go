// Command bed runs a Kubernetes cluster made of processes: etcd, the control plane, kwok for the nodes, and the real
// KubeVirt programs for the pods that ask for them. It stays until it is told to stop, or until its standard input
// closes, and takes every process with it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"k8s.io/klog/v2"
)

// Options of a bed; each is a flag.
type Options struct {
	Name         string
	Dir          string            // everything of this bed: keys, logs, data, sockets
	ControlPlane string            // binary: etcd, kube-apiserver, …, kubectl
	Kwok         string            // binary
	Stages       string            // kwok's stages
	KubeVirt     map[string]string // version → binary
	CRDs         []string          // files of CRDs to begin with
	CDI          string            // file of CDI's CRDs, for when it is installed
}

func main() {
	var options Options
	var kubevirt, crds string
	flag.StringVar(&options.Name, "name", "default", "name of the bed")
	flag.StringVar(&options.Dir, "dir", "", "folder of the bed; emptied first, removed at the end")
	flag.StringVar(&options.ControlPlane, "control-plane", "", "the control-plane binary")
	flag.StringVar(&options.Kwok, "kwok", "", "the kwok binary")
	flag.StringVar(&options.Stages, "stages", "", "file of kwok stages")
	flag.StringVar(&kubevirt, "kubevirt", "", "VERSION=BINARY, several separated by commas")
	flag.StringVar(&crds, "crds", "", "files of CRDs, separated by commas")
	flag.StringVar(&options.CDI, "cdi", "", "file of CDI's CRDs, for when it is installed")
	if len(os.Args) > 3 && os.Args[1] == "leash" {
		fail(leashed(os.Args[2], os.Args[3:]))
	}
	flag.Parse()
	options.KubeVirt = map[string]string{}
	for _, pair := range splitList(kubevirt) {
		version, binary, _ := strings.Cut(pair, "=")
		options.KubeVirt[version] = binary
	}
	options.CRDs = splitList(crds)
	if err := run(options); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func splitList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

// leash ends the context when the process that started this one is gone: its end of our standard input closes.
func leash(stop context.CancelFunc) {
	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
}

func run(options Options) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	// Nobody reads our output any more: no reason to end without cleaning up. Ignored, it would be so in every program of
	// the bed as well.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	go leash(stop)

	address, claim, err := claimAddress()
	if err != nil {
		return err
	}
	defer claim.Close()
	if err := os.RemoveAll(options.Dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(options.Dir, "logs"), 0o700); err != nil {
		return err
	}

	notes, err := os.Create(filepath.Join(options.Dir, "logs", "testbed.log"))
	if err != nil {
		return err
	}
	log.SetOutput(notes)
	klog.LogToStderr(false)
	klog.SetOutput(notes)

	bed := &Bed{Options: options, address: address, started: time.Now(), processes: NewProcesses(options.Dir), held: map[string]bool{}}
	control, err := bed.listen()
	if err != nil {
		return err
	}
	defer func() {
		stop()
		control.Close()
		bed.processes.KillAll()
		if err == nil { // logs of a bed that failed are kept
			err = os.RemoveAll(options.Dir)
		}
	}()
	go bed.serve(control, stop)

	err = bed.up(ctx)
	if err == nil {
		err = bed.stay(ctx)
	}
	if errors.Is(err, context.Canceled) || ctx.Err() != nil {
		return nil // told to stop: no error, whatever broke on the way
	}
	return err
}

// claimAddress finds a loopback address that no other bed has, and holds it. Each bed needs one of its own, as some of
// KubeVirt's ports are fixed in its code.
func claimAddress() (string, net.Listener, error) {
	var last error
	for n := 1; n < 255; n++ {
		address := fmt.Sprintf("127.8.%d.1", n)
		listener, err := net.Listen("tcp", address+":16440")
		if err == nil {
			return address, listener, nil
		}
		last = err
	}
	return "", nil, fmt.Errorf("no free loopback address in 127.8.0.0/16: %w", last)
}
