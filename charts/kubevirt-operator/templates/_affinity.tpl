{{/* Where virt-operator runs when the user does not say: best on a control-plane node, best not beside its own replica. */}}
{{- define "kubevirt-operator.affinity" -}}
nodeAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    {{- range list "control-plane" "master" }}
    - weight: 100
      preference:
        matchExpressions:
          - key: node-role.kubernetes.io/{{ . }}
            operator: Exists
    {{- end }}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 1
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            kubevirt.io: virt-operator
{{- end -}}
