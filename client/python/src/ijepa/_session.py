"""The state of one stream of items, which outlives the calls that carry it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from ijepa._inbox import Inbox
from ijepa._outbox import Outbox, PendingItem
from ijepa.errors import FINGERPRINT_MISMATCH, IjepaError, StatusCode
from ijepa.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ijepa._requests import StreamMethod
    from ijepa._settings import StreamSettings

T = TypeVar("T")

#: So many windows of results may wait for an item before them, if the order counts.
OVERTAKING_WINDOWS = 16

_NOT_SERVING = "SERVER_NOT_SERVING"


class Attempt:
    """One call of a stream, from its opening to its end."""

    def __init__(self) -> None:
        self.begun = False
        self.fruitful = False
        # This server is leaving and would refuse what else it is sent: the next call may reach another.
        self.retiring = False
        self.over = False


class StreamSession(Generic[T]):
    """What is owed to the consumer of a stream, and what comes next.

    It does no input or output, and knows no thread and no event loop: StreamThreads drives it under a lock, StreamTasks
    in a loop. An item is in the outbox until it has its final answer, and in the inbox until the consumer takes it. If
    a call breaks, what is in the outbox, and only that, is sent again. So each item has exactly one result.

    Whoever drives it waits where a method says that there is nothing to do yet, until it has called another method.
    """

    def __init__(self, method: StreamMethod[T], settings: StreamSettings, clock: Callable[[], float]) -> None:
        self._method = method
        self._settings = settings
        self._clock = clock
        self._fingerprint = settings.fingerprint
        self._outbox = Outbox()
        self._inbox: Inbox[T] = Inbox(ordered=settings.ordered)
        self._source_ended = False
        self._failure: BaseException | None = None
        self._fruitless_attempts = 0
        self._consumer_waits = False

    # The source.

    def has_room(self) -> bool:
        """Whether the next item may be taken from the source."""
        if self._source_ended:
            return False
        window = self._settings.max_items
        # What overtook a slow item waits for it outside the window, or the slow item would stop all.
        overtaking = len(self._inbox) - self._inbox.ready
        return (
            len(self._outbox) + self._inbox.ready < window
            and self._outbox.bytes < self._settings.max_bytes
            and overtaking < OVERTAKING_WINDOWS * window
            and (overtaking == 0 or self._inbox.bytes < self._settings.max_bytes)
        )

    def taken(self, item: PendingItem) -> None:
        """An item came from the source."""
        if not self._source_ended:
            self._outbox.add(item)

    def unreadable(self, index: int, name: str, error: IjepaError) -> None:
        """An item came from the source that cannot be sent."""
        if not self._source_ended:
            self._inbox.put(Result(index, name, error), 0)

    def end_of_source(self, error: BaseException | None) -> None:
        """There are no more items; `error` says why, if that was not their end."""
        if not self._source_ended:
            self._source_ended = True
            self._failure = error

    # The network.

    @property
    def source_ended(self) -> bool:
        """Whether no more items are taken from the source."""
        return self._source_ended

    @property
    def done(self) -> bool:
        """Nothing is owed to the consumer but what lies in the inbox."""
        return self._source_ended and not self._outbox

    def next_due(self) -> float | None:
        """Returns in how many seconds an item must be sent, 0 for now; None if there is nothing to send."""
        return self._outbox.next_due(self._clock())

    def may_send(self, attempt: Attempt) -> bool:
        """Whether a call may still get requests."""
        return not (attempt.over or attempt.retiring or self.done)

    def take_due(self) -> PendingItem | None:
        """Takes the item that must be sent now, if there is one."""
        return self._outbox.take_due(self._clock())

    def request(self, attempt: Attempt, item: PendingItem) -> bytes:
        """Returns the request for an item, serialised. It changes no item: it needs no lock."""
        first, attempt.begun = not attempt.begun, True
        return self._method.request(item.index, item.image, first=first)

    def may_read(self) -> bool:
        """Whether an answer may be taken from the network: it stays there while too many bytes wait here."""
        return self._consumer_waits or self.done or self._inbox.bytes < self._settings.max_bytes

    def answered(self, attempt: Attempt, index: int, outcome: T | IjepaError, size: int) -> None:
        """An answer of `size` bytes came: an item has its value, or an error."""
        item = self._outbox.sent(index)
        if item is None:
            return
        if isinstance(outcome, IjepaError):
            self._refused(attempt, item, outcome)
            return
        mismatch = self._mismatch(self._method.fingerprint(outcome))
        if mismatch is not None:
            self.fail(mismatch)
            return
        self._settle(attempt, item, Result(index, item.name, None, outcome), size)

    def call_ended(self, attempt: Attempt, error: IjepaError) -> float:
        """A call ended, with that error even if it ended well. Returns how many seconds to wait before the next."""
        attempt.over = True
        self._outbox.unsend()
        if self.done:
            return 0.0
        if not self._outbox:
            # A call that owed nothing has not failed: the server may end an idle one at any time.
            self._fruitless_attempts = 0
        else:
            self._fruitless_attempts = 1 if attempt.fruitful else self._fruitless_attempts + 1
        wait = self._settings.retry.wait_before_next(max(1, self._fruitless_attempts), error)
        if wait is None:
            self.fail(error)
            return 0.0
        return wait

    def fail(self, error: BaseException) -> None:
        """Gives up what has no answer yet. The consumer gets the error after the results that it has."""
        if not self.done:
            self._failure = error
        self._abandon()

    # The consumer.

    @contextmanager
    def consumer_waits(self) -> Iterator[None]:
        """While the consumer waits for a result, answers are read however many bytes lie in the inbox."""
        self._consumer_waits = True
        try:
            yield
        finally:
            self._consumer_waits = False

    def take_result(self) -> Result[T] | None:
        """Takes the next result; None if it has not come yet, or at the end.

        Raises:
            BaseException: At the end, what ended the stream, if that was not the end of the source: an IjepaError, or
                what the source raised.
        """
        if self.done:
            self._inbox.skip_gap()
        result = self._inbox.take()
        if result is None and self.done and self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        return result

    def give_up(self) -> None:
        """Forgets everything, without an error."""
        self._abandon()
        self._failure = None
        self._inbox.clear()

    def _abandon(self) -> None:
        self._source_ended = True
        self._outbox.clear()

    def _refused(self, attempt: Attempt, item: PendingItem, error: IjepaError) -> None:
        item.failures += 1
        wait = self._settings.retry.wait_before_next(item.failures, error)
        if wait is None:
            self._settle(attempt, item, Result(item.index, item.name, error), 0)
            return
        self._outbox.postpone(item, self._clock() + wait)
        if error.reason == _NOT_SERVING:
            attempt.retiring = True

    def _settle(self, attempt: Attempt, item: PendingItem, result: Result[T], size: int) -> None:
        self._outbox.remove(item)
        self._inbox.put(result, size)
        attempt.fruitful = True

    def _mismatch(self, fingerprint: str) -> IjepaError | None:
        if self._fingerprint is None:
            self._fingerprint = fingerprint
        if fingerprint == self._fingerprint or self._settings.allow_mixed_fingerprints:
            return None
        return IjepaError(
            StatusCode.FAILED_PRECONDITION,
            FINGERPRINT_MISMATCH,
            f"the model changed during the stream: its fingerprint was {self._fingerprint} and is {fingerprint}."
            " Embed all images again, or allow mixed fingerprints",
        )
