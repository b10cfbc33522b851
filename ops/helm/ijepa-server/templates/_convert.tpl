{{- /* The container that converts a model of the Hub before the server starts. A folder is written whole or not at all,
so one that is there is complete. What is fetched is deleted after the conversion; a container that is started again
resumes it. */ -}}
{{- define "ijepa.convertContainer" -}}
{{- $values := .root.Values -}}
{{- $hub := .model.hub -}}
- name: convert-{{ .index }}
  image: {{ include "ijepa.image" .root }}
  imagePullPolicy: {{ $values.image.pullPolicy }}
  command:
    - /bin/sh
    - -ec
    - |
      if [ -d "$TARGET" ]; then
        echo "$TARGET is there already"
        exit
      fi
      /opt/ijepa/bin/ijepa convert "$@" "$CHECKPOINT" "$TARGET"
      rm -rf "$HF_HOME"
    - convert
    - --precision={{ default "f32" $hub.precision }}
    {{- with $hub.imageSize }}
    - --image-size={{ . }}
    {{- end }}
  env:
    - name: CHECKPOINT
      value: {{ printf "hf:%s%s" $hub.repository (ternary "" (printf "@%s" $hub.revision) (empty $hub.revision)) | quote }}
    - name: TARGET
      value: {{ include "ijepa.modelFolder" (dict "index" 0 "model" .model) }}
    - name: POD
      valueFrom: { fieldRef: { fieldPath: metadata.name } }
    - name: HF_HOME
      value: /models/converted/.hub-$(POD)
    {{- with $values.hub.endpoint }}
    - name: HF_ENDPOINT
      value: {{ . | quote }}
    {{- end }}
    {{- if $values.hub.tokenSecret.name }}
    - name: HF_TOKEN
      valueFrom: { secretKeyRef: { name: {{ $values.hub.tokenSecret.name }}, key: {{ $values.hub.tokenSecret.key }} } }
    {{- end }}
  resources:
    {{- $room := dict "ephemeral-storage" (ternary "1Gi" $values.hub.size (ne $values.hub.claimName "")) }}
    {{- toYaml (merge (deepCopy $values.hub.resources) (dict "requests" $room "limits" $room)) | nindent 4 }}
  securityContext:
    {{- include "ijepa.containerSecurity" .root | nindent 4 }}
  volumeMounts:
    - { name: tmp, mountPath: /tmp }
    - { name: converted, mountPath: /models/converted }
{{- end -}}
