"""Turns the contract's messages into what the client returns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ijepa import _status
from ijepa.classification import (
    Classification,
    ClassScore,
    Distance,
    HeadActivation,
    HeadInfo,
    HeadResult,
    Neighbour,
)
from ijepa.results import (
    ElementType,
    Embedding,
    ModelIdentity,
    ModelInfo,
    Output,
    Tensor,
    Timings,
)
from ijepa.v1 import feature_service_pb2 as pb
from ijepa.v1 import model_service_pb2, tensor_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

OUTPUTS = {
    Output.EMBEDDING: pb.OUTPUT_EMBEDDING,
    Output.EMBEDDING_LAST4: pb.OUTPUT_EMBEDDING_LAST4,
    Output.TOKENS: pb.OUTPUT_TOKENS,
}
ELEMENT_TYPES = {
    ElementType.F32: tensor_pb2.ELEMENT_TYPE_F32,
    ElementType.F16: tensor_pb2.ELEMENT_TYPE_F16,
    ElementType.BF16: tensor_pb2.ELEMENT_TYPE_BF16,
    ElementType.INT8: tensor_pb2.ELEMENT_TYPE_INT8,
}
_ACTIVATIONS = {
    model_service_pb2.HEAD_ACTIVATION_SOFTMAX: HeadActivation.SOFTMAX,
    model_service_pb2.HEAD_ACTIVATION_SIGMOID: HeadActivation.SIGMOID,
    model_service_pb2.HEAD_ACTIVATION_NONE: HeadActivation.NONE,
}
_OUTPUT_OF = {number: output for output, number in OUTPUTS.items()}
_ELEMENT_TYPE_OF = {number: element_type for element_type, number in ELEMENT_TYPES.items()}
_DTYPES: dict[ElementType, np.dtype[Any]] = {
    ElementType.F32: np.dtype("<f4"),
    ElementType.F16: np.dtype("<f2"),
    ElementType.BF16: np.dtype("V2"),
    ElementType.INT8: np.dtype("i1"),
}


def embedding(features: pb.Features) -> Embedding:
    """Returns the features of one image."""
    model = identity(features.model)
    outputs = {}
    for wire in features.outputs:
        if wire.output not in _OUTPUT_OF:
            raise _status.invalid_answer(f"an output that this client does not know: {wire.output}")
        outputs[_OUTPUT_OF[wire.output]] = tensor(wire.tensor, wire.fingerprint or model.fingerprint)
    if not outputs:
        raise _status.invalid_answer("no output")
    return Embedding(outputs, model, timings(features.timings))


def tensor(wire: tensor_pb2.Tensor, fingerprint: str) -> Tensor:
    """Returns a tensor, whose parts must fit."""
    element_type = _ELEMENT_TYPE_OF.get(wire.element_type)
    if element_type is None:
        raise _status.invalid_answer(f"an element type that this client does not know: {wire.element_type}")
    dtype, shape = _DTYPES[element_type], tuple(wire.shape)
    if math.prod(shape) * dtype.itemsize != len(wire.data):
        raise _status.invalid_answer(f"{len(wire.data)} bytes for a tensor of shape {shape} in {element_type.value}")
    encoded: NDArray[Any] = np.frombuffer(wire.data, dtype).reshape(shape)
    scales = None
    if element_type is ElementType.INT8:
        rows = math.prod(shape[:-1])
        if len(wire.scales) != rows:
            raise _status.invalid_answer(f"{len(wire.scales)} scales for {rows} rows")
        scales = np.array(wire.scales, dtype=np.float32).reshape(shape[:-1])
    return Tensor(element_type, encoded, scales, fingerprint)


def classification(wire: pb.Classification) -> Classification:
    """Returns the classes of one image."""
    heads = {result.name: _head_result(result) for result in wire.heads}
    return Classification(_scores(wire.classes), identity(wire.model), timings(wire.timings), heads)


def _head_result(wire: pb.HeadResult) -> HeadResult:
    neighbours = (Neighbour(near.path, near.index, near.label, near.similarity) for near in wire.neighbours)
    return HeadResult(
        wire.name,
        wire.fingerprint,
        _scores(wire.classes),
        wire.rejected if wire.HasField("rejected") else None,
        Distance(wire.distance.value, wire.distance.percentile) if wire.HasField("distance") else None,
        tuple(neighbours),
    )


def _scores(classes: Iterable[pb.ClassScore]) -> tuple[ClassScore, ...]:
    return tuple(ClassScore(score.index, score.label, score.probability, score.logit) for score in classes)


def identity(wire: pb.ModelVersion) -> ModelIdentity:
    """Returns which model computed something."""
    return ModelIdentity(wire.name, wire.version, wire.fingerprint, wire.revision)


def timings(wire: pb.Timings) -> Timings:
    """Returns where the server's time went."""
    return Timings(
        wire.queue.ToTimedelta(), wire.preprocessing.ToTimedelta(), wire.inference.ToTimedelta(), wire.batch_size
    )


def model_info(wire: model_service_pb2.Model) -> ModelInfo:
    """Returns the description of a model."""
    return ModelInfo(
        identity=identity(wire.version),
        is_default=wire.is_default,
        dimension=wire.architecture.hidden_size,
        layers=wire.architecture.num_hidden_layers,
        patch_size=wire.architecture.patch_size,
        image_height=wire.processor.image_height,
        image_width=wire.processor.image_width,
        parameters=wire.architecture.num_parameters,
        # An output that this client has no name for cannot be asked for.
        outputs={_OUTPUT_OF[spec.output]: tuple(spec.shape) for spec in wire.outputs if spec.output in _OUTPUT_OF},
        heads=tuple(_head_info(head) for head in wire.heads),
        precision=_ELEMENT_TYPE_OF.get(wire.precision, ElementType.F32),
        license=wire.license.id,
        license_notice=wire.license.notice,
        source=wire.source,
    )


def _head_info(wire: model_service_pb2.Head) -> HeadInfo:
    return HeadInfo(
        wire.name,
        _ACTIVATIONS.get(wire.activation),
        tuple(wire.labels),
        _OUTPUT_OF.get(wire.output),
        wire.fingerprint,
        dict(wire.metrics),
    )
