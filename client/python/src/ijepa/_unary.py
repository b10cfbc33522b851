"""One request and its answer, over as many attempts as its deadline allows."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import grpc
import grpc.aio

from ijepa import _status

if TYPE_CHECKING:
    from ijepa._aio_connection import AioConnection
    from ijepa._connection import Connection
    from ijepa._requests import UnaryRequest
    from ijepa._retry import RetryPolicy
    from ijepa.errors import IjepaError

T = TypeVar("T")


@dataclass
class _Patience:
    """Counts attempts and time."""

    policy: RetryPolicy
    deadline: float
    failures: int = 0

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    def wait_after(self, error: IjepaError, *, closed: bool) -> float:
        """Returns how long to wait before the next attempt.

        Raises:
            IjepaError: If there is to be none.
        """
        if closed:
            raise _status.closed_here("the client was closed") from error
        self.failures += 1
        wait = self.policy.wait_before_next(self.failures, error)
        # An attempt that could only start after the deadline would hide the real error behind it.
        if wait is None or wait >= self.left:
            raise error
        return wait


def call(connection: Connection, request: UnaryRequest[T], policy: RetryPolicy, timeout: float) -> T:
    """Makes a call.

    Raises:
        IjepaError: If it has no answer within `timeout` seconds, all attempts together.
    """
    patience = _Patience(policy, time.monotonic() + timeout)
    message = request.message.SerializeToString()
    while True:
        method: Any = connection.channel().unary_unary(request.path)
        try:
            answer = method(message, timeout=patience.left, metadata=connection.settings.metadata)
        except grpc.RpcError as error:
            time.sleep(patience.wait_after(_status.of_call(error), closed=connection.closed))
        except ValueError as error:  # gRPC's word for a channel that another thread has just closed.
            raise _status.closed_here("the client was closed") from error
        else:
            return request.value(answer)


async def call_async(connection: AioConnection, request: UnaryRequest[T], policy: RetryPolicy, timeout: float) -> T:
    """Makes a call, as `call` does."""
    patience = _Patience(policy, time.monotonic() + timeout)
    message = request.message.SerializeToString()
    while True:
        method: Any = connection.channel().unary_unary(request.path)
        try:
            answer = await method(message, timeout=patience.left, metadata=connection.settings.metadata)
        except grpc.RpcError as error:
            await asyncio.sleep(patience.wait_after(_status.of_call(error), closed=connection.closed))
        except grpc.aio.UsageError as error:
            raise _status.closed_here("the client was closed") from error
        else:
            return request.value(answer)
