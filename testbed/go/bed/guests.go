package main

import (
	"context"
	"log"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

var (
	instances = schema.GroupVersionResource{Group: "kubevirt.io", Version: "v1", Resource: "virtualmachineinstances"}
	pods      = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
)

// Guests plays virt-handler and the guests: an instance whose virt-launcher pod runs is said to run, with the addresses
// that its spec asks for; one that is being deleted has shut down. No guest boots.
type Guests struct {
	objects dynamic.Interface
	handler dynamic.Interface // with the rights of virt-handler's ServiceAccount
}

// NewGuests reads with one client and writes with the other.
func NewGuests(objects, handler dynamic.Interface) *Guests {
	return &Guests{objects, handler}
}

// Run looks at every instance once a second.
func (g *Guests) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if all, err := g.objects.Resource(instances).List(ctx, metav1.ListOptions{ResourceVersion: "0"}); err == nil {
			for _, instance := range all.Items {
				g.play(ctx, &instance)
			}
		}
		time.Sleep(time.Second)
	}
}

func (g *Guests) play(ctx context.Context, instance *unstructured.Unstructured) {
	phase, _, _ := unstructured.NestedString(instance.Object, "status", "phase")
	switch {
	case phase == "Scheduled" && instance.GetDeletionTimestamp() == nil:
		writeStatus(ctx, g.handler, instances, instance, map[string]any{"phase": "Running", "interfaces": g.interfaces(ctx, instance)})
	case (phase == "Scheduled" || phase == "Running") && instance.GetDeletionTimestamp() != nil:
		writeStatus(ctx, g.handler, instances, instance, map[string]any{"phase": "Succeeded"})
	}
}

func (g *Guests) interfaces(ctx context.Context, instance *unstructured.Unstructured) []any {
	podNetwork := map[string]bool{}
	networks, _, _ := unstructured.NestedSlice(instance.Object, "spec", "networks")
	for _, item := range networks {
		if network, ok := item.(map[string]any); ok && network["pod"] != nil {
			podNetwork[network["name"].(string)] = true
		}
	}
	reported := []any{}
	nics, _, _ := unstructured.NestedSlice(instance.Object, "spec", "domain", "devices", "interfaces")
	for _, item := range nics {
		nic, ok := item.(map[string]any)
		if !ok {
			continue
		}
		report := map[string]any{"name": nic["name"], "infoSource": "domain"}
		if mac, found := nic["macAddress"]; found {
			report["mac"] = mac
		}
		if podNetwork[nic["name"].(string)] {
			if address := g.podAddress(ctx, instance); address != "" {
				report["ipAddress"], report["ipAddresses"] = address, []any{address}
			}
		}
		reported = append(reported, report)
	}
	return reported
}

func (g *Guests) podAddress(ctx context.Context, instance *unstructured.Unstructured) string {
	launchers, err := g.objects.Resource(pods).Namespace(instance.GetNamespace()).List(ctx, metav1.ListOptions{LabelSelector: "kubevirt.io/created-by=" + string(instance.GetUID())})
	if err != nil || len(launchers.Items) == 0 {
		return ""
	}
	address, _, _ := unstructured.NestedString(launchers.Items[0].Object, "status", "podIP")
	return address
}

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

func alreadyExists(err error) bool { return apierrors.IsAlreadyExists(err) }

func notThere(err error) bool { return apierrors.IsNotFound(err) }
