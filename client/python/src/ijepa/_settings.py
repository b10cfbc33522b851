"""How a stream of many images goes."""

from __future__ import annotations

from dataclasses import dataclass

from ijepa._retry import STREAM_RETRY, RetryPolicy


@dataclass(frozen=True)
class StreamSettings:
    """How a stream of many images goes.

    The window bounds memory: the client takes the next item from the source only while fewer than `max_items` items are
    on their way (taken from the source, and their result not yet taken), and the images that have no answer hold fewer
    than `max_bytes` bytes. A slow consumer therefore slows the reading of files, and a busy server does too.

    Attributes:
        ordered: Whether results come in the order of the source, or as they are ready. Results that overtook a slow
            item wait for it: at most 16 windows of them, and fewer if they hold `max_bytes` bytes.
        max_items: Items taken from the source whose results are not yet taken, at least 1.
        max_bytes: Bytes of images that have no answer. The same bound holds for answers that are not yet taken. One
            item is always let through, whatever its size.
        allow_mixed_fingerprints: Whether the answers of one stream may come from different models. If not, the stream
            fails when the model changes.
        fingerprint: The fingerprint that all answers must have; None means that of the first answer.
        retry: How often a broken stream, or an item that the server was too busy for, is tried again.
    """

    ordered: bool = True
    max_items: int = 64
    max_bytes: int = 64 << 20
    allow_mixed_fingerprints: bool = False
    fingerprint: str | None = None
    retry: RetryPolicy = STREAM_RETRY

    def __post_init__(self) -> None:
        if self.max_items < 1:
            raise ValueError(f"max_items must be 1 or more: {self.max_items}")
        if self.max_bytes < 1:
            raise ValueError(f"max_bytes must be 1 or more: {self.max_bytes}")
