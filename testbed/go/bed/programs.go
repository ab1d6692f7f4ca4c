package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// program is the command line of a container on this machine: its own command and arguments, as the image would run
// them, with the paths of its mounts where they are here. Programs that look for a ServiceAccount, certificates or an
// address in places that only a container has are told the place by a flag.
func (b *Bed) program(container *corev1.Container, pod *Pod) ([]string, error) {
	repository, tag := splitImage(container.Image)
	name := path.Base(repository)
	words := slices.Concat(container.Command, container.Args)
	if len(container.Command) == 0 { // the image's entrypoint
		words = slices.Concat([]string{name}, container.Args)
	}
	if path.Base(words[0]) != name {
		return nil, fmt.Errorf("the testbed has only %s of image %s, and the pod wants to run %s", name, container.Image, words[0])
	}
	arguments := make([]string, 0, len(words)+8)
	for _, word := range words[1:] {
		arguments = append(arguments, pod.localPaths(word))
	}
	if name == "kubectl" {
		return append([]string{b.ControlPlane, "kubectl"}, arguments...), nil
	}
	version := strings.TrimPrefix(tag, "v")
	binary, built := b.KubeVirt[version]
	if !built {
		return nil, fmt.Errorf("the testbed has no KubeVirt %s for image %s; it has %s. Start it with --kubevirt %s", version, container.Image, strings.Join(slices.Sorted(maps.Keys(b.KubeVirt)), ", "), version)
	}
	arguments = append(arguments, "--listen="+pod.local)
	if pod.kubeconfig != "" {
		arguments = append(arguments, "--kubeconfig="+pod.kubeconfig)
	}
	for flag, file := range defaultFiles[name] {
		arguments = append(arguments, flag+"="+pod.localPaths(file))
	}
	return append([]string{binary, name}, arguments...), nil
}

// defaultFiles are the files that a program reads although no argument says so, with the flag that names them.
var defaultFiles = map[string]map[string]string{
	"virt-api": {
		"--tls-cert-file":     "/etc/virt-api/certificates/tls.crt",
		"--tls-key-file":      "/etc/virt-api/certificates/tls.key",
		"--handler-cert-file": "/etc/virt-handler/clientcertificates/tls.crt",
		"--handler-key-file":  "/etc/virt-handler/clientcertificates/tls.key",
	},
	"virt-controller": {
		"--prom-cert-file": "/etc/virt-controller/certificates/tls.crt",
		"--prom-key-file":  "/etc/virt-controller/certificates/tls.key",
	},
}

func splitImage(image string) (repository, tag string) {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndex(image, ":"); colon > strings.LastIndex(image, "/") {
		return image[:colon], image[colon+1:]
	}
	return image, "latest"
}
