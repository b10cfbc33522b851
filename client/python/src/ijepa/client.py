"""The client for programs that use threads."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, TypeVar

from ijepa import _requests, _status, _unary
from ijepa._connection import Connection
from ijepa._images import AnyImage, NamedImage, read_image
from ijepa._progress import Progress
from ijepa._retry import STREAM_RETRY, UNARY_RETRY, RetryPolicy
from ijepa._settings import StreamSettings
from ijepa._stream import ResultStream, StreamThreads
from ijepa._target import ConnectionSettings, path_or_none
from ijepa.results import (
    Classification,
    ElementType,
    Embedding,
    ModelInfo,
    Output,
    Priority,
    Result,
    require_same_fingerprint,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
