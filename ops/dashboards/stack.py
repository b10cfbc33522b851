"""The real server and a real Prometheus beside each other, for `check` and `../alerts/fire`. Standard library only."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
IJEPA = ROOT / "ijepa"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read().decode()


def wait(what, condition, seconds):
    """Waits until a condition holds; errors count as not yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.5)
    sys.exit(f"waited {seconds} s in vain until {what}")


class Process:
    """A process of ours, with its log in a file."""

    def __init__(self, name, folder, *command, environment=None):
        self.log = folder / f"{name}.log"
        self.process = subprocess.Popen(command, stdout=self.log.open("w"), stderr=subprocess.STDOUT,
                                        env=os.environ | (environment or {}))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()


class Server(Process):
    def __init__(self, name, folder, *options, environment=None):
        self.port, self.admin = free_port(), free_port()
        super().__init__(name, folder, IJEPA, "serve", "--host=localhost", f"--port={self.port}",
                         f"--admin-port={self.admin}", *options, environment=environment)

    def wait_ready(self):
        wait("the server is ready", lambda: get(f"http://localhost:{self.admin}/readyz"), 300)

    def load(self, *options):
        """Puts load on it, in the background."""
        return subprocess.Popen([IJEPA, "bench", f"--target=localhost:{self.port}", *options],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Prometheus(Process):
    """Scrapes servers every two seconds as job ijepa."""

    def __init__(self, folder, servers, rules=""):
        if not shutil.which("prometheus"):
            sys.exit("needs prometheus and promtool: apt-get install prometheus")
        self.port = free_port()
        config = folder / "prometheus.yml"
        targets = ", ".join(f"'localhost:{server.admin}'" for server in servers)
        config.write_text("global: { scrape_interval: 2s, evaluation_interval: 2s }\n"
                          + (f"rule_files: ['{rules}']\n" if rules else "")
                          + f"scrape_configs: [{{ job_name: ijepa, static_configs: [{{ targets: [{targets}] }}] }}]\n")
        super().__init__("prometheus", folder, "prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder}/tsdb",
                         f"--web.listen-address=localhost:{self.port}")
        wait("Prometheus is ready", lambda: get(f"http://localhost:{self.port}/-/ready"), 60)

    def query(self, expression):
        answer = json.loads(get(f"http://localhost:{self.port}/api/v1/query?" + urllib.parse.urlencode({"query": expression})))
        return answer["data"]["result"]

    def firing(self):
        answer = json.loads(get(f"http://localhost:{self.port}/api/v1/alerts"))
        return {alert["labels"]["alertname"] for alert in answer["data"]["alerts"] if alert["state"] == "firing"}


def workplace():
    return tempfile.TemporaryDirectory(prefix="ijepa-ops-")


def shortened(rules, folder):
    """The rules with waits of two seconds in the place of minutes; the expressions are as they are."""
    path = folder / "rules.yml"
    path.write_text(re.sub(r"(?m)^(\s+for:) .*$", r"\1 2s", pathlib.Path(rules).read_text()))
    return path
