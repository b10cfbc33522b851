"""A linear probe: multinomial logistic regression on frozen features."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

VALIDATION = 1_500
PENALTIES = (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1)


@dataclass(frozen=True)
class LinearProbe:
    """logits = features @ weight.T + bias. weight: float64 [10, D]; bias: float64 [10]."""

    weight: Tensor
    bias: Tensor

    def accuracy(self, features: np.ndarray, labels: np.ndarray) -> float:
        logits = torch.from_numpy(features).double() @ self.weight.T + self.bias
        return (logits.argmax(1).numpy() == labels).mean().item()


def fit(features: np.ndarray, labels: np.ndarray, penalty: float) -> LinearProbe:
    """Fits features [n, D] to labels [n], with penalty * |weight|^2 on the standardised features.

    The standardisation is folded into the weight and bias returned.
    """
    raw = torch.from_numpy(features).double()
    mean, deviation = raw.mean(0), raw.std(0) + 1e-6
    inputs, targets = (raw - mean) / deviation, torch.from_numpy(labels)
    weight = torch.zeros(10, raw.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(10, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = functional.cross_entropy(functional.linear(inputs, weight, bias), targets)
        value = value + penalty * weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    weight, bias = weight.detach() / deviation, bias.detach()
    return LinearProbe(weight, bias - weight @ mean)


def fit_selected(features: np.ndarray, labels: np.ndarray) -> tuple[LinearProbe, float, float]:
    """Chooses the penalty on the last 1,500 rows, then fits all rows with it.

    Returns the probe, the penalty, and the accuracy on those rows before they were fitted.
    """
    inner, outer = slice(None, -VALIDATION), slice(-VALIDATION, None)
    accuracy, penalty = max(
        (fit(features[inner], labels[inner], p).accuracy(features[outer], labels[outer]), p)
        for p in PENALTIES
    )
    return fit(features, labels, penalty), penalty, accuracy
