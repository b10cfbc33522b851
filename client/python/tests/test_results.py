"""Tensors on the wire."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from ijepa import ElementType, Embedding, IjepaError, ModelIdentity, Output, Timings, _decode, to_numpy
from ijepa.errors import RESPONSE_INVALID
from ijepa.v1 import tensor_pb2
from datetime import timedelta

NUMBERS = np.array([[1.5, -2.25, 0.0], [100.0, 1 / 3, -1e-3]], dtype=np.float32)


def wire(element_type: int, data: bytes, scales: tuple[float, ...] = ()) -> tensor_pb2.Tensor:
    return tensor_pb2.Tensor(element_type=element_type, shape=[2, 3], data=data, scales=scales)  # type: ignore[arg-type]


def test_f32_is_exact_and_not_copied() -> None:
    tensor = _decode.tensor(wire(tensor_pb2.ELEMENT_TYPE_F32, NUMBERS.tobytes()), "f")

    np.testing.assert_array_equal(tensor.to_numpy(), NUMBERS)
    assert np.shares_memory(tensor.to_numpy(), tensor.encoded)
    assert not tensor.encoded.flags.writeable


def test_f16_is_widened() -> None:
    half = NUMBERS.astype("<f2")
    tensor = _decode.tensor(wire(tensor_pb2.ELEMENT_TYPE_F16, half.tobytes()), "f")

    np.testing.assert_array_equal(tensor.to_numpy(), half.astype(np.float32))
    assert tensor.encoded.dtype == np.dtype("<f2")


def test_bf16_is_the_upper_half() -> None:
    upper = (NUMBERS.view("<u4") >> 16).astype("<u2")
    tensor = _decode.tensor(wire(tensor_pb2.ELEMENT_TYPE_BF16, upper.tobytes()), "f")

    np.testing.assert_allclose(tensor.to_numpy(), NUMBERS, rtol=2**-7)
    np.testing.assert_array_equal(tensor.to_numpy().view("<u4") >> 16, upper)
    assert tensor.encoded.dtype == np.dtype("V2")


def test_int8_has_a_scale_for_each_row() -> None:
    integers = np.array([[1, -127, 0], [5, 6, 7]], dtype=np.int8)
    tensor = _decode.tensor(wire(tensor_pb2.ELEMENT_TYPE_INT8, integers.tobytes(), (0.5, 2.0)), "f")

    np.testing.assert_array_equal(tensor.to_numpy(), integers * np.array([[0.5], [2.0]]))
    assert tensor.to_numpy().dtype == np.float32
    assert tensor.scales is not None
    assert tensor.scales.shape == (2,)


@pytest.mark.parametrize(
    ("element_type", "size", "scales", "message"),
    [
        (tensor_pb2.ELEMENT_TYPE_F32, 23, (), r"23 bytes for a tensor of shape \(2, 3\) in f32"),
        (tensor_pb2.ELEMENT_TYPE_INT8, 6, (1.0,), "1 scales for 2 rows"),
        (tensor_pb2.ELEMENT_TYPE_UINT1, 2, (), "an element type that this client does not know"),
        (99, 2, (), "an element type that this client does not know"),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    element_type: int, size: int, scales: tuple[float, ...], message: str
) -> None:
    with pytest.raises(IjepaError, match=message) as raised:
        _decode.tensor(wire(element_type, bytes(size), scales), "f")
    assert raised.value.reason == RESPONSE_INVALID


def embedding(element_type: ElementType = ElementType.F32, output: Output = Output.EMBEDDING) -> Embedding:
    tensor = _decode.tensor(wire(_decode.ELEMENT_TYPES[element_type], NUMBERS.tobytes()), "f")
    return Embedding({output: tensor}, ModelIdentity("m", "1", "f", "r"), Timings(*[timedelta()] * 3, 1))


def test_an_embedding_is_an_array_to_numpy() -> None:
    assert np.asarray(embedding()).dtype == np.float32
    assert np.asarray(embedding(), dtype=np.float64).dtype == np.float64
    np.testing.assert_array_equal(np.array(embedding()), NUMBERS)
    assert np.array(embedding()).flags.writeable


def test_an_embedding_can_be_pickled() -> None:
    copy = pickle.loads(pickle.dumps(embedding()))

    np.testing.assert_array_equal(copy.to_numpy(), NUMBERS)
    assert copy.model == embedding().model


def test_other_outputs_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not comparable"):
        embedding().cosine(embedding(output=Output.TOKENS))


def test_no_embeddings_make_no_array() -> None:
    with pytest.raises(ValueError, match="no embeddings"):
        to_numpy([])
