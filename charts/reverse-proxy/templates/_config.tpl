{{/*
frpc's configuration. It holds no secret: frpc reads them from files, and what it takes from no file from its environment, as a template.
Therefore no text of the values may look like a template: "{{" in it becomes an escape that means the same in JSON.
*/}}
{{- define "reverse-proxy.config" -}}
{{- $proxies := list -}}
{{- range .Values.targets -}}
  {{- $proxies = append $proxies (fromJson (include "reverse-proxy.proxy" (dict "target" . "replicas" $.Values.replicas))) -}}
{{- end -}}
{{- $config := dict
  "serverAddr" (required "server.address is required: the host name or IP address of your frp server" .Values.server.address)
  "serverPort" (int .Values.server.port)
  "loginFailExit" false
  "auth" (fromJson (include "reverse-proxy.auth" .))
  "transport" (fromJson (include "reverse-proxy.transport" .))
  "log" (dict "to" "console" "level" .Values.log.level "disablePrintColor" true)
  "webServer" (dict "addr" "127.0.0.1" "port" 7400)
  "proxies" $proxies -}}
{{- if not .Values.targets -}}
  {{- fail "targets is required: what the frp server leads to, such as [{name: api, type: https, service: kubernetes.default.svc, port: 443, subdomain: my-cluster}]" -}}
{{- end -}}
{{- with .Values.user -}}
  {{- $_ := set $config "user" . -}}
{{- end -}}
{{- $text := toPrettyJson $config | replace "{{" "\\u007b{" -}}
{{- $text | replace "\"$CLIENT_SECRET\"" "{{ printf `%q` .Envs.CLIENT_SECRET }}" | replace "$POD_NAME" "{{ .Envs.POD_NAME }}" -}}
{{- end -}}

{{/* How frpc shows who it is. */}}
{{- define "reverse-proxy.auth" -}}
{{- if .Values.tokenSecret.name -}}
  {{- toJson (dict "method" "token" "tokenSource" (dict "type" "file" "file" (dict "path" "/etc/frp/token/token"))) -}}
{{- else -}}
  {{- $oidc := dict
    "clientID" (required "tokenSecret.name is required, or oidc.clientId: how the frp server knows who it is" .Values.oidc.clientId)
    "clientSecret" "$CLIENT_SECRET"
    "tokenEndpointURL" (required "oidc.tokenEndpointUrl is required: where the identity provider gives tokens" .Values.oidc.tokenEndpointUrl) -}}
  {{- range $field := list "audience" "scope" -}}
    {{- with get $.Values.oidc $field -}}
      {{- $_ := set $oidc $field . -}}
    {{- end -}}
  {{- end -}}
  {{- if .Values.oidc.caSecret.name -}}
    {{- $_ := set $oidc "trustedCaFile" "/etc/frp/oidc-ca/ca.crt" -}}
  {{- end -}}
  {{- toJson (dict "method" "oidc" "oidc" $oidc) -}}
{{- end -}}
{{- end -}}

{{/* The way to the frp server. */}}
{{- define "reverse-proxy.transport" -}}
{{- /* Without a CA file frpc would not check the server's certificate at all, so there always is one: the image's own. */ -}}
{{- $tls := dict "enable" true "trustedCaFile" (ternary "/etc/frp/ca/ca.crt" "/etc/ssl/certs/ca-certificates.crt" (ne .Values.tls.caSecret.name "")) -}}
{{- with .Values.tls.serverName -}}
  {{- $_ := set $tls "serverName" . -}}
{{- end -}}
{{- if .Values.tls.certificateSecret -}}
  {{- $_ := set $tls "certFile" "/etc/frp/certificate/tls.crt" -}}
  {{- $_ := set $tls "keyFile" "/etc/frp/certificate/tls.key" -}}
{{- end -}}
{{- $transport := dict "protocol" .Values.transport.protocol "poolCount" (int .Values.transport.poolCount) "tls" $tls -}}
{{- with .Values.transport.proxyUrl -}}
  {{- $_ := set $transport "proxyURL" . -}}
{{- end -}}
{{- range $field := list "heartbeatInterval" "heartbeatTimeout" -}}
  {{- with get $.Values.transport $field -}}
    {{- $_ := set $transport $field (int .) -}}
  {{- end -}}
{{- end -}}
{{- toJson $transport -}}
{{- end -}}

{{/* One target as frpc knows it. Arguments: target, replicas. */}}
{{- define "reverse-proxy.proxy" -}}
{{- $target := .target -}}
{{- $proxy := dict "name" $target.name "type" (ternary "https" $target.type (eq $target.type "http")) -}}
{{- if gt (int .replicas) 1 -}}
  {{- /* The frp server takes a name once; what is of one group, it shares out. */ -}}
  {{- $_ := set $proxy "name" (printf "%s-$POD_NAME" $target.name) -}}
  {{- $_ := set $proxy "loadBalancer" (dict "group" $target.name) -}}
{{- end -}}
{{- if eq $target.type "http" -}}
  {{- $_ := required (printf "targets: %s is of type http and needs a certificateSecret" $target.name) $target.certificateSecret -}}
  {{- $certificate := printf "/etc/frp/certificates/%s" $target.name -}}
  {{- $plugin := dict
    "type" "https2http"
    "localAddr" (printf "%s:%d" $target.service (int $target.port))
    "crtPath" (printf "%s/tls.crt" $certificate)
    "keyPath" (printf "%s/tls.key" $certificate) -}}
  {{- with $target.hostHeader -}}
    {{- $_ := set $plugin "hostHeaderRewrite" . -}}
  {{- end -}}
  {{- $_ := set $proxy "plugin" $plugin -}}
{{- else -}}
  {{- $_ := set $proxy "localIP" $target.service -}}
  {{- $_ := set $proxy "localPort" (int $target.port) -}}
{{- end -}}
{{- if and (ne $target.type "tcp") (not $target.subdomain) (not $target.customDomains) -}}
  {{- fail (printf "targets: %s is found by host name and needs a subdomain or customDomains" $target.name) -}}
{{- end -}}
{{- if eq $target.type "tcp" -}}
  {{- $_ := set $proxy "remotePort" (int (required (printf "targets: %s is of type tcp and needs a remotePort" $target.name) $target.remotePort)) -}}
{{- end -}}
{{- range $field := list "subdomain" "customDomains" -}}
  {{- with get $target $field -}}
    {{- $_ := set $proxy $field . -}}
  {{- end -}}
{{- end -}}
{{- with $target.healthCheckSeconds -}}
  {{- $_ := set $proxy "healthCheck" (dict "type" "tcp" "intervalSeconds" (int .) "timeoutSeconds" 3 "maxFailed" 2) -}}
{{- end -}}
{{- with $target.bandwidthLimit -}}
  {{- $_ := set $proxy "transport" (dict "bandwidthLimit" .) -}}
{{- end -}}
{{- toJson $proxy -}}
{{- end -}}
