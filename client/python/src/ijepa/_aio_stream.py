"""A stream of results, driven by an event loop."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ijepa import _status
from ijepa._aio_call import AioCall
from ijepa._images import AnyImage, NamedImage, name_of, read_image
from ijepa._outbox import PendingItem
from ijepa._session import Attempt, StreamSession
from ijepa.errors import IjepaError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Iterable
    from weakref import WeakSet

    from ijepa._aio_connection import AioConnection
    from ijepa._progress import Progress
    from ijepa._requests import StreamMethod
    from ijepa._settings import StreamSettings
    from ijepa.results import Result

_GRACE = 2.0

T = TypeVar("T")

_END = object()


class _Changes:
    """Wakes the tasks of a stream when its state has changed."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def wait(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait_for(waiter, timeout)
        except asyncio.TimeoutError:
            pass
        finally:
            self._waiters.discard(waiter)


class StreamTasks(Generic[T]):
    """The tasks of a stream: one takes items from the source, the others carry requests and answers."""

    def __init__(
        self,
        source: Iterable[AnyImage | NamedImage] | AsyncIterable[AnyImage | NamedImage],
        connection: AioConnection,
        method: StreamMethod[T],
        settings: StreamSettings,
        max_image_bytes: int,
    ) -> None:
        self._source = source
        self._connection = connection
        self._method = method
        self._max_image_bytes = max_image_bytes
        self._session: StreamSession[T] = StreamSession(method, settings, time.monotonic)
        self._changes = _Changes()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Starts the tasks, in the running loop."""
        self._tasks = [
            asyncio.create_task(self._take_items(), name="ijepa-source"),
            asyncio.create_task(self._carry(), name="ijepa-stream"),
        ]

    async def next_result(self) -> Result[T] | None:
        """Waits for the next result; None at the end."""
        with self._session.consumer_waits():
            self._changes.notify()
            while True:
                result = self._session.take_result()
                if result is not None:
                    self._changes.notify()
                    return result
                if self._session.done:
                    return None
                await self._changes.wait()

    def abandon(self) -> None:
        """Gives up everything, without waiting; from any thread."""
        loop = self._tasks[0].get_loop()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self.fail, _status.closed_here("the stream was abandoned"))

    async def close(self) -> None:
        """Gives up what is not answered, and waits for the tasks."""
        finished = self._session.done
        self._session.give_up()
        self._changes.notify()
        source, network = self._tasks
        source.cancel()  # Without effect if the source has ended.
        if finished:
            # Until the server has ended the call, if it does so soon.
            await asyncio.wait([network], timeout=_GRACE)
        network.cancel()
        await asyncio.wait(self._tasks)

    def fail(self, error: IjepaError) -> None:
        """Gives up what is not answered. The consumer gets the error after the results that it has."""
        self._session.fail(error)
        for task in self._tasks:
            task.cancel()
        self._changes.notify()

    # The task of the source.

    async def _take_items(self) -> None:
        error: BaseException | None = None
        try:
            index = 0
            async with aclosing(_items(self._source)) as items:
                while await self._await_room():
                    image: Any = await anext(items, _END)
                    if image is _END:
                        break
                    await self._take(index, image)
                    index += 1
        except asyncio.CancelledError:
            raise
        except BaseException as raised:  # noqa: BLE001
            # What the caller's own code raises, whatever it is, is the caller's to see.
            error = raised
        self._session.end_of_source(error)
        self._changes.notify()

    async def _await_room(self) -> bool:
        while not (self._session.has_room() or self._session.source_ended):
            await self._changes.wait()
        return not self._session.source_ended

    async def _take(self, index: int, image: AnyImage | NamedImage) -> None:
        name = name_of(image, str(index))
        try:
            if isinstance(image, bytes):
                message = read_image(image, self._max_image_bytes)
            else:
                # Not in the loop: it may read a file, or convert pixels.
                message = await asyncio.to_thread(read_image, image, self._max_image_bytes)
        except IjepaError as error:
            self._session.unreadable(index, name, error)
        else:
            self._session.taken(PendingItem(index, name, message, message.ByteSize()))
        self._changes.notify()

    # The tasks of the network.

    async def _carry(self) -> None:
        try:
            while await self._await_due():
                await self._call_once()
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001
            # Whatever it is, the consumer must not wait for ever.
            self._session.fail(error)
        self._changes.notify()

    async def _await_due(self) -> bool:
        while not self._session.done:
            wait = self._session.next_due()
            if wait == 0:
                return True
            await self._changes.wait(wait)
        return False

    async def _call_once(self) -> None:
        attempt = Attempt()
        ended = _status.ended_early()
        try:
            await self._converse(attempt)
        except IjepaError as error:
            ended = error
        wait = self._session.call_ended(attempt, ended)
        self._changes.notify()
        if not self._session.done:
            await asyncio.sleep(wait)

    async def _converse(self, attempt: Attempt) -> None:
        stream: Any = self._connection.channel().stream_stream(self._method.path)
        call = stream(metadata=self._connection.settings.metadata)
        async with AioCall(call, self._requests(attempt)) as conversation:
            while (answer := await conversation.read()) is not None:
                await self._answered(attempt, answer)

    async def _answered(self, attempt: Attempt, answer: bytes) -> None:
        index, outcome = self._method.answer(answer)
        self._session.answered(attempt, index, outcome, len(answer))
        self._changes.notify()
        while not self._session.may_read():
            await self._changes.wait()

    async def _requests(self, attempt: Attempt) -> AsyncGenerator[bytes, None]:
        while self._session.may_send(attempt):
            item = self._session.take_due()
            if item is None:
                await self._changes.wait(self._session.next_due())
            else:
                yield self._session.request(attempt, item)


async def _items(
    source: Iterable[AnyImage | NamedImage] | AsyncIterable[AnyImage | NamedImage],
) -> AsyncGenerator[AnyImage | NamedImage, None]:
    if hasattr(source, "__aiter__"):
        async for image in source:
            yield image
        return
    # Not in the loop: an ordinary iterable may block, for example while it lists a folder.
    iterator = await asyncio.to_thread(iter, source)
    while (image := await asyncio.to_thread(next, iterator, _END)) is not _END:
        yield image


class AsyncResultStream(Generic[T]):
    """The results of a stream of images: an asynchronous iterator of Result, one for each item of the source.

    The stream begins with the first result that is asked for. It ends when all are taken, or with `aclose`, which an
    ``async with`` statement calls too. For one task at a time.

    Iterating raises:
        IjepaError: If the stream could not go on: the server stays unreachable, the model changed, or the client was
            closed. The results that came before are given first.
        Exception: What the source raised.
    """

    def __init__(self, tasks: StreamTasks[T], open_streams: WeakSet[StreamTasks[Any]], progress: Progress) -> None:
        self._tasks = tasks
        self._open_streams = open_streams
        self._progress = progress
        self._started = False
        self._ended = False

    def __aiter__(self) -> AsyncResultStream[T]:
        return self

    async def __anext__(self) -> Result[T]:
        if self._ended:
            raise StopAsyncIteration
        if not self._started:
            self._started = True
            self._open_streams.add(self._tasks)
            self._tasks.start()
        result = None
        try:
            result = await self._tasks.next_result()
        finally:
            # Also if the wait is cancelled: what waited is not coming back.
            if result is None:
                await self.aclose()
        if result is None:
            raise StopAsyncIteration
        self._progress.advance()
        return result

    async def aclose(self) -> None:
        """Ends the stream, and waits for its tasks."""
        if self._ended:
            return
        self._ended = True
        if self._started:
            self._open_streams.discard(self._tasks)
            await self._tasks.close()
            self._progress.close()

    def __del__(self) -> None:
        if self._started and not self._ended:
            self._tasks.abandon()

    async def __aenter__(self) -> AsyncResultStream[T]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
