package main

import (
	"context"
	"maps"
	"os"
	"reflect"
	"slices"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

var (
	cdis            = schema.GroupVersionResource{Group: "cdi.kubevirt.io", Version: "v1beta1", Resource: "cdis"}
	cdiConfigs      = schema.GroupVersionResource{Group: "cdi.kubevirt.io", Version: "v1beta1", Resource: "cdiconfigs"}
	storageProfiles = schema.GroupVersionResource{Group: "cdi.kubevirt.io", Version: "v1beta1", Resource: "storageprofiles"}
	definitions     = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
)

const (
	cdiFinalizer  = "operator.cdi.kubevirt.io"
	cdiDefinition = "cdis.cdi.kubevirt.io"
	cronLabel     = "cdi.kubevirt.io/dataImportCron"
	cdiRefusal    = "testbed-cdi-refuses"
)

// CDI plays what cdi-operator does about a CDI resource while its Deployment is available: it brings the other CRDs, the CDIConfig that KubeVirt reads and
// a StorageProfile for every StorageClass, says that CDI is deployed, and takes all of it away with the resource. CDI's webhook is a policy while there
// are DataVolumes.
type CDI struct {
	client  kubernetes.Interface
	objects dynamic.Interface
	// install applies the CRDs of what CDI serves.
	install func(ctx context.Context) error
}

// Run looks at everything once a second.
func (c *CDI) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if all, err := c.objects.Resource(cdis).List(ctx, metav1.ListOptions{ResourceVersion: "0"}); err == nil {
			for _, resource := range all.Items {
				if version := c.operatorVersion(ctx); version != "" {
					c.play(ctx, &resource, version)
				}
			}
		}
		time.Sleep(time.Second)
	}
}

// operatorVersion is what the operator's Deployment says, if it is available.
func (c *CDI) operatorVersion(ctx context.Context) string {
	all, err := c.client.AppsV1().Deployments("").List(ctx, metav1.ListOptions{LabelSelector: "cdi.kubevirt.io=cdi-operator", ResourceVersion: "0"})
	if err != nil {
		return ""
	}
	for _, deployment := range all.Items {
		if !slices.ContainsFunc(deployment.Status.Conditions, func(condition appsv1.DeploymentCondition) bool {
			return condition.Type == appsv1.DeploymentAvailable && condition.Status == corev1.ConditionTrue
		}) {
			continue
		}
		for _, variable := range deployment.Spec.Template.Spec.Containers[0].Env {
			if variable.Name == "OPERATOR_VERSION" {
				return variable.Value
			}
		}
	}
	return ""
}

func (c *CDI) play(ctx context.Context, resource *unstructured.Unstructured, version string) {
	if resource.GetDeletionTimestamp() != nil {
		c.remove(ctx, resource)
		return
	}
	observed, _, _ := unstructured.NestedString(resource.Object, "status", "observedVersion")
	if observed != version {
		if !slices.Contains(resource.GetFinalizers(), cdiFinalizer) {
			resource.SetFinalizers(append(resource.GetFinalizers(), cdiFinalizer))
		}
		if err := c.install(ctx); err != nil {
			note(err, "the CRDs of CDI")
			return
		}
		now := time.Now().UTC().Format(time.RFC3339)
		condition := func(kind, status string) map[string]any {
			return map[string]any{"type": kind, "status": status, "lastHeartbeatTime": now, "lastTransitionTime": now}
		}
		writeStatus(ctx, c.objects, cdis, resource, map[string]any{
			"phase": "Deployed", "observedVersion": version, "operatorVersion": version, "targetVersion": version,
			"conditions": []any{condition("Available", "True"), condition("Progressing", "False"), condition("Degraded", "False")},
		})
		return
	}
	c.configure(ctx, resource)
	c.profileStorage(ctx)
	strategy, _, _ := unstructured.NestedString(resource.Object, "spec", "uninstallStrategy")
	left, err := c.objects.Resource(dataVolumes).List(ctx, metav1.ListOptions{LabelSelector: "!" + cronLabel, ResourceVersion: "0"})
	if err == nil {
		c.refuseRemoval(ctx, strategy == "BlockUninstallIfWorkloadsExist" && len(left.Items) > 0)
	}
}

// configure keeps the CDIConfig as the resource has it.
func (c *CDI) configure(ctx context.Context, resource *unstructured.Unstructured) {
	spec, _, _ := unstructured.NestedMap(resource.Object, "spec", "config")
	overhead, _, _ := unstructured.NestedMap(spec, "filesystemOverhead")
	if overhead == nil {
		overhead = map[string]any{"global": "0.06"}
	}
	status := map[string]any{"filesystemOverhead": overhead}
	if url, found, _ := unstructured.NestedString(spec, "uploadProxyURLOverride"); found {
		status["uploadProxyURL"] = url
	}
	config, err := c.objects.Resource(cdiConfigs).Get(ctx, "config", metav1.GetOptions{ResourceVersion: "0"})
	if apierrors.IsNotFound(err) {
		config = &unstructured.Unstructured{Object: map[string]any{"apiVersion": cdiConfigs.GroupVersion().String(), "kind": "CDIConfig"}}
		config.SetName("config")
		config.Object["spec"], config.Object["status"] = spec, status
		_, err = c.objects.Resource(cdiConfigs).Create(ctx, config, metav1.CreateOptions{})
		note(err, "the CDIConfig")
	} else if err == nil && !(reflect.DeepEqual(config.Object["spec"], spec) && reflect.DeepEqual(config.Object["status"], status)) {
		config.Object["spec"], config.Object["status"] = spec, status
		_, _ = c.objects.Resource(cdiConfigs).Update(ctx, config, metav1.UpdateOptions{})
	}
}

// profileStorage gives every StorageClass its StorageProfile, and writes into each what CDI does: labels of its own, and as its status what somebody
// says in the spec.
func (c *CDI) profileStorage(ctx context.Context) {
	classes, err := c.client.StorageV1().StorageClasses().List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return
	}
	all, err := c.objects.Resource(storageProfiles).List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return
	}
	provisioners, profiles := map[string]string{}, map[string]*unstructured.Unstructured{}
	for _, class := range classes.Items {
		provisioners[class.Name] = class.Provisioner
	}
	for _, profile := range all.Items {
		profiles[profile.GetName()] = &profile
		if _, known := provisioners[profile.GetName()]; !known {
			_ = c.objects.Resource(storageProfiles).Delete(ctx, profile.GetName(), metav1.DeleteOptions{})
		}
	}
	for name, provisioner := range provisioners {
		profile := profiles[name]
		switch {
		case profile == nil:
			profile = &unstructured.Unstructured{Object: map[string]any{"apiVersion": storageProfiles.GroupVersion().String(), "kind": "StorageProfile", "spec": map[string]any{}}}
			profile.SetName(name)
			profile.SetLabels(profileLabels(nil))
			_, err := c.objects.Resource(storageProfiles).Create(ctx, profile, metav1.CreateOptions{})
			note(err, "the profile of StorageClass %s", name)
		case !maps.Equal(profile.GetLabels(), profileLabels(profile.GetLabels())):
			profile.SetLabels(profileLabels(profile.GetLabels()))
			_, _ = c.objects.Resource(storageProfiles).Update(ctx, profile, metav1.UpdateOptions{})
		default:
			sets, _, _ := unstructured.NestedSlice(profile.Object, "spec", "claimPropertySets")
			status := map[string]any{"storageClass": name, "provisioner": provisioner, "claimPropertySets": append([]any{}, sets...)}
			known, _, _ := unstructured.NestedMap(profile.Object, "status")
			if !reflect.DeepEqual(known, status) {
				writeStatus(ctx, c.objects, storageProfiles, profile, status, "status")
			}
		}
	}
}

// profileLabels are those of a StorageProfile with CDI's own among them.
func profileLabels(labels map[string]string) map[string]string {
	merged := map[string]string{}
	maps.Copy(merged, labels)
	maps.Copy(merged, map[string]string{"app.kubernetes.io/component": "storage", "app.kubernetes.io/managed-by": "cdi-controller", "cdi.kubevirt.io": ""})
	return merged
}

// refuseRemoval lets the API server refuse to delete CDI, or no longer.
func (c *CDI) refuseRemoval(ctx context.Context, refuse bool) {
	policies, bindings := c.client.AdmissionregistrationV1().ValidatingAdmissionPolicies(), c.client.AdmissionregistrationV1().ValidatingAdmissionPolicyBindings()
	if _, err := policies.Get(ctx, cdiRefusal, metav1.GetOptions{ResourceVersion: "0"}); (err == nil) == refuse {
		return
	}
	if !refuse {
		_ = bindings.Delete(ctx, cdiRefusal, metav1.DeleteOptions{})
		_ = policies.Delete(ctx, cdiRefusal, metav1.DeleteOptions{})
		return
	}
	_, err := policies.Create(ctx, &admissionv1.ValidatingAdmissionPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: cdiRefusal},
		Spec: admissionv1.ValidatingAdmissionPolicySpec{
			MatchConstraints: &admissionv1.MatchResources{ResourceRules: []admissionv1.NamedRuleWithOperations{{RuleWithOperations: admissionv1.RuleWithOperations{
				Operations: []admissionv1.OperationType{admissionv1.Delete},
				Rule:       admissionv1.Rule{APIGroups: []string{cdis.Group}, APIVersions: []string{"*"}, Resources: []string{cdis.Resource}},
			}}}},
			Validations: []admissionv1.Validation{{Expression: "false", Message: "there are data volumes"}},
		},
	}, metav1.CreateOptions{})
	note(err, "CDI's webhook")
	_, err = bindings.Create(ctx, &admissionv1.ValidatingAdmissionPolicyBinding{
		ObjectMeta: metav1.ObjectMeta{Name: cdiRefusal},
		Spec:       admissionv1.ValidatingAdmissionPolicyBindingSpec{PolicyName: cdiRefusal, ValidationActions: []admissionv1.ValidationAction{admissionv1.Deny}},
	}, metav1.CreateOptions{})
	note(err, "CDI's webhook")
}

// remove takes away what the resource owns, and lets it go.
func (c *CDI) remove(ctx context.Context, resource *unstructured.Unstructured) {
	index := slices.Index(resource.GetFinalizers(), cdiFinalizer)
	if index < 0 {
		return
	}
	c.refuseRemoval(ctx, false)
	all, err := c.objects.Resource(definitions).List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return
	}
	for _, definition := range all.Items {
		group, _, _ := unstructured.NestedString(definition.Object, "spec", "group")
		if group == cdis.Group && definition.GetName() != cdiDefinition {
			_ = c.objects.Resource(definitions).Delete(ctx, definition.GetName(), metav1.DeleteOptions{})
		}
	}
	resource.SetFinalizers(slices.Delete(resource.GetFinalizers(), index, index+1))
	_, _ = c.objects.Resource(cdis).Update(ctx, resource, metav1.UpdateOptions{})
}

// writeServed copies the CRDs of a file without that of the CDI resource, which comes with the operator.
func writeServed(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, joinYAML(slices.DeleteFunc(splitYAML(text), func(document []byte) bool { return definesKind(document, cdiDefinition) })), 0o600)
}
