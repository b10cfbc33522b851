"""The results of a stream that the consumer has not taken yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from ijepa.results import Result

T = TypeVar("T")


class Inbox(Generic[T]):
    """The results that wait for the consumer.

    Each has a place: its index if the order counts, otherwise that of its arrival.
    """

    def __init__(self, *, ordered: bool) -> None:
        self._ordered = ordered
        self._entries: dict[int, tuple[Result[T], int]] = {}
        self._next = 0
        # The first place from `next` on whose result has not come.
        self._gap = 0
        self._arrived = 0
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def ready(self) -> int:
        """How many can be taken now, without any that is still to come."""
        return self._gap - self._next

    @property
    def bytes(self) -> int:
        """The bytes of the answers that wait."""
        return self._bytes

    def put(self, result: Result[T], size: int) -> None:
        """Adds a result, of an answer of `size` bytes."""
        place = result.index if self._ordered else self._arrived
        self._arrived += 1
        self._entries[place] = result, size
        self._bytes += size
        self._move_gap()

    def take(self) -> Result[T] | None:
        """Takes the result whose turn it is; None if it has not come yet."""
        entry = self._entries.pop(self._next, None)
        if entry is None:
            return None
        self._next += 1
        result, size = entry
        self._bytes -= size
        return result

    def skip_gap(self) -> None:
        """Passes over what will never come."""
        if self._entries and self._next not in self._entries:
            self._next = min(self._entries)
            self._gap = max(self._gap, self._next)
            self._move_gap()

    def clear(self) -> None:
        """Forgets all results."""
        self._entries.clear()
        self._gap = self._next
        self._bytes = 0

    def _move_gap(self) -> None:
        while self._gap in self._entries:
            self._gap += 1
