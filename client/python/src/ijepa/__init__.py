"""Client of ijepa-server: I-JEPA image features over gRPC, as NumPy arrays."""

# isort: off
from ijepa import _fork  # noqa: F401  (before anything imports grpc)

# isort: on
from importlib.metadata import version

from ijepa._aio_stream import AsyncResultStream
from ijepa._images import AnyImage, NamedImage
from ijepa._retry import NO_RETRY, STREAM_RETRY, UNARY_RETRY, RetryPolicy
from ijepa._stream import ResultStream
from ijepa.aio import AsyncClient
from ijepa.classification import (
    Classification,
    ClassScore,
    Distance,
    HeadActivation,
    HeadInfo,
    HeadResult,
    Neighbour,
)
from ijepa.client import Client
from ijepa.errors import IjepaError, StatusCode
from ijepa.results import (
    ElementType,
    Embedding,
    ModelIdentity,
    ModelInfo,
    Output,
    Priority,
    Result,
    Tensor,
    Timings,
    to_numpy,
)

__version__ = version("ijepa")

__all__ = [
    "NO_RETRY",
    "STREAM_RETRY",
    "UNARY_RETRY",
    "AnyImage",
    "AsyncClient",
    "AsyncResultStream",
    "ClassScore",
    "Classification",
    "Client",
    "Distance",
    "ElementType",
    "Embedding",
    "HeadActivation",
    "HeadInfo",
    "HeadResult",
    "IjepaError",
    "ModelIdentity",
    "ModelInfo",
    "NamedImage",
    "Neighbour",
    "Output",
    "Priority",
    "Result",
    "ResultStream",
    "RetryPolicy",
    "StatusCode",
    "Tensor",
    "Timings",
    "to_numpy",
]
