"""Compares what an example wrote with what the Java client wrote, byte for byte."""

import json
import sys
from itertools import product
from pathlib import Path

import numpy as np

OUTPUTS = {"embedding": 1, "embedding-last4": 1, "tokens": 2}  # With their axes.
DTYPES = {"f32": np.dtype("<f4"), "f16": np.dtype("<f2"), "bf16": np.dtype("V2"), "int8": np.dtype("i1")}


def main(language: str, java: Path, example: Path) -> None:
    try:
        for output, element_type in product(OUTPUTS, DTYPES):
            compare(output, element_type, java, example)
        require_broken_told(example)
    except Different as different:
        sys.exit(f"check: {language}: {different}")
    images = len(rows(java / "embedding-f32.jsonl"))
    print(
        f"{language}: {images} images equal the Java client's byte for byte in {len(OUTPUTS)} outputs, each in"
        f" {len(DTYPES)} element types; a broken image is told alone"
    )


class Different(Exception):
    """Says what is not as it should be."""


def compare(output: str, element_type: str, java: Path, example: Path) -> None:
    kind = f"{output}-{element_type}"
    expected, actual = np.load(java / f"{kind}.npy"), np.load(example / f"{kind}.npy")
    require(expected.dtype == DTYPES[element_type], f"{kind}: the Java client wrote {expected.dtype}")
    require(expected.ndim == 1 + OUTPUTS[output], f"{kind}: the Java client wrote the shape {expected.shape}")
    require_same_shape(kind, actual, expected)

    row_of = rows(java / f"{kind}.jsonl")
    names = sorted(row_of)
    order = [row_of[name] for name in names]
    require_same_rows(kind, actual, expected[order], names)
    scales = None
    if element_type == "int8":
        scales, expected_scales = np.load(example / f"{kind}.scales.npy"), np.load(java / f"{kind}.scales.npy")
        require_same_shape(kind, scales, expected_scales)
        require(scales.shape == actual.shape[:-1], f"{kind}: scales of the shape {scales.shape}")
        require_same_rows(f"{kind}: scales", scales, expected_scales[order], names)

    numbers = values(actual, scales)
    exact = np.load(java / f"{output}-f32.npy")[order]
    # Rounding, of int8 in half a step of a 127th of the largest, is far below: this is for what is something else.
    near = np.allclose(numbers, exact, rtol=0, atol=0.01 * np.abs(exact).max())
    require(near, f"{kind}: the numbers are not those of f32")
    lines = (example / f"{kind}.lines").read_text(encoding="utf-8").splitlines()
    require([line.split("\t")[0] for line in lines] == names, f"{kind}: the lines are not one a file, in order")
    for line, row in zip(lines, numbers, strict=True):
        norm = float(line.split("\tnorm ")[1])
        require(abs(norm - np.linalg.norm(row.ravel())) < 1e-4, f"{kind}: wrong norm: {line}")


def rows(jsonl: Path) -> dict[str, int]:
    results = [json.loads(line) for line in jsonl.read_text(encoding="utf-8").splitlines()]
    return {Path(result["path"]).name: result["row"] for result in results}


def values(elements: np.ndarray, scales: np.ndarray | None) -> np.ndarray:
    """Returns the numbers that the elements stand for, as the help of `embed` tells it."""
    if scales is not None:
        return elements * scales[..., np.newaxis].astype(float)
    if elements.dtype == DTYPES["bf16"]:
        return (elements.view("<u2").astype("<u4") << 16).view("<f4").astype(float)
    return elements.astype(float)


def require_same_shape(kind: str, actual: np.ndarray, expected: np.ndarray) -> None:
    require(
        (actual.dtype, actual.shape) == (expected.dtype, expected.shape),
        f"{kind}: {actual.dtype}{actual.shape} is not {expected.dtype}{expected.shape}",
    )


def require_same_rows(kind: str, actual: np.ndarray, expected: np.ndarray, names: list[str]) -> None:
    for name, row, expected_row in zip(names, actual, expected, strict=True):
        require(row.tobytes() == expected_row.tobytes(), f"{kind}: {name} differs from the Java client's")


def require_broken_told(example: Path) -> None:
    lines = (example / "embedding-f32.lines").read_text(encoding="utf-8").splitlines()
    with_broken = (example / "one-broken.lines").read_text(encoding="utf-8").splitlines()
    told = [line for line in with_broken if line not in lines]
    require(
        len(told) == 1 and told[0].startswith("broken.png\terror ") and "IMAGE_FORMAT_UNSUPPORTED" in told[0],
        f"the broken image was told as {told}",
    )
    require(
        (example / "one-broken.npy").read_bytes() == (example / "embedding-f32.npy").read_bytes(),
        "a broken image changed the features of the others",
    )


def require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Different(otherwise)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
