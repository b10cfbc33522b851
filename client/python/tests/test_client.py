"""Calls for one image, and what a client is told."""

from __future__ import annotations

import io
import os
import pickle
import threading
import time
from typing import TYPE_CHECKING

import grpc
import numpy as np
import pytest
from google.rpc import code_pb2
from stub import StubServer, busy, corrupt, error_status, vector_of

from ijepa import NO_RETRY, Client, IjepaError, NamedImage, RetryPolicy
from ijepa.errors import CLIENT_CLOSED, FINGERPRINT_MISMATCH, INPUT_UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

NOT_SERVING = error_status(code_pb2.UNAVAILABLE, "SERVER_NOT_SERVING", "starting")


def test_each_form_of_an_image_is_sent(client: Client, tmp_path: Path) -> None:
    data = b"an image file"
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    forms = [data, bytearray(data), memoryview(data), path, str(path), io.BytesIO(data), NamedImage("key", data)]

    for form in forms:
        np.testing.assert_array_equal(client.embed(form), vector_of(data))
    with path.open("rb") as file:
        np.testing.assert_array_equal(client.embed(file), vector_of(data))


def test_a_file_that_gives_less_than_it_is_asked_for_is_read_to_its_end(client: Client) -> None:
    data = bytes(range(256)) * 1000
    reader, writer = os.pipe()

    def write() -> None:
        with open(writer, "wb", buffering=0) as pipe:
            for start in range(0, len(data), 50_000):
                pipe.write(data[start : start + 50_000])
                time.sleep(0.01)

    writing = threading.Thread(target=write)
    writing.start()
    with open(reader, "rb", buffering=0) as pipe:
        np.testing.assert_array_equal(client.embed(pipe), vector_of(data))
    writing.join()


def test_a_file_that_cannot_be_waited_for_is_told(client: Client, stub: StubServer) -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)

    with open(reader, "rb", buffering=0) as pipe, open(writer, "wb", buffering=0):
        with pytest.raises(IjepaError, match="not in blocking mode") as raised:
            client.embed(pipe)

    assert raised.value.reason == INPUT_UNREADABLE
    assert stub.calls == 0


def test_pixels_are_sent_as_they_are(client: Client, stub: StubServer) -> None:
    pillow = pytest.importorskip("PIL.Image")
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)

    client.embed(pixels)
    client.embed(np.asfortranarray(pixels))
    client.embed(pillow.fromarray(pixels))
    client.embed(pillow.fromarray(pixels).convert("RGBA"))

    assert dict(stub.received) == {pixels.tobytes(): 4}


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ("/missing.jpg", "cannot read '/missing.jpg': No such file or directory"),
        ("/", "cannot read '/': it is a folder"),
        ("/dev/null", "cannot read '/dev/null': it is a named pipe, a socket or a device, not a file"),
        (None, "cannot read the image: it is a NoneType, not a path, bytes, a binary file, a Pillow image or an array"),
        (np.zeros((3, 2, 2), np.uint8), r"must be uint8 of the shape \[height, width, 3\], not uint8 of \(3, 2, 2\)"),
        (np.zeros((2, 2, 3), np.float32), "not float32 of"),
        (np.zeros((0, 2, 3), np.uint8), "not uint8 of"),
    ],
)
def test_an_input_that_is_no_image_is_told(client: Client, stub: StubServer, image: object, message: str) -> None:
    with pytest.raises(IjepaError, match=message) as raised:
        client.embed(image)  # type: ignore[arg-type]

    assert raised.value.reason == INPUT_UNREADABLE
    assert stub.calls == 0


def test_a_named_pipe_is_not_waited_for(client: Client, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(IjepaError, match="it is a named pipe"):
        client.embed(pipe)


def test_an_embedding_has_all_outputs_and_where_they_come_from(client: Client) -> None:
    embedding = client.embed_image(b"x", ["tokens", "embedding"])

    assert [output.value for output in embedding.outputs] == ["tokens", "embedding"]
    assert embedding.model.name == "stub"
    assert embedding.fingerprint == "f1"
    assert embedding.timings.batch_size == 1
    np.testing.assert_array_equal(embedding.to_numpy("embedding"), vector_of(b"x"))
    np.testing.assert_array_equal(np.asarray(embedding), vector_of(b"x"))
    assert embedding.cosine(embedding) == pytest.approx(1)
    with pytest.raises(KeyError):
        embedding.to_numpy("embedding-last4")


def test_an_image_is_classified(client: Client) -> None:
    classification = client.classify(b"x", top_k=3)

    assert [score.index for score in classification.classes] == [0, 1, 2]
    assert classification.best.label == "class 0"


def test_the_models_are_listed(client: Client) -> None:
    (model,) = client.models()

    assert model == client.model()
    assert model.identity.name == "stub"
    assert model.dimension == 4
    assert model.labels == ("class 0", "class 1")
    assert {output.value: shape for output, shape in model.outputs.items()} == {"embedding": (4,)}


def test_an_error_has_its_code_reason_and_message(client: Client, stub: StubServer) -> None:
    stub.behaviour.unary_errors = [corrupt()]

    with pytest.raises(IjepaError) as raised:
        client.embed(b"x")

    error = raised.value
    assert (error.code, error.reason, error.message) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "IMAGE_CORRUPT",
        "it ends early",
    )
    assert not error.retryable
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.reason, str(copy)) == (error.code, error.reason, str(error))
    assert stub.calls == 1


def test_a_busy_server_is_asked_again_when_it_says(client: Client, stub: StubServer) -> None:
    stub.behaviour.unary_errors = [busy(0.2), NOT_SERVING]
    start = time.monotonic()

    client.embed(b"x")

    assert time.monotonic() - start >= 0.2
    assert stub.calls == 3


def test_a_client_gives_up_after_its_attempts(stub: StubServer) -> None:
    stub.behaviour.unary_errors = [NOT_SERVING] * 5
    with Client(stub.target, retry=RetryPolicy(3, 0.01, 0.02)) as client:
        with pytest.raises(IjepaError, match="SERVER_NOT_SERVING"):
            client.embed(b"x")

    assert stub.calls == 3


def test_a_wait_beyond_the_deadline_is_not_begun(client: Client, stub: StubServer) -> None:
    stub.behaviour.unary_errors = [busy(60)]
    start = time.monotonic()

    with pytest.raises(IjepaError) as raised:
        client.embed(b"x", timeout=5)

    assert time.monotonic() - start < 4
    assert raised.value.reason == "SERVER_BUSY"
    assert raised.value.retry_delay == 60


def test_a_slow_server_meets_the_deadline(client: Client, stub: StubServer) -> None:
    stub.behaviour.pace = 1

    with pytest.raises(IjepaError) as raised:
        client.embed(b"x", timeout=0.2)

    assert raised.value.code is grpc.StatusCode.DEADLINE_EXCEEDED


def test_a_server_that_is_not_there_is_told(stub: StubServer) -> None:
    stub.stop()

    with Client(stub.target, retry=NO_RETRY) as client, pytest.raises(IjepaError) as raised:
        client.embed(b"x")

    assert raised.value.code is grpc.StatusCode.UNAVAILABLE


def test_a_call_survives_a_restart(client: Client, stub: StubServer) -> None:
    client.embed(b"x")
    stub.stop()
    threading.Timer(0.3, stub.start).start()

    np.testing.assert_array_equal(client.embed(b"y"), vector_of(b"y"))


def test_another_fingerprint_is_refused(client: Client) -> None:
    with pytest.raises(IjepaError) as raised:
        client.embed(b"x", fingerprint="f0")
    assert raised.value.reason == FINGERPRINT_MISMATCH
    client.embed(b"x", fingerprint="f1")


def test_a_closed_client_makes_no_call(client: Client) -> None:
    client.close()

    with pytest.raises(IjepaError) as raised:
        client.embed(b"x")

    assert raised.value.reason == CLIENT_CLOSED


def test_closing_ends_a_call(client: Client, stub: StubServer) -> None:
    stub.behaviour.pace = 2
    threading.Timer(0.2, client.close).start()

    with pytest.raises(IjepaError) as raised:
        client.embed(b"x")

    assert raised.value.reason == CLIENT_CLOSED


def test_a_token_and_a_user_agent_are_sent(stub: StubServer) -> None:
    with Client(stub.target, token="secret", user_agent="indexer") as client:  # noqa: S106
        client.embed(b"x")
        list(client.embed_many([b"x"]))

    for metadata in stub.metadata:
        assert metadata["authorization"] == "Bearer secret"
        assert str(metadata["user-agent"]).startswith("indexer")
    assert "secret" not in repr(vars(client))


def test_a_unix_socket_is_a_target(tmp_path: Path) -> None:
    target = f"unix:{tmp_path}/socket"
    stub = StubServer(address=target).start()

    with Client(target) as client:
        np.testing.assert_array_equal(client.embed(b"x"), vector_of(b"x"))
    stub.stop()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"target": "http://localhost:50051"}, "not http://"),
        ({"target": "grpc://"}, "no host and port"),
        ({"ca": "ca.pem"}, "need a target that begins with grpcs://"),
        ({"target": "grpcs://localhost:1", "key": "key.pem"}, "belong together"),
        ({"certificate": "a.pem", "key": "b.pem"}, "need a target that begins with grpcs://"),
    ],
)
def test_what_does_not_fit_together_is_refused(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Client(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [(0,), (1, 0.0), (1, 2.0, 1.0)])
def test_a_retry_policy_is_checked(arguments: tuple[int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        RetryPolicy(*arguments)


def test_waits_double_up_to_a_limit_and_differ() -> None:
    policy = RetryPolicy(10, 0.1, 1.0)
    lost = IjepaError(grpc.StatusCode.UNAVAILABLE, "", "")

    for failures, most in [(1, 0.1), (2, 0.2), (3, 0.4), (5, 1.0), (9, 1.0)]:
        waits = {policy.wait_before_next(failures, lost) for _ in range(100)}
        assert all(wait is not None and most / 2 <= wait <= most for wait in waits)
        assert len(waits) > 50
    assert policy.wait_before_next(10, lost) is None
    assert policy.wait_before_next(1, IjepaError(grpc.StatusCode.RESOURCE_EXHAUSTED, "IMAGE_TOO_LARGE", "")) is None


def test_a_pillow_image_is_sent_as_the_server_would_take_it_from_its_file(client: Client, stub: StubServer) -> None:
    pillow = pytest.importorskip("PIL.Image")
    upright = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    turned = io.BytesIO()
    exif = pillow.Exif()
    exif[0x0112] = 6  # To be turned by 90 degrees clockwise.
    pillow.fromarray(np.rot90(upright)).save(turned, "PNG", exif=exif)

    client.embed(pillow.open(turned))
    client.embed(pillow.fromarray(np.array([[0x0100, 0xFF00]], dtype=np.uint16)))

    assert dict(stub.received) == {upright.tobytes(): 1, bytes([1, 1, 1, 255, 255, 255]): 1}
