package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"slices"
	"sort"
	"syscall"
	"time"
)

// Request is one line of JSON on control.sock; a line of JSON answers it.
type Request struct {
	Op   string `json:"op"`   // status, down, stop, kill, start, pause, resume
	Name string `json:"name"` // of a program: kube-apiserver, virt-api, …
}

// Status answers "status".
type Status struct {
	Name       string     `json:"name"`
	PID        int        `json:"pid"`
	Address    string     `json:"address"`
	Kubeconfig string     `json:"kubeconfig"`
	Ready      bool       `json:"ready"`
	Started    time.Time  `json:"started"`
	Processes  []*Process `json:"processes"`
}

func (b *Bed) listen() (net.Listener, error) {
	path := b.path("control.sock")
	if len(path) > 100 { // the kernel's limit is 107
		return nil, fmt.Errorf("the folder's path is too long for a socket in it: %s; set TESTBED_HOME to a shorter one", b.Dir)
	}
	return net.Listen("unix", path)
}

func (b *Bed) serve(listener net.Listener, stop context.CancelFunc) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer connection.Close()
			line, err := bufio.NewReader(connection).ReadBytes('\n')
			if err != nil {
				return
			}
			var request Request
			var answer any
			if err := json.Unmarshal(line, &request); err != nil {
				answer = map[string]string{"error": err.Error()}
			} else if answer, err = b.answer(request, stop); err != nil {
				answer = map[string]string{"error": err.Error()}
			}
			_ = json.NewEncoder(connection).Encode(answer)
		}()
	}
}

func (b *Bed) answer(request Request, stop context.CancelFunc) (any, error) {
	switch request.Op {
	case "status":
		b.mutex.Lock()
		defer b.mutex.Unlock()
		running := b.processes.Running()
		sort.Slice(running, func(i, j int) bool { return running[i].PID < running[j].PID })
		return Status{Name: b.Name, PID: os.Getpid(), Address: b.address, Kubeconfig: b.path("admin.kubeconfig"), Ready: b.ready, Started: b.started, Processes: running}, nil
	case "down":
		stop()
		return struct{}{}, nil
	case "stop", "kill":
		return struct{}{}, b.hold(request.Name, request.Op == "kill")
	case "start":
		return struct{}{}, b.release(request.Name)
	case "pause":
		return struct{}{}, b.signal(request.Name, syscall.SIGSTOP)
	case "resume":
		return struct{}{}, b.signal(request.Name, syscall.SIGCONT)
	}
	return nil, fmt.Errorf("unknown request %q", request.Op)
}

// hold ends a program and keeps it from starting again.
func (b *Bed) hold(name string, atOnce bool) error {
	b.mutex.Lock()
	var found *Process
	for index, process := range b.controlPlane {
		if process.Name == name {
			found = process
			b.controlPlane = slices.Delete(b.controlPlane, index, index+1) // its end is no fault any more
			b.held[name] = true
			break
		}
	}
	b.mutex.Unlock()
	if found == nil {
		return b.kubelet.Hold(name, atOnce)
	}
	if atOnce {
		found.Kill()
	} else {
		found.Stop(10 * time.Second)
	}
	return nil
}

// signal reaches a running program, of the control plane or of a pod.
func (b *Bed) signal(name string, signal syscall.Signal) error {
	for _, process := range b.processes.Running() {
		if process.Name == name {
			return process.cmd.Process.Signal(signal)
		}
	}
	return fmt.Errorf("nothing that is called %s runs in this bed", name)
}

func (b *Bed) release(name string) error {
	command, known := b.commands()[name]
	if !known {
		return b.kubelet.Unhold(name)
	}
	b.mutex.Lock()
	held := b.held[name]
	b.mutex.Unlock()
	if !held {
		return fmt.Errorf("%s is not stopped", name)
	}
	return b.start(command)
}
