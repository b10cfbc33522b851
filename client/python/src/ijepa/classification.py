"""What classifies images, and what it says of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ijepa.results import ModelIdentity, Output, Timings


class HeadActivation(str, Enum):
    """What makes the scores of a head from its logits."""

    SOFTMAX = "softmax"
    """One class is right: probabilities whose sum over all classes is 1."""
    SIGMOID = "sigmoid"
    """Each class is right or not, by itself: a probability for each class."""
    NONE = "none"
    """Regression: the logits are the scores."""


@dataclass(frozen=True)
class HeadInfo:
    """A head that a model can classify with.

    Attributes:
        name: What requests call it. The head that came with the checkpoint is ``default``.
        activation: What makes its scores from its logits; None if this client does not know it.
        labels: The labels of its classes by index.
        output: The output of the encoder that it reads; None if this client does not know that output.
        fingerprint: A hash of the encoder's fingerprint and of all of the head that changes scores. Empty for the head
            that came with the checkpoint: the model's fingerprint covers it.
        metrics: How good it was on images that it was not trained on, by name, for example ``accuracy``.
    """

    name: str
    activation: HeadActivation | None
    labels: tuple[str, ...]
    output: Output | None
    fingerprint: str
    metrics: Mapping[str, float]


@dataclass(frozen=True)
class ClassScore:
    """One class, as a head sees it in an image.

    Attributes:
        index: The index of the class in the head's labels.
        label: The head's label of the class.
        probability: The head's activation of the logit: softmax or sigmoid, in [0, 1], or the logit itself. For a k-NN
            head the class's share of the weighted votes.
        logit: What the head gave, before the activation. For a k-NN head 0.
    """

    index: int
    label: str
    probability: float
    logit: float


@dataclass(frozen=True)
class Distance:
    """How far an image is from the classes of a head.

    Attributes:
        value: 1 minus the cosine to the nearest class mean, in [0, 2].
        percentile: The percentage of the head's held-out images that are at most as far from theirs, in [0, 100].
    """

    value: float
    percentile: float


@dataclass(frozen=True)
class Neighbour:
    """A training image of a k-NN head.

    Attributes:
        path: Its path, as the training list has it.
        index: The index of its class in the head's labels.
        label: The label of its class.
        similarity: The cosine of the angle between it and the image, in [-1, 1].
    """

    path: str
    index: int
    label: str
    similarity: float


@dataclass(frozen=True)
class HeadResult:
    """What one head says about an image.

    Attributes:
        name: The name of the head.
        fingerprint: The fingerprint of the head: compare scores only if it is equal. Empty for the head that came with
            the checkpoint, which the model's fingerprint covers.
        classes: The classes, the most probable first.
        rejected: Whether the image is none of the classes; None if the head has no threshold for that.
        distance: How far the image is from the classes; None if the head stores no class means.
        neighbours: The training images that are nearest, the nearest first; empty if the head is no k-NN head.
    """

    name: str
    fingerprint: str
    classes: tuple[ClassScore, ...]
    rejected: bool | None = None
    distance: Distance | None = None
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def best(self) -> ClassScore:
        """The most probable class."""
        return self.classes[0]


@dataclass(frozen=True)
class Classification:
    """The classes of one image.

    Attributes:
        classes: The classes of the first head, the most probable first.
        model: The model that computed them.
        timings: Where the server's time went.
        heads: What each head says, by its name, in the order that the heads were asked for. Empty if none was named.
    """

    classes: tuple[ClassScore, ...]
    model: ModelIdentity
    timings: Timings
    heads: Mapping[str, HeadResult] = field(default_factory=dict)

    @property
    def best(self) -> ClassScore:
        """The most probable class of the first head."""
        return self.classes[0]
