{{/* The chosen version, if this chart has its files. */}}
{{- define "kubevirt-operator.version" -}}
{{- $version := toString .Values.version -}}
{{- if not (.Files.Glob (printf "files/%s/crd.json" $version)) -}}
  {{- $known := list -}}
  {{- range $path, $_ := .Files.Glob "files/*/crd.json" -}}
    {{- $known = append $known (base (dir $path)) -}}
  {{- end -}}
  {{- fail (printf "version %q is not a KubeVirt version this chart can install: use one of %s" $version (join ", " $known)) -}}
{{- end -}}
{{- $version -}}
{{- end -}}
