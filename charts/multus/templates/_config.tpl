{{/* The daemon's configuration: where the host's directories lie in its container, and what it writes for the shim on the node. */}}
{{- define "multus.daemonConfig" -}}
{{- $config := dict
  "chrootDir" "/hostroot"
  "cniVersion" "0.3.1"
  "cniConfigDir" "/host/etc/cni/net.d"
  "multusAutoconfigDir" "/host/etc/cni/net.d"
  "multusConfigFile" "auto"
  "binDir" .Values.paths.cniBin
  "socketDir" "/host/run/multus/"
  "logLevel" .Values.logLevel
  "logToStderr" true -}}
{{- with .Values.masterCni -}}
  {{- $_ := set $config "multusMasterCNI" . -}}
{{- end -}}
{{- with .Values.connectionLimit -}}
  {{- $_ := set $config "connectionLimit" (int .) -}}
{{- end -}}
{{- toPrettyJson (mustMergeOverwrite $config .Values.daemonConfig) -}}
{{- end -}}

{{/* The configuration of the controller: both sockets, where its container has them. */}}
{{- define "multus.dynamicNetworksConfig" -}}
{{- toPrettyJson (dict "criSocketPath" "/host/run/cri.sock" "multusSocketPath" "/host/run/multus/multus.sock") -}}
{{- end -}}
