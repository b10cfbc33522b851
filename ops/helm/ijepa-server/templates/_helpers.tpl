{{- define "ijepa.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- /* Short enough for the longest suffix that an object's name gets. */ -}}
{{- define "ijepa.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "ijepa.name" . -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ijepa.selector" -}}
app.kubernetes.io/name: {{ include "ijepa.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "ijepa.labels" -}}
{{ include "ijepa.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "ijepa.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "ijepa.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "ijepa.image" -}}
{{- $tag := default (printf "%s%s" .Chart.AppVersion (ternary "-cuda" "" .Values.gpu.enabled)) .Values.image.tag -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository $tag -}}
{{- end -}}
{{- end -}}

{{- /* What every container of the chart may do: nothing but compute. */ -}}
{{- define "ijepa.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
privileged: false
runAsNonRoot: true
runAsUser: {{ int64 .Values.runAsUser }}
runAsGroup: {{ int64 .Values.runAsUser }}
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "ijepa.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ int64 .Values.runAsUser }}
runAsGroup: {{ int64 .Values.runAsUser }}
# Secrets and new volumes belong to this group. Large volumes are not gone through at each start.
fsGroup: {{ int64 .Values.runAsUser }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- /* Whether some model is converted in the pod. */ -}}
{{- define "ijepa.converts" -}}
{{- range .Values.models }}{{ if .hub }}yes{{ end }}{{ end -}}
{{- end -}}

{{- /* Of a model: the folder that it is in, in the server's container. The name of a converted one has a digest of what
it was made of, so that other values never find the model of earlier ones on a kept volume. */ -}}
{{- define "ijepa.modelFolder" -}}
{{- $model := .model -}}
{{- if $model.hub -}}
/models/converted/{{ $model.name }}-{{ $model.hub | toJson | sha256sum | trunc 10 }}
{{- else if $model.claim -}}
{{ printf "/models/%d/%s" .index (default "" $model.claim.path) | trimSuffix "/" }}
{{- else -}}
{{ printf "/models/%d/%s" .index (default "" $model.image.path) | trimSuffix "/" }}
{{- end -}}
{{- end -}}

{{- /* Where the volume of a model or a head is from. */ -}}
{{- define "ijepa.volumeSource" -}}
{{- if .claim -}}
persistentVolumeClaim: { claimName: {{ .claim.name }}, readOnly: true }
{{- else -}}
image:
  reference: {{ .image.reference | quote }}
  pullPolicy: {{ default "IfNotPresent" .image.pullPolicy }}
{{- end -}}
{{- end -}}

{{- /* Of a head: the folder that it is in, in the server's container. */ -}}
{{- define "ijepa.headFolder" -}}
{{- $source := default .head.image .head.claim -}}
{{ printf "/heads/%d/%s" .index (default "" $source.path) | trimSuffix "/" }}
{{- end -}}

{{- /* Refuses ports that are equal, which the schema cannot compare: a service may not have one twice, and the server
could not open it. */ -}}
{{- define "ijepa.requireDistinctPorts" -}}
{{- $ports := list .Values.ports.grpc .Values.ports.admin -}}
{{- if .Values.http.enabled }}{{ $ports = append $ports .Values.ports.http }}{{ end -}}
{{- if ne (len $ports) (len (uniq $ports)) -}}
{{- fail (printf "ports must differ: grpc %v, http %v, admin %v" .Values.ports.grpc .Values.ports.http .Values.ports.admin) -}}
{{- end -}}
{{- end -}}

{{- /* The ports of a service. */ -}}
{{- define "ijepa.servicePorts" -}}
- name: grpc
  port: {{ .Values.ports.grpc }}
  targetPort: grpc
  appProtocol: {{ .Values.service.appProtocol }}
{{- if .Values.http.enabled }}
- name: http
  port: {{ .Values.ports.http }}
  targetPort: http
  appProtocol: {{ default (ternary "http" "https" (empty .Values.tls.secretName)) .Values.http.appProtocol }}
{{- end }}
{{- end -}}

{{- /* The namespace and job that the release's series have. */ -}}
{{- define "ijepa.series" -}}
job={{ .Values.monitoring.job | quote }},namespace={{ .Release.Namespace | quote }},pod=~{{ printf "%s-.*" (include "ijepa.fullname" .) | quote }}
{{- end -}}
