"""The schemas of custom resources, from the Go modules of those who define them."""

import copy
import json
import pathlib
import subprocess

MODULES = {
    "github.com/kedacore/keda/v2@v2.17.2": ["config/crd/bases/keda.sh_scaledobjects.yaml"],
    "github.com/prometheus-operator/prometheus-operator@v0.85.0": [
        "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
        "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
    ],
    "github.com/kserve/kserve@v0.15.2": [
        "config/crd/full/serving.kserve.io_servingruntimes.yaml",
        "config/crd/full/serving.kserve.io_inferenceservices.yaml",
    ],
}


def files(work):
    """The files of all definitions. Go fetches modules that it does not have yet.

    work: a folder that need not exist.
    """
    work.mkdir(parents=True, exist_ok=True)
    (work / "go.mod").write_text("module crds\n")
    found = []
    for module, paths in MODULES.items():
        answer = subprocess.run(["go", "mod", "download", "-json", module], cwd=work, check=True, capture_output=True)
        folder = pathlib.Path(json.loads(answer.stdout)["Dir"])
        found += [folder / path for path in paths]
    return found


def strict(schema):
    """A schema that refuses fields that it does not name, as the API server does for --validate=strict."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(part) for key, part in schema.items()}
    if made.pop("x-kubernetes-int-or-string", False):
        made.pop("anyOf", None)
        made["type"] = ["integer", "string"]
    if isinstance(made.get("properties"), dict) and not made.get("x-kubernetes-preserve-unknown-fields"):
        made.setdefault("additionalProperties", False)
    if made.pop("nullable", False) and "type" in made:
        made["type"] = [made["type"], "null"]
    return made


class CustomResources:
    """Validates objects by the definitions of their kinds."""

    def __init__(self, work):
        import yaml

        self.schemas = {}
        for file in files(work):
            definition = yaml.safe_load(file.read_text())["spec"]
            for version in definition["versions"]:
                schema = copy.deepcopy(version["schema"]["openAPIV3Schema"])
                schema["properties"]["metadata"] = {"type": "object"}
                key = (f"{definition['group']}/{version['name']}", definition["names"]["kind"])
                self.schemas[key] = strict(schema)

    def knows(self, document):
        return (document["apiVersion"], document["kind"]) in self.schemas

    def validate(self, document):
        """Raises jsonschema's ValidationError, or KeyError if nobody defines the kind."""
        import jsonschema

        jsonschema.Draft202012Validator(self.schemas[document["apiVersion"], document["kind"]]).validate(document)
