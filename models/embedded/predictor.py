"""The predictor of pre-training; it is thrown away afterwards."""

import torch
from torch import Tensor, nn

from encoder import GRID, gather, sincos_positions


class Predictor(nn.Module):
    """A narrow transformer that predicts a block's tokens from the context's and the positions."""

    def __init__(self, dim: int, width: int = 64, depth: int = 2, heads: int = 4) -> None:
        super().__init__()
        self.embed = nn.Linear(dim, width)
        self.mask_token = nn.Parameter(torch.randn(width) * 0.02)
        self.register_buffer("positions", sincos_positions(width, GRID))
        layers = [
            nn.TransformerEncoderLayer(
                width, heads, 4 * width, dropout=0.0, activation="gelu",
                layer_norm_eps=1e-6, batch_first=True, norm_first=True,
            )
            for _ in range(depth)
        ]
        self.layers = nn.Sequential(*layers)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.project = nn.Linear(width, dim)

    def forward(self, context: Tensor, visible: Tensor, targets: Tensor) -> Tensor:
        """context [B, K, D] at visible [B, K]; targets [B, M, T]. Returns [B, M, T, D]."""
        batch, blocks, size = targets.shape
        positions = self.positions.expand(batch, -1, -1)
        seen = self.embed(context) + gather(positions, visible)
        seen = seen.repeat_interleave(blocks, dim=0)
        asked = self.mask_token + gather(positions, targets.flatten(1))
        asked = asked.reshape(batch * blocks, size, -1)
        tokens = self.norm(self.layers(torch.cat([seen, asked], dim=1)))
        return self.project(tokens[:, -size:]).reshape(batch, blocks, size, -1)
