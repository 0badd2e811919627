{{- /* <cluster>-<pool>, the stem of all names; a long one is cut and ends in its hash. */ -}}
{{- define "pool.name" -}}
{{- $full := printf "%s-%s" .Values.cluster .Values.name -}}
{{- if gt (len $full) 36 }}{{ trunc 27 $full | trimSuffix "-" }}-{{ sha256sum $full | trunc 8 }}{{ else }}{{ $full }}{{ end }}
{{- end }}

{{- define "pool.bootstrapSpec" -}}
format: cloud-config
files:
  - path: /etc/kubernetes/patches/kubeletconfiguration+strategic.yaml
    permissions: "0600"
    owner: root:root
    content: {{- .Files.Get "files/kubelet.yaml" | toYaml | nindent 6 }}
  - path: /etc/sysctl.d/90-kubelet.conf
    permissions: "0644"
    owner: root:root
    content: {{- .Files.Get "files/sysctl.conf" | toYaml | nindent 6 }}
preKubeadmCommands: [sysctl --system]
joinConfiguration:
  patches:
    directory: /etc/kubernetes/patches
  nodeRegistration:
    name: {{ "{{ ds.meta_data.name }}" | quote }}
    kubeletExtraArgs:
      - name: node-labels
        value: {{ "metal3.io/uuid={{ ds.meta_data.uuid }}" | quote }}
    {{- with .Values.taints }}
    taints: {{- toYaml . | nindent 6 }}
    {{- end }}
{{- end }}

{{- /* Takes {root, domain}. */ -}}
{{- define "pool.machineSpec" -}}
automatedCleaningMode: {{ ternary "disabled" "metadata" .root.Values.keepDisks }}
failureDomain: {{ .domain | quote }}
hostSelector:
  matchLabels:
    {{- toYaml .root.Values.hostSelector | nindent 4 }}
    infrastructure.cluster.x-k8s.io/failure-domain: {{ .domain | quote }}
image:
  url: {{ .root.Values.image.url | quote }}
  checksum: {{ .root.Values.image.checksum | quote }}
  checksumType: sha256
  diskFormat: {{ .root.Values.image.format | quote }}
{{- end }}

{{- /* A template that is in use must not change: its name says what is in it, and a new content is a new object. */ -}}
{{- define "pool.bootstrapName" -}}
{{ include "pool.name" . }}-{{ include "pool.bootstrapSpec" . | sha256sum | trunc 8 }}
{{- end }}

{{- define "pool.machineName" -}}
{{ include "pool.name" .root }}-{{ .domain }}-{{ printf "%v %s" .root.Values.keepDisks (include "pool.machineSpec" .) | sha256sum | trunc 8 }}
{{- end }}
