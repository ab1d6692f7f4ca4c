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
	"time"
)

// Request is one line of JSON on control.sock; a line of JSON answers it.
type Request struct {
	Op   string `json:"op"`   // status, down, kill, start, pause, resume
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
	b.mutex.Lock()
	ready := b.ready // what the other requests need is there from then on, and stays as it is
	b.mutex.Unlock()
	switch {
	case request.Op == "status":
		running := b.processes.Running()
		sort.Slice(running, func(i, j int) bool { return running[i].PID < running[j].PID })
		return Status{Name: b.Name, PID: os.Getpid(), Address: b.address, Kubeconfig: b.path("admin.kubeconfig"), Ready: ready, Started: b.started, Processes: running}, nil
	case request.Op == "down":
		stop()
		return struct{}{}, nil
	case !ready:
		return nil, fmt.Errorf("still starting; try again when it is ready")
	case request.Op == "kill":
		return struct{}{}, b.hold(request.Name)
	case request.Op == "start":
		return struct{}{}, b.release(request.Name)
	case request.Op == "pause":
		return struct{}{}, b.each(request.Name, (*Process).Pause)
	case request.Op == "resume":
		return struct{}{}, b.each(request.Name, (*Process).Resume)
	}
	return nil, fmt.Errorf("unknown request %q", request.Op)
}

// hold ends a program and keeps it from starting again.
func (b *Bed) hold(name string) error {
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
		return b.kubelet.Hold(name)
	}
	found.Kill()
	return nil
}

// each reaches the running programs of a name, of the control plane or of a pod.
func (b *Bed) each(name string, do func(*Process) error) error {
	found := false
	for _, process := range b.processes.Running() {
		if process.Name == name {
			found = true
			if err := do(process); err != nil {
				return err
			}
		}
	}
	if found {
		return nil
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
	delete(b.held, name)
	b.mutex.Unlock()
	if !held {
		return fmt.Errorf("%s is not stopped", name)
	}
	return b.start(command)
}
