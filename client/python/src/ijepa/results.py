"""What the client returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from ijepa.errors import FINGERPRINT_MISMATCH, IjepaError, StatusCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta

    from numpy.typing import NDArray

    from ijepa.classification import HeadInfo

T = TypeVar("T")


class Output(str, Enum):
    """What the encoder gives for an image: N is the number of tokens (patches), D the embedding dimension."""

    EMBEDDING = "embedding"
    """The mean of the last hidden state over the tokens. Shape [D]."""
    EMBEDDING_LAST4 = "embedding-last4"
    """The outputs of the last four blocks, each averaged over the tokens, the oldest first. Shape [4 D]."""
    TOKENS = "tokens"
    """The last hidden state. Shape [N, D]; tokens row by row over the image."""


class ElementType(str, Enum):
    """How numbers travel. The client returns float32 whatever it is; see Tensor.encoded for the rest."""

    F32 = "f32"
    """Exactly what the model computed; 4 bytes a number."""
    F16 = "f16"
    """IEEE half precision; 2 bytes. A magnitude over 65504 becomes infinite."""
    BF16 = "bf16"
    """The upper half of a float32; 2 bytes."""
    INT8 = "int8"
    """Integers with one scale for each row; 1 byte."""


class Priority(str, Enum):
    """How urgent the items of a stream are."""

    BATCH = "batch"
    """Throughput counts, latency does not."""
    INTERACTIVE = "interactive"
    """Somebody waits: goes before batch work."""


@dataclass(frozen=True)
class ModelIdentity:
    """Which model, exactly, computed something.

    Attributes:
        name: The name it is served under.
        version: The version it is served as.
        fingerprint: A hash of weights, processor and graph. Compare two vectors only if theirs are equal.
        revision: A hash of labels, licence and source. Two servers name classes alike only if theirs are equal.
    """

    name: str
    version: str
    fingerprint: str
    revision: str


@dataclass(frozen=True)
class Timings:
    """Where the server's time for one item went.

    Attributes:
        queue: Waiting for a decoder and for a place in a batch.
        preprocessing: Decoding and resizing.
        inference: The run of the whole batch on the device.
        batch_size: How many items were computed together.
    """

    queue: timedelta
    preprocessing: timedelta
    inference: timedelta
    batch_size: int


@dataclass(frozen=True, eq=False)
class Tensor:
    """One output, as the server wrote it.

    Attributes:
        element_type: How the server wrote the numbers.
        encoded: The elements, read-only: float32, float16, int8, or, for BF16, which NumPy does not have, two bytes of
            no type (``V2``), which ``ml_dtypes.bfloat16`` can view.
        scales: For INT8 the scale of each row, float32; the shape of `encoded` without its last axis. Otherwise None.
        fingerprint: The fingerprint of these numbers. Compare two tensors only if theirs are equal.
    """

    element_type: ElementType
    encoded: NDArray[Any]
    scales: NDArray[np.float32] | None
    fingerprint: str

    def to_numpy(self) -> NDArray[np.float32]:
        """Returns the numbers as float32. For F32 this is a read-only view, otherwise a new array."""
        if self.element_type is ElementType.BF16:
            # The upper half of a float32.
            widened = self.encoded.view("<u2").astype("<u4") << np.uint32(16)
            return widened.view("<f4")
        if self.scales is not None:
            scaled: NDArray[np.float32] = self.encoded * self.scales[..., np.newaxis]
            return scaled
        return self.encoded.astype(np.float32, copy=False)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:  # noqa: ANN401, FBT001
        numbers = self.to_numpy()
        if dtype is not None:
            numbers = numbers.astype(dtype, copy=False)
        return numbers.copy() if copy else numbers


@dataclass(frozen=True, eq=False)
class Embedding:
    """The features of one image.

    ``numpy.asarray(embedding)`` is the same as ``embedding.to_numpy()``.

    Attributes:
        outputs: The outputs that were asked for, in that order.
        model: The model that computed them.
        timings: Where the server's time went.
    """

    outputs: Mapping[Output, Tensor]
    model: ModelIdentity
    timings: Timings

    def to_numpy(self, output: Output | str | None = None) -> NDArray[np.float32]:
        """Returns an output as float32: shape [D], [4 D] or [N, D].

        Args:
            output: Which one; by default the first that was asked for.

        Raises:
            KeyError: If it was not asked for.
        """
        return self.tensor(output).to_numpy()

    def tensor(self, output: Output | str | None = None) -> Tensor:
        """Returns an output as the server wrote it.

        Args:
            output: Which one; by default the first that was asked for.

        Raises:
            KeyError: If it was not asked for.
        """
        return next(iter(self.outputs.values())) if output is None else self.outputs[Output(output)]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the first output: compare two embeddings only if theirs are equal."""
        return self.tensor().fingerprint

    def cosine(self, other: Embedding) -> float:
        """Returns the cosine of the angle between the first outputs, in [-1, 1]; 0 if one of them is zero.

        Raises:
            IjepaError: With FINGERPRINT_MISMATCH, if they are not of the same model: their numbers mean other things.
            ValueError: If they are not the same output.
        """
        require_same_fingerprint(self.fingerprint, other.fingerprint)
        if next(iter(self.outputs)) is not next(iter(other.outputs)):
            raise ValueError(f"not comparable: {next(iter(self.outputs))} and {next(iter(other.outputs))}")
        ours, theirs = (embedding.to_numpy().ravel().astype(np.float64) for embedding in (self, other))
        norms = float(np.linalg.norm(ours) * np.linalg.norm(theirs))
        return 0.0 if norms == 0 else float(np.clip(ours @ theirs / norms, -1, 1))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:  # noqa: ANN401, FBT001
        return self.tensor().__array__(dtype, copy)


@dataclass(frozen=True)
class Result(Generic[T]):
    """What became of one item of a stream: a value or an error, never both.

    Attributes:
        index: The place of the item in the source, from 0.
        name: The name of a NamedImage, the path of a file, or else the index as text.
        error: Why this item alone has no value; None if it has one.
    """

    index: int
    name: str
    error: IjepaError | None
    _value: T | None = None

    @property
    def value(self) -> T:
        """The value.

        Raises:
            IjepaError: The error, if there is one.
        """
        if self.error is not None:
            raise self.error
        return self._value  # type: ignore[return-value]


@dataclass(frozen=True)
class ModelInfo:
    """One model that the server has loaded.

    Attributes:
        identity: Its name, version, fingerprint and revision.
        is_default: Whether requests that name no model reach it.
        dimension: The embedding dimension D.
        layers: The number of transformer blocks.
        patch_size: The side of a square patch, in pixels.
        image_height: Rows of its input, in pixels.
        image_width: Columns of its input, in pixels.
        parameters: The number of its parameters, the head's included.
        outputs: What it can give, with the shape for one image.
        heads: What it can classify with, the default one first; empty if it has no head.
        precision: The element type of its weights and matrix products.
        license: The licence of its weights; empty if the checkpoint names none.
        license_notice: What a user must know of the licence; empty if there is nothing.
        source: Where the checkpoint came from.
    """

    identity: ModelIdentity
    is_default: bool
    dimension: int
    layers: int
    patch_size: int
    image_height: int
    image_width: int
    parameters: int
    outputs: Mapping[Output, tuple[int, ...]]
    heads: tuple[HeadInfo, ...]
    precision: ElementType
    license: str
    license_notice: str
    source: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the default head's classes by index; empty if the model has no head."""
        return self.heads[0].labels if self.heads else ()


def to_numpy(
    embeddings: Iterable[Embedding | Result[Embedding]], output: Output | str | None = None
) -> NDArray[np.float32]:
    """Stacks embeddings to one array, float32: shape [n, D], [n, 4 D] or [n, N, D].

    Args:
        embeddings: Embeddings, or results of a stream.
        output: Which output; by default the first that was asked for.

    Raises:
        IjepaError: With FINGERPRINT_MISMATCH, if they are not all of the same model; or the error of a result that has
            no embedding.
        ValueError: If there are none.
    """
    rows: list[NDArray[np.float32]] = []
    first: str | None = None
    for item in embeddings:
        tensor = (item.value if isinstance(item, Result) else item).tensor(output)
        first = tensor.fingerprint if first is None else first
        require_same_fingerprint(first, tensor.fingerprint)
        rows.append(tensor.to_numpy())
    if not rows:
        raise ValueError("there are no embeddings")
    return np.stack(rows)


def require_same_fingerprint(expected: str, actual: str) -> None:
    """Refuses to mix what different models computed.

    Raises:
        IjepaError: With FINGERPRINT_MISMATCH.
    """
    if expected != actual:
        raise IjepaError(
            StatusCode.FAILED_PRECONDITION,
            FINGERPRINT_MISMATCH,
            f"not comparable: vectors of fingerprint {expected} and of {actual}",
        )
