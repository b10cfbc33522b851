"""A bidirectional call of grpc.aio that ends with the status that the server sent."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import grpc
import grpc.aio

from ijepa import _status

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from ijepa.errors import IjepaError

# The server's status follows a write that failed at once, if it comes at all.
_STATUS_GRACE = 1.0


class AioCall:
    """A bidirectional call: a task of its own writes the requests, and `read` takes the answers.

    If a call ends while a request is being written, the write fails too, and grpc.aio replaces the server's status by
    INTERNAL (https://github.com/grpc/grpc/issues/36066). There are two orders. If the status is first, its callback
    cancels the task before that learns that the write has failed. If the write is first, grpc.aio calls the call done,
    but the status still follows when all answers are read.
    """

    def __init__(self, call: Any, requests: AsyncGenerator[bytes, None]) -> None:  # noqa: ANN401
        self._call = call
        self._requests = requests
        # Not `call.read`: that gives no answer of a call that is done.
        self._answers: AsyncGenerator[bytes, None] = aiter(call)
        self._status_came = asyncio.Event()
        self._failure: Exception | None = None

    async def __aenter__(self) -> AioCall:
        self._sender = asyncio.create_task(self._send(), name="ijepa-requests")
        self._call.add_done_callback(self._done)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._call.cancel()  # Without effect once it is over.
        self._sender.cancel()
        await asyncio.wait([self._sender])
        await self._answers.aclose()

    async def read(self) -> bytes | None:
        """Waits for the next answer; None at the end of a call that ended well.

        Raises:
            IjepaError: How the call ended, if not well.
            Exception: What the requests raised.
        """
        try:
            return await anext(self._answers, None)
        except grpc.RpcError:
            raise await self._ended() from None
        except asyncio.CancelledError:
            if self._failure is not None:
                raise self._failure from None
            raise

    # grpc.aio calls it again if another status follows.
    def _done(self, _: object) -> None:
        self._sender.cancel()
        self._status_came.set()

    async def _ended(self) -> IjepaError:
        while True:
            self._status_came.clear()
            code, details = await self._call.code(), await self._call.details()
            if not _status.is_lost(code, details):
                break
            try:
                await asyncio.wait_for(self._status_came.wait(), _STATUS_GRACE)
            except asyncio.TimeoutError:
                break
        return _status.of_end(code, details, await self._call.trailing_metadata())

    async def _send(self) -> None:
        try:
            async with aclosing(self._requests) as requests:
                async for request in requests:
                    await self._call.write(request)
            await self._call.done_writing()
        except (grpc.RpcError, grpc.aio.InternalError, asyncio.InvalidStateError):
            pass  # The call is over: `read` tells how it ended.
        except Exception as error:  # noqa: BLE001
            # Without requests the call would wait for ever.
            self._failure = error
            self._call.cancel()
