package main

import (
	"context"
	"log"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// writeStatus sets fields of an object's status, through the subresource where the kind has one. It updates as KubeVirt and
// CDI do: their rights have not always held "patch".
func writeStatus(ctx context.Context, client dynamic.Interface, kind schema.GroupVersionResource, object *unstructured.Unstructured, fields map[string]any, subresource ...string) {
	changed := object.DeepCopy()
	err := error(nil)
	for field, value := range fields {
		if err == nil {
			err = unstructured.SetNestedField(changed.Object, value, "status", field)
		}
	}
	if err == nil {
		_, err = client.Resource(kind).Namespace(object.GetNamespace()).Update(ctx, changed, metav1.UpdateOptions{}, subresource...)
	}
	if err != nil && !apierrors.IsConflict(err) { // a conflict comes right a second later
		log.Printf("playing the status of %s %s/%s: %v", kind.Resource, object.GetNamespace(), object.GetName(), err)
	}
}
