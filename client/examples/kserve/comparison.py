"""Compares the vectors that clients of the Open Inference Protocol get with those of the Java client over ijepa.v1."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

TOLERANCE = 1e-6
MODEL = "embedded"
BATCH = 8


class Samples:
    """The bundled images, and the vectors that the Java client got for them."""

    def __init__(self, folder: Path, java: Path) -> None:
        vectors = np.load(java.with_suffix(".npy"))
        lines = java.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
        row_of = {Path(line["path"]).name: line["row"] for line in map(json.loads, lines)}
        names = sorted(row_of)
        self.files = [(folder / name).read_bytes() for name in names]
        self.vectors = vectors[[row_of[name] for name in names]]

    def check(self, vectors: np.ndarray) -> float:
        """Returns the largest difference from the Java client's vectors of the first images."""
        expected = self.vectors[: len(vectors)]
        require(vectors.shape == expected.shape, f"the shape is {vectors.shape}, not {expected.shape}")
        difference = float(np.abs(vectors - expected).max())
        require(difference <= TOLERANCE, f"the vectors differ by {difference}")
        return difference


def batches(files: list[bytes]) -> list[list[bytes]]:
    return [files[start : start + BATCH] for start in range(0, len(files), BATCH)]


class Different(Exception):
    """Says what is not as it should be."""


def require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Different(otherwise)


def run(clients: "dict[str, Callable[[str, Samples], str]]") -> None:
    """Runs each client with the arguments of the command line, HOST:PORT SAMPLES JAVA_VECTORS, and exits."""
    samples = Samples(Path(sys.argv[2]), Path(sys.argv[3]))
    failed = 0
    for name, client in clients.items():
        try:
            print(f"{name}: {client(sys.argv[1], samples)}", flush=True)
        except Exception as fault:  # noqa: BLE001 Whatever a client throws, the others run.
            failed += 1
            print(f"{name}: failed: {type(fault).__name__}: {fault}", flush=True)
    sys.exit(1 if failed else 0)
