package main

import (
	"context"
	"fmt"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/yaml"
)

// Three nodes in three zones, which kwok plays. They look as KubeVirt's virt-handler and node labeller would leave them.
var nodeNames = []string{"node1", "node2", "node3"}

func (b *Bed) addNodes(ctx context.Context, client kubernetes.Interface) error {
	room := corev1.ResourceList{
		"cpu": resource.MustParse("64"), "memory": resource.MustParse("256Gi"), "pods": resource.MustParse("500"),
		"ephemeral-storage": resource.MustParse("1Ti"), "hugepages-2Mi": resource.MustParse("32Gi"), "hugepages-1Gi": resource.MustParse("32Gi"),
		"devices.kubevirt.io/kvm": resource.MustParse("1k"), "devices.kubevirt.io/tun": resource.MustParse("1k"),
		"devices.kubevirt.io/vhost-net": resource.MustParse("1k"), "devices.kubevirt.io/vhost-vsock": resource.MustParse("1k"),
	}
	for index, name := range nodeNames {
		_, err := client.CoreV1().Nodes().Create(ctx, &corev1.Node{
			ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
				corev1.LabelHostname: name, corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64",
				corev1.LabelTopologyZone:                  fmt.Sprintf("zone%d", index+1),
				"node-role.kubernetes.io/control-plane":   "",
				"kubevirt.io/schedulable":                 "true",
				"cpumanager":                              "true",
				"machine-type.node.kubevirt.io/q35":       "true",
				"cpu-model.node.kubevirt.io/Haswell":      "true",
				"host-model-cpu.node.kubevirt.io/Haswell": "true",
			}},
			Status: corev1.NodeStatus{Allocatable: room, Capacity: room},
		}, metav1.CreateOptions{})
		if err != nil {
			return err
		}
	}
	return nil
}

// waitForNodes also takes off the taint that is the node lifecycle controller's to remove, which does not run here.
func (b *Bed) waitForNodes(ctx context.Context, client kubernetes.Interface) error {
	return b.until(ctx, time.Minute, "the nodes do not become ready; see "+b.path("logs", "kwok.log"), func() bool {
		nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
		if err != nil {
			return false
		}
		ready := 0
		for _, node := range nodes.Items {
			for _, condition := range node.Status.Conditions {
				if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue {
					ready++
				}
			}
			if len(node.Spec.Taints) > 0 {
				node.Spec.Taints = nil
				_, _ = client.CoreV1().Nodes().Update(ctx, &node, metav1.UpdateOptions{})
				ready = 0
			}
		}
		return ready == len(nodeNames)
	})
}

// writeStages takes kwok's own stages, and keeps them off the pods that really run.
func (b *Bed) writeStages() error {
	text, err := os.ReadFile(b.Stages)
	if err != nil {
		return err
	}
	var out []byte
	for _, document := range splitYAML(text) {
		var stage struct {
			metav1.TypeMeta   `json:",inline"`
			metav1.ObjectMeta `json:"metadata"`
			Spec              map[string]any `json:"spec"`
		}
		if err := yaml.UnmarshalStrict(document, &stage); err != nil {
			return fmt.Errorf("%s: %w", b.Stages, err)
		}
		if reference, _ := stage.Spec["resourceRef"].(map[string]any); reference["kind"] == "Pod" {
			selector, isMap := stage.Spec["selector"].(map[string]any)
			expressions, isList := selector["matchExpressions"].([]any)
			if !isMap || !isList {
				return fmt.Errorf("%s: stage %s of pods has no selector.matchExpressions", b.Stages, stage.Name)
			}
			selector["matchExpressions"] = append(expressions, map[string]any{
				"key": `[.spec.containers[].image | test("` + realImages + `")] | any`, "operator": "NotIn", "values": []any{"true"},
			})
		}
		patched, err := yaml.Marshal(stage)
		if err != nil {
			return err
		}
		out = append(append(out, "---\n"...), patched...)
	}
	return os.WriteFile(b.path("stages.yaml"), out, 0o600)
}
