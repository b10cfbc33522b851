"""The one place where a status, of a call or of an item, becomes an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from ijepa.errors import CLIENT_CLOSED, RESPONSE_INVALID, IjepaError

if TYPE_CHECKING:
    from google.protobuf.message import Message

_DOMAIN = "ijepa.dev"
_DETAILS = "grpc-status-details-bin"
_LONGEST_DELAY = 86_400.0
_CODES = {code.value[0]: code for code in grpc.StatusCode}
# grpc.aio's word for a request that was being written when the call ended.
_STATUS_LOST = "Internal error from Core"
# What gRPC says if the other side reset the stream or left, whatever code it makes of it. How a call ended whose status
# is lost shows again at the next attempt.
_CONNECTION_LOST = ("RST_STREAM", "GOAWAY", "Stream removed", "Connection reset", "Socket closed", _STATUS_LOST)


def of_item(status: status_pb2.Status) -> IjepaError:
    """Returns why an item alone has no answer."""
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    reason, delay = "", None
    for detail in status.details:
        if _unpack(detail, info) and info.domain == _DOMAIN:
            reason = info.reason
        elif _unpack(detail, retry):
            # Within what can be waited for: a stranger may say "never".
            delay = min(max(0.0, retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9), _LONGEST_DELAY)
    return IjepaError(_CODES.get(status.code, grpc.StatusCode.UNKNOWN), reason, status.message, delay)


def of_call(error: grpc.RpcError) -> IjepaError:
    """Returns how a call ended that did not end well."""
    # Every error of a call has them: grpc.Call of the synchronous API, and AioRpcError.
    return of_end(error.code(), error.details(), error.trailing_metadata())


def of_end(code: grpc.StatusCode, details: str | None, trailers: Any) -> IjepaError:  # noqa: ANN401
    """Returns how a call ended that did not end well."""
    message = details or ""
    rich = _rich_status(trailers)
    if rich is not None:
        return of_item(rich)
    # A server that is shut down resets its streams, also with the HTTP/2 code CANCEL. That arrives as CANCELLED,
    # although nobody here cancelled.
    if code is grpc.StatusCode.CANCELLED or (
        code in (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN)
        and any(sign in message for sign in _CONNECTION_LOST)
    ):
        return IjepaError(grpc.StatusCode.UNAVAILABLE, "", f"the server reset the call: {message}")
    return IjepaError(code, "", message)


def is_lost(code: grpc.StatusCode, details: str | None) -> bool:
    """Whether grpc.aio has put a status of its own in the place of the server's."""
    return code is grpc.StatusCode.INTERNAL and details == _STATUS_LOST


def ended_early() -> IjepaError:
    """Returns the error of a stream that the server ended in good order, but left items of it unanswered."""
    return IjepaError(grpc.StatusCode.UNAVAILABLE, "", "the server ended the stream before it answered all items")


def closed_here(what: str) -> IjepaError:
    """Returns the error of what this side gave up."""
    return IjepaError(grpc.StatusCode.CANCELLED, CLIENT_CLOSED, what)


def invalid_answer(what: str) -> IjepaError:
    """Returns the error of an answer that is against the contract."""
    return IjepaError(grpc.StatusCode.INTERNAL, RESPONSE_INVALID, f"the server sent {what}")


def _rich_status(trailers: Any) -> status_pb2.Status | None:  # noqa: ANN401
    # A sequence of pairs; grpc.aio has a class of its own for it.
    for key, value in trailers or ():
        if key == _DETAILS:
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                return None
    return None


def _unpack(detail: object, message: Message) -> bool:
    # A detail that cannot be read tells as much as none.
    try:
        return bool(detail.Unpack(message))  # type: ignore[attr-defined]
    except DecodeError:
        return False
