"""Where the server is, and how to talk to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import grpc

if TYPE_CHECKING:
    import os

_PLAINTEXT = "grpc://"
_TLS = "grpcs://"
# The server's default minimum is 5 minutes: it tells a client that pings more often to go away.
_KEEP_ALIVE_MILLIS = 300_000


@dataclass(frozen=True)
class ConnectionSettings:
    """Where the server is, and how to talk to it: plain values, which can be pickled.

    Attributes:
        target: A URL, as Client takes it.
        ca: A PEM file of the certificates to trust, instead of those that gRPC trusts.
        certificate: A PEM file of the certificate chain that shows the server who this is.
        key: A PEM file of its private key.
        token: Sent as ``authorization: Bearer …`` with each call.
        max_answer_bytes: The largest answer that is taken.
        user_agent: What the server's logs call this program.
    """

    target: str
    ca: str | None
    certificate: str | None
    key: str | None
    token: str | None = field(repr=False)
    max_answer_bytes: int
    user_agent: str

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate and key belong together")
        if not self.tls and self.ca is not None:
            raise ValueError(f"ca, certificate and key need a target that begins with {_TLS}: {self.target!r}")
        if not self.tls and self.certificate is not None:
            raise ValueError(f"certificate and key need a target that begins with {_TLS}: {self.target!r}")
        if not self.address:
            raise ValueError(f"no host and port in the target: {self.target!r}")
        scheme, separator, _ = self.target.partition("://")
        if separator and scheme not in ("grpc", "grpcs", "unix"):
            raise ValueError(f"a target begins with grpc://, grpcs://, unix:, dns: or a host, not {scheme}://")

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self.target.startswith(_TLS)

    @property
    def address(self) -> str:
        """The server's name, as gRPC's resolvers take it."""
        return self.target.removeprefix(_TLS).removeprefix(_PLAINTEXT).rstrip("/")

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The headers of each call."""
        return () if self.token is None else (("authorization", f"Bearer {self.token}"),)

    def channel_options(self) -> list[tuple[str, int | str]]:
        """Returns gRPC's options."""
        options: list[tuple[str, int | str]] = [
            ("grpc.max_receive_message_length", self.max_answer_bytes),
            ("grpc.max_send_message_length", -1),
            ("grpc.primary_user_agent", self.user_agent),
            ("grpc.keepalive_time_ms", _KEEP_ALIVE_MILLIS),
            # gRPC's own waits grow to two minutes, and calls fail until they are over: the retries would be none.
            ("grpc.initial_reconnect_backoff_ms", 100),
            ("grpc.min_reconnect_backoff_ms", 100),
            ("grpc.max_reconnect_backoff_ms", 1000),
            # A connection of its own for each client, also if it is forked.
            ("grpc.use_local_subchannel_pool", 1),
        ]
        if self.address.startswith("dns:"):
            options.append(("grpc.lb_policy_name", "round_robin"))
        return options

    def credentials(self) -> grpc.ChannelCredentials:
        """Returns the credentials of TLS.

        Raises:
            OSError: If a file cannot be read.
        """
        return grpc.ssl_channel_credentials(_content(self.ca), _content(self.key), _content(self.certificate))


def path_or_none(path: str | os.PathLike[str] | None) -> str | None:
    """Returns the path as text."""
    return None if path is None else str(path)


def _content(path: str | None) -> bytes | None:
    return None if path is None else Path(path).read_bytes()
