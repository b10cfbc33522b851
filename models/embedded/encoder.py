"""The encoder: a small IJepaModel of transformers, and what its input looks like."""

import numpy as np
import torch
from torch import Tensor
from transformers import IJepaConfig, IJepaModel
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

from digits import Digits

IMAGE_SIZE = 56
PATCH_SIZE = 8
GRID = IMAGE_SIZE // PATCH_SIZE


def sincos_positions(dim: int, grid: int) -> Tensor:
    """Fixed 2-D sine-cosine position embeddings, [1, grid * grid, dim], tokens in row-major order.

    The first half of `dim` encodes the column, the second the row, as in Meta's release of I-JEPA.
    """

    def encode(position: Tensor) -> Tensor:
        frequency = 10_000 ** -(torch.arange(dim // 4, dtype=torch.float64) / (dim // 4))
        angle = position.flatten().double()[:, None] * frequency
        return torch.cat([angle.sin(), angle.cos()], dim=1)

    row, column = torch.meshgrid(torch.arange(grid), torch.arange(grid), indexing="ij")
    return torch.cat([encode(column), encode(row)], dim=1).float()[None]


def config() -> IJepaConfig:
    # The initial weights' deviation: the paper's 0.02 is for a width of 1280; the same variance
    # of the activations at a width of 128 takes sqrt(10) times as much.
    return IJepaConfig(
        hidden_size=128,
        num_hidden_layers=6,
        num_attention_heads=4,
        intermediate_size=512,
        hidden_act="gelu",
        layer_norm_eps=1e-6,
        image_size=IMAGE_SIZE,
        patch_size=PATCH_SIZE,
        qkv_bias=True,
        initializer_range=0.06,
        id2label={i: str(i) for i in range(10)},
        label2id={str(i): i for i in range(10)},
    )


def new_encoder() -> IJepaModel:
    """An untrained encoder; its weights follow torch's seed, its positions are fixed."""
    encoder = IJepaModel(config())
    positions = encoder.embeddings.position_embeddings
    positions.data.copy_(sincos_positions(positions.shape[-1], GRID))
    positions.requires_grad_(False)
    return encoder


def processor() -> ViTImageProcessorPil:
    """The Pillow-backed ViTImageProcessor: resize to 56 x 56, bilinear; to -1..1."""
    return ViTImageProcessorPil(
        size={"height": IMAGE_SIZE, "width": IMAGE_SIZE},
        image_mean=[0.5, 0.5, 0.5],
        image_std=[0.5, 0.5, 0.5],
    )


def encode(encoder: IJepaModel, pixels: Tensor, visible: Tensor | None = None) -> Tensor:
    """Runs the encoder over all tokens or, as pre-training does, over the visible ones alone.

    pixels: float32 [B, 3, 56, 56]; visible: int64 [B, K] token numbers.
    Returns the last hidden state, float32 [B, K, D] (without `visible`: K = all tokens).
    """
    tokens = encoder.embeddings(pixels)
    if visible is not None:
        tokens = gather(tokens, visible)
    for layer in encoder.layers:
        tokens = layer(tokens)
    return encoder.layernorm(tokens)


def gather(tokens: Tensor, numbers: Tensor) -> Tensor:
    """tokens [B, N, D] at numbers [B, K] gives [B, K, D]."""
    return tokens.gather(1, numbers[..., None].expand(-1, -1, tokens.shape[-1]))


@torch.inference_mode()
def features(encoder: IJepaModel, digits: Digits, batch: int = 500) -> np.ndarray:
    """EMBEDDING of each digit: the mean over tokens of the last hidden state, float32 [n, D]."""
    process = processor()
    means = []
    for start in range(0, len(digits), batch):
        rows = range(start, min(start + batch, len(digits)))
        images = [digits.image(row).convert("RGB") for row in rows]
        pixels = process(images, return_tensors="pt")["pixel_values"]
        means.append(encoder(pixels).last_hidden_state.mean(1))
    return torch.cat(means).numpy()
