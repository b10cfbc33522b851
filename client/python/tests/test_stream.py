"""Streams of many images."""

from __future__ import annotations

import gc
import itertools
import threading
import time
from typing import TYPE_CHECKING

import grpc
import numpy as np
import pytest
from conftest import eventually, stream_threads
from google.rpc import code_pb2
from stub import StubServer, busy, corrupt, error_status, vector_of

from ijepa import Client, IjepaError, NamedImage, Result, RetryPolicy, to_numpy
from ijepa.errors import CLIENT_CLOSED, FINGERPRINT_MISMATCH, INPUT_UNREADABLE, RESPONSE_INVALID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ijepa import Embedding

QUICK = RetryPolicy(5, 0.01, 0.05)


def images(count: int) -> list[bytes]:
    return [b"image %d" % number for number in range(count)]


def assert_each_once(results: list[Result[Embedding]], sent: list[bytes]) -> None:
    assert sorted(result.index for result in results) == list(range(len(sent)))
    for result in results:
        np.testing.assert_array_equal(result.value.to_numpy(), vector_of(sent[result.index]))


def test_each_image_has_its_result_in_the_order_of_the_source(client: Client, stub: StubServer) -> None:
    stub.behaviour.shuffle = 6
    sent = images(300)

    results = list(client.embed_many(sent))

    assert [result.index for result in results] == list(range(300))
    assert_each_once(results, sent)
    assert stub.calls == 1


def test_as_ready_the_results_come_in_the_order_of_the_answers(client: Client, stub: StubServer) -> None:
    stub.behaviour.shuffle = 50
    sent = images(50)

    results = list(client.embed_many(sent, ordered=False))

    assert [result.index for result in results] != list(range(50))
    assert_each_once(results, sent)


def test_an_empty_source_has_no_results_and_opens_no_call(client: Client, stub: StubServer) -> None:
    assert list(client.embed_many([])) == []
    assert stub.calls == 0


def test_a_bad_image_is_an_error_of_its_own(client: Client, stub: StubServer, tmp_path: Path) -> None:
    stub.behaviour.errors[b"broken"] = 1, corrupt()
    missing = tmp_path / "missing.jpg"

    results = list(client.embed_many([b"good", b"broken", missing, NamedImage("last", b"fine")]))

    assert [result.name for result in results] == ["0", "1", str(missing), "last"]
    reasons = [result.error and result.error.reason for result in results]
    assert reasons == [None, "IMAGE_CORRUPT", INPUT_UNREADABLE, None]
    assert str(results[1].error) == "INVALID_ARGUMENT (IMAGE_CORRUPT): it ends early"
    assert str(results[2].error).endswith("No such file or directory")
    with pytest.raises(IjepaError, match="it ends early"):
        _ = results[1].value


def test_an_image_that_is_too_large_is_not_sent(stub: StubServer) -> None:
    with Client(stub.target, max_image_bytes=100) as client:
        results = list(client.embed_many([b"x" * 101, b"x" * 100]))

    assert [result.error and result.error.reason for result in results] == ["IMAGE_TOO_LARGE", None]
    assert set(stub.received) == {b"x" * 100}


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED])
def test_a_broken_call_is_resumed_where_it_broke(client: Client, stub: StubServer, code: grpc.StatusCode) -> None:
    stub.behaviour.ends = [(5, code), (0, code), (40, code)]
    sent = images(200)

    results = list(client.embed_many(sent, retry=QUICK))

    assert [result.index for result in results] == list(range(200))
    assert_each_once(results, sent)
    assert stub.calls == 4


def test_a_server_that_restarts_loses_nothing(client: Client, stub: StubServer) -> None:
    stub.behaviour.pace = 0.005
    sent = images(200)
    results = []

    for result in client.embed_many(sent):
        results.append(result)
        if len(results) in (30, 110):
            stub.stop()
            time.sleep(0.2)
            stub.start()

    assert_each_once(results, sent)
    assert stub.calls == 3


def test_a_server_that_drains_is_left_in_good_order(client: Client, stub: StubServer) -> None:
    leaving = error_status(code_pb2.UNAVAILABLE, "SERVER_NOT_SERVING", "draining")
    stub.behaviour.errors = {b"image 3": (1, leaving), b"image 9": (2, leaving)}
    sent = images(20)

    results = list(client.embed_many(sent, retry=QUICK))

    assert_each_once(results, sent)
    assert stub.calls > 1


def test_an_item_of_a_busy_server_is_sent_again_when_the_server_says(client: Client, stub: StubServer) -> None:
    stub.behaviour.errors[b"image 1"] = 2, busy(0.05)
    sent = images(5)
    start = time.monotonic()

    results = list(client.embed_many(sent, ordered=False))

    assert_each_once(results, sent)
    assert results[-1].index == 1
    assert time.monotonic() - start >= 0.1
    assert stub.received[b"image 1"] == 3
    assert stub.calls == 1


def test_a_server_that_stays_away_ends_the_stream_with_an_error(client: Client, stub: StubServer) -> None:
    stub.behaviour.ends = [(3, grpc.StatusCode.UNAVAILABLE)] + [(0, grpc.StatusCode.UNAVAILABLE)] * 10
    results = []

    with pytest.raises(IjepaError) as raised:
        results.extend(client.embed_many(images(10), retry=RetryPolicy(3, 0.01, 0.02)))

    assert raised.value.code is grpc.StatusCode.UNAVAILABLE
    # The one with answers is the first failure of three in a row.
    assert stub.calls == 3


def test_what_was_answered_comes_before_the_error(client: Client, stub: StubServer) -> None:
    stub.behaviour.ends = [(3, grpc.StatusCode.PERMISSION_DENIED)]
    results = []

    with pytest.raises(IjepaError) as raised:
        for result in client.embed_many(images(10)):
            results.append(result)

    assert [result.index for result in results] == [0, 1, 2]
    assert raised.value.code is grpc.StatusCode.PERMISSION_DENIED
    assert stub.calls == 1


def test_what_the_source_raises_is_raised_after_the_results(client: Client) -> None:
    def source() -> Iterator[bytes]:
        yield from images(3)
        raise LookupError("the data set ends here")

    results = []
    with pytest.raises(LookupError, match="the data set ends here"):
        for result in client.embed_many(source()):
            results.append(result)

    assert [result.index for result in results] == [0, 1, 2]


def test_a_slow_source_does_not_stop_answers(client: Client) -> None:
    go_on = threading.Event()

    def source() -> Iterator[bytes]:
        yield b"first"
        go_on.wait(10)
        yield b"second"

    results = client.embed_many(source())

    assert next(results).index == 0
    assert not go_on.is_set()
    go_on.set()
    assert [result.index for result in results] == [1]


def test_an_unreadable_image_does_not_wait_for_a_slow_source(client: Client) -> None:
    go_on = threading.Event()

    def source() -> Iterator[str]:
        yield "/missing.jpg"
        go_on.wait(10)

    results = client.embed_many(source())

    assert next(results).error is not None
    go_on.set()
    assert list(results) == []


def test_the_source_is_taken_from_no_further_than_the_window(client: Client, stub: StubServer) -> None:
    stub.behaviour.answering.clear()
    taken = itertools.count()
    last = 0

    def source() -> Iterator[bytes]:
        nonlocal last
        for last in taken:
            yield b"image %d" % last

    results = client.embed_many(source(), max_items=5)
    threading.Timer(0.3, stub.behaviour.answering.set).start()
    first = next(results)

    assert first.index == 0
    time.sleep(0.3)
    assert last == 5  # Five on their way, without the one that was just taken: 1 to 5.
    results.close()


def test_the_window_has_bytes_too(client: Client, stub: StubServer) -> None:
    stub.behaviour.answering.clear()
    taken = []

    def source() -> Iterator[bytes]:
        for number in range(100):
            taken.append(number)
            yield bytes(1000)

    results = client.embed_many(source(), max_bytes=2500)
    thread = threading.Thread(target=lambda: [result.index for result in results])
    thread.start()
    eventually(lambda: len(taken) == 3)
    time.sleep(0.2)
    assert len(taken) == 3
    stub.behaviour.answering.set()
    thread.join()
    assert len(taken) == 100


def test_answers_that_nobody_takes_stay_with_the_network(client: Client, stub: StubServer) -> None:
    stub.behaviour.answer_numbers = 100_000
    results = client.embed_many((b"%d" % number for number in range(100)), max_items=100, max_bytes=1_000_000)

    next(results)
    time.sleep(0.5)

    threads = results._threads  # noqa: SLF001
    assert threads.session._inbox.bytes < 1_500_000  # noqa: SLF001
    assert len(list(results)) == 99


def test_results_that_overtook_a_slow_item_are_bounded(client: Client, stub: StubServer) -> None:
    stub.behaviour.errors[b"image 0"] = 1, busy(0.7)
    taken = []

    def source() -> Iterator[bytes]:
        for image in images(500):
            taken.append(image)
            yield image

    results = client.embed_many(source(), max_items=4)
    assert next(results).index == 0
    # 16 windows of four overtook it, and the window itself.
    assert len(taken) <= 16 * 4 + 4 + 4
    assert len(list(results)) == 499


def test_closing_early_cancels_the_call_and_leaves_no_thread(client: Client, stub: StubServer) -> None:
    results = client.embed_many(b"%d" % number for number in itertools.count())
    next(results)

    results.close()

    assert stream_threads() == []
    assert list(results) == []
    eventually(stub.cancelled.is_set)


def test_leaving_a_loop_early_closes_the_stream(client: Client) -> None:
    for _ in client.embed_many(b"%d" % number for number in itertools.count()):
        break
    gc.collect()

    eventually(lambda: stream_threads() == [])


def test_a_with_statement_closes_the_stream(client: Client) -> None:
    with client.embed_many(b"%d" % number for number in itertools.count()) as results:
        next(results)

    assert stream_threads() == []


def test_a_stream_that_is_not_read_starts_nothing(client: Client, stub: StubServer) -> None:
    results = client.embed_many(images(3))

    assert stream_threads() == []
    results.close()
    assert list(results) == []
    assert stub.calls == 0


def test_closing_while_the_source_blocks_does_not_wait_for_it(client: Client) -> None:
    go_on = threading.Event()

    def source() -> Iterator[bytes]:
        yield b"first"
        go_on.wait(10)

    results = client.embed_many(source())
    next(results)
    start = time.monotonic()
    results.close()

    assert time.monotonic() - start < 5
    go_on.set()


def test_closing_the_client_ends_its_streams(client: Client, stub: StubServer) -> None:
    stub.behaviour.answering.clear()
    results = client.embed_many(images(3))
    threading.Timer(0.2, client.close).start()

    with pytest.raises(IjepaError) as raised:
        next(results)

    assert raised.value.reason == CLIENT_CLOSED
    stub.behaviour.answering.set()


def test_a_closed_client_opens_no_stream(client: Client) -> None:
    client.close()

    with pytest.raises(IjepaError, match="the client is closed"):
        list(client.embed_many(images(3)))


def test_a_model_that_changes_ends_the_stream(client: Client, stub: StubServer) -> None:
    results = client.embed_many(images(1000), max_items=8)
    first = next(results)
    stub.behaviour.fingerprint = "f2"

    with pytest.raises(IjepaError) as raised:
        for result in results:
            assert result.value.fingerprint == first.value.fingerprint

    assert raised.value.reason == FINGERPRINT_MISMATCH


def test_mixed_fingerprints_can_be_allowed_but_not_stacked(client: Client, stub: StubServer) -> None:
    stream = client.embed_many(images(1000), max_items=8, allow_mixed_fingerprints=True)
    results = [next(stream)]
    stub.behaviour.fingerprint = "f2"
    results.extend(stream)

    assert len(results) == 1000
    with pytest.raises(IjepaError, match="not comparable"):
        to_numpy(results)
    with pytest.raises(IjepaError, match="not comparable"):
        results[0].value.cosine(results[-1].value)


def test_another_fingerprint_than_the_expected_one_is_refused(client: Client) -> None:
    with pytest.raises(IjepaError, match="f0"):
        list(client.embed_many(images(3), fingerprint="f0"))
    assert len(list(client.embed_many(images(3), fingerprint="f1"))) == 3


def test_results_are_stacked(client: Client) -> None:
    sent = images(10)

    stacked = to_numpy(client.embed_many(sent))

    np.testing.assert_array_equal(stacked, np.stack([vector_of(image) for image in sent]))
    assert stacked.dtype == np.float32


def test_an_answer_that_cannot_be_understood_fails_alone(client: Client, stub: StubServer) -> None:
    malformed = stub.embed_one

    def embed_one(image, options):  # type: ignore[no-untyped-def]
        features = malformed(image, options)
        if image.encoded == b"image 1":
            features.outputs[0].tensor.data += b"\0"
        return features

    stub.embed_one = embed_one  # type: ignore[method-assign]

    results = list(client.embed_many(images(3)))

    assert [result.error and result.error.reason for result in results] == [None, RESPONSE_INVALID, None]


def test_only_the_first_request_of_a_call_has_the_options_of_the_stream(client: Client, stub: StubServer) -> None:
    stub.behaviour.ends = [(1, grpc.StatusCode.UNAVAILABLE)]

    list(client.embed_many(images(5), priority="interactive", item_timeout=2.5, model="m", normalize=True, retry=QUICK))

    assert len(stub.first_requests) == 2
    for request in stub.first_requests:
        assert request.stream_options.priority == 1
        assert request.timeout.ToMilliseconds() == 2500
        assert request.model == "m"
        assert request.options.l2_normalize


def test_images_are_classified(client: Client, stub: StubServer) -> None:
    stub.behaviour.errors[b"broken"] = 1, corrupt()

    good, broken = client.classify_many([b"good", b"broken"], top_k=2)

    assert [score.label for score in good.value.classes] == ["class 0", "class 1"]
    assert good.value.best.probability == 0.5
    assert broken.error is not None
    assert broken.error.reason == "IMAGE_CORRUPT"


def test_options_out_of_range_are_refused_at_once(client: Client) -> None:
    with pytest.raises(ValueError, match="max_items"):
        client.embed_many([], max_items=0)
    with pytest.raises(ValueError, match="max_bytes"):
        client.embed_many([], max_bytes=0)
    with pytest.raises(ValueError, match="item_timeout"):
        client.embed_many([], item_timeout=0)
    with pytest.raises(ValueError, match="'rgb' is not a valid Output"):
        client.embed_many([], "rgb")
    with pytest.raises(ValueError, match="each once"):
        client.embed_many([], ["tokens", "tokens"])
    with pytest.raises(ValueError, match="top_k"):
        client.classify_many([], top_k=-1)


def test_a_progress_bar_counts_if_tqdm_is_there(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")

    assert len(list(client.embed_many(images(20), progress=True))) == 20

    assert "20/20" in capsys.readouterr().err


def test_a_progress_bar_needs_no_length(client: Client) -> None:
    pytest.importorskip("tqdm")

    class Endless:
        """As a DataLoader of PyTorch over an IterableDataset."""

        def __len__(self) -> int:
            raise TypeError("object of type 'Images' has no len()")

        def __iter__(self) -> Iterator[bytes]:
            return iter(images(20))

    assert len(list(client.embed_many(Endless(), progress=True))) == 20
