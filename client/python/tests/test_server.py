"""Against a real server, the one that IJEPA_TEST_TARGET names: of the embedded model, with a head "parity"."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ijepa import AsyncClient, Client, IjepaError, NamedImage, Output, to_numpy

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = os.environ.get("IJEPA_TEST_TARGET", "")
SAMPLES = Path(__file__).parents[3] / "models/embedded/samples"

pytestmark = pytest.mark.skipif(not TARGET, reason="IJEPA_TEST_TARGET names no server")


@pytest.fixture
def server() -> Iterator[Client]:
    with Client(TARGET) as client:
        yield client


@pytest.fixture
def samples() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in (".jpg", ".png"))


def test_the_model_is_described(server: Client) -> None:
    (model,) = server.models()

    assert model.is_default
    assert model.outputs[Output.EMBEDDING] == (model.dimension,)
    assert model.outputs[Output.TOKENS][1] == model.dimension
    assert len(model.labels) == 10


def test_a_stream_and_single_calls_give_the_same_vectors(server: Client, samples: list[Path]) -> None:
    streamed = to_numpy(server.embed_many(samples))
    single = np.stack([server.embed(sample) for sample in samples])

    assert streamed.shape == (len(samples), server.model().dimension)
    np.testing.assert_allclose(streamed, single, atol=1e-5)


def test_each_output_has_its_shape_in_each_element_type(server: Client, samples: list[Path]) -> None:
    shapes = server.model().outputs
    exact = server.embed_image(samples[0], list(Output))

    for element_type, tolerance in [("f16", 1e-3), ("bf16", 1e-2), ("int8", 2e-2)]:
        embedding = server.embed_image(samples[0], list(Output), element_type=element_type)
        for output in Output:
            expected = exact.to_numpy(output)
            assert embedding.to_numpy(output).shape == shapes[output]
            np.testing.assert_allclose(embedding.to_numpy(output), expected, atol=tolerance * np.abs(expected).max())


def test_pixels_and_files_of_a_lossless_image_have_the_same_vector(server: Client, samples: list[Path]) -> None:
    pillow = pytest.importorskip("PIL.Image")
    digit = next(sample for sample in samples if sample.suffix == ".png")
    with pillow.open(digit) as image:
        from_pillow, from_array = server.embed(image), server.embed(np.asarray(image.convert("RGB")))

    np.testing.assert_allclose(from_pillow, server.embed(digit), atol=1e-5)
    np.testing.assert_allclose(from_array, server.embed(digit), atol=1e-5)


def test_a_normalised_vector_has_length_1(server: Client, samples: list[Path]) -> None:
    assert np.linalg.norm(server.embed(samples[0], normalize=True)) == pytest.approx(1, abs=1e-5)


def test_a_broken_image_is_an_error_alone(server: Client, samples: list[Path]) -> None:
    broken = NamedImage("broken", samples[0].read_bytes()[:200])

    embedded = list(server.embed_many([*samples, broken, b"no image"]))
    classified = list(server.classify_many([*samples, broken, b"no image"]))

    for results in (embedded, classified):
        assert [result.name for result in results if result.error] == ["broken", str(len(samples) + 1)]
        assert {result.error.reason for result in results if result.error} == {
            "IMAGE_CORRUPT",
            "IMAGE_FORMAT_UNSUPPORTED",
        }
    with pytest.raises(IjepaError, match="IMAGE_FORMAT_UNSUPPORTED"):
        server.classify(b"no image")


def test_digits_are_recognised(server: Client, samples: list[Path]) -> None:
    digits = [sample for sample in samples if sample.name.startswith("digit-")]

    results = server.classify_many(digits)

    right = [result.value.best.label == Path(result.name).name.split("-")[1] for result in results]
    assert sum(right) >= 0.8 * len(digits)


def test_heads_are_listed_and_each_says_what_it_sees(server: Client, samples: list[Path]) -> None:
    digits = [sample for sample in samples if sample.name.startswith("digit-")]

    results = list(server.classify_many(digits, heads=["parity", "default"], top_k=1))

    default, parity = server.model().heads
    assert (default.name, parity.name) == ("default", "parity")
    assert parity.labels == ("even", "odd")
    assert parity.fingerprint
    assert 0 <= parity.metrics["accuracy"] <= 1
    for result in results:
        assert list(result.value.heads) == ["parity", "default"]
        assert result.value.heads["parity"].fingerprint == parity.fingerprint
        assert result.value.best == result.value.heads["parity"].best
    right = [result.value.best.index == int(Path(result.name).name.split("-")[1]) % 2 for result in results]
    assert sum(right) >= 0.8 * len(digits)


def test_an_unknown_head_is_told(server: Client, samples: list[Path]) -> None:
    with pytest.raises(IjepaError, match="HEAD_UNKNOWN"):
        server.classify(samples[0], heads=["parity", "other"])
    (result,) = server.classify_many(samples[:1], heads=["other"])
    assert result.error is not None
    assert result.error.reason == "HEAD_UNKNOWN"


def test_an_unknown_model_is_told(server: Client, samples: list[Path]) -> None:
    with pytest.raises(IjepaError, match="MODEL_UNKNOWN"):
        server.embed(samples[0], model="other")
    (result,) = server.embed_many(samples[:1], model="other")
    assert result.error is not None
    assert result.error.reason == "MODEL_UNKNOWN"


def test_a_thousand_items_have_a_result_each(server: Client, samples: list[Path]) -> None:
    sent = [samples[number % len(samples)] for number in range(1000)]

    results = list(server.embed_many(sent, ordered=False, priority="interactive"))

    assert sorted(result.index for result in results) == list(range(1000))
    assert all(result.error is None for result in results)


def test_asyncio_gives_the_same_vectors(server: Client, samples: list[Path]) -> None:
    async def embed() -> list[np.ndarray]:  # type: ignore[type-arg]
        async with AsyncClient(TARGET) as client:
            first = await client.embed(samples[0])
            return [first, *[result.value.to_numpy() async for result in client.embed_many(samples)]]

    first, *vectors = asyncio.run(embed())

    np.testing.assert_allclose(first, vectors[0], atol=1e-5)
    np.testing.assert_allclose(np.stack(vectors), to_numpy(server.embed_many(samples)), atol=1e-5)
