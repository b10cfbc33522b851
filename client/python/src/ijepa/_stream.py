"""A stream of results, driven by threads."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import grpc

from ijepa import _status
from ijepa._images import AnyImage, NamedImage, name_of, read_image
from ijepa._outbox import PendingItem
from ijepa._session import Attempt, StreamSession
from ijepa.errors import IjepaError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from weakref import WeakSet

    from ijepa._connection import Connection
    from ijepa._progress import Progress
    from ijepa._requests import StreamMethod
    from ijepa._settings import StreamSettings
    from ijepa.results import Result

T = TypeVar("T")

# Streams that were read to their end are closing already; what is still open then is cut off.
_GRACE = 2.0
_GRACE_OF_SOURCE = 0.05


class StreamThreads(Generic[T]):
    """The two threads of a stream: one takes items from the source, the other one carries answers.

    gRPC has a third one, which takes requests from `_Requests`. All of them, and the consumer, meet at one condition.
    """

    def __init__(
        self,
        source: Iterable[AnyImage | NamedImage],
        connection: Connection,
        method: StreamMethod[T],
        settings: StreamSettings,
        max_image_bytes: int,
    ) -> None:
        self.pid = os.getpid()
        self._source = source
        self._connection = connection
        self._method = method
        self._max_image_bytes = max_image_bytes
        self.session: StreamSession[T] = StreamSession(method, settings, time.monotonic)
        self.changed = threading.Condition()
        self._call: Any = None
        self._in_source = False
        self._threads = [
            threading.Thread(target=self._take_items, name="ijepa-source", daemon=True),
            threading.Thread(target=self._carry, name="ijepa-stream", daemon=True),
        ]

    def start(self) -> None:
        """Starts the threads."""
        for thread in self._threads:
            thread.start()

    def next_result(self) -> Result[T] | None:
        """Waits for the next result; None at the end."""
        with self.changed, self.session.consumer_waits():
            self.changed.notify_all()
            while True:
                result = self.session.take_result()
                if result is not None:
                    self.changed.notify_all()
                    return result
                if self.session.done:
                    return None
                self.changed.wait()

    def close(self) -> None:
        """Gives up what is not answered, and waits for the threads."""
        with self.changed:
            finished = self.session.done
            self.session.give_up()
            if self._call is not None and not finished:
                self._call.cancel()
            self.changed.notify_all()
        source, network = self._threads
        if network.is_alive() and network is not threading.current_thread():
            network.join(_GRACE)
            with self.changed:
                if self._call is not None:
                    self._call.cancel()
            network.join()
        # The caller's own code cannot be interrupted. The thread ends when that returns.
        if source.is_alive() and source is not threading.current_thread():
            source.join(_GRACE_OF_SOURCE if self._in_source else None)

    def fail(self, error: IjepaError) -> None:
        """Gives up what is not answered. The consumer gets the error after the results that it has."""
        with self.changed:
            self.session.fail(error)
            if self._call is not None:
                self._call.cancel()
            self.changed.notify_all()

    # The thread of the source.

    def _take_items(self) -> None:
        error: BaseException | None = None
        try:
            self._in_source = True
            iterator = iter(self._source)
            index = 0
            while self._await_room():
                try:
                    image = next(iterator)
                except StopIteration:
                    break
                self._take(index, image)
                index += 1
        except BaseException as raised:  # noqa: BLE001
            # What the caller's own code raises, whatever it is, is the caller's to see.
            error = raised
        with self.changed:
            self.session.end_of_source(error)
            self.changed.notify_all()

    def _await_room(self) -> bool:
        with self.changed:
            self._in_source = False
            self.changed.wait_for(lambda: self.session.has_room() or self.session.source_ended)
            self._in_source = not self.session.source_ended
            return self._in_source

    def _take(self, index: int, image: AnyImage | NamedImage) -> None:
        name = name_of(image, str(index))
        try:
            message = read_image(image, self._max_image_bytes)
        except IjepaError as error:
            with self.changed:
                self.session.unreadable(index, name, error)
                self.changed.notify_all()
            return
        item = PendingItem(index, name, message, message.ByteSize())
        with self.changed:
            self.session.taken(item)
            self.changed.notify_all()

    # The thread of the network.

    def _carry(self) -> None:
        try:
            while self._await_due():
                self._call_once()
        except BaseException as error:  # noqa: BLE001
            # Whatever it is, the consumer must not wait for ever.
            with self.changed:
                self.session.fail(error)
                self.changed.notify_all()

    def _await_due(self) -> bool:
        with self.changed:
            while not self.session.done:
                wait = self.session.next_due()
                if wait == 0:
                    return True
                self.changed.wait(wait)
            return False

    def _call_once(self) -> None:
        attempt = Attempt()
        ended = _status.ended_early()
        try:
            self._converse(attempt)
        except grpc.RpcError as error:
            ended = _status.of_call(error)
        except IjepaError as error:
            ended = error
        finally:
            with self.changed:
                self._call = None
                wait = self.session.call_ended(attempt, ended)
                self.changed.notify_all()
        with self.changed:
            self.changed.wait_for(lambda: self.session.done, wait)

    def _converse(self, attempt: Attempt) -> None:
        stream: Any = self._connection.channel().stream_stream(self._method.path)
        call = stream(_Requests(self, attempt), metadata=self._connection.settings.metadata)
        with self.changed:
            self._call = call
            if self.session.done:
                call.cancel()
        try:
            for answer in call:
                self._answered(attempt, answer)
        finally:
            call.cancel()  # Without effect once it is over.

    def _answered(self, attempt: Attempt, answer: bytes) -> None:
        index, outcome = self._method.answer(answer)
        with self.changed:
            self.session.answered(attempt, index, outcome, len(answer))
            self.changed.notify_all()
            self.changed.wait_for(self.session.may_read)

    # gRPC's thread.

    def next_request(self, attempt: Attempt) -> bytes | None:
        """Waits for what is to be sent next on a call; None if that is nothing more."""
        with self.changed:
            while self.session.may_send(attempt):
                item = self.session.take_due()
                if item is not None:
                    break
                self.changed.wait(self.session.next_due())
            else:
                return None
        return self.session.request(attempt, item)


class _Requests(Generic[T]):
    """The requests of one call: gRPC takes the next one if HTTP/2 flow control lets it."""

    def __init__(self, threads: StreamThreads[T], attempt: Attempt) -> None:
        self._threads = threads
        self._attempt = attempt

    def __iter__(self) -> _Requests[T]:
        return self

    def __next__(self) -> bytes:
        request = self._threads.next_request(self._attempt)
        if request is None:
            raise StopIteration
        return request


class ResultStream(Generic[T]):
    """The results of a stream of images: an iterator of Result, one for each item of the source.

    The stream begins with the first result that is asked for. It ends when all are taken, or with `close`, which a
    ``with`` statement and the garbage collector call too. For one thread at a time.

    Iterating raises:
        IjepaError: If the stream could not go on: the server stays unreachable, the model changed, or the client was
            closed. The results that came before are given first.
        Exception: What the source raised.
    """

    def __init__(
        self, threads: StreamThreads[T], open_streams: WeakSet[StreamThreads[Any]], progress: Progress
    ) -> None:
        self._threads = threads
        self._open_streams = open_streams
        self._progress = progress
        self._started = False
        self._ended = False

    def __iter__(self) -> ResultStream[T]:
        return self

    def __next__(self) -> Result[T]:
        if self._ended:
            raise StopIteration
        if self._threads.pid != os.getpid():
            raise RuntimeError("this stream belongs to the process that opened it; open another one here")
        if not self._started:
            self._started = True
            self._open_streams.add(self._threads)
            self._threads.start()
        result = None
        try:
            result = self._threads.next_result()
        finally:
            # Also if the wait is interrupted, for example by Ctrl-C: what called this is not coming back.
            if result is None:
                self.close()
        if result is None:
            raise StopIteration
        self._progress.advance()
        return result

    def close(self) -> None:
        """Ends the stream, and waits for its threads. If the source is being waited for, its thread ends after that."""
        if self._ended:
            return
        self._ended = True
        # A child by fork has none of the threads.
        if self._started and self._threads.pid == os.getpid():
            self._open_streams.discard(self._threads)
            self._threads.close()
            self._progress.close()

    def __enter__(self) -> ResultStream[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()
