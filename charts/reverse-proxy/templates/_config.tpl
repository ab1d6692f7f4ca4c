{{/* frpc's configuration. It holds no secret: frpc reads the token from a file. */}}
{{- define "reverse-proxy.config" -}}
{{- $apiserver := dict
  "name" (printf "%s-apiserver" .Values.subdomain)
  "type" "https"
  "localIP" "kubernetes.default.svc"
  "localPort" 443
  "subdomain" .Values.subdomain -}}
{{- if not .Values.proxies -}}
  {{- $_ := required "subdomain is required: the API server becomes reachable as <subdomain>.<subDomainHost of the frp server>" .Values.subdomain -}}
{{- end -}}
{{- $tls := dict "enable" .Values.tls.enable -}}
{{- with .Values.tls.serverName -}}
  {{- $_ := set $tls "serverName" . -}}
{{- end -}}
{{- /* Without a CA file frpc would not check the server's certificate at all, so there always is one: the image's own. */ -}}
{{- $_ := set $tls "trustedCaFile" (ternary "/etc/frp/ca/ca.crt" "/etc/ssl/certs/ca-certificates.crt" (ne .Values.tls.caSecret.name "")) -}}
{{- toPrettyJson (dict
  "serverAddr" (required "server.address is required: the host name or IP address of your frp server" .Values.server.address)
  "serverPort" (int .Values.server.port)
  "loginFailExit" false
  "auth" (dict "method" "token" "tokenSource" (dict "type" "file" "file" (dict "path" "/etc/frp/token/token")))
  "transport" (dict "tls" $tls)
  "webServer" (dict "addr" "127.0.0.1" "port" 7400)
  "proxies" (.Values.proxies | default (list $apiserver))) -}}
{{- end -}}
