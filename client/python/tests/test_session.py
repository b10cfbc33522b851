"""The state of a stream, without threads, an event loop or a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from stub import FINGERPRINT, busy, corrupt, error_status

from google.rpc import code_pb2
from ijepa import IjepaError, RetryPolicy, _requests, _status
from ijepa._outbox import PendingItem
from ijepa._session import OVERTAKING_WINDOWS, Attempt, StreamSession
from ijepa._settings import StreamSettings
from ijepa.errors import FINGERPRINT_MISMATCH
from ijepa.results import ElementType, Embedding, ModelIdentity, Output, Tensor, Timings
from ijepa.v1.image_pb2 import Image
from datetime import timedelta
import numpy as np

if TYPE_CHECKING:
    from google.rpc import status_pb2

QUICK = RetryPolicy(3, 1.0, 1.0)
ENDED = _status.ended_early()


class Stream:
    """A session, driven by hand, at a time that stands still."""

    def __init__(self, **settings: Any) -> None:
        self.now = 0.0
        method = _requests.embed_stream("", _requests.embed_options("embedding", "f32", normalize=False), "batch", None)
        settings = {"retry": QUICK, **settings}
        self.session: StreamSession[Embedding] = StreamSession(method, StreamSettings(**settings), lambda: self.now)
        self.attempt = Attempt()
        self.taken = 0

    def take(self, count: int, size: int = 1) -> None:
        """Takes so many items from the source."""
        for index in range(self.taken, self.taken + count):
            assert self.session.has_room()
            self.session.taken(PendingItem(index, str(index), Image(encoded=bytes(size)), size))
        self.taken += count

    def send(self) -> list[int]:
        """Sends all that is due; returns the indexes."""
        sent = []
        while self.session.may_send(self.attempt) and (item := self.session.take_due()) is not None:
            sent.append(item.index)
        return sent

    def answer(self, *indexes: int, fingerprint: str = FINGERPRINT, size: int = 1) -> None:
        for index in indexes:
            self.session.answered(self.attempt, index, embedding(fingerprint), size)

    def refuse(self, index: int, status: status_pb2.Status) -> None:
        self.session.answered(self.attempt, index, _status.of_item(status), 1)

    def results(self) -> list[int]:
        """The indexes of the results that can be taken now."""
        taken = []
        while (result := self.session.take_result()) is not None:
            taken.append(result.index)
        return taken


def embedding(fingerprint: str) -> Embedding:
    tensor = Tensor(ElementType.F32, np.zeros(1, np.float32), None, fingerprint)
    zero = timedelta()
    return Embedding(
        {Output.EMBEDDING: tensor}, ModelIdentity("m", "1", fingerprint, "r"), Timings(zero, zero, zero, 1)
    )


def test_results_keep_the_order_of_the_source() -> None:
    stream = Stream()
    stream.take(3)
    assert stream.send() == [0, 1, 2]

    stream.answer(2, 0)
    assert stream.results() == [0]
    stream.answer(1)

    assert stream.results() == [1, 2]


def test_what_has_no_answer_when_a_call_breaks_is_sent_again_first() -> None:
    stream = Stream(ordered=False)
    stream.take(4)
    stream.send()
    stream.answer(1)

    wait = stream.session.call_ended(stream.attempt, ENDED)
    stream.take(1)
    stream.attempt = Attempt()

    assert 0 < wait <= 1
    assert stream.send() == [0, 2, 3, 4]


def test_an_answer_that_comes_twice_counts_once() -> None:
    stream = Stream(ordered=False)
    stream.take(1)
    stream.send()

    stream.answer(0, 0)

    assert stream.results() == [0]


def test_the_answer_of_a_call_that_is_over_does_not_count_before_the_item_is_sent_again() -> None:
    stream = Stream(ordered=False)
    stream.take(1)
    stream.send()
    stream.session.call_ended(stream.attempt, ENDED)

    stream.answer(0)

    assert stream.results() == []
    stream.attempt = Attempt()
    assert stream.send() == [0]


def test_an_item_of_a_busy_server_waits_as_long_as_the_server_says() -> None:
    stream = Stream()
    stream.take(2)
    stream.send()

    stream.refuse(0, busy(8.0))

    assert stream.send() == []
    due = stream.session.next_due()
    assert due is not None
    assert 8 < due <= 10
    stream.now += due
    assert stream.send() == [0]


def test_an_item_that_fails_too_often_fails_alone() -> None:
    stream = Stream(ordered=False)
    stream.take(2)
    for _ in range(QUICK.max_attempts):
        stream.now += 10
        stream.send()
        stream.refuse(0, busy(1.0))

    result = stream.session.take_result()
    assert result is not None
    assert result.error is not None
    assert (result.index, result.error.reason) == (0, "SERVER_BUSY")
    stream.answer(1)
    assert stream.results() == [1]


def test_a_server_that_leaves_gets_no_more_requests() -> None:
    stream = Stream()
    stream.take(2)
    stream.send()

    stream.refuse(0, error_status(code_pb2.UNAVAILABLE, "SERVER_NOT_SERVING"))
    stream.now += 10

    assert not stream.session.may_send(stream.attempt)
    assert stream.session.may_send(Attempt())


def test_calls_that_end_without_an_answer_end_the_stream() -> None:
    stream = Stream()
    stream.take(1)
    for _ in range(QUICK.max_attempts):
        stream.send()
        stream.session.call_ended(stream.attempt, ENDED)
        stream.attempt = Attempt()

    assert stream.session.done
    with pytest.raises(IjepaError, match="before it answered all items"):
        stream.session.take_result()
    assert stream.session.take_result() is None


def test_an_idle_call_may_end_any_number_of_times() -> None:
    stream = Stream()
    for _ in range(10 * QUICK.max_attempts):
        stream.session.call_ended(Attempt(), ENDED)

    assert not stream.session.done


def test_the_window_has_items_and_bytes() -> None:
    stream = Stream(max_items=2, max_bytes=100)
    stream.take(1)
    stream.take(1)
    assert not stream.session.has_room()
    stream.send()
    stream.answer(0)
    assert not stream.session.has_room()
    stream.results()

    stream.take(1, size=200)

    assert not stream.session.has_room()


def test_what_overtook_a_slow_item_is_bounded() -> None:
    stream = Stream(max_items=2)
    stream.take(1)
    stream.send()
    while stream.session.has_room():
        stream.take(1)
        stream.answer(*stream.send())

    assert stream.taken == 1 + 2 * OVERTAKING_WINDOWS
    stream.answer(0)
    assert stream.results() == list(range(stream.taken))


def test_answers_stay_with_the_network_unless_the_consumer_waits() -> None:
    stream = Stream(max_bytes=100)
    stream.take(2)
    stream.send()

    stream.answer(1, size=100)

    assert not stream.session.may_read()
    with stream.session.consumer_waits():
        assert stream.session.may_read()
    assert not stream.session.may_read()


def test_another_model_ends_the_stream_after_the_results_of_the_first() -> None:
    stream = Stream()
    stream.take(3)
    stream.send()

    stream.answer(0)
    stream.answer(1, fingerprint="another")
    stream.answer(2)

    with pytest.raises(IjepaError, match=FINGERPRINT_MISMATCH):
        assert stream.results() == [0]
    assert stream.session.done


def test_an_error_of_an_item_is_its_result() -> None:
    stream = Stream()
    stream.take(1)
    stream.send()

    stream.refuse(0, corrupt())

    result = stream.session.take_result()
    assert result is not None
    assert result.error is not None
    assert result.error.reason == "IMAGE_CORRUPT"
