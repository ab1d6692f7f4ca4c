{{/* Where the operator runs when the user does not say: best not beside its own replica. */}}
{{- define "cdi-operator.affinity" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 1
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            cdi.kubevirt.io: cdi-operator
{{- end -}}
