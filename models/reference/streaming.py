"""Writes safetensors files whose values are drawn one tensor at a time."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lively import TensorPlan


def to_bfloat16(values: np.ndarray) -> np.ndarray:
    """float32 rounded to nearest, ties to even; as uint16 bit patterns."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


@dataclass(frozen=True)
class ElementType:
    safetensors: str
    torch: str
    width: int
    convert: Callable[[np.ndarray], np.ndarray]


ELEMENT_TYPES = {
    "f64": ElementType("F64", "float64", 8, lambda values: values.astype("<f8")),
    "f32": ElementType("F32", "float32", 4, lambda values: values.astype("<f4", copy=False)),
    "f16": ElementType("F16", "float16", 2, lambda values: values.astype("<f2")),
    "bf16": ElementType("BF16", "bfloat16", 2, to_bfloat16),
}


def write_file(
    path: Path, tensors: list[TensorPlan], kind: ElementType, rng: np.random.Generator
) -> None:
    """One safetensors file, its values drawn while it is written."""
    header: dict[str, dict] = {"__metadata__": {"format": "pt"}}
    end = 0
    for tensor in tensors:
        start, end = end, end + tensor.size * kind.width
        header[tensor.name] = {
            "dtype": kind.safetensors, "shape": tensor.shape, "data_offsets": [start, end]
        }
    encoded = json.dumps(header).encode()
    encoded += b" " * (-len(encoded) % 8)
    with path.open("wb") as file:
        file.write(len(encoded).to_bytes(8, "little"))
        file.write(encoded)
        for tensor in tensors:
            file.write(kind.convert(tensor.draw(rng)).data)


def write_weights(
    folder: Path, tensors: list[TensorPlan], kind: ElementType, shards: int, seed: int
) -> None:
    """One file, or shards with their index. The values follow the seed, whatever the shards."""
    rng = np.random.default_rng(seed)
    if shards == 1:
        write_file(folder / "model.safetensors", tensors, kind, rng)
        return
    weight_map = {}
    for number, part in enumerate(np.array_split(np.arange(len(tensors)), shards), start=1):
        name = f"model-{number:05}-of-{shards:05}.safetensors"
        chosen = [tensors[index] for index in part]
        write_file(folder / name, chosen, kind, rng)
        weight_map |= {tensor.name: name for tensor in chosen}
    total = sum(tensor.size for tensor in tensors) * kind.width
    write_json(
        folder / "model.safetensors.index.json",
        {"metadata": {"total_size": total}, "weight_map": weight_map},
    )


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")
