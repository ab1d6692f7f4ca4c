package main

import (
	"context"
	"fmt"
	"log"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

var (
	dataVolumes       = schema.GroupVersionResource{Group: "cdi.kubevirt.io", Version: "v1beta1", Resource: "datavolumes"}
	dataImportCrons   = schema.GroupVersionResource{Group: "cdi.kubevirt.io", Version: "v1beta1", Resource: "dataimportcrons"}
	dataSources       = schema.GroupVersionResource{Group: "cdi.kubevirt.io", Version: "v1beta1", Resource: "datasources"}
	defaultVolumeSize = resource.MustParse("10Gi")
)

// Storage plays a storage provisioner and CDI: every claim gets a volume, every DataVolume is imported at once. There is
// nothing in the volumes.
type Storage struct {
	client  kubernetes.Interface
	objects dynamic.Interface
}

// NewStorage works with the rights of these clients.
func NewStorage(client kubernetes.Interface, objects dynamic.Interface) *Storage {
	return &Storage{client, objects}
}

// Run looks at everything once a second: what fails is tried again.
func (s *Storage) Run(ctx context.Context) {
	for ctx.Err() == nil {
		s.provision(ctx)
		s.importImages(ctx)
		s.importCrons(ctx)
		time.Sleep(time.Second)
	}
}

func (s *Storage) provision(ctx context.Context) {
	claims, err := s.client.CoreV1().PersistentVolumeClaims("").List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return
	}
	volumes, err := s.client.CoreV1().PersistentVolumes().List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return
	}
	wanted := map[types.UID]bool{}
	for _, claim := range claims.Items {
		wanted[claim.UID] = true
		if claim.Status.Phase != corev1.ClaimPending || claim.Spec.VolumeName != "" || claim.DeletionTimestamp != nil {
			continue
		}
		class := ""
		if claim.Spec.StorageClassName != nil {
			class = *claim.Spec.StorageClassName
		}
		_, err := s.client.CoreV1().PersistentVolumes().Create(ctx, &corev1.PersistentVolume{
			ObjectMeta: metav1.ObjectMeta{Name: "testbed-" + string(claim.UID)},
			Spec: corev1.PersistentVolumeSpec{
				Capacity:                      corev1.ResourceList{corev1.ResourceStorage: claim.Spec.Resources.Requests[corev1.ResourceStorage]},
				AccessModes:                   claim.Spec.AccessModes,
				VolumeMode:                    claim.Spec.VolumeMode,
				StorageClassName:              class,
				PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimRetain,
				ClaimRef:                      &corev1.ObjectReference{Kind: "PersistentVolumeClaim", APIVersion: "v1", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID},
				PersistentVolumeSource:        corev1.PersistentVolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/testbed/" + string(claim.UID)}},
			},
		}, metav1.CreateOptions{})
		note(err, "the volume of claim %s/%s", claim.Namespace, claim.Name)
	}
	for _, volume := range volumes.Items {
		if volume.Spec.ClaimRef != nil && !wanted[volume.Spec.ClaimRef.UID] && volume.Name == "testbed-"+string(volume.Spec.ClaimRef.UID) {
			_ = s.client.CoreV1().PersistentVolumes().Delete(ctx, volume.Name, metav1.DeleteOptions{})
		}
	}
}

func (s *Storage) importImages(ctx context.Context) {
	all, err := s.objects.Resource(dataVolumes).List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return // no CDI in this cluster, or not yet
	}
	for _, volume := range all.Items {
		phase, _, _ := unstructured.NestedString(volume.Object, "status", "phase")
		if phase == "Succeeded" || volume.GetDeletionTimestamp() != nil {
			continue
		}
		if _, err := s.client.CoreV1().PersistentVolumeClaims(volume.GetNamespace()).Create(ctx, claimOf(&volume), metav1.CreateOptions{}); err != nil && !apierrors.IsAlreadyExists(err) {
			note(err, "the claim of DataVolume %s/%s", volume.GetNamespace(), volume.GetName())
			continue
		}
		now := time.Now().UTC().Format(time.RFC3339)
		condition := func(kind, status, reason string) map[string]any {
			return map[string]any{"type": kind, "status": status, "reason": reason, "lastHeartbeatTime": now, "lastTransitionTime": now}
		}
		writeStatus(ctx, s.objects, dataVolumes, &volume, map[string]any{
			"phase": "Succeeded", "progress": "100.0%", "claimName": volume.GetName(),
			"conditions": []any{condition("Bound", "True", "Bound"), condition("Running", "False", "Completed"), condition("Ready", "True", "")},
		}, "status")
	}
}

// claimOf is the claim that CDI makes for a DataVolume.
func claimOf(volume *unstructured.Unstructured) *corev1.PersistentVolumeClaim {
	controller := true
	claim := &corev1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{
		Name: volume.GetName(), Namespace: volume.GetNamespace(), Labels: volume.GetLabels(), Annotations: volume.GetAnnotations(),
		OwnerReferences: []metav1.OwnerReference{{APIVersion: volume.GetAPIVersion(), Kind: volume.GetKind(), Name: volume.GetName(), UID: volume.GetUID(), Controller: &controller, BlockOwnerDeletion: &controller}},
	}}
	for _, field := range []string{"storage", "pvc"} {
		spec, found, _ := unstructured.NestedMap(volume.Object, "spec", field)
		if !found {
			continue
		}
		modes, _, _ := unstructured.NestedStringSlice(spec, "accessModes")
		for _, mode := range modes {
			claim.Spec.AccessModes = append(claim.Spec.AccessModes, corev1.PersistentVolumeAccessMode(mode))
		}
		if mode, found, _ := unstructured.NestedString(spec, "volumeMode"); found {
			claim.Spec.VolumeMode = (*corev1.PersistentVolumeMode)(&mode)
		}
		if class, found, _ := unstructured.NestedString(spec, "storageClassName"); found {
			claim.Spec.StorageClassName = &class
		}
		size := defaultVolumeSize
		if text, found, _ := unstructured.NestedString(spec, "resources", "requests", "storage"); found {
			if parsed, err := resource.ParseQuantity(text); err == nil {
				size = parsed
			}
		}
		claim.Spec.Resources.Requests = corev1.ResourceList{corev1.ResourceStorage: size}
	}
	if len(claim.Spec.AccessModes) == 0 {
		claim.Spec.AccessModes = []corev1.PersistentVolumeAccessMode{corev1.ReadWriteMany}
	}
	return claim
}

// importCrons gives every DataImportCron the DataSource that it manages, as after its first import.
func (s *Storage) importCrons(ctx context.Context) {
	all, err := s.objects.Resource(dataImportCrons).List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return
	}
	for _, cron := range all.Items {
		name, _, _ := unstructured.NestedString(cron.Object, "spec", "managedDataSource")
		if name == "" || cron.GetDeletionTimestamp() != nil {
			continue
		}
		template, _, _ := unstructured.NestedMap(cron.Object, "spec", "template", "spec")
		owner := []any{map[string]any{"apiVersion": cron.GetAPIVersion(), "kind": cron.GetKind(), "name": cron.GetName(), "uid": string(cron.GetUID())}}
		_, err := s.objects.Resource(dataVolumes).Namespace(cron.GetNamespace()).Create(ctx, &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": cron.GetAPIVersion(), "kind": "DataVolume", "metadata": map[string]any{"name": cron.GetName() + "-1", "ownerReferences": owner, "labels": map[string]any{cronLabel: cron.GetName()}}, "spec": template,
		}}, metav1.CreateOptions{})
		note(err, "the DataVolume of DataImportCron %s/%s", cron.GetNamespace(), cron.GetName())
		_, err = s.objects.Resource(dataSources).Namespace(cron.GetNamespace()).Create(ctx, &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": cron.GetAPIVersion(), "kind": "DataSource", "metadata": map[string]any{"name": name},
			"spec": map[string]any{"source": map[string]any{"pvc": map[string]any{"name": cron.GetName() + "-1", "namespace": cron.GetNamespace()}}},
		}}, metav1.CreateOptions{})
		note(err, "the DataSource of DataImportCron %s/%s", cron.GetNamespace(), cron.GetName())
	}
}

// note logs why something could not be created. What exists already is as it should be.
func note(err error, format string, args ...any) {
	if err != nil && !apierrors.IsAlreadyExists(err) {
		log.Printf("playing %s: %v", fmt.Sprintf(format, args...), err)
	}
}
