{{- /* Head of every policy; takes {root, name}. */ -}}
{{- define "cilium-zones.head" -}}
apiVersion: cilium.io/v2
kind: CiliumClusterwideNetworkPolicy
metadata:
  name: ndc-{{ .name }}
  labels: {{- toYaml .root.Values.labels | nindent 4 }}
{{- end }}

{{- /* No policy here closes a pod: that is what NetworkPolicies do. */ -}}
{{- define "cilium-zones.open" -}}
enableDefaultDeny: { ingress: false, egress: false }
{{- end }}

{{- /* Label of a pod's namespace, as Cilium names it. */ -}}
{{- define "cilium-zones.namespaceLabel" -}}
k8s:io.cilium.k8s.namespace.labels.{{ . }}
{{- end }}

{{- /* Pods by {namespaceSelector, podSelector} of Kubernetes, as one selector of Cilium. */ -}}
{{- define "cilium-zones.endpoints" -}}
{{- $labels := dict -}}
{{- $expressions := list -}}
{{- range $prefix, $selector := dict "k8s:io.cilium.k8s.namespace.labels." .namespaceSelector "k8s:" .podSelector }}
{{- range $key, $value := $selector.matchLabels }}{{ $_ := set $labels (print $prefix $key) $value }}{{ end }}
{{- range $selector.matchExpressions }}{{ $expressions = append $expressions (merge (dict "key" (print $prefix .key)) .) }}{{ end }}
{{- end }}
{{- with $labels }}
matchLabels: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $expressions }}
matchExpressions: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
