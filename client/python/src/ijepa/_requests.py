"""Turns what a caller asks for into the contract's messages, and knows the methods of the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ijepa import _decode, _status
from ijepa.errors import IjepaError
from ijepa.results import ElementType, Embedding, ModelInfo, Output, Priority
from ijepa.v1 import feature_service_pb2 as pb
from ijepa.v1 import model_service_pb2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from google.protobuf.message import Message

    from ijepa.classification import Classification
    from ijepa.v1.image_pb2 import Image

T = TypeVar("T")

_FEATURES = "/ijepa.v1.FeatureService/"
_MODELS = "/ijepa.v1.ModelService/"
_PRIORITIES = {Priority.BATCH: pb.PRIORITY_BATCH, Priority.INTERACTIVE: pb.PRIORITY_INTERACTIVE}


@dataclass(frozen=True)
class UnaryRequest(Generic[T]):
    """A call with one request and one answer."""

    path: str
    message: Message
    decode: Callable[[bytes], T]

    def value(self, answer: bytes) -> T:
        """Decodes the answer.

        Raises:
            IjepaError: With RESPONSE_INVALID, if that cannot be understood.
        """
        return understood(lambda: self.decode(answer))


@dataclass(frozen=True)
class StreamMethod(Generic[T]):
    """A bidirectional call: its requests and answers.

    Attributes:
        path: The method's path in gRPC.
        template: A request without an image: what all items have in common.
        options: What the first request of a call says of the call.
        response: The type of an answer.
        value: What an answer without an error is turned into.
        fingerprint: The fingerprint of a value; the values of one stream must have the same.
    """

    path: str
    template: Any
    options: pb.StreamOptions
    response: Any
    value: Callable[[Any], T]
    fingerprint: Callable[[T], str]

    def request(self, index: int, image: Image, *, first: bool) -> bytes:
        """Returns the request for an image, serialised."""
        request = type(self.template)(request_id=str(index), image=image)
        request.MergeFrom(self.template)
        if first:
            request.stream_options.CopyFrom(self.options)
        serialized: bytes = request.SerializeToString()
        return serialized

    def answer(self, serialized: bytes) -> tuple[int, T | IjepaError]:
        """Returns the index of the item, and its value or error.

        Raises:
            IjepaError: With RESPONSE_INVALID, if the answer belongs to no item.
        """
        message = understood(lambda: self.response.FromString(serialized))
        index = understood(lambda: int(message.request_id))
        if message.HasField("error"):
            return index, _status.of_item(message.error)
        try:
            return index, understood(lambda: self.value(message))
        except IjepaError as error:
            return index, error


def understood(decode: Callable[[], T]) -> T:
    """Decodes an answer; whatever that raises becomes an IjepaError with RESPONSE_INVALID."""
    try:
        return decode()
    except IjepaError:
        raise
    except Exception as error:
        raise _status.invalid_answer(f"an answer that cannot be understood: {error!r}") from error


def embed_options(
    outputs: Output | str | Iterable[Output | str], element_type: ElementType | str, *, normalize: bool
) -> pb.EmbedOptions:
    """Returns the options of Embed.

    Raises:
        ValueError: If an output or the element type is unknown, no output is named, or one twice.
    """
    wanted = [Output(outputs)] if isinstance(outputs, str) else [Output(output) for output in outputs]
    if not wanted or len(set(wanted)) != len(wanted):
        raise ValueError(f"outputs must name at least one output, each once: {[output.value for output in wanted]}")
    return pb.EmbedOptions(
        outputs=[_decode.OUTPUTS[output] for output in wanted],
        element_type=_decode.ELEMENT_TYPES[ElementType(element_type)],
        l2_normalize=normalize,
    )


def classify_options(top_k: int, heads: str | Iterable[str]) -> pb.ClassifyOptions:
    """Returns the options of Classify.

    Raises:
        ValueError: If `top_k` is negative, or a head is named twice.
    """
    if top_k < 0:
        raise ValueError(f"top_k must be 0 (all) or more: {top_k}")
    names = [heads] if isinstance(heads, str) else list(heads)
    if len(set(names)) != len(names):
        raise ValueError(f"heads must name each head once: {names}")
    return pb.ClassifyOptions(top_k=top_k, heads=names)


def embed_image(model: str, options: pb.EmbedOptions, image: Image) -> UnaryRequest[Embedding]:
    """Returns the call that embeds one image."""
    return UnaryRequest(
        _FEATURES + "EmbedImage",
        pb.EmbedImageRequest(model=model, image=image, options=options),
        lambda answer: _decode.embedding(pb.EmbedImageResponse.FromString(answer).features),
    )


def classify_image(model: str, options: pb.ClassifyOptions, image: Image) -> UnaryRequest[Classification]:
    """Returns the call that classifies one image."""
    return UnaryRequest(
        _FEATURES + "ClassifyImage",
        pb.ClassifyImageRequest(model=model, image=image, options=options),
        lambda answer: _decode.classification(pb.ClassifyImageResponse.FromString(answer).classification),
    )


def list_models() -> UnaryRequest[list[ModelInfo]]:
    """Returns the call that lists the models."""
    return UnaryRequest(
        _MODELS + "ListModels",
        model_service_pb2.ListModelsRequest(),
        lambda answer: [
            _decode.model_info(model) for model in model_service_pb2.ListModelsResponse.FromString(answer).models
        ],
    )


def get_model(name: str) -> UnaryRequest[ModelInfo]:
    """Returns the call that describes one model."""
    return UnaryRequest(
        _MODELS + "GetModel",
        model_service_pb2.GetModelRequest(name=name),
        lambda answer: _decode.model_info(model_service_pb2.GetModelResponse.FromString(answer).model),
    )


def embed_stream(
    model: str, options: pb.EmbedOptions, priority: Priority | str, item_timeout: float | None
) -> StreamMethod[Embedding]:
    """Returns the call that embeds many images."""
    return StreamMethod(
        _FEATURES + "Embed",
        _with_timeout(pb.EmbedRequest(model=model, options=options), item_timeout),
        _stream_options(priority),
        pb.EmbedResponse,
        lambda answer: _decode.embedding(answer.features),
        lambda embedding: embedding.fingerprint,
    )


def classify_stream(
    model: str, options: pb.ClassifyOptions, priority: Priority | str, item_timeout: float | None
) -> StreamMethod[Classification]:
    """Returns the call that classifies many images."""
    return StreamMethod(
        _FEATURES + "Classify",
        _with_timeout(pb.ClassifyRequest(model=model, options=options), item_timeout),
        _stream_options(priority),
        pb.ClassifyResponse,
        lambda answer: _decode.classification(answer.classification),
        lambda classes: classes.model.fingerprint,
    )


def _with_timeout(request: Any, item_timeout: float | None) -> Any:  # noqa: ANN401
    if item_timeout is not None:
        if item_timeout <= 0:
            raise ValueError(f"item_timeout must be positive: {item_timeout}")
        request.timeout.FromNanoseconds(round(item_timeout * 1e9))
    return request


# The client restores the order: an item that is sent again would lose its place at the server, and the server need not
# hold back what overtook a slow one.
def _stream_options(priority: Priority | str) -> pb.StreamOptions:
    return pb.StreamOptions(response_order=pb.RESPONSE_ORDER_READY, priority=_PRIORITIES[Priority(priority)])
