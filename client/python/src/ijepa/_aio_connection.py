"""The way to the server for asyncio: one channel for each process and event loop."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import grpc.aio

from ijepa import _fork, _status
from ijepa._connection import INHERITED

if TYPE_CHECKING:
    from ijepa._target import ConnectionSettings


class AioConnection:
    """Opens a channel when it is first needed, in each process and event loop anew."""

    def __init__(self, settings: ConnectionSettings) -> None:
        self.settings = settings
        self._closed = False
        self._pid = os.getpid()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._channel: grpc.aio.Channel | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"settings": self.settings, "closed": self._closed}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["settings"])  # type: ignore[misc]
        self._closed = state["closed"]

    @property
    def closed(self) -> bool:
        """Whether this client was closed."""
        return self._closed

    def channel(self) -> grpc.aio.Channel:
        """Returns the channel of this process and loop.

        Raises:
            IjepaError: With CLIENT_CLOSED.
            RuntimeError: If gRPC cannot be used in this process, because of a fork.
        """
        if self._closed:
            raise _status.closed_here("the client is closed")
        loop = asyncio.get_running_loop()
        if self._channel is not None and (self._pid != os.getpid() or self._loop is not loop):
            if self._pid != os.getpid() and not _fork.SUPPORTED:
                raise RuntimeError(_fork.ADVICE)
            INHERITED.append(self._channel)
            self._channel = None
        if self._channel is None:
            self._pid = os.getpid()
            self._loop = loop
            self._channel = self._open()
        return self._channel

    async def close(self) -> None:
        """Ends all calls."""
        self._closed = True
        channel, self._channel = self._channel, None
        if channel is not None and self._pid == os.getpid():
            await channel.close()

    def _open(self) -> grpc.aio.Channel:
        settings = self.settings
        if settings.tls:
            return grpc.aio.secure_channel(settings.address, settings.credentials(), settings.channel_options())
        return grpc.aio.insecure_channel(settings.address, settings.channel_options())
