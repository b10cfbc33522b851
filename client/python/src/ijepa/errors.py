"""Why there is no answer."""

from __future__ import annotations

from grpc import StatusCode as StatusCode  # noqa: PLC0414  (a part of this package's API)

#: Reason: the input could not be read here, so it was never sent.
INPUT_UNREADABLE = "INPUT_UNREADABLE"
#: Reason: the server's answer is against the contract.
RESPONSE_INVALID = "RESPONSE_INVALID"
#: Reason: the client or the stream was closed while a call was open.
CLIENT_CLOSED = "CLIENT_CLOSED"
#: Reason: two answers of one stream come from different models, or not from the model that was expected.
FINGERPRINT_MISMATCH = "FINGERPRINT_MISMATCH"


class IjepaError(Exception):
    """Why there is no answer: of a call, of a stream as a whole, or of one item of a stream.

    The code is coarse and standard. The reason is stable and exact: one of ``ErrorReason`` in the contract without its
    prefix, for example ``IMAGE_CORRUPT``; one of the constants of this module; or empty if the server gave none.

    Attributes:
        code: The kind of failure, as a gRPC status code.
        reason: The stable reason.
        message: What happened, in a sentence.
        retry_delay: How many seconds the server asks to wait before the next attempt, or None.
    """

    def __init__(self, code: StatusCode, reason: str, message: str, retry_delay: float | None = None) -> None:
        super().__init__(code, reason, message, retry_delay)
        self.code = code
        self.reason = reason
        self.message = message
        self.retry_delay = retry_delay

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later.

        That is so if the server could not be reached or does not serve (UNAVAILABLE), and if it was at its bound and
        said when to come back (RESOURCE_EXHAUSTED with RetryInfo).
        """
        return self.code is StatusCode.UNAVAILABLE or (
            self.code is StatusCode.RESOURCE_EXHAUSTED and self.retry_delay is not None
        )

    def __str__(self) -> str:
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.code.name}{reason}: {self.message}"
