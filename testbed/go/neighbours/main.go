// Neighbours writes the CRDs of the projects KubeVirt works with, one file per project, from the Go modules of their APIs:
//
//	go run . OUT_DIR
//
// go.mod says which versions. The files are made where they are needed, so nothing of these projects is copied into this one.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	// Nothing here is called: the imports keep the modules in go.mod, and `go run` downloads them.
	_ "github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/apis/k8s.cni.cncf.io"
	_ "github.com/kubernetes-csi/external-snapshotter/client/v8/apis/volumesnapshot/v1"
	_ "kubevirt.io/containerized-data-importer-api"
)

// neighbours says where the CRDs of each file come from.
var neighbours = []struct {
	file, module, path string
	crds               func(path string) ([]byte, error)
}{
	{"multus.yaml", "github.com/k8snetworkplumbingwg/network-attachment-definition-client", "artifacts/networks-crd.yaml", shipped},
	// KubeVirt takes no group snapshots, so the CRDs of groupsnapshot.storage.k8s.io stay out.
	{"snapshot.yaml", "github.com/kubernetes-csi/external-snapshotter/client/v8", "config/crd/snapshot.storage.k8s.io_*.yaml", shipped},
	{"cdi.yaml", "kubevirt.io/containerized-data-importer-api", "pkg/apis/core/v1beta1", generated},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run . OUT_DIR")
	}
	for _, n := range neighbours {
		if err := write(filepath.Join(os.Args[1], n.file), n.module, n.path, n.crds); err != nil {
			log.Fatalf("%s: %v", n.file, err)
		}
	}
}

func write(file, module, path string, crds func(path string) ([]byte, error)) error {
	dir, err := run("go", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return err
	}
	content, err := crds(filepath.Join(string(bytes.TrimSpace(dir)), path))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}

// shipped returns the CRDs that a module has as files. Each file begins with `---`.
func shipped(pattern string) ([]byte, error) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no file matches %s", pattern)
	}
	var crds []byte
	for _, file := range files {
		crd, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		crds = append(crds, crd...)
	}
	return crds, nil
}

// generated returns the CRDs of the Go types in a folder, for a module that ships the types alone. Named by its path, the folder is loaded with
// the versions its own go.mod asks for, not those of this one: the pod and PVC specs inside the CRDs are the neighbour's.
func generated(folder string) ([]byte, error) {
	return run("go", "tool", "controller-gen", "crd:maxDescLen=0", "paths="+folder, "output:stdout")
}

func run(name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	return cmd.Output()
}
