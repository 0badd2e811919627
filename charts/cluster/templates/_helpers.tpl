{{- /* Files that kubeadm patches and API server flags name. */ -}}
{{- define "cluster.admission" -}}
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: PodSecurity
    configuration:
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      defaults:
        enforce: restricted
        enforce-version: {{ .Values.podSecurityVersion }}
        audit: restricted
        audit-version: {{ .Values.podSecurityVersion }}
        warn: restricted
        warn-version: {{ .Values.podSecurityVersion }}
      exemptions:
        namespaces: [kube-system]
{{- end }}

{{- /* Anonymous requests are for probes and for the ConfigMap with which kubeadm's joining nodes find the cluster. */ -}}
{{- define "cluster.authentication" -}}
apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
anonymous:
  enabled: true
  conditions:
    - path: /livez
    - path: /readyz
    - path: /healthz
    - path: /api/v1/namespaces/kube-public/configmaps/cluster-info
{{- with .Values.identityProvider }}
jwt:
  - issuer:
      url: {{ .issuerURL | quote }}
      audiences: [{{ .audience | quote }}]
    claimMappings:
      username: { claim: sub, prefix: "oidc:" }
      groups: { claim: groups, prefix: "ndc:" }
{{- end }}
{{- end }}

{{- define "cluster.files" -}}
- path: /etc/kubernetes/ndc/audit-policy.yaml
  permissions: "0600"
  owner: root:root
  content: {{- .Files.Get "files/audit-policy.yaml" | toYaml | nindent 4 }}
- path: /etc/kubernetes/ndc/authentication.yaml
  permissions: "0600"
  owner: root:root
  content: {{- include "cluster.authentication" . | toYaml | nindent 4 }}
- path: /etc/kubernetes/ndc/admission.yaml
  permissions: "0600"
  owner: root:root
  content: {{- include "cluster.admission" . | toYaml | nindent 4 }}
- path: /etc/kubernetes/ndc/encryption.yaml
  permissions: "0600"
  owner: root:root
  contentFrom:
    secret:
      name: {{ .Values.encryptionConfigSecret | quote }}
      key: encryption.yaml
- path: /etc/kubernetes/patches/kubeletconfiguration+strategic.yaml
  permissions: "0600"
  owner: root:root
  content: {{- .Files.Get "files/kubelet.yaml" | toYaml | nindent 4 }}
- path: /etc/sysctl.d/90-kubelet.conf
  permissions: "0644"
  owner: root:root
  content: {{- .Files.Get "files/sysctl.conf" | toYaml | nindent 4 }}
{{- end }}

{{- /* Host names and ids come from the metadata that Metal3 gives the machine. */ -}}
{{- define "cluster.nodeRegistration" -}}
name: {{ "{{ ds.meta_data.name }}" | quote }}
kubeletExtraArgs:
  - name: node-labels
    value: {{ "metal3.io/uuid={{ ds.meta_data.uuid }}" | quote }}
{{- end }}

{{- define "cluster.machineSpec" -}}
automatedCleaningMode: metadata
hostSelector:
  matchLabels: {{- toYaml .hostSelector | nindent 4 }}
image:
  url: {{ .image.url | quote }}
  checksum: {{ .image.checksum | quote }}
  checksumType: sha256
  diskFormat: {{ .image.format | quote }}
{{- end }}

{{- /* A template that is in use must not change: its name says what is in it, and a new content is a new object. */ -}}
{{- define "cluster.machineTemplateName" -}}
{{ .Values.name }}-control-plane-{{ include "cluster.machineSpec" .Values.controlPlane | sha256sum | trunc 8 }}
{{- end }}
