"""The project's own commands, as a user runs them: convert, serve, embed, classify."""

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return listener.getsockname()[1]


@dataclass(frozen=True)
class Cost:
    seconds: float
    processor_seconds: float
    peak: int  # resident memory at most, in bytes

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s | {self.processor_seconds:.1f} s | {self.peak / 1e9:.2f} GB"
        )


class Ijepa:
    """The script `ijepa` and one model folder."""

    def __init__(self, script: Path, model: Path) -> None:
        self.script = script
        self.model = model

    def convert(self, checkpoint: Path, *options: str) -> Cost:
        """Makes the model folder."""
        command = [self.script, "convert", checkpoint, self.model, *options]
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        with process.stderr:
            log = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(log.decode(errors="replace"))
        processor = usage.ru_utime + usage.ru_stime
        return Cost(time.monotonic() - start, processor, usage.ru_maxrss * 1024)

    def outputs(self, images: list[Path]) -> list[dict[str, np.ndarray]]:
        """The features and logits of each image file, through a server of its own."""
        with self._serving() as target:
            features = {
                output: self._embed(images, output, target)
                for output in ("embedding", "embedding-last4", "tokens")
            }
            logits = self._classify(images, target)
        return [
            {output.replace("-", "_"): values[path.name] for output, values in features.items()}
            | {"logits": logits[path.name]}
            for path in images
        ]

    @contextlib.contextmanager
    def _serving(self) -> Iterator[str]:
        port, admin = free_port(), free_port()
        command = [self.script, "serve", f"--model=m={self.model}", f"--port={port}",
                   f"--admin-port={admin}", "--max-batch-size=1"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._await(f"http://localhost:{admin}/readyz", server)
            yield f"localhost:{port}"
        finally:
            server.terminate()
            server.wait()

    @staticmethod
    def _await(url: str, server: subprocess.Popen) -> None:
        while server.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(url).close()
                return
            time.sleep(0.5)
        raise SystemExit(f"the server ended with {server.returncode}")

    def _client(self, command: str, images: list[Path], target: str, *options: object) -> str:
        result = subprocess.run(
            [self.script, command, *images, f"--target={target}", *options],
            capture_output=True, text=True,
        )
        if result.returncode:
            raise SystemExit(result.stderr)
        return result.stdout

    def _embed(self, images: list[Path], output: str, target: str) -> dict[str, np.ndarray]:
        # A folder of its own: `embed` adds to files that are there, if the same model made them.
        with tempfile.TemporaryDirectory() as folder:
            prefix = Path(folder) / "features"
            self._client("embed", images, target, f"--output={output}", f"--out={prefix}")
            array = np.load(f"{prefix}.npy")
            lines = map(json.loads, Path(f"{prefix}.jsonl").read_text().splitlines())
            return {Path(line["path"]).name: array[line["row"]] for line in lines}

    def _classify(self, images: list[Path], target: str) -> dict[str, np.ndarray]:
        lines = self._client("classify", images, target, "--json", "--top-k=0").splitlines()
        logits = {}
        for line in map(json.loads, lines):
            classes = sorted(line["classes"], key=lambda one: one["index"])
            logits[Path(line["path"]).name] = np.array([c["logit"] for c in classes], np.float32)
        return logits
