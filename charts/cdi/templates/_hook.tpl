{{/*
A Job that runs kubectl commands on one resource one after the other, with a ServiceAccount and a Role of its own.
Arguments: root, name, events (of Helm), resource (apiGroup, plural, name, and cluster: true where it is in no namespace), verbs (on that resource),
commands (a list of argument lists), backoffLimit, deadlineSeconds.
Charts with such Jobs have the same copy of this file.
*/}}
{{- define "hook" -}}
{{- $root := .root -}}
{{- $role := ternary "ClusterRole" "Role" (.resource.cluster | default false) -}}
{{- $containers := list -}}
{{- range $index, $args := .commands -}}
  {{- $containers = append $containers (dict
    "name" (printf "step-%d" (add1 $index))
    "image" $root.Values.hooks.image
    "imagePullPolicy" $root.Values.hooks.imagePullPolicy
    "args" (prepend $args (printf "--namespace=%s" $root.Release.Namespace))
    "resources" (dict "requests" (dict "cpu" "10m" "memory" "32Mi"))
    "securityContext" (dict "allowPrivilegeEscalation" false "readOnlyRootFilesystem" true "capabilities" (dict "drop" (list "ALL")))
    "terminationMessagePolicy" "FallbackToLogsOnError") -}}
{{- end -}}
apiVersion: v1
kind: ServiceAccount
metadata: {{ include "hook.metadata" (dict "hook" . "weight" "-2") }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $role }}
metadata: {{ include "hook.metadata" (dict "hook" . "cluster" .resource.cluster "weight" "-2") }}
rules:
  - apiGroups: [{{ quote .resource.apiGroup }}]
    resources: [{{ quote .resource.plural }}]
    resourceNames: [{{ quote .resource.name }}]
    verbs: {{ toJson .verbs }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $role }}Binding
metadata: {{ include "hook.metadata" (dict "hook" . "cluster" .resource.cluster "weight" "-1") }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ $role }}
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ .name }}
    namespace: {{ $root.Release.Namespace }}
---
apiVersion: batch/v1
kind: Job
metadata: {{ include "hook.metadata" (dict "hook" . "weight" "0") }}
spec:
  backoffLimit: {{ .backoffLimit }}
  activeDeadlineSeconds: {{ .deadlineSeconds }}
  template:
    spec:
      serviceAccountName: {{ .name }}
      restartPolicy: Never
      {{- with $root.Values.hooks.imagePullSecrets }}
      imagePullSecrets: {{ toJson . }}
      {{- end }}
      tolerations:
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
          effect: NoSchedule
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        seccompProfile:
          type: RuntimeDefault
      initContainers: {{ toJson (initial $containers) }}
      containers: {{ toJson (list (last $containers)) }}
{{- end -}}

{{/* Metadata of one object of a hook. Arguments: hook (those of "hook"), weight, cluster (true where it is in no namespace). */}}
{{- define "hook.metadata" -}}
{{- $metadata := dict
  "name" .hook.name
  "annotations" (dict
    "helm.sh/hook" .hook.events
    "helm.sh/hook-weight" .weight
    "helm.sh/hook-delete-policy" "before-hook-creation,hook-succeeded") -}}
{{- toJson (ternary $metadata (merge (dict "namespace" .hook.root.Release.Namespace) $metadata) (.cluster | default false)) -}}
{{- end -}}
