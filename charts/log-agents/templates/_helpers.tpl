{{- define "log-agents.resources" -}}
requests:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
limits:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
{{- end }}

{{- define "log-agents.meta" -}}
name: {{ .name | quote }}
namespace: {{ .root.Values.namespace | quote }}
labels: {{- toYaml .root.Values.labels | nindent 2 }}
{{- end }}

{{- /* Reads machine logs as no user of its own would: root in the container, nothing else of it. */ -}}
{{- define "log-agents.readOnlyRoot" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- /* A key of an event as Fluent Bit's record accessor wants it. */ -}}
{{- define "log-agents.accessor" -}}
${{ first . }}{{ range rest . }}['{{ . }}']{{ end }}
{{- end }}

{{- /* Folders of the machine that hold logs, each once, as a JSON list. */ -}}
{{- define "log-agents.folders" -}}
{{- $folders := list -}}
{{- range .Values.kinds }}{{ $folders = append $folders (dir .path) }}{{ end -}}
{{- uniq $folders | toJson -}}
{{- end }}
