package main

import (
	"context"
	"time"

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
			name, _ := network["name"].(string)
			podNetwork[name] = true
		}
	}
	reported := []any{}
	nics, _, _ := unstructured.NestedSlice(instance.Object, "spec", "domain", "devices", "interfaces")
	for _, item := range nics {
		nic, ok := item.(map[string]any)
		if !ok {
			continue
		}
		name, _ := nic["name"].(string)
		report := map[string]any{"name": name, "infoSource": "domain"}
		if mac, found := nic["macAddress"]; found {
			report["mac"] = mac
		}
		if podNetwork[name] {
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
