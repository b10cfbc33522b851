"""What must hold of the chart's objects whatever the values are."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER = {"app.kubernetes.io/component": "server"}
GRACE_AFTER_DRAIN = 15


def of_kind(documents, *kinds):
    return [document for document in documents if document["kind"] in kinds]


def check_rendered(documents):
    (deployment,) = of_kind(documents, "Deployment")
    pod = deployment["spec"]["template"]
    for spec in [pod["spec"], *(test["spec"] for test in of_kind(documents, "Pod"))]:
        check_pod(spec)
    ports = check_ports(pod["spec"])
    check_server(pod["spec"])
    check_network(documents, ports)
    check_selectors(documents, pod["metadata"]["labels"])
    for service in of_kind(documents, "Service"):
        public = [port["targetPort"] for port in service["spec"]["ports"]]
        assert public == [name for name in ports if name != "admin"], "the admin port is never public"
    for rule in of_kind(documents, "PrometheusRule"):
        check_alerts(rule)
    for config in of_kind(documents, "ConfigMap"):
        check_dashboards(config)
    for scaled in of_kind(documents, "ScaledObject"):
        check_queries([trigger["metadata"]["query"] for trigger in scaled["spec"]["triggers"]])


def check_pod(spec):
    """Pod Security Standards, restricted; and more."""
    assert spec["enableServiceLinks"] is False
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    mounts = {volume["name"]: volume for volume in spec["volumes"]}
    for container in spec["containers"] + spec.get("initContainers", []):
        security = container["securityContext"]
        assert security["allowPrivilegeEscalation"] is False and security["readOnlyRootFilesystem"] is True
        assert security["capabilities"] == {"drop": ["ALL"]} and security["seccompProfile"] == {"type": "RuntimeDefault"}
        assert security["runAsUser"] > 0
        limits = container["resources"]["limits"]
        assert limits["memory"] == container["resources"]["requests"]["memory"], "the plan of memory needs a promise"
        assert {"cpu", "memory", "ephemeral-storage"} <= limits.keys()
        for mount in container["volumeMounts"]:
            assert mount["name"] in mounts, f"no volume {mount['name']}"
    for volume in spec["volumes"]:
        assert "emptyDir" not in volume or volume["emptyDir"].get("sizeLimit"), f"{volume['name']} has no limit"


def check_ports(spec):
    """The ports of the container: what the server listens on, each by one option."""
    (server,) = spec["containers"]
    options = dict(argument.removeprefix("--").split("=", 1) for argument in server["args"][1:])
    ports = {port["name"]: port["containerPort"] for port in server["ports"]}
    expected = {"grpc": int(options["port"]), "admin": int(options["admin-port"])}
    if "http-port" in options:
        expected["http"] = int(options["http-port"])
    assert ports == expected
    return ports


def check_network(documents, ports):
    """What may come in: to every port of the container, and to no other."""
    for policy in of_kind(documents, "NetworkPolicy"):
        assert sorted(port["port"] for rule in policy["spec"]["ingress"] for port in rule["ports"]) == sorted(ports)


def check_server(spec):
    (server,) = spec["containers"]
    options = dict(argument.removeprefix("--").split("=", 1) for argument in server["args"][1:])
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert server[probe]["httpGet"]["port"] == "admin"
    delay = server.get("lifecycle", {"preStop": {"sleep": {"seconds": 0}}})["preStop"]["sleep"]["seconds"]
    drain = int(options["drain-timeout"].removesuffix("s"))
    assert spec["terminationGracePeriodSeconds"] == delay + drain + GRACE_AFTER_DRAIN
    for argument in server["args"]:
        if argument.startswith(("--model=", "--head=", "--heads=")):
            folder = argument.rsplit("=", 1)[1]
            assert any(folder.startswith(mount["mountPath"] + "/") or folder == mount["mountPath"]
                       for mount in server["volumeMounts"]), f"{folder} is not mounted"
    converted = {value["value"] for container in spec.get("initContainers", []) for value in container["env"]
                 if value["name"] == "TARGET"}
    assert converted == {argument.split("=", 2)[2] for argument in server["args"] if "=/models/converted/" in argument}


def check_selectors(documents, labels):
    """Of every object that looks for the server's pods; the pod of `helm test` must not be found."""
    selectors = [service["spec"]["selector"] for service in of_kind(documents, "Service")]
    selectors += [document["spec"]["selector"]["matchLabels"]
                  for document in of_kind(documents, "Deployment", "PodDisruptionBudget", "PodMonitor")]
    selectors += [policy["spec"]["podSelector"]["matchLabels"] for policy in of_kind(documents, "NetworkPolicy")]
    for selector in selectors:
        assert selector.items() <= labels.items()
        assert SERVER.items() <= selector.items()
    for test in of_kind(documents, "Pod"):
        assert not SERVER.items() <= test["metadata"]["labels"].items()


def check_alerts(rule):
    """They are those of ops/alerts, but for the job and the runbook's place."""
    (podded,) = {match for match in re.findall(r'job="([^"]+)"', json.dumps(rule).replace('\\"', '"'))}
    text = (ROOT / "ops/alerts/ijepa.rules.yml").read_text().replace('job="ijepa"', f'job="{podded}"')
    runbook = rule["spec"]["groups"][0]["rules"][0]["annotations"]["runbook"].split("#")[0]
    assert rule["spec"] == yaml.safe_load(text.replace("docs/runbook.md", runbook))


def check_dashboards(config):
    for name, text in config["data"].items():
        file = ROOT / "ops/dashboards" / name.removeprefix("ijepa-")
        assert json.loads(text) == json.loads(file.read_text()), name


def check_queries(queries):
    """They are PromQL, of metrics that docs/operations.md has."""
    docs = (ROOT / "docs/operations.md").read_text()
    for name in re.findall(r"\bijepa_\w+", " ".join(queries)):
        assert f"| `{name}` |" in docs, name
    if not shutil.which("promtool"):
        print("no promtool (Debian's prometheus): queries are not parsed")
        return
    rules = {"groups": [{"name": "keda", "rules": [{"record": f"q{i}", "expr": query} for i, query in enumerate(queries)]}]}
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        yaml.safe_dump(rules, file)
        file.flush()
        subprocess.run(["promtool", "check", "rules", file.name], check=True, capture_output=True)
