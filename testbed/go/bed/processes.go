package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Process is one program of the bed: of the control plane, or of a pod.
type Process struct {
	Name   string `json:"name"`
	PID    int    `json:"pid"`
	Log    string `json:"log"`
	cmd    *exec.Cmd
	done   chan struct{}
	paused atomic.Bool
}

// Processes starts programs such that none outlives the bed, however it ends.
type Processes struct {
	dir     string
	spawner chan func()
	mutex   sync.Mutex
	running map[*Process]bool
	closed  bool // nothing starts any more
}

// NewProcesses keeps logs below dir.
func NewProcesses(dir string) *Processes {
	processes := &Processes{dir: dir, spawner: make(chan func()), running: map[*Process]bool{}}
	go func() {
		// The kernel sends a child its death signal when the thread that made it ends: this thread never does.
		runtime.LockOSThread()
		for spawn := range processes.spawner {
			spawn()
		}
	}()
	return processes
}

// Start runs a program with just this environment. Its output goes to logs/<name>.log, after what is there.
func (p *Processes) Start(name string, env []string, argv ...string) (*Process, error) {
	process := &Process{Name: name, done: make(chan struct{}), Log: filepath.Join(p.dir, "logs", name+".log")}
	log, err := os.OpenFile(process.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	process.cmd = exec.Command(argv[0], argv[1:]...)
	process.cmd.Env = env
	process.cmd.Dir = p.dir
	process.cmd.Stdout, process.cmd.Stderr = log, log
	process.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		return nil, fmt.Errorf("the bed ends")
	}
	started := make(chan error)
	p.spawner <- func() { started <- process.cmd.Start() }
	if err := <-started; err != nil {
		return nil, err
	}
	process.PID = process.cmd.Process.Pid
	p.running[process] = true
	go func() {
		_ = process.cmd.Wait()
		p.mutex.Lock()
		delete(p.running, process)
		p.mutex.Unlock()
		close(process.done)
	}()
	return process, nil
}

// Stop asks a program to end, and ends it when it doesn't within the time.
func (process *Process) Stop(patience time.Duration) {
	_ = process.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-process.done:
	case <-time.After(patience):
		process.Kill()
	}
}

// Kill ends a program at once.
func (process *Process) Kill() {
	_ = process.cmd.Process.Kill()
	<-process.done
}

// Pause leaves a program where it is: it answers nobody until Resume, and nobody is told so.
func (process *Process) Pause() error {
	process.paused.Store(true)
	return process.cmd.Process.Signal(syscall.SIGSTOP)
}

// Resume lets a paused program go on.
func (process *Process) Resume() error {
	defer process.paused.Store(false)
	return process.cmd.Process.Signal(syscall.SIGCONT)
}

// ExitCode of a program that has ended; 137 for one that was killed.
func (process *Process) ExitCode() int32 {
	if process.cmd.ProcessState == nil {
		return -1
	}
	if code := process.cmd.ProcessState.ExitCode(); code >= 0 {
		return int32(code)
	}
	return 137
}

// LastWords are the last lines of the program's log.
func (process *Process) LastWords(lines int) string {
	text, err := os.ReadFile(process.Log)
	if err != nil {
		return err.Error()
	}
	all := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return string(bytes.Join(all[max(0, len(all)-lines):], []byte("\n")))
}

// KillAll ends every program at once, for good: nothing in a bed is worth saving.
func (p *Processes) KillAll() {
	p.mutex.Lock()
	p.closed = true
	p.mutex.Unlock()
	for _, process := range p.Running() {
		process.Kill()
	}
}

// Running are the programs that run now.
func (p *Processes) Running() []*Process {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var all []*Process
	for process := range p.running {
		all = append(all, process)
	}
	return all
}

func (process *Process) String() string {
	return fmt.Sprintf("%s (exit code %d)", process.Name, process.ExitCode())
}
