// Command kubevirt is virt-operator, virt-api, virt-controller and virtctl in one binary: its first argument says which,
// or its own name. With "manifests NAMESPACE" it prints the KubeVirt CRD and the operator's rights, as KubeVirt itself has
// them.
package main

import (
	"os"
	"path/filepath"

	"kubevirt.io/client-go/log"
	"kubevirt.io/kubevirt/pkg/service"
	virtapi "kubevirt.io/kubevirt/pkg/virt-api"
	virtcontroller "kubevirt.io/kubevirt/pkg/virt-controller/watch"
	virtoperator "kubevirt.io/kubevirt/pkg/virt-operator"
	"kubevirt.io/kubevirt/pkg/virt-operator/resource/generate/components"
	"kubevirt.io/kubevirt/pkg/virt-operator/resource/generate/rbac"
	"kubevirt.io/kubevirt/pkg/virtctl"
	"sigs.k8s.io/yaml"
)

var programs = map[string]func(){
	"virt-operator":   virtoperator.Execute,
	"virt-controller": virtcontroller.Execute,
	"virt-api": func() {
		app := virtapi.NewVirtApi()
		service.Setup(app)
		app.Execute()
	},
	"virtctl":   func() { os.Exit(virtctl.Execute()) },
	"manifests": manifests,
}

func main() {
	name := filepath.Base(os.Args[0])
	if programs[name] == nil && len(os.Args) > 1 {
		name = os.Args[1]
		os.Args = append(os.Args[:1], os.Args[2:]...)
	}
	program := programs[name]
	if program == nil {
		println("usage: kubevirt virt-operator|virt-api|virt-controller|virtctl|manifests …")
		os.Exit(2)
	}
	log.InitializeLogging(name)
	program()
}

func manifests() {
	crd, err := components.NewKubeVirtCrd()
	if err != nil {
		panic(err)
	}
	for _, object := range append([]any{crd}, rbac.GetAllOperator(os.Args[1])...) {
		text, err := yaml.Marshal(object)
		if err != nil {
			panic(err)
		}
		os.Stdout.WriteString("---\n" + string(text))
	}
}
