package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
)

// leashed becomes another program, one that the kernel ends together with the process that started it:
//
//	bed leash PID COMMAND [ARGUMENT…]
//
// PID is that process, by its own word: it may be gone before anything here runs.
func leashed(parent string, command []string) error {
	runtime.LockOSThread()   // the death signal belongs to the thread that asks for it
	const setDeathSignal = 1 // PR_SET_PDEATHSIG
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setDeathSignal, uintptr(syscall.SIGKILL), 0); errno != 0 {
		return errno
	}
	if actual := strconv.Itoa(os.Getppid()); actual != parent {
		return fmt.Errorf("to be started by process %s, and not by %s: it is gone, or never was the parent", parent, actual)
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(program, command, os.Environ())
}
