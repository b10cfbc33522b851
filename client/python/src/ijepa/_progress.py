"""A progress bar, if tqdm is installed."""

from __future__ import annotations

from typing import Any


class Progress:
    """Counts results in a bar of tqdm; without tqdm it shows nothing."""

    def __init__(self, source: object, *, shown: bool) -> None:
        self._bar: Any = None
        if shown:
            try:
                from tqdm.auto import tqdm
            except ImportError:
                return
            self._bar = tqdm(total=_length(source), unit="image")

    def advance(self) -> None:
        """One more result."""
        if self._bar is not None:
            self._bar.update()

    def close(self) -> None:
        """Leaves the bar as it is."""
        if self._bar is not None:
            self._bar.close()


# Some have the method only to say that they know no length: a DataLoader of PyTorch over an IterableDataset.
def _length(source: Any) -> int | None:  # noqa: ANN401
    try:
        return len(source)
    except TypeError:
        return None
