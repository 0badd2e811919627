{{- /* CEL list of strings. */ -}}
{{- define "guardrails.list" -}}
[{{ range $index, $item := . }}{{ if $index }}, {{ end }}'{{ $item }}'{{ end }}]
{{- end }}

{{- /* CEL: the request comes from one of {users, groups}. */ -}}
{{- define "guardrails.from" -}}
(request.userInfo.username in {{ include "guardrails.list" .users }} || request.userInfo.groups.exists(g, g in {{ include "guardrails.list" .groups }}))
{{- end }}

{{- /* CEL: the request comes from a controller of Kubernetes itself. */ -}}
{{- define "guardrails.fromKubernetes" -}}
(request.userInfo.username == 'system:kube-controller-manager' || 'system:serviceaccounts:kube-system' in request.userInfo.groups)
{{- end }}

{{- /* CEL: reads labels of object or oldObject, empty when there are none. */ -}}
{{- define "guardrails.labels" -}}
({{ . }} == null ? {} : {{ . }}.metadata.?labels.orValue({}))
{{- end }}

{{- /* Head of every admission policy; takes {root, name}. */ -}}
{{- define "guardrails.policyHead" -}}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: ndc-{{ .name }}
  labels: {{- toYaml .root.Values.labels | nindent 4 }}
{{- end }}

{{- /* Conditions of every admission policy: people in an emergency pass. */ -}}
{{- define "guardrails.notBreakGlass" -}}
- name: not-break-glass
  expression: {{ printf "!%s" (include "guardrails.from" .Values.identities.breakGlass) | quote }}
{{- end }}

{{- /* Conditions that let exceptions of the catalog pass: new objects in named namespaces, until a day; takes {root, policy}. Admission has no clock, but a new object carries the time it is made. */ -}}
{{- define "guardrails.notExempt" -}}
{{- $policy := .policy -}}
{{- range .root.Values.exceptions }}
{{- if eq .policy $policy }}
- name: {{ printf "not-%s" .name | quote }}
  expression: {{ printf "!(request.operation == 'CREATE' && request.namespace in %s && timestamp(object.metadata.creationTimestamp) < timestamp('%s'))" (include "guardrails.list" .namespaces) .before | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Head of every network policy; takes {root, name}. */ -}}
{{- define "guardrails.networkHead" -}}
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata:
  name: ndc-{{ .name }}
  labels: {{- toYaml .root.Values.labels | nindent 4 }}
{{- end }}

{{- /* Namespaces of nobody: neither a tenant's, nor the platform's, nor Kubernetes' own. */ -}}
{{- define "guardrails.strays" -}}
matchExpressions:
  - { key: {{ .Values.labelDomain }}/tenant, operator: DoesNotExist }
  - { key: {{ .Values.labelDomain }}/platform, operator: DoesNotExist }
  - { key: kubernetes.io/metadata.name, operator: NotIn, values: {{ toJson .Values.systemNamespaces }} }
{{- end }}

{{- /* Namespaces of tenants with another mark in a position, or none; takes {domain, position, value}. */ -}}
{{- define "guardrails.others" -}}
matchExpressions:
  - { key: {{ .domain }}/tenant, operator: Exists }
  - { key: {{ .domain }}/mark-{{ .position }}, operator: NotIn, values: [{{ .value | quote }}] }
{{- end }}

{{- /* CEL: a key is one of the labels that make identities; takes {root, key}. */ -}}
{{- define "guardrails.identityLabel" -}}
({{ .key }}.startsWith('{{ .root.Values.labelDomain }}/') || {{ .key }} in {{ include "guardrails.list" .root.Values.identityLabels }})
{{- end }}

{{- /* Namespaces of tenants that are not of level 5; the landing zone of a tenant runs nothing. */ -}}
{{- define "guardrails.otherLevels" -}}
matchExpressions:
  - { key: {{ .Values.labelDomain }}/tenant, operator: Exists }
  - { key: {{ .Values.labelDomain }}/level, operator: NotIn, values: ["5"] }
{{- end }}
