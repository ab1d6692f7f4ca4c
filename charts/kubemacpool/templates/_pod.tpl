{{/* What both pods have. */}}
{{- define "kubemacpool.pod" -}}
serviceAccountName: kubemacpool
priorityClassName: {{ quote .Values.priorityClassName }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
nodeSelector: {{ toJson .Values.nodeSelector }}
tolerations: {{ toJson .Values.tolerations }}
affinity: {{ toJson .Values.affinity }}
terminationGracePeriodSeconds: 5
securityContext:
  runAsNonRoot: true
  runAsUser: 107
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{/* What both containers have. */}}
{{- define "kubemacpool.container" -}}
image: {{ quote .Values.image }}
imagePullPolicy: {{ .Values.imagePullPolicy }}
command: [/manager]
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
terminationMessagePolicy: FallbackToLogsOnError
{{- end -}}
