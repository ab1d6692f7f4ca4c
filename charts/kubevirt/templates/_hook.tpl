{{/*
A Job that runs kubectl commands on the KubeVirt resource one after the other, with a ServiceAccount and a Role of its own.
Arguments: root, name, events (of Helm), verbs (on the KubeVirt resource), commands (a list of argument lists), backoffLimit, deadlineSeconds.
*/}}
{{- define "kubevirt.hook" -}}
{{- $root := .root -}}
{{- $containers := list -}}
{{- range $index, $args := .commands -}}
  {{- $containers = append $containers (dict
    "name" (printf "step-%d" (add1 $index))
    "image" $root.Values.hooks.image
    "imagePullPolicy" $root.Values.hooks.pullPolicy
    "args" (prepend $args (printf "--namespace=%s" $root.Release.Namespace))
    "resources" (dict "requests" (dict "cpu" "10m" "memory" "32Mi"))
    "securityContext" (dict "allowPrivilegeEscalation" false "readOnlyRootFilesystem" true "capabilities" (dict "drop" (list "ALL")))
    "terminationMessagePolicy" "FallbackToLogsOnError") -}}
{{- end -}}
apiVersion: v1
kind: ServiceAccount
metadata: {{ include "kubevirt.hook.metadata" (dict "hook" . "weight" "-2") }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {{ include "kubevirt.hook.metadata" (dict "hook" . "weight" "-2") }}
rules:
  - apiGroups: [kubevirt.io]
    resources: [kubevirts]
    resourceNames: [{{ quote $root.Values.name }}]
    verbs: {{ toJson .verbs }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{ include "kubevirt.hook.metadata" (dict "hook" . "weight" "-1") }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ .name }}
    namespace: {{ $root.Release.Namespace }}
---
apiVersion: batch/v1
kind: Job
metadata: {{ include "kubevirt.hook.metadata" (dict "hook" . "weight" "0") }}
spec:
  backoffLimit: {{ .backoffLimit }}
  activeDeadlineSeconds: {{ .deadlineSeconds }}
  template:
    spec:
      serviceAccountName: {{ .name }}
      restartPolicy: Never
      {{- with $root.Values.hooks.pullSecrets }}
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

{{/* Metadata of one object of a hook. Arguments: hook (those of kubevirt.hook), weight. */}}
{{- define "kubevirt.hook.metadata" -}}
{{- toJson (dict
  "name" .hook.name
  "namespace" .hook.root.Release.Namespace
  "annotations" (dict
    "helm.sh/hook" .hook.events
    "helm.sh/hook-weight" .weight
    "helm.sh/hook-delete-policy" "before-hook-creation,hook-succeeded")) -}}
{{- end -}}
