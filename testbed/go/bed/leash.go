package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// leashed becomes another program, one that the kernel ends together with the process that started it:
//
//	bed leash COMMAND [ARGUMENT…]
func leashed(command []string) error {
	parent := os.Getppid()
	const setDeathSignal = 1 // PR_SET_PDEATHSIG
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setDeathSignal, uintptr(syscall.SIGKILL), 0); errno != 0 {
		return errno
	}
	if os.Getppid() != parent { // it ended before the kernel knew
		return fmt.Errorf("started by a process that is gone")
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(program, command, os.Environ())
}
