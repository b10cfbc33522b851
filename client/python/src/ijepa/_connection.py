"""The way to the server: one channel for each process."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import grpc

from ijepa import _fork, _status

if TYPE_CHECKING:
    from ijepa._target import ConnectionSettings

#: What a fork inherited of gRPC. It belongs to threads that the child does not have: it must be neither used nor
#: finalised there.
INHERITED: list[object] = []


class Connection:
    """Opens a channel when it is first needed, in each process anew.

    A child by fork leaves the channel of its parent alone. A child by spawn gets the settings by pickle.
    """

    def __init__(self, settings: ConnectionSettings) -> None:
        self.settings = settings
        self._closed = False
        self._begin()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._channel: grpc.Channel | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"settings": self.settings, "closed": self._closed}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["settings"])  # type: ignore[misc]
        self._closed = state["closed"]

    @property
    def closed(self) -> bool:
        """Whether this client was closed."""
        return self._closed

    def channel(self) -> grpc.Channel:
        """Returns the channel of this process.

        Raises:
            IjepaError: With CLIENT_CLOSED.
            RuntimeError: If gRPC cannot be used in this process, because of a fork.
        """
        if self._pid != os.getpid():
            if self._channel is not None and not _fork.SUPPORTED:
                raise RuntimeError(_fork.ADVICE)
            INHERITED.append((self._channel, self._lock))
            self._begin()
        with self._lock:
            if self._closed:
                raise _status.closed_here("the client is closed")
            if self._channel is None:
                self._channel = self._open()
            return self._channel

    def close(self) -> None:
        """Ends all calls of this process."""
        if self._pid != os.getpid():
            self._closed = True
            return
        with self._lock:
            self._closed = True
            if self._channel is not None:
                self._channel.close()
                self._channel = None

    def _open(self) -> grpc.Channel:
        settings = self.settings
        if settings.tls:
            return grpc.secure_channel(settings.address, settings.credentials(), settings.channel_options())
        return grpc.insecure_channel(settings.address, settings.channel_options())
