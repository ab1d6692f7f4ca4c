package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
)

// realImages are the images whose programs really run; kwok plays all other pods. The registry doesn't matter.
const realImages = `(^|/)(virt-operator|virt-api|virt-controller|kubectl)[:@]`

var realImage = regexp.MustCompile(realImages)

// isReal tells whether a pod is for the kubelet rather than for kwok, whose stages ask the same.
func isReal(pod *corev1.Pod) bool {
	return slices.ContainsFunc(pod.Spec.Containers, func(container corev1.Container) bool { return realImage.MatchString(container.Image) })
}

// Kubelet really runs the pods of images it knows: the pod's own command, arguments, environment, Secrets and
// ServiceAccount. It isolates nothing: a program runs as the user who started the bed.
//
// Of a Deployment's replicas one runs and answers for the others: leader election goes by host name, and all
// programs of a bed are on one host. After an update the newer pod takes over.
type Kubelet struct {
	bed    *Bed
	client kubernetes.Interface
	lister listers.PodLister
	wake   chan struct{}

	mutex   sync.Mutex
	running map[types.UID]*Pod // also those that have finished, for as long as they exist
	held    map[string]bool    // names of programs that must not run now
}

// NewKubelet makes the kubelet of a bed.
func NewKubelet(bed *Bed, client kubernetes.Interface) *Kubelet {
	return &Kubelet{bed: bed, client: client, wake: make(chan struct{}, 1), running: map[types.UID]*Pod{}, held: map[string]bool{}}
}

// Run follows the pods until the context ends.
func (k *Kubelet) Run(ctx context.Context) {
	factory := informers.NewSharedInformerFactory(k.client, 0)
	informer := factory.Core().V1().Pods()
	k.lister = informer.Lister()
	poke := func(any) {
		select {
		case k.wake <- struct{}{}:
		default:
		}
	}
	_, _ = informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: poke, UpdateFunc: func(_, o any) { poke(o) }, DeleteFunc: poke})
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	for ctx.Err() == nil {
		k.reconcile(ctx)
		select {
		case <-ctx.Done():
		case <-k.wake:
		case <-time.After(time.Second):
		}
	}
}

func (k *Kubelet) reconcile(ctx context.Context) {
	all, err := k.lister.List(labels.Everything())
	if err != nil {
		return
	}
	exists := map[types.UID]bool{}
	groups := map[string][]*corev1.Pod{}
	for _, pod := range all {
		exists[pod.UID] = true
		if pod.Spec.NodeName == "" || !isReal(pod) {
			continue
		}
		switch {
		case pod.DeletionTimestamp != nil:
			k.remove(ctx, pod)
		case pod.Status.Phase == corev1.PodPending || pod.Status.Phase == corev1.PodRunning:
			groups[groupOf(pod)] = append(groups[groupOf(pod)], pod)
		}
	}
	k.mutex.Lock()
	for _, pod := range all {
		if known := k.running[pod.UID]; known != nil {
			known.compare(&pod.Status)
		}
	}
	for uid, pod := range k.running {
		if !exists[uid] {
			k.end(pod)
		}
	}
	k.mutex.Unlock()
	for _, group := range groups {
		k.runOne(ctx, group)
	}
}

// groupOf names the pods of which one runs: those of one Deployment. A pod of a Job is a group of its own.
func groupOf(pod *corev1.Pod) string {
	owner := metav1.GetControllerOf(pod)
	hash := pod.Labels["pod-template-hash"]
	if owner == nil || owner.Kind != "ReplicaSet" || hash == "" {
		return string(pod.UID)
	}
	return pod.Namespace + "/" + strings.TrimSuffix(owner.Name, "-"+hash)
}

// byPrecedence sorts the pods of a group: the first is the one that runs, the oldest of the newest ReplicaSet.
func byPrecedence(group []*corev1.Pod) {
	born := map[string]time.Time{} // ReplicaSet by its hash → its first pod
	for _, pod := range group {
		hash, created := pod.Labels["pod-template-hash"], pod.CreationTimestamp.Time
		if first, known := born[hash]; !known || created.Before(first) {
			born[hash] = created
		}
	}
	sort.Slice(group, func(i, j int) bool {
		a, b := group[i], group[j]
		if x, y := born[a.Labels["pod-template-hash"]], born[b.Labels["pod-template-hash"]]; !x.Equal(y) {
			return x.After(y)
		}
		if !a.CreationTimestamp.Equal(&b.CreationTimestamp) {
			return a.CreationTimestamp.Before(&b.CreationTimestamp)
		}
		return a.Name < b.Name
	})
}

// runOne lets one pod of a group run, and the others be as ready as it is.
func (k *Kubelet) runOne(ctx context.Context, group []*corev1.Pod) {
	byPrecedence(group)
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for _, pod := range group[1:] {
		if old, runs := k.running[pod.UID]; runs && !old.standIn {
			old.stop()
			return // the next one starts when this one is gone
		}
	}
	chosen, runs := k.running[group[0].UID]
	if runs && chosen.standIn { // the one it stood in for is gone
		k.forget(chosen)
		runs = false
	}
	if !runs {
		chosen = newPod(k, group[0], false)
		k.running[group[0].UID] = chosen
		chosen.start(ctx)
	}
	for _, pod := range group[1:] {
		k.standIn(ctx, pod, chosen)
	}
}

// standIn shows a pod as ready as the one that runs, which answers for it.
func (k *Kubelet) standIn(ctx context.Context, object *corev1.Pod, real *Pod) {
	pod, known := k.running[object.UID]
	if !known {
		pod = newPod(k, object, true)
		k.running[object.UID] = pod
		pod.start(ctx)
	}
	if err := pod.allocate(); err != nil {
		pod.waits("CreateContainerConfigError", err)
		return
	}
	ready, local := real.isReady()
	if local != "" {
		k.bed.network.Route(pod.address, local)
	}
	pod.change(func(status *corev1.PodStatus) {
		status.Phase = corev1.PodRunning
		container := &status.ContainerStatuses[0]
		container.Ready = ready
		if container.State.Running == nil {
			container.State = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}
		}
	})
}

// remove ends a pod that is being deleted. Called for as long as it is there.
func (k *Kubelet) remove(ctx context.Context, object *corev1.Pod) {
	k.mutex.Lock()
	pod, known := k.running[object.UID]
	ended := !known || k.end(pod)
	k.mutex.Unlock()
	if !ended {
		return // called again when it has
	}
	now := int64(0)
	_ = k.client.CoreV1().Pods(object.Namespace).Delete(ctx, object.Name, metav1.DeleteOptions{GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &object.UID}})
}

// end stops a pod and tells whether it has ended; one that runs forgets itself. The mutex is held.
func (k *Kubelet) end(pod *Pod) bool {
	pod.stop()
	if !pod.standIn && !pod.finished {
		return false
	}
	k.forget(pod)
	return true
}

// forget drops a pod and its address. The mutex is held.
func (k *Kubelet) forget(pod *Pod) {
	pod.stop()
	delete(k.running, pod.object.UID)
	if pod.address != "" {
		k.bed.network.Release(pod.address)
	}
}

// Hold kills a program by the name of its container, and lets it not run until Unhold: its pods are not ready.
func (k *Kubelet) Hold(name string) error {
	var found []*Pod
	k.mutex.Lock()
	for _, pod := range k.running {
		if !pod.standIn && !pod.finished && pod.object.Spec.Containers[0].Name == name {
			found = append(found, pod)
			k.held[name] = true
		}
	}
	k.mutex.Unlock()
	for _, pod := range found {
		pod.interrupt()
	}
	if len(found) == 0 {
		return fmt.Errorf("nothing that is called %s runs in this bed", name)
	}
	return nil
}

// Unhold lets a program run again.
func (k *Kubelet) Unhold(name string) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if !k.held[name] {
		return fmt.Errorf("%s is not stopped", name)
	}
	delete(k.held, name)
	return nil
}

func (k *Kubelet) isHeld(name string) bool {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.held[name]
}
