{{- /* Lifecycle of one bucket as S3 has it. Rook compares it with the live one: rules must be sorted by ID. */ -}}
{{- define "bucket.lifecycle" -}}
{{- $rules := list (dict "ID" "abort-uploads" "Status" "Enabled" "Prefix" "" "AbortIncompleteMultipartUpload" (dict "DaysAfterInitiation" 7)) -}}
{{- if .versioning -}}
{{- $rules = append $rules (dict "ID" "drop-lone-markers" "Status" "Enabled" "Prefix" "" "Expiration" (dict "ExpiredObjectDeleteMarker" true)) -}}
{{- end -}}
{{- if .expiryDays -}}
{{- if and .lock (lt (int .expiryDays) (int .lock.days)) -}}
{{- fail (printf "bucket %s: objects cannot end after %d days, before their lock of %d days" .name (int .expiryDays) (int .lock.days)) -}}
{{- end -}}
{{- $rules = append $rules (dict "ID" "expire-current" "Status" "Enabled" "Prefix" "" "Expiration" (dict "Days" (int .expiryDays))) -}}
{{- end -}}
{{- if .versioning -}}
{{- $rules = append $rules (dict "ID" "expire-older-versions" "Status" "Enabled" "Prefix" "" "NoncurrentVersionExpiration" (dict "NoncurrentDays" (int .retentionDays))) -}}
{{- end -}}
{{ dict "Rules" $rules | toJson }}
{{- end }}
