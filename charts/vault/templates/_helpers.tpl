{{- define "vault.replicated" -}}
failureDomain: {{ .Values.failureDomain | quote }}
replicated:
  size: {{ .Values.copies }}
  requireSafeReplicaSize: true
{{- end }}

{{- /* Where objects lie: copied, or in chunks. */ -}}
{{- define "vault.dataPool" -}}
{{- if .Values.erasure -}}
failureDomain: {{ .Values.failureDomain | quote }}
erasureCoded:
  dataChunks: {{ .Values.erasure.dataChunks }}
  codingChunks: {{ .Values.erasure.codingChunks }}
{{- else -}}
{{ include "vault.replicated" . }}
{{- end }}
parameters:
  bulk: "true" # most of the disks will be this pool: all placement groups from the first day
{{- end }}

{{- /* Nodes that gateways may use, and how they spread. */ -}}
{{- define "vault.placement" -}}
{{- with .Values.placement.nodeSelector -}}
nodeAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
      - matchExpressions:
          {{- range $key, $value := . }}
          - key: {{ $key | quote }}
            operator: In
            values: [{{ $value | quote }}]
          {{- end }}
{{ end -}}
tolerations: {{- toYaml .Values.placement.tolerations | nindent 2 }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: {{ .Values.placement.topologyKey | quote }}
    whenUnsatisfiable: ScheduleAnyway # with a domain lost its gateways come back elsewhere
    labelSelector:
      matchLabels:
        app: rook-ceph-rgw
        rook_object_store: {{ .Values.name | quote }}
{{- end }}
