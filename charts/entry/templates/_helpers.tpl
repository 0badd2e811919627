{{- /* Name of the listener of a host: the host with hyphens; a long one is cut and ends in its hash. */ -}}
{{- define "entry.listener" -}}
{{- $name := . | replace "." "-" -}}
{{- if gt (len $name) 63 }}{{ trunc 54 $name | trimSuffix "-" }}-{{ sha256sum . | trunc 8 }}{{ else }}{{ $name }}{{ end }}
{{- end }}

{{- define "entry.resources" -}}
requests:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
limits:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
{{- end }}

{{- /* How callers are treated, whatever the host. */ -}}
{{- define "entry.traffic" -}}
connection:
  connectionLimit:
    value: {{ int .Values.connections }}
headers:
  requestID: Generate
  withUnderscoresAction: RejectRequest
  xForwardedClientCert:
    mode: Sanitize # callers cannot claim to have shown a certificate
http2:
  maxConcurrentStreams: 100
path:
  escapedSlashesAction: RejectRequest
timeout:
  tcp:
    tlsHandshakeTimeout: 10s
  http:
    requestHeadersReceivedTimeout: 10s
    idleTimeout: 300s
{{- end }}

{{- define "entry.tls" -}}
minVersion: {{ .Values.tlsMinVersion | quote }}
{{- /* TLS 1.3 has suites of its own; the definition refuses a list beside it. */}}
{{- if ne (toString .Values.tlsMinVersion) "1.3" }}
ciphers:
  - ECDHE-ECDSA-AES128-GCM-SHA256
  - ECDHE-RSA-AES128-GCM-SHA256
  - ECDHE-ECDSA-AES256-GCM-SHA384
  - ECDHE-RSA-AES256-GCM-SHA384
{{- end }}
alpnProtocols: [h2, http/1.1]
{{- end }}
