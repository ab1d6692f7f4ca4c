// Command kubevirt is virt-operator, virt-api, virt-controller and virtctl in one binary: its first argument says which,
// or its own name.
package main

import (
	"os"
	"path/filepath"

	"kubevirt.io/client-go/log"
	"kubevirt.io/kubevirt/pkg/service"
	virtapi "kubevirt.io/kubevirt/pkg/virt-api"
	virtcontroller "kubevirt.io/kubevirt/pkg/virt-controller/watch"
	virtoperator "kubevirt.io/kubevirt/pkg/virt-operator"
	"kubevirt.io/kubevirt/pkg/virtctl"
)

var programs = map[string]func(){
	"virt-operator":   virtoperator.Execute,
	"virt-controller": virtcontroller.Execute,
	"virt-api": func() {
		app := virtapi.NewVirtApi()
		service.Setup(app)
		app.Execute()
	},
	"virtctl": func() { os.Exit(virtctl.Execute()) },
}

func main() {
	name := filepath.Base(os.Args[0])
	if programs[name] == nil && len(os.Args) > 1 {
		name = os.Args[1]
		os.Args = append(os.Args[:1], os.Args[2:]...)
	}
	program := programs[name]
	if program == nil {
		println("usage: kubevirt virt-operator|virt-api|virt-controller|virtctl …")
		os.Exit(2)
	}
	log.InitializeLogging(name)
	program()
}
