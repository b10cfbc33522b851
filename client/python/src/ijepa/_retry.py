"""When to try again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ijepa.errors import IjepaError


@dataclass(frozen=True)
class RetryPolicy:
    """When to try again, and when to give up.

    The client tries again if the server cannot be reached, starts or drains (UNAVAILABLE), and if the server is at its
    bound and says when to come back (RESOURCE_EXHAUSTED with RetryInfo). The wait doubles from `initial_backoff` to
    `max_backoff`. Each wait is between a half and all of that, at random, so that clients that failed together do not
    return together. If the server says how long to wait, the client waits at least that long.

    Attributes:
        max_attempts: How many attempts may fail in a row, the first included. For a stream an attempt is a call that
            ended without any answer: each answer starts the count anew.
        initial_backoff: The wait before the second attempt, in seconds.
        max_backoff: The longest wait, in seconds.
    """

    max_attempts: int
    initial_backoff: float = 0.1
    max_backoff: float = 5.0

    def __post_init__(self) -> None:
        if self.max_attempts < 1:
            raise ValueError(f"max_attempts must be 1 or more: {self.max_attempts}")
        if not 0 < self.initial_backoff <= self.max_backoff:
            raise ValueError(
                "initial_backoff must be positive, and max_backoff not less:"
                f" {self.initial_backoff}, {self.max_backoff}"
            )

    def wait_before_next(self, failures: int, error: IjepaError) -> float | None:
        """Returns how many seconds to wait before the next attempt, or None if there is to be none.

        Args:
            failures: How many attempts have failed in a row, at least 1.
            error: How the last of them failed.
        """
        if not error.retryable or failures >= self.max_attempts:
            return None
        if error.retry_delay is not None:
            # The server's word is a minimum: what is random comes on top, or all clients would return at once.
            return error.retry_delay * (1 + random.uniform(0.125, 0.25))  # noqa: S311
        # More doublings than that exceed any wait, and overflow.
        wait = min(self.max_backoff, self.initial_backoff * 2.0 ** min(failures - 1, 60))
        return wait * random.uniform(0.5, 1)  # noqa: S311


#: One image, whose answer somebody waits for: five attempts, 1.5 s of waiting at most.
UNARY_RETRY = RetryPolicy(5, 0.1, 2.0)
#: A stream outlives a restart of its server that takes half a minute.
STREAM_RETRY = RetryPolicy(15, 0.1, 5.0)
#: Gives up at the first failure.
NO_RETRY = RetryPolicy(1, 0.1, 0.1)
