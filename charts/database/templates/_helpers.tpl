{{- /* Requests and limits that are the same, from {cpu, memory}. */ -}}
{{- define "database.resources" -}}
requests:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
limits:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
{{- end }}

{{- /* The first database, its owner and, when given, the owner's credentials. */ -}}
{{- define "database.application" -}}
database: {{ .name | quote }}
owner: {{ .owner | quote }}
{{- with .credentialsSecret }}
secret:
  name: {{ . | quote }}
{{- end }}
{{- end }}

{{- /* How this copy came to be: a new database, or a copy of the other site's archive. */ -}}
{{- define "database.bootstrap" -}}
{{- if and .Values.replica.enabled (eq .Values.replica.origin "recovery") -}}
recovery:
  source: {{ .Values.replica.source.name | quote }}
  {{- include "database.application" .Values.database | nindent 2 }}
{{- else -}}
initdb:
  {{- include "database.application" .Values.database | nindent 2 }}
  dataChecksums: true
  encoding: UTF8
{{- end }}
{{- end }}

{{- /* Connection of an ObjectStore, from {endpointURL, region, bucket, path, credentialsSecret, caSecret}. */ -}}
{{- define "database.store" -}}
destinationPath: s3://{{ .bucket }}/{{ .path }}
endpointURL: {{ .endpointURL | quote }}
{{- with .caSecret }}
endpointCA:
  name: {{ . | quote }}
  key: ca.crt
{{- end }}
s3Credentials:
  accessKeyId:
    name: {{ .credentialsSecret | quote }}
    key: AWS_ACCESS_KEY_ID
  secretAccessKey:
    name: {{ .credentialsSecret | quote }}
    key: AWS_SECRET_ACCESS_KEY
{{- end }}

{{- /* Environment of the backup sidecar: stores other than AWS refuse the checksums that boto3 adds by itself. */ -}}
{{- define "database.sidecarEnv" -}}
- name: AWS_DEFAULT_REGION
  value: {{ .region | quote }}
- name: AWS_REQUEST_CHECKSUM_CALCULATION
  value: when_required
- name: AWS_RESPONSE_CHECKSUM_VALIDATION
  value: when_required
{{- end }}
