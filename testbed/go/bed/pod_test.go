package main

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestLocalPaths(t *testing.T) {
	pod := &Pod{mounts: map[string]string{"/etc": "/tmp/a", "/etc/certs": "/tmp/etc/certs", "/tmp": "/here"}}
	for text, want := range map[string]string{
		"--file=/etc/hosts":           "--file=/tmp/a/hosts",
		"--cert=/etc/certs/tls.crt":   "--cert=/tmp/etc/certs/tls.crt", // the longest, and nothing inside what was put there
		"/tmp/x:/etc/certs/y:/etc/zz": "/here/x:/tmp/etc/certs/y:/tmp/a/zz",
		"/usr/bin":                    "/usr/bin",
	} {
		if got := pod.localPaths(text); got != want {
			t.Errorf("localPaths(%q) = %q, not %q", text, got, want)
		}
	}
}

func TestSplitImage(t *testing.T) {
	for image, want := range map[string][2]string{
		"quay.io/kubevirt/virt-api:v1.8.4":               {"quay.io/kubevirt/virt-api", "v1.8.4"},
		"localhost:5000/virt-api":                        {"localhost:5000/virt-api", "latest"},
		"localhost:5000/virt-api:v1.8.4@sha256:0123abcd": {"localhost:5000/virt-api", "v1.8.4"},
		"kubectl": {"kubectl", "latest"},
	} {
		if repository, tag := splitImage(image); [2]string{repository, tag} != want {
			t.Errorf("splitImage(%q) = %q, %q", image, repository, tag)
		}
	}
}

func replica(name, owner, hash string, age time.Duration) *corev1.Pod {
	yes := true
	return &corev1.Pod{ObjectMeta: metav1.ObjectMeta{
		Name: name, Namespace: "kubevirt", UID: "uid-of-pod", Labels: map[string]string{"pod-template-hash": hash},
		CreationTimestamp: metav1.NewTime(time.Unix(1e9, 0).Add(-age)),
		OwnerReferences:   []metav1.OwnerReference{{Kind: owner, Name: "virt-api-" + hash, Controller: &yes}},
	}}
}

func TestGroupOf(t *testing.T) {
	old, fresh := replica("a", "ReplicaSet", "1", 0), replica("b", "ReplicaSet", "2", 0)
	if groupOf(old) != "kubevirt/virt-api" || groupOf(old) != groupOf(fresh) {
		t.Errorf("the pods of one Deployment are in groups %q and %q", groupOf(old), groupOf(fresh))
	}
	if job := replica("c", "Job", "", 0); groupOf(job) != "uid-of-pod" {
		t.Errorf("the pod of a Job is in group %q", groupOf(job))
	}
}

func TestByPrecedence(t *testing.T) {
	group := []*corev1.Pod{
		replica("old", "ReplicaSet", "1", 4*time.Minute),
		replica("late-in-old", "ReplicaSet", "1", time.Minute),
		replica("second", "ReplicaSet", "2", 2*time.Minute),
		replica("first-b", "ReplicaSet", "2", 3*time.Minute),
		replica("first-a", "ReplicaSet", "2", 3*time.Minute),
	}
	byPrecedence(group)
	for index, want := range []string{"first-a", "first-b", "second", "old", "late-in-old"} {
		if group[index].Name != want {
			t.Errorf("pod %d is %s, not %s", index, group[index].Name, want)
		}
	}
}

func TestIsReal(t *testing.T) {
	for image, want := range map[string]bool{
		"quay.io/kubevirt/virt-operator:v1.8.4": true, "virt-api@sha256:00": true, "quay.io/kubevirt/virt-launcher:v1.8.4": false, "x/not-virt-api:1": false,
	} {
		pod := &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{{Image: "other:1"}, {Image: image}}}}
		if isReal(pod) != want {
			t.Errorf("isReal(%s) is %v", image, !want)
		}
	}
}

func TestChange(t *testing.T) {
	bed := &Bed{Options: Options{Dir: t.TempDir()}}
	pod := newPod(NewKubelet(bed, nil), &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "c"}}}}, false)
	ready := func(status *corev1.PodStatus) { status.ContainerStatuses[0].Ready = true }
	pod.change(ready)
	select {
	case <-pod.dirty:
	default:
		t.Error("a change isn't to be written")
	}
	pod.change(ready)
	select {
	case <-pod.dirty:
		t.Error("the same status is to be written again")
	default:
	}
}
