package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
	"time"

	authv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/tools/clientcmd/api"
)

const tokenMount = "/var/run/secrets/kubernetes.io/serviceaccount"

// Pod is one pod that the kubelet has taken on.
type Pod struct {
	kubelet    *Kubelet
	object     *corev1.Pod
	standIn    bool
	address    string // in the cluster
	local      string // on this machine
	dir        string
	kubeconfig string
	mounts     map[string]string // path in the container → folder here

	mutex    sync.Mutex
	ready    bool
	restarts int32
	process  *Process
	stopped  bool
	gone     chan struct{} // closed by stop
}

func newPod(kubelet *Kubelet, object *corev1.Pod) *Pod {
	return &Pod{kubelet: kubelet, object: object, gone: make(chan struct{}), dir: kubelet.bed.path("pods", object.Namespace+"_"+object.Name), mounts: map[string]string{}}
}

// run takes the pod from Pending to its end.
func (p *Pod) run(ctx context.Context) {
	defer func() {
		_ = os.RemoveAll(p.dir)
		p.kubelet.mutex.Lock()
		p.kubelet.forget(p)
		p.kubelet.mutex.Unlock()
	}()
	var err error
	p.kubelet.mutex.Lock()
	p.address, p.local, err = p.kubelet.bed.network.Allocate()
	p.kubelet.mutex.Unlock()
	for err = p.prepare(ctx); err != nil; err = p.prepare(ctx) {
		p.report(ctx, corev1.PodPending, corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "CreateContainerConfigError", Message: err.Error()}})
		if !p.sleep(ctx, time.Second) {
			return
		}
	}
	go p.refresh(ctx)
	for _, container := range p.object.Spec.InitContainers {
		if !p.untilDone(ctx, &container) {
			return
		}
	}
	p.untilDone(ctx, &p.object.Spec.Containers[0])
}

// untilDone runs a container, again and again where the pod says so. It returns whether the pod goes on after it.
func (p *Pod) untilDone(ctx context.Context, container *corev1.Container) bool {
	isInit := container != &p.object.Spec.Containers[0]
	for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
		for p.kubelet.isHeld(container.Name) {
			if !p.sleep(ctx, 200*time.Millisecond) {
				return false
			}
		}
		state := p.once(ctx, container)
		if p.isStopped() || ctx.Err() != nil {
			return false
		}
		p.mutex.Lock()
		p.ready = false
		p.mutex.Unlock()
		code := int32(1)
		if state.Terminated != nil {
			code = state.Terminated.ExitCode
		}
		policy := p.object.Spec.RestartPolicy
		switch {
		case code == 0 && isInit:
			return true
		case code == 0 && policy != corev1.RestartPolicyAlways:
			p.report(ctx, corev1.PodSucceeded, state)
			return true
		case policy == corev1.RestartPolicyNever && state.Terminated != nil:
			p.report(ctx, corev1.PodFailed, state)
			return false
		}
		p.report(ctx, corev1.PodRunning, state)
		if p.kubelet.isHeld(container.Name) {
			pause = time.Second
		}
		if !p.sleep(ctx, pause) {
			return false
		}
		p.restarts++
	}
}

// once runs a container until it ends.
func (p *Pod) once(ctx context.Context, container *corev1.Container) corev1.ContainerState {
	waiting := func(reason string, err error) corev1.ContainerState {
		return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: err.Error()}}
	}
	command, err := p.kubelet.bed.program(container, p)
	if err != nil {
		return waiting("ErrImagePull", err)
	}
	env, err := p.environment(ctx, container)
	if err != nil {
		return waiting("CreateContainerConfigError", err)
	}
	process, err := p.kubelet.bed.processes.Start(logName(p.object, container), env, command...)
	if err != nil {
		return waiting("RunContainerError", err)
	}
	started := metav1.Now()
	p.mutex.Lock()
	p.process = process
	p.mutex.Unlock()
	running := corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: started}}
	p.setReady(ctx, container.ReadinessProbe == nil, running)
	for {
		select {
		case <-process.done:
			state := &corev1.ContainerStateTerminated{ExitCode: process.ExitCode(), Reason: "Completed", StartedAt: started, FinishedAt: metav1.Now()}
			if state.ExitCode != 0 {
				state.Reason, state.Message = "Error", process.LastWords(5)
			}
			return corev1.ContainerState{Terminated: state}
		case <-ctx.Done():
			process.Kill()
		case <-p.gone:
			process.Stop(5 * time.Second)
		case <-time.After(500 * time.Millisecond):
			if container.ReadinessProbe != nil {
				p.setReady(ctx, p.probe(container), running)
			}
		}
	}
}

func (p *Pod) setReady(ctx context.Context, ready bool, state corev1.ContainerState) {
	p.mutex.Lock()
	first := p.object.Status.Phase != corev1.PodRunning
	changed := p.ready != ready
	p.ready = ready
	p.mutex.Unlock()
	if first || changed {
		p.report(ctx, corev1.PodRunning, state)
	}
}

func (p *Pod) isReady() (ready bool, local string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.ready, p.local
}

// probe asks the program itself; only HTTP probes are known, and the periods of the pod are not waited for.
func (p *Pod) probe(container *corev1.Container) bool {
	get := container.ReadinessProbe.HTTPGet
	if get == nil {
		return true
	}
	port := get.Port.IntValue()
	if get.Port.Type == intstr.String {
		for _, named := range container.Ports {
			if named.Name == get.Port.StrVal {
				port = int(named.ContainerPort)
			}
		}
	}
	scheme := "http"
	if get.Scheme == corev1.URISchemeHTTPS {
		scheme = "https"
	}
	client := http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // as a kubelet does
	response, err := client.Get(fmt.Sprintf("%s://%s:%d%s", scheme, p.local, port, get.Path))
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode >= 200 && response.StatusCode < 400
}

// stop ends the pod for good. Safe to call again.
func (p *Pod) stop() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.stopped {
		p.stopped = true
		close(p.gone)
	}
}

func (p *Pod) isStopped() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.stopped
}

// interrupt ends the program that runs now, not the pod.
func (p *Pod) interrupt(atOnce bool) {
	p.mutex.Lock()
	process := p.process
	p.mutex.Unlock()
	if process == nil {
		return
	}
	if atOnce {
		process.Kill()
	} else {
		process.Stop(5 * time.Second)
	}
}

func (p *Pod) sleep(ctx context.Context, pause time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-p.gone:
		return false
	case <-time.After(pause):
		return true
	}
}

// report writes the pod's status.
func (p *Pod) report(ctx context.Context, phase corev1.PodPhase, state corev1.ContainerState) {
	p.mutex.Lock()
	p.object.Status.Phase = phase
	ready, restarts := p.ready, p.restarts
	p.mutex.Unlock()
	condition := func(kind corev1.PodConditionType, holds bool) map[string]any {
		status := corev1.ConditionFalse
		if holds {
			status = corev1.ConditionTrue
		}
		return map[string]any{"type": kind, "status": status, "lastTransitionTime": metav1.Now()}
	}
	container := p.object.Spec.Containers[0]
	status := map[string]any{
		"phase":  phase,
		"hostIP": p.kubelet.bed.address,
		"conditions": []any{
			condition(corev1.PodInitialized, phase != corev1.PodPending), condition(corev1.ContainersReady, ready), condition(corev1.PodReady, ready),
		},
		"containerStatuses": []any{map[string]any{
			"name": container.Name, "image": container.Image, "imageID": "testbed", "ready": ready, "started": state.Running != nil, "restartCount": restarts, "state": state,
		}},
	}
	if p.address != "" {
		status["podIP"], status["podIPs"] = p.address, []any{map[string]any{"ip": p.address}}
	}
	if phase == corev1.PodRunning {
		status["startTime"] = p.object.CreationTimestamp
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": p.object.UID}, "status": status})
	if err != nil {
		return
	}
	// Until it arrives: the API server may be down for a while.
	for tries := 0; tries < 60; tries++ {
		_, err = p.kubelet.client.CoreV1().Pods(p.object.Namespace).Patch(ctx, p.object.Name, types.StrategicMergePatchType, patch, metav1.PatchOptions{}, "status")
		if err == nil || notThere(err) || ctx.Err() != nil || p.isStopped() {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
}

// prepare makes the pod's volumes and its ServiceAccount's kubeconfig.
func (p *Pod) prepare(ctx context.Context) error {
	volumes := map[string]corev1.Volume{}
	for _, volume := range p.object.Spec.Volumes {
		volumes[volume.Name] = volume
	}
	for _, mount := range p.object.Spec.Containers[0].VolumeMounts {
		folder := filepath.Join(p.dir, mount.Name)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		p.mounts[mount.MountPath] = folder
		if mount.MountPath == tokenMount {
			if err := p.login(ctx, folder); err != nil {
				return err
			}
		}
		if err := p.fill(ctx, volumes[mount.Name], folder); err != nil {
			return err
		}
	}
	return nil
}

// login gets a token of the pod's own ServiceAccount, which ends with the pod.
func (p *Pod) login(ctx context.Context, folder string) error {
	hours := int64(24 * 60 * 60)
	token, err := p.kubelet.client.CoreV1().ServiceAccounts(p.object.Namespace).CreateToken(ctx, p.object.Spec.ServiceAccountName, &authv1.TokenRequest{Spec: authv1.TokenRequestSpec{
		ExpirationSeconds: &hours,
		BoundObjectRef:    &authv1.BoundObjectReference{APIVersion: "v1", Kind: "Pod", Name: p.object.Name, UID: p.object.UID},
	}}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	p.kubeconfig = filepath.Join(folder, "kubeconfig")
	return p.kubelet.bed.pki.Kubeconfig(p.kubeconfig, p.kubelet.bed.server(), api.AuthInfo{Token: token.Status.Token})
}

// fill writes what a volume holds now. Files whose content is the same are left alone: programs watch them.
func (p *Pod) fill(ctx context.Context, volume corev1.Volume, folder string) error {
	files := map[string][]byte{}
	optional := false
	var err error
	switch {
	case volume.Secret != nil:
		var secret *corev1.Secret
		if secret, err = p.kubelet.client.CoreV1().Secrets(p.object.Namespace).Get(ctx, volume.Secret.SecretName, metav1.GetOptions{}); err == nil {
			files = secret.Data
		}
		optional = volume.Secret.Optional != nil && *volume.Secret.Optional
	case volume.ConfigMap != nil:
		var configMap *corev1.ConfigMap
		if configMap, err = p.kubelet.client.CoreV1().ConfigMaps(p.object.Namespace).Get(ctx, volume.ConfigMap.Name, metav1.GetOptions{}); err == nil {
			for name, text := range configMap.Data {
				files[name] = []byte(text)
			}
		}
		optional = volume.ConfigMap.Optional != nil && *volume.ConfigMap.Optional
	}
	if err != nil && !(optional && notThere(err)) {
		return err
	}
	for name, content := range files {
		file := filepath.Join(folder, name)
		if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, content) {
			continue
		}
		if err := os.WriteFile(file+".new", content, 0o600); err != nil {
			return err
		}
		if err := os.Rename(file+".new", file); err != nil {
			return err
		}
	}
	return nil
}

// refresh keeps volumes as the cluster has them.
func (p *Pod) refresh(ctx context.Context) {
	for p.sleep(ctx, time.Second) {
		for _, volume := range p.object.Spec.Volumes {
			if volume.Secret == nil && volume.ConfigMap == nil {
				continue
			}
			if folder := filepath.Join(p.dir, volume.Name); isFolder(folder) {
				_ = p.fill(ctx, volume, folder)
			}
		}
	}
}

// localPaths replaces paths inside mounts by where they are on this machine.
func (p *Pod) localPaths(text string) string {
	mounted := keys(p.mounts)
	sort.Slice(mounted, func(i, j int) bool { return len(mounted[i]) > len(mounted[j]) })
	for _, mount := range mounted {
		text = strings.ReplaceAll(text, mount, p.mounts[mount])
	}
	return text
}

var reference = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)`)

// environment is the container's own, and nothing of this machine's.
func (p *Pod) environment(ctx context.Context, container *corev1.Container) ([]string, error) {
	values := map[string]string{}
	env := []string{"HOME=" + p.dir, "TMPDIR=" + p.dir, "HOSTNAME=" + p.object.Name, "KUBECONFIG=" + p.kubeconfig}
	if len(container.EnvFrom) > 0 {
		return nil, fmt.Errorf("the testbed knows no envFrom (container %s)", container.Name)
	}
	for _, variable := range container.Env {
		value := reference.ReplaceAllStringFunc(variable.Value, func(text string) string {
			if known, found := values[text[2:len(text)-1]]; found {
				return known
			}
			return text
		})
		if variable.ValueFrom != nil {
			var err error
			if value, err = p.valueFrom(ctx, variable.ValueFrom); err != nil {
				return nil, fmt.Errorf("environment variable %s of container %s: %w", variable.Name, container.Name, err)
			}
		}
		values[variable.Name] = value
		env = append(env, variable.Name+"="+p.localPaths(value))
	}
	return env, nil
}

var mapField = regexp.MustCompile(`^metadata\.(labels|annotations)\['(.*)'\]$`)

func (p *Pod) valueFrom(ctx context.Context, source *corev1.EnvVarSource) (string, error) {
	switch {
	case source.FieldRef != nil:
		if match := mapField.FindStringSubmatch(source.FieldRef.FieldPath); match != nil {
			return map[string]map[string]string{"labels": p.object.Labels, "annotations": p.object.Annotations}[match[1]][match[2]], nil
		}
		fields := map[string]string{
			"metadata.name": p.object.Name, "metadata.namespace": p.object.Namespace, "metadata.uid": string(p.object.UID),
			"spec.nodeName": p.object.Spec.NodeName, "spec.serviceAccountName": p.object.Spec.ServiceAccountName,
			"status.podIP": p.local, "status.hostIP": p.kubelet.bed.address,
		}
		if value, known := fields[source.FieldRef.FieldPath]; known {
			return value, nil
		}
	case source.SecretKeyRef != nil:
		secret, err := p.kubelet.client.CoreV1().Secrets(p.object.Namespace).Get(ctx, source.SecretKeyRef.Name, metav1.GetOptions{})
		if err != nil {
			return "", err
		}
		return string(secret.Data[source.SecretKeyRef.Key]), nil
	case source.ConfigMapKeyRef != nil:
		configMap, err := p.kubelet.client.CoreV1().ConfigMaps(p.object.Namespace).Get(ctx, source.ConfigMapKeyRef.Name, metav1.GetOptions{})
		if err != nil {
			return "", err
		}
		return configMap.Data[source.ConfigMapKeyRef.Key], nil
	}
	return "", fmt.Errorf("the testbed knows no such source of a value")
}

// logName is the program's log: one per container, by the name a user would look for.
func logName(pod *corev1.Pod, container *corev1.Container) string {
	if owner := metav1.GetControllerOf(pod); owner != nil && owner.Kind == "Job" {
		return owner.Name
	}
	return container.Name
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
