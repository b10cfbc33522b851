"""The client for programs that use asyncio."""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any, TypeVar

from ijepa import _requests, _status, _unary
from ijepa._aio_connection import AioConnection
from ijepa._aio_stream import AsyncResultStream, StreamTasks
from ijepa._images import AnyImage, NamedImage, read_image
from ijepa._progress import Progress
from ijepa._retry import STREAM_RETRY, UNARY_RETRY, RetryPolicy
from ijepa._settings import StreamSettings
from ijepa._target import ConnectionSettings, path_or_none
from ijepa.results import (
    ElementType,
    Embedding,
    ModelInfo,
    Output,
    Priority,
    require_same_fingerprint,
)

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from ijepa.classification import Classification

T = TypeVar("T")


class AsyncClient:
    """I-JEPA features of images, from a server, for asyncio: the twin of Client.

    One client serves one event loop at a time. Files are read and ordinary iterables are run in threads, so they never
    block the loop. `embed_many` and `classify_many` take asynchronous iterables too.
    """

    def __init__(  # noqa: PLR0913
        self,
        target: str = "grpc://localhost:50051",
        *,
        ca: str | os.PathLike[str] | None = None,
        certificate: str | os.PathLike[str] | None = None,
        key: str | os.PathLike[str] | None = None,
        token: str | None = None,
        timeout: float = 30.0,
        model: str = "",
        retry: RetryPolicy = UNARY_RETRY,
        max_image_bytes: int = 32 << 20,
        max_answer_bytes: int = 64 << 20,
        user_agent: str = "ijepa-client-python",
    ) -> None:
        """Makes a client. It does not connect yet.

        Args:
            target: Where the server is: ``grpc://host:port`` or ``host:port`` without encryption, ``grpcs://host:port``
                with TLS, ``unix:/path`` for a Unix domain socket. With ``dns:///host:port`` streams and calls go round
                all addresses of the host.
            ca: A PEM file of the certificates to trust, instead of those that gRPC trusts.
            certificate: A PEM file of the certificate chain that shows the server who this is (mTLS).
            key: A PEM file of its private key.
            token: Sent as ``authorization: Bearer …`` with each call.
            timeout: How many seconds a call for one image may take, all its attempts together.
            model: The model of requests that name none; empty means the server's default.
            retry: How often a call for one image is tried.
            max_image_bytes: The largest image that is sent; a larger one fails alone, here. The default is the server's
                limit, beyond which the server ends a stream as a whole.
            max_answer_bytes: The largest answer that is taken.
            user_agent: What the server's logs call this program.

        Raises:
            ValueError: If the target or a limit is out of range, or the files of TLS do not fit together.
        """
        settings = ConnectionSettings(
            target, path_or_none(ca), path_or_none(certificate), path_or_none(key), token, max_answer_bytes, user_agent
        )
        self._connection = AioConnection(settings)
        self._timeout = timeout
        self._model = model
        self._retry = retry
        self._max_image_bytes = max_image_bytes
        self._streams: weakref.WeakSet[StreamTasks[Any]] = weakref.WeakSet()

    async def embed(
        self,
        image: AnyImage | NamedImage,
        output: Output | str = Output.EMBEDDING,
        *,
        element_type: ElementType | str = ElementType.F32,
        normalize: bool = False,
        model: str = "",
        fingerprint: str | None = None,
        timeout: float | None = None,
    ) -> NDArray[np.float32]:
        """Returns an output for an image as float32: shape [D], [4 D] or [N, D].

        Args:
            image: The image.
            output: The output.
            element_type: How the numbers travel.
            normalize: Divide the pooled outputs by their Euclidean norm.
            model: The name of a loaded model; empty means that of the client.
            fingerprint: If it is given, an answer of another fingerprint is an error.
            timeout: Seconds, all attempts together; None means that of the client.
        """
        embedding = await self.embed_image(
            image, output, element_type=element_type, normalize=normalize, model=model, timeout=timeout
        )
        if fingerprint is not None:
            require_same_fingerprint(fingerprint, embedding.fingerprint)
        return embedding.to_numpy()

    async def embed_image(
        self,
        image: AnyImage | NamedImage,
        outputs: Output | str | Iterable[Output | str] = Output.EMBEDDING,
        *,
        element_type: ElementType | str = ElementType.F32,
        normalize: bool = False,
        model: str = "",
        timeout: float | None = None,
    ) -> Embedding:
        """Returns one or several outputs for an image, with the model that computed them, and times.

        Args:
            image: The image.
            outputs: The outputs; all come from one pass over the encoder.
            element_type: How the numbers travel.
            normalize: Divide the pooled outputs by their Euclidean norm.
            model: The name of a loaded model; empty means that of the client.
            timeout: Seconds, all attempts together; None means that of the client.
        """
        options = _requests.embed_options(outputs, element_type, normalize=normalize)
        message = await asyncio.to_thread(read_image, image, self._max_image_bytes)
        return await self._call(_requests.embed_image(model or self._model, options, message), timeout)

    def embed_many(  # noqa: PLR0913
        self,
        images: Iterable[AnyImage | NamedImage] | AsyncIterable[AnyImage | NamedImage],
        outputs: Output | str | Iterable[Output | str] = Output.EMBEDDING,
        *,
        element_type: ElementType | str = ElementType.F32,
        normalize: bool = False,
        model: str = "",
        ordered: bool = True,
        priority: Priority | str = Priority.BATCH,
        item_timeout: float | None = None,
        fingerprint: str | None = None,
        allow_mixed_fingerprints: bool = False,
        max_items: int = 64,
        max_bytes: int = 64 << 20,
        retry: RetryPolicy = STREAM_RETRY,
        progress: bool = False,
    ) -> AsyncResultStream[Embedding]:
        """Embeds many images through one stream, lazily: yields one Result for each.

        A task of the stream takes images from the iterable, never further ahead than the window, and reads files. If
        the connection breaks, the client sends unanswered images again.

        Args:
            images: The images.
            outputs: The outputs; all come from one pass over the encoder.
            element_type: How the numbers travel.
            normalize: Divide the pooled outputs by their Euclidean norm.
            model: The name of a loaded model; empty means that of the client.
            ordered: Whether results come in the order of the images, or as they are ready.
            priority: How urgent the images are.
            item_timeout: For how many seconds an answer is of use once the server has the request; None means for ever.
            fingerprint: The fingerprint that all answers must have; None means that of the first one.
            allow_mixed_fingerprints: Go on if the model changes; if not, the stream ends with FINGERPRINT_MISMATCH.
            max_items: Images taken from the iterable whose results are not yet taken.
            max_bytes: Bytes of images that have no answer; also of answers that are not yet taken.
            retry: How often a broken stream, or an image that the server was too busy for, is tried again.
            progress: Show a bar, if tqdm is installed.

        Raises:
            ValueError: If an option is unknown or out of range.
        """
        options = _requests.embed_options(outputs, element_type, normalize=normalize)
        settings = StreamSettings(ordered, max_items, max_bytes, allow_mixed_fingerprints, fingerprint, retry)
        method = _requests.embed_stream(model or self._model, options, priority, item_timeout)
        return self._stream(images, method, settings, progress)

    async def classify(
        self,
        image: AnyImage | NamedImage,
        *,
        heads: str | Iterable[str] = (),
        top_k: int = 5,
        model: str = "",
        timeout: float | None = None,
    ) -> Classification:
        """Returns the most probable classes of an image, by one head or by several.

        Args:
            image: The image.
            heads: The names of the heads that classify, each once; none means the model's default head. One pass over
                the encoder serves all of them.
            top_k: How many classes of each head; 0 means all of them.
            model: The name of a loaded model that has a head; empty means that of the client.
            timeout: Seconds, all attempts together; None means that of the client.
        """
        options = _requests.classify_options(top_k, heads)
        message = await asyncio.to_thread(read_image, image, self._max_image_bytes)
        return await self._call(_requests.classify_image(model or self._model, options, message), timeout)

    def classify_many(  # noqa: PLR0913
        self,
        images: Iterable[AnyImage | NamedImage] | AsyncIterable[AnyImage | NamedImage],
        *,
        heads: str | Iterable[str] = (),
        top_k: int = 5,
        model: str = "",
        ordered: bool = True,
        priority: Priority | str = Priority.BATCH,
        item_timeout: float | None = None,
        fingerprint: str | None = None,
        allow_mixed_fingerprints: bool = False,
        max_items: int = 64,
        max_bytes: int = 64 << 20,
        retry: RetryPolicy = STREAM_RETRY,
        progress: bool = False,
    ) -> AsyncResultStream[Classification]:
        """Classifies many images through one stream, lazily: yields one Result for each.

        Args:
            images: The images.
            heads: The names of the heads that classify, each once; none means the model's default head. One pass over
                the encoder serves all of them.
            top_k: How many classes of each head; 0 means all of them.
            model: The name of a loaded model that has a head; empty means that of the client.
            ordered: As for `embed_many`, and so are the arguments that follow.
            priority: How urgent the images are.
            item_timeout: For how many seconds an answer is of use once the server has the request.
            fingerprint: The fingerprint that all answers must have.
            allow_mixed_fingerprints: Go on if the model changes.
            max_items: Images taken from the iterable whose results are not yet taken.
            max_bytes: Bytes of images that have no answer; also of answers that are not yet taken.
            retry: How often a broken stream, or an image that the server was too busy for, is tried again.
            progress: Show a bar, if tqdm is installed.

        Raises:
            ValueError: If an option is out of range, or a head is named twice.
        """
        options = _requests.classify_options(top_k, heads)
        settings = StreamSettings(ordered, max_items, max_bytes, allow_mixed_fingerprints, fingerprint, retry)
        method = _requests.classify_stream(model or self._model, options, priority, item_timeout)
        return self._stream(images, method, settings, progress)

    async def models(self) -> list[ModelInfo]:
        """Returns the models that the server has loaded, sorted by name."""
        return await self._call(_requests.list_models(), None)

    async def model(self, name: str = "") -> ModelInfo:
        """Returns one loaded model; the empty name is the server's default."""
        return await self._call(_requests.get_model(name), None)

    async def close(self) -> None:
        """Ends all streams and calls."""
        for stream in list(self._streams):
            stream.fail(_status.closed_here("the client was closed"))
        await self._connection.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_streams"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._streams = weakref.WeakSet()

    async def _call(self, request: _requests.UnaryRequest[T], timeout: float | None) -> T:
        return await _unary.call_async(
            self._connection, request, self._retry, self._timeout if timeout is None else timeout
        )

    def _stream(
        self,
        images: Iterable[AnyImage | NamedImage] | AsyncIterable[AnyImage | NamedImage],
        method: _requests.StreamMethod[T],
        settings: StreamSettings,
        progress: bool,  # noqa: FBT001
    ) -> AsyncResultStream[T]:
        tasks = StreamTasks(images, self._connection, method, settings, self._max_image_bytes)
        return AsyncResultStream(tasks, self._streams, Progress(images, shown=progress))
