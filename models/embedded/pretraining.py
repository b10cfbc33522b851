"""I-JEPA pre-training (Assran et al. 2023): predict hidden blocks' tokens in latent space.

One thing is added to the paper's objective: on so few and so small pictures the features soon
sink into a space of a few dimensions, so the images' mean features are also asked to keep a
variance and to be uncorrelated (as VICReg does, Bardes et al. 2022, and C-JEPA, Mo and Tong 2024).
"""

import copy
import math
from dataclasses import asdict, astuple, dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional
from transformers import IJepaModel

from digits import Digits
from encoder import GRID, IMAGE_SIZE, encode, gather, new_encoder
from masking import MultiBlockMasks
from predictor import Predictor


MIN_DEVIATION = 0.3


@dataclass(frozen=True)
class Recipe:
    """The hyperparameters; `epochs` was sized for about half an hour on two CPU cores."""

    seed: int = 0
    epochs: int = 30
    batch: int = 32
    learning_rate: float = 6e-4
    final_learning_rate: float = 1e-5
    warmup: float = 0.05
    weight_decay: tuple[float, float] = (0.04, 0.4)
    momentum: tuple[float, float] = (0.996, 1.0)
    variance_weight: float = 0.5
    correlation_weight: float = 0.25
    crop_scale: tuple[float, float] = (0.8, 1.0)
    crop_aspect: tuple[float, float] = (0.9, 1 / 0.9)


@dataclass(frozen=True)
class Losses:
    """What a step, or the mean of an epoch's steps, came to.

    deviation: the standard deviation over images of the target encoder's mean token, averaged over
    the features. Collapse shows here: features that are the same for every image have 0.
    """

    prediction: float
    variance: float
    correlation: float
    deviation: float

    def __str__(self) -> str:
        return ", ".join(f"{name} {value:.4f}" for name, value in asdict(self).items())


class Pretraining:
    """The three networks and their optimiser. `target` is the encoder to keep."""

    def __init__(self, recipe: Recipe, digits: Digits) -> None:
        self.recipe = recipe
        self.digits = digits
        self.rng = np.random.default_rng(recipe.seed)
        self.masks = MultiBlockMasks(self.rng, grid=GRID)
        self.context: IJepaModel = new_encoder()
        self.target = copy.deepcopy(self.context).requires_grad_(False)
        self.predictor = Predictor(self.context.config.hidden_size)
        self.optimizer = torch.optim.AdamW(self._parameter_groups(), betas=(0.9, 0.999))
        self.steps_an_epoch = len(digits) // recipe.batch
        self.step = 0

    def epoch(self) -> Losses:
        """One pass over the digits. Returns the means over its steps."""
        order = self.rng.permutation(len(self.digits))
        used = order[: self.steps_an_epoch * self.recipe.batch]
        batches = used.reshape(self.steps_an_epoch, -1)
        steps = [astuple(self._update(self._crops(rows))) for rows in batches]
        return Losses(*np.mean(steps, axis=0).tolist())

    def _update(self, pixels: Tensor) -> Losses:
        """One step. pixels: float32 [B, 3, 56, 56]."""
        self._schedule()
        visible, targets = map(torch.from_numpy, self.masks.sample(len(pixels)))
        with torch.no_grad():
            hidden = encode(self.target, pixels)
            wanted = gather(functional.layer_norm(hidden, hidden.shape[-1:]), targets.flatten(1))
        context = encode(self.context, pixels, visible)
        predicted = self.predictor(context, visible, targets)
        prediction = functional.smooth_l1_loss(predicted.flatten(1, 2), wanted)
        variance, correlation = spread(context, visible)
        self.optimizer.zero_grad()
        self._total(prediction, variance, correlation).backward()
        self.optimizer.step()
        self._follow()
        self.step += 1
        deviation = hidden.mean(1).std(0).mean()
        return Losses(*(t.item() for t in (prediction, variance, correlation, deviation)))

    def _total(self, prediction: Tensor, variance: Tensor, correlation: Tensor) -> Tensor:
        recipe = self.recipe
        spreading = recipe.variance_weight * variance + recipe.correlation_weight * correlation
        return prediction + spreading

    def _schedule(self) -> None:
        """Warm-up and cosine for the learning rate, cosine for the decay, as the paper has them."""
        recipe, done = self.recipe, self.progress
        if done < recipe.warmup:
            rate = recipe.learning_rate * (0.1 + 0.9 * done / recipe.warmup)
        else:
            rest = (done - recipe.warmup) / (1 - recipe.warmup)
            rate = _cosine(recipe.learning_rate, recipe.final_learning_rate, rest)
        decayed, plain = self.optimizer.param_groups
        decayed["lr"] = plain["lr"] = rate
        decayed["weight_decay"] = _cosine(*recipe.weight_decay, done)

    @torch.no_grad()
    def _follow(self) -> None:
        start, end = self.recipe.momentum
        momentum = start + (end - start) * self.progress
        targets, sources = list(self.target.parameters()), list(self.context.parameters())
        torch._foreach_lerp_(targets, sources, 1 - momentum)

    @property
    def progress(self) -> float:
        return self.step / (self.recipe.epochs * self.steps_an_epoch)

    def _parameter_groups(self) -> list[dict]:
        parameters = [*self.context.parameters(), *self.predictor.parameters()]
        trained = [p for p in parameters if p.requires_grad]
        return [
            {"params": [p for p in trained if p.ndim > 1]},
            {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
        ]

    def _crops(self, rows: np.ndarray) -> Tensor:
        """Randomly cropped digits as the encoder takes them, float32 [B, 3, 56, 56]."""
        gray = np.stack([self._crop(self.digits.image(row)) for row in rows])
        scaled = torch.from_numpy(gray / np.float32(127.5) - np.float32(1))
        return scaled[:, None].expand(-1, 3, -1, -1)

    def _crop(self, image: Image.Image) -> np.ndarray:
        area = image.width * image.height * self.rng.uniform(*self.recipe.crop_scale)
        aspect = math.exp(self.rng.uniform(*map(math.log, self.recipe.crop_aspect)))
        width = min(math.sqrt(area * aspect), image.width)
        height = min(math.sqrt(area / aspect), image.height)
        left = self.rng.uniform(0, image.width - width)
        top = self.rng.uniform(0, image.height - height)
        box = (left, top, left + width, top + height)
        return np.asarray(image.resize((IMAGE_SIZE, IMAGE_SIZE), Image.Resampling.BILINEAR, box))


def spread(context: Tensor, visible: Tensor) -> tuple[Tensor, Tensor]:
    """Penalties on context [B, K, D] at visible [B, K] for too little variance and for correlation.

    Both look at the images' mean tokens, once each position's own mean over the batch is taken off:
    which tokens happen to be visible must not count as variance.
    """
    batch, size, dim = context.shape
    places = visible.flatten()
    sums = context.new_zeros(GRID**2, dim).index_add(0, places, context.flatten(0, 1))
    means = sums / places.bincount(minlength=GRID**2).clamp(min=1)[:, None]
    images = (context - means[visible]).mean(1)
    deviation = (images.var(0) + 1e-6).sqrt()
    standard = images / deviation
    correlations = standard.T @ standard / (batch - 1)
    off_diagonal = correlations.square().sum() - correlations.diagonal().square().sum()
    return functional.relu(MIN_DEVIATION - deviation).mean(), off_diagonal / (dim * (dim - 1))


def _cosine(start: float, end: float, done: float) -> float:
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * done))
