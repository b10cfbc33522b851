"""The tensors of a random but lively I-JEPA encoder: names, shapes, how to draw their values."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

Draw = Callable[[np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Architecture:
    hidden_size: int
    layers: int
    heads: int
    mlp: int
    image_size: int
    patch_size: int
    image_width: int | None = None  # image_size is the height, if the image is no square
    head_dim: int | None = None  # instead of hidden_size / heads

    @property
    def rows(self) -> int:
        return self.image_size // self.patch_size

    @property
    def columns(self) -> int:
        return (self.image_width or self.image_size) // self.patch_size

    @property
    def attention(self) -> int:
        """Width of all heads together."""
        return self.heads * self.head_dim if self.head_dim else self.hidden_size


PRESETS = {
    "kind": Architecture(16, 4, 2, 24, 16, 4),
    "tiny": Architecture(64, 3, 4, 256, 32, 8),
    "embedded": Architecture(128, 6, 4, 512, 56, 8),
    "vit-ti16": Architecture(192, 12, 3, 768, 224, 16),
    "vit-s16": Architecture(384, 12, 6, 1536, 224, 16),
    "vit-h14": Architecture(1280, 32, 16, 5120, 224, 14),
    "vit-h16-448": Architecture(1280, 32, 16, 5120, 448, 16),
    "vit-g16": Architecture(1408, 40, 16, 6144, 224, 16),
}

# Ours, then transformers' name: 4 and the Hub's files, 5 in memory.
BLOCK_NAMES = {
    "v4": {
        "norm1": "encoder.layer.{}.layernorm_before",
        "query": "encoder.layer.{}.attention.attention.query",
        "key": "encoder.layer.{}.attention.attention.key",
        "value": "encoder.layer.{}.attention.attention.value",
        "out": "encoder.layer.{}.attention.output.dense",
        "norm2": "encoder.layer.{}.layernorm_after",
        "up": "encoder.layer.{}.intermediate.dense",
        "down": "encoder.layer.{}.output.dense",
    },
    "v5": {
        "norm1": "layers.{}.layernorm_before",
        "query": "layers.{}.attention.q_proj",
        "key": "layers.{}.attention.k_proj",
        "value": "layers.{}.attention.v_proj",
        "out": "layers.{}.attention.o_proj",
        "norm2": "layers.{}.layernorm_after",
        "up": "layers.{}.mlp.fc1",
        "down": "layers.{}.mlp.fc2",
    },
}


@dataclass(frozen=True)
class TensorPlan:
    """A tensor's name and shape, and how to draw its values when its turn to be written comes."""

    name: str
    shape: tuple[int, ...]
    draw: Draw

    @property
    def size(self) -> int:
        return math.prod(self.shape)


def normal(name: str, shape: tuple[int, ...], deviation: float, mean: float = 0.0) -> TensorPlan:
    def draw(rng: np.random.Generator) -> np.ndarray:
        values = rng.standard_normal(shape, dtype=np.float32)
        values *= np.float32(deviation)
        values += np.float32(mean)
        return values

    return TensorPlan(name, shape, draw)


def linear(
    name: str, rows: int, columns: int, gain: float = 1.0, bias: bool = True
) -> Iterator[TensorPlan]:
    yield normal(f"{name}.weight", (rows, columns), gain / math.sqrt(columns))
    if bias:
        yield normal(f"{name}.bias", (rows,), 0.1)


def layer_norm(name: str, dim: int) -> Iterator[TensorPlan]:
    yield normal(f"{name}.weight", (dim,), 0.2, mean=1.0)
    yield normal(f"{name}.bias", (dim,), 0.1)


def sincos_positions(dim: int, rows: int, columns: int) -> np.ndarray:
    """[1, rows * columns, dim]; the first half of `dim` encodes the column, as in Meta's release."""

    def encode(position: np.ndarray) -> np.ndarray:
        angle = position.reshape(-1, 1) / 10_000 ** (np.arange(dim // 4) / (dim // 4))
        return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)

    row, column = np.mgrid[:rows, :columns]
    return np.concatenate([encode(column), encode(row)], axis=1)[None].astype(np.float32)


def encoder_tensors(arch: Architecture, names: str, qkv_bias: bool) -> Iterator[TensorPlan]:
    dim, patch = arch.hidden_size, arch.patch_size
    yield TensorPlan(
        "embeddings.position_embeddings",
        (1, arch.rows * arch.columns, dim),
        lambda _: sincos_positions(dim, arch.rows, arch.columns),
    )
    projection = "embeddings.patch_embeddings.projection"
    yield normal(f"{projection}.weight", (dim, 3, patch, patch), 2 / math.sqrt(3 * patch**2))
    yield normal(f"{projection}.bias", (dim,), 0.1)
    for layer in range(arch.layers):
        name = {ours: theirs.format(layer) for ours, theirs in BLOCK_NAMES[names].items()}
        yield from layer_norm(name["norm1"], dim)
        # Queries and keys at 1.5 make attention that is neither even nor one-hot.
        yield from linear(name["query"], arch.attention, dim, gain=1.5, bias=qkv_bias)
        yield from linear(name["key"], arch.attention, dim, gain=1.5, bias=qkv_bias)
        yield from linear(name["value"], arch.attention, dim, bias=qkv_bias)
        yield from linear(name["out"], dim, arch.attention, gain=0.5)
        yield from layer_norm(name["norm2"], dim)
        yield from linear(name["up"], arch.mlp, dim)
        yield from linear(name["down"], dim, arch.mlp, gain=0.5)
    yield from layer_norm("layernorm", dim)
