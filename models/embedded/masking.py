"""Multi-block masking (Assran et al. 2023, section 3) on a small square grid of patches."""

import math
from dataclasses import dataclass, field

import numpy as np


@dataclass
class MultiBlockMasks:
    """Samples, for each image, target blocks to predict and the context to predict them from.

    The sizes of the blocks are drawn once a batch, so that all images of a batch have the same
    number of tokens; their places are drawn for each image. On a grid this small four targets can
    cover nearly everything: an image whose context has fewer than `min_context` tokens is drawn
    again.
    """

    rng: np.random.Generator
    grid: int = 7
    targets: int = 4
    target_scale: tuple[float, float] = (0.15, 0.2)
    target_aspect: tuple[float, float] = (0.75, 1.5)
    context_scale: tuple[float, float] = (0.85, 1.0)
    min_context: int = 16
    _tokens: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._tokens = np.arange(self.grid**2).reshape(self.grid, self.grid)

    def sample(self, batch: int) -> tuple[np.ndarray, np.ndarray]:
        """Returns context int64 [batch, K] and targets int64 [batch, targets, T], token numbers."""
        target_size = self._block_size(self.target_scale, self.target_aspect)
        context_size = self._block_size(self.context_scale, (1.0, 1.0))
        drawn = [self._sample_image(target_size, context_size) for _ in range(batch)]
        keep = min(len(context) for context, _ in drawn)
        contexts = [np.sort(self.rng.permutation(context)[:keep]) for context, _ in drawn]
        return np.stack(contexts), np.stack([targets for _, targets in drawn])

    def _sample_image(self, target_size, context_size) -> tuple[np.ndarray, np.ndarray]:
        while True:
            targets = np.stack([self._block(*target_size) for _ in range(self.targets)])
            visible = np.zeros(self.grid**2, dtype=bool)
            visible[self._block(*context_size)] = True
            visible[targets.ravel()] = False
            if visible.sum() >= self.min_context:
                return np.flatnonzero(visible), targets

    def _block_size(self, scale, aspect) -> tuple[int, int]:
        """Height and width, in patches."""
        area = self.grid**2 * self.rng.uniform(*scale)
        ratio = self.rng.uniform(*aspect)
        height, width = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        return min(height, self.grid), min(width, self.grid)

    def _block(self, height: int, width: int) -> np.ndarray:
        top = self.rng.integers(self.grid - height + 1)
        left = self.rng.integers(self.grid - width + 1)
        return self._tokens[top : top + height, left : left + width].ravel()
