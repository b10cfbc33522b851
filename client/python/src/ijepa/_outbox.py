"""The items of a stream that have no answer yet."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ijepa.v1.image_pb2 import Image


@dataclass(eq=False)
class PendingItem:
    """An item that has no answer yet."""

    index: int
    name: str
    image: Image
    size: int
    failures: int = 0


class Outbox:
    """The items that are due to be sent, sent, or told to come back later.

    What is due leaves in the order of the source, so that what is sent again goes first.
    """

    def __init__(self) -> None:
        self._items: dict[int, PendingItem] = {}
        self._due: list[int] = []
        self._postponed: list[tuple[float, int]] = []
        self._sent: set[int] = set()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._items)

    @property
    def bytes(self) -> int:
        """The bytes of all images that have no answer."""
        return self._bytes

    def add(self, item: PendingItem) -> None:
        """Adds an item that is due."""
        self._items[item.index] = item
        self._bytes += item.size
        heapq.heappush(self._due, item.index)

    def take_due(self, now: float) -> PendingItem | None:
        """Takes the first item that is due, for sending."""
        while self._postponed and self._postponed[0][0] <= now:
            heapq.heappush(self._due, heapq.heappop(self._postponed)[1])
        if not self._due:
            return None
        index = heapq.heappop(self._due)
        self._sent.add(index)
        return self._items[index]

    def next_due(self, now: float) -> float | None:
        """Returns in how many seconds an item is due, 0 if one is; None if no item is due or postponed."""
        if self._due:
            return 0.0
        return max(0.0, self._postponed[0][0] - now) if self._postponed else None

    def sent(self, index: int) -> PendingItem | None:
        """Returns a sent item; None if it was answered already, or never sent."""
        return self._items[index] if index in self._sent else None

    def remove(self, item: PendingItem) -> None:
        """Forgets a sent item."""
        self._sent.discard(item.index)
        del self._items[item.index]
        self._bytes -= item.size

    def postpone(self, item: PendingItem, until: float) -> None:
        """Keeps a sent item until its time."""
        self._sent.discard(item.index)
        heapq.heappush(self._postponed, (until, item.index))

    def unsend(self) -> None:
        """The call is gone: what was sent is due again."""
        for index in self._sent:
            heapq.heappush(self._due, index)
        self._sent.clear()

    def clear(self) -> None:
        """Forgets all items."""
        self.__init__()  # type: ignore[misc]
