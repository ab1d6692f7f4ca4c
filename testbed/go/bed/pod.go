package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	authv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/tools/clientcmd/api"
)

const tokenMount = "/var/run/secrets/kubernetes.io/serviceaccount"

// Pod is one pod that the kubelet has taken on.
type Pod struct {
	kubelet    *Kubelet
	object     *corev1.Pod // as it was then
	standIn    bool
	finished   bool // its programs have ended by themselves; the kubelet's mutex guards it
	dir        string
	kubeconfig string
	mounts     map[string]string // path in the container → folder here
	stop       context.CancelFunc
	dirty      chan struct{} // the status has changed

	mutex   sync.Mutex
	address string // in the cluster
	local   string // on this machine
	status  corev1.PodStatus
	process *Process
}

func newPod(kubelet *Kubelet, object *corev1.Pod, standIn bool) *Pod {
	pod := &Pod{kubelet: kubelet, object: object.DeepCopy(), standIn: standIn, dir: kubelet.bed.path("pods", object.Namespace+"_"+object.Name), mounts: map[string]string{}, dirty: make(chan struct{}, 1)}
	pod.status = corev1.PodStatus{Phase: corev1.PodPending, HostIP: kubelet.bed.address, StartTime: &pod.object.CreationTimestamp}
	if object.Status.Phase == corev1.PodRunning { // it was a stand-in
		pod.status.Phase = corev1.PodRunning
	}
	created := func(containers []corev1.Container, reason string) (statuses []corev1.ContainerStatus) {
		for _, container := range containers {
			statuses = append(statuses, corev1.ContainerStatus{Name: container.Name, Image: container.Image, ImageID: "testbed", State: waiting(reason, nil)})
		}
		return statuses
	}
	pod.status.InitContainerStatuses = created(object.Spec.InitContainers, "PodInitializing")
	pod.status.ContainerStatuses = created(object.Spec.Containers, "ContainerCreating")
	return pod
}

// start lets the pod's status be written and, unless it is a stand-in, its programs run, until stop or the context's end.
func (p *Pod) start(ctx context.Context) {
	ctx, p.stop = context.WithCancel(ctx)
	p.poke()
	go p.report(ctx)
	if !p.standIn {
		go p.run(ctx)
	}
}

// run takes the pod from Pending to its end.
func (p *Pod) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // of what ends with the programs; the status may have to be written yet
	finished := false
	defer func() {
		cancel()
		_ = os.RemoveAll(p.dir)
		p.kubelet.mutex.Lock()
		defer p.kubelet.mutex.Unlock()
		if p.finished = finished; !finished {
			p.kubelet.forget(p)
		}
	}()
	for err := p.prepare(ctx); err != nil; err = p.prepare(ctx) {
		p.waits("CreateContainerConfigError", err)
		if !sleep(ctx, time.Second) {
			return
		}
	}
	go p.refresh(ctx)
	phase := corev1.PodSucceeded
	for index := range p.object.Spec.InitContainers {
		if code := p.untilDone(ctx, &p.object.Spec.InitContainers[index], &p.status.InitContainerStatuses[index]); code != 0 {
			phase = corev1.PodFailed
			break
		}
	}
	if phase == corev1.PodSucceeded && p.untilDone(ctx, &p.object.Spec.Containers[0], &p.status.ContainerStatuses[0]) != 0 {
		phase = corev1.PodFailed
	}
	if finished = ctx.Err() == nil; finished {
		p.change(func(status *corev1.PodStatus) { status.Phase = phase })
	}
}

// untilDone runs a container, again and again where the pod says so. It returns the exit code, or -1 when the context ends.
func (p *Pod) untilDone(ctx context.Context, container *corev1.Container, status *corev1.ContainerStatus) int32 {
	policy := p.object.Spec.RestartPolicy
	if container != &p.object.Spec.Containers[0] && policy == corev1.RestartPolicyAlways { // an init container
		policy = corev1.RestartPolicyOnFailure
	}
	for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
		for p.kubelet.isHeld(container.Name) {
			if pause = time.Second; !sleep(ctx, 200*time.Millisecond) {
				return -1
			}
		}
		state := p.once(ctx, container, status)
		if ctx.Err() != nil {
			return -1
		}
		ended := state.Terminated
		done := ended != nil && (policy == corev1.RestartPolicyNever || policy == corev1.RestartPolicyOnFailure && ended.ExitCode == 0)
		p.change(func(*corev1.PodStatus) {
			status.State = state
			status.Ready = done && ended.ExitCode == 0 && container != &p.object.Spec.Containers[0]
			status.Started = new(bool)
		})
		if done {
			return ended.ExitCode
		}
		if p.kubelet.isHeld(container.Name) {
			pause = time.Second
		}
		if !sleep(ctx, pause) {
			return -1
		}
	}
}

// once runs a container until it ends.
func (p *Pod) once(ctx context.Context, container *corev1.Container, status *corev1.ContainerStatus) corev1.ContainerState {
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
	p.mutex.Lock()
	p.process = process
	p.mutex.Unlock()
	if p.kubelet.isHeld(container.Name) { // since we last looked
		process.Kill()
	}
	started, yes := metav1.Now(), true
	p.change(func(pod *corev1.PodStatus) {
		if status.State.Terminated != nil {
			status.LastTerminationState = status.State
			status.RestartCount++
		}
		status.State = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: started}}
		status.Started, status.Ready = &yes, container.ReadinessProbe == nil
		if container == &p.object.Spec.Containers[0] {
			pod.Phase = corev1.PodRunning
		}
	})
	for {
		select {
		case <-process.done:
			state := &corev1.ContainerStateTerminated{ExitCode: process.ExitCode(), Reason: "Completed", StartedAt: started, FinishedAt: metav1.Now()}
			if state.ExitCode != 0 {
				state.Reason, state.Message = "Error", process.LastWords(5)
			}
			return corev1.ContainerState{Terminated: state}
		case <-ctx.Done():
			process.Stop(5 * time.Second)
			<-process.done
		case <-time.After(500 * time.Millisecond):
			// A paused program stays as ready as it was: the API server goes on asking it, and nobody answers.
			if container.ReadinessProbe == nil || process.paused.Load() {
				continue
			}
			if ready := p.probe(container); !process.paused.Load() {
				p.change(func(*corev1.PodStatus) { status.Ready = ready })
			}
		}
	}
}

func (p *Pod) isReady() (ready bool, local string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.status.ContainerStatuses[0].Ready, p.local
}

// allocate gives the pod an address, if it has none yet.
func (p *Pod) allocate() (err error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.address == "" {
		p.address, p.local, err = p.kubelet.bed.network.Allocate()
	}
	return err
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

// interrupt kills the program that runs now; the pod goes on.
func (p *Pod) interrupt() {
	p.mutex.Lock()
	process := p.process
	p.mutex.Unlock()
	if process != nil {
		process.Kill()
	}
}

// sleep returns false when the context ends first.
func sleep(ctx context.Context, pause time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pause):
		return true
	}
}

func waiting(reason string, err error) corev1.ContainerState {
	state := &corev1.ContainerStateWaiting{Reason: reason}
	if err != nil {
		state.Message = err.Error()
	}
	return corev1.ContainerState{Waiting: state}
}

// waits says why no container of the pod runs.
func (p *Pod) waits(reason string, err error) {
	p.change(func(status *corev1.PodStatus) {
		for index := range status.ContainerStatuses {
			status.ContainerStatuses[index].State = waiting(reason, err)
		}
	})
}

// change is the one way to change the pod's status. A status that is another one then gets written.
func (p *Pod) change(edit func(status *corev1.PodStatus)) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	before := p.status.DeepCopy()
	edit(&p.status)
	if !reflect.DeepEqual(before, &p.status) {
		p.poke()
	}
}

// poke has the status written.
func (p *Pod) poke() {
	select {
	case p.dirty <- struct{}{}:
	default: // to be written anyway
	}
}

// compare has the status written again where the cluster has another one: a request that was given up may still have
// arrived, after the one that followed.
func (p *Pod) compare(actual *corev1.PodStatus) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	ready := slices.ContainsFunc(actual.ContainerStatuses, func(container corev1.ContainerStatus) bool { return container.Ready })
	if actual.Phase != p.status.Phase || actual.PodIP != p.address || ready != p.status.ContainerStatuses[0].Ready {
		p.poke()
	}
}

// report writes the pod's status each time that it has changed, until it arrives: the API server may be away for minutes.
func (p *Pod) report(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.dirty:
		}
		// A pod of another UID is a conflict. Then this one is gone, and the kubelet stops it.
		for err := p.write(ctx); err != nil && !apierrors.IsNotFound(err); err = p.write(ctx) {
			if apierrors.ReasonForError(err) != metav1.StatusReasonUnknown { // an answer, though not the one we want
				log.Printf("writing the status of pod %s/%s: %v", p.object.Namespace, p.object.Name, err)
			}
			if !sleep(ctx, 500*time.Millisecond) {
				return
			}
		}
	}
}

// write writes the status as it is now.
func (p *Pod) write(ctx context.Context) error {
	p.mutex.Lock()
	status := struct {
		corev1.PodStatus `json:",inline"`
		PodIPs           []map[string]string `json:"podIPs,omitempty"`
	}{PodStatus: *p.status.DeepCopy()}
	if p.address != "" { // not in addition to one that it had before, as a stand-in
		status.PodIP, status.PodIPs = p.address, []map[string]string{{"ip": p.address}, {"$patch": "replace"}}
	}
	p.mutex.Unlock()
	condition := func(kind corev1.PodConditionType, holds bool) {
		condition := corev1.PodCondition{Type: kind, Status: corev1.ConditionFalse, LastTransitionTime: metav1.Now()}
		if holds {
			condition.Status = corev1.ConditionTrue
		}
		status.Conditions = append(status.Conditions, condition)
	}
	ready := status.ContainerStatuses[0].Ready
	condition(corev1.PodInitialized, !slices.ContainsFunc(status.InitContainerStatuses, func(init corev1.ContainerStatus) bool { return !init.Ready }))
	condition(corev1.ContainersReady, ready)
	condition(corev1.PodReady, ready)
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": p.object.UID}, "status": status})
	if err != nil {
		return err
	}
	_, err = p.kubelet.client.CoreV1().Pods(p.object.Namespace).Patch(ctx, p.object.Name, types.StrategicMergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

// prepare gives the pod an address, its volumes and its ServiceAccount's kubeconfig.
func (p *Pod) prepare(ctx context.Context) error {
	if len(p.object.Spec.Containers) > 1 {
		return fmt.Errorf("the testbed really runs pods of one container only, besides init containers; this one has %d", len(p.object.Spec.Containers))
	}
	if err := p.allocate(); err != nil {
		return err
	}
	volumes := map[string]corev1.Volume{}
	for _, volume := range p.object.Spec.Volumes {
		volumes[volume.Name] = volume
	}
	for _, container := range slices.Concat(p.object.Spec.InitContainers, p.object.Spec.Containers) {
		for _, mount := range container.VolumeMounts {
			folder := filepath.Join(p.dir, mount.Name)
			if err := os.MkdirAll(folder, 0o700); err != nil {
				return err
			}
			p.mounts[mount.MountPath] = filepath.Join(folder, mount.SubPath)
			var err error
			if mount.MountPath != tokenMount {
				err = p.fill(ctx, volumes[mount.Name], folder)
			} else if p.kubeconfig == "" {
				err = p.login(ctx, folder)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// login gets a token of the pod's own ServiceAccount, which ends with the pod, or with the bed's certificates.
func (p *Pod) login(ctx context.Context, folder string) error {
	seconds := int64(lifetime / time.Second)
	token, err := p.kubelet.client.CoreV1().ServiceAccounts(p.object.Namespace).CreateToken(ctx, p.object.Spec.ServiceAccountName, &authv1.TokenRequest{Spec: authv1.TokenRequestSpec{
		ExpirationSeconds: &seconds,
		BoundObjectRef:    &authv1.BoundObjectReference{APIVersion: "v1", Kind: "Pod", Name: p.object.Name, UID: p.object.UID},
	}}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	file := filepath.Join(folder, "kubeconfig")
	if err := p.kubelet.bed.pki.Kubeconfig(file, p.kubelet.bed.server(), api.AuthInfo{Token: token.Status.Token}); err != nil {
		return err
	}
	p.kubeconfig = file
	return nil
}

// fill writes what a volume holds now. Files whose content is the same are left alone: programs watch them.
func (p *Pod) fill(ctx context.Context, volume corev1.Volume, folder string) error {
	files := map[string][]byte{}
	optional := false
	var err error
	switch {
	case volume.Secret != nil && len(volume.Secret.Items) == 0:
		var secret *corev1.Secret
		if secret, err = p.kubelet.client.CoreV1().Secrets(p.object.Namespace).Get(ctx, volume.Secret.SecretName, metav1.GetOptions{}); err == nil {
			files = secret.Data
		}
		optional = volume.Secret.Optional != nil && *volume.Secret.Optional
	case volume.ConfigMap != nil && len(volume.ConfigMap.Items) == 0:
		var configMap *corev1.ConfigMap
		if configMap, err = p.kubelet.client.CoreV1().ConfigMaps(p.object.Namespace).Get(ctx, volume.ConfigMap.Name, metav1.GetOptions{}); err == nil {
			for name, text := range configMap.Data {
				files[name] = []byte(text)
			}
		}
		optional = volume.ConfigMap.Optional != nil && *volume.ConfigMap.Optional
	case volume.EmptyDir == nil:
		return fmt.Errorf("the testbed knows no such volume as %s: it has whole Secrets, whole ConfigMaps and emptyDir", volume.Name)
	}
	if err != nil && !(optional && apierrors.IsNotFound(err)) {
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
	for sleep(ctx, time.Second) {
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
	mounted := slices.SortedFunc(maps.Keys(p.mounts), func(a, b string) int { return len(b) - len(a) }) // a mount inside a mount first
	var pairs []string
	for _, mount := range mounted {
		pairs = append(pairs, mount, p.mounts[mount])
	}
	return strings.NewReplacer(pairs...).Replace(text)
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
			found, err := p.valueFrom(ctx, variable.ValueFrom)
			if err != nil {
				return nil, fmt.Errorf("environment variable %s of container %s: %w", variable.Name, container.Name, err)
			}
			if found == nil {
				continue
			}
			value = *found
		}
		values[variable.Name] = value
		env = append(env, variable.Name+"="+p.localPaths(value))
	}
	return env, nil
}

var mapField = regexp.MustCompile(`^metadata\.(labels|annotations)\['(.*)'\]$`)

// valueFrom looks a value up; nil stands for an optional one that isn't there.
func (p *Pod) valueFrom(ctx context.Context, source *corev1.EnvVarSource) (*string, error) {
	switch {
	case source.FieldRef != nil:
		if match := mapField.FindStringSubmatch(source.FieldRef.FieldPath); match != nil {
			value := map[string]map[string]string{"labels": p.object.Labels, "annotations": p.object.Annotations}[match[1]][match[2]]
			return &value, nil
		}
		fields := map[string]string{
			"metadata.name": p.object.Name, "metadata.namespace": p.object.Namespace, "metadata.uid": string(p.object.UID),
			"spec.nodeName": p.object.Spec.NodeName, "spec.serviceAccountName": p.object.Spec.ServiceAccountName,
			"status.podIP": p.local, "status.hostIP": p.kubelet.bed.address,
		}
		if value, known := fields[source.FieldRef.FieldPath]; known {
			return &value, nil
		}
	case source.SecretKeyRef != nil:
		reference := source.SecretKeyRef
		secret, err := p.kubelet.client.CoreV1().Secrets(p.object.Namespace).Get(ctx, reference.Name, metav1.GetOptions{})
		if err == nil {
			if value, found := secret.Data[reference.Key]; found {
				text := string(value)
				return &text, nil
			}
		}
		return nil, missing("Secret", reference.Name, reference.Key, reference.Optional, err)
	case source.ConfigMapKeyRef != nil:
		reference := source.ConfigMapKeyRef
		configMap, err := p.kubelet.client.CoreV1().ConfigMaps(p.object.Namespace).Get(ctx, reference.Name, metav1.GetOptions{})
		if err == nil {
			if value, found := configMap.Data[reference.Key]; found {
				return &value, nil
			}
		}
		return nil, missing("ConfigMap", reference.Name, reference.Key, reference.Optional, err)
	}
	return nil, fmt.Errorf("the testbed knows no such source of a value")
}

// missing is the error for a key that could not be had; nil where the pod can do without.
func missing(kind, name, key string, optional *bool, err error) error {
	if optional != nil && *optional && (err == nil || apierrors.IsNotFound(err)) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("couldn't find key %s in %s %s", key, kind, name)
	}
	return err
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
