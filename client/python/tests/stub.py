"""A server of the contract that computes nothing, and that can be slow, busy, out of order, and can go away.

As a program it serves until its input ends: for tests that fork, which a process with a server of gRPC cannot.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from concurrent import futures
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
import numpy as np
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import code_pb2, error_details_pb2, status_pb2

from ijepa.v1 import feature_service_pb2 as pb
from ijepa.v1 import image_pb2, model_service_pb2, tensor_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator

DIMENSION = 4
FINGERPRINT = "f1"


def vector_of(image: bytes) -> np.ndarray[Any, np.dtype[np.float32]]:
    """What the stub answers for the bytes of an image."""
    return np.random.default_rng(list(image[:64])).standard_normal(DIMENSION, dtype=np.float32)


def error_status(code: int, reason: str, message: str = "", retry_after: float | None = None) -> status_pb2.Status:
    """An error as the server writes it."""
    status = status_pb2.Status(code=code, message=message)
    details: list[Any] = [error_details_pb2.ErrorInfo(domain="ijepa.dev", reason=reason)]
    if retry_after is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromNanoseconds(int(retry_after * 1e9))
        details.append(retry)
    for detail in details:
        packed = AnyMessage()
        packed.Pack(detail)
        status.details.append(packed)
    return status


@dataclass
class Behaviour:
    """How the stub answers; may be changed while it serves."""

    fingerprint: str = FINGERPRINT
    # Seconds before each answer; answers of a stream leave at this pace.
    pace: float = 0.0
    # So many items are collected, and answered in random order: a divisor of the number of items.
    shuffle: int = 1
    # After so many answers of a call it ends with that status; then that line is forgotten.
    ends: list[tuple[int, grpc.StatusCode]] = field(default_factory=list)
    # An image with these bytes is answered with this error, so many times.
    errors: dict[bytes, tuple[int, status_pb2.Status]] = field(default_factory=dict)
    # Unary calls end so.
    unary_errors: list[status_pb2.Status] = field(default_factory=list)
    # Bytes of an answer's tensor, if not four numbers.
    answer_numbers: int = DIMENSION
    # The stub reads requests only while this is set.
    reading: threading.Event = field(default_factory=threading.Event)
    # It answers only while this is set.
    answering: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.reading.set()
        self.answering.set()


class StubServer:
    """The server. Its port stays the same over `stop` and `start`."""

    def __init__(self, credentials: grpc.ServerCredentials | None = None, address: str | None = None) -> None:
        self.behaviour = Behaviour()
        self.received: Counter[bytes] = Counter()
        self.first_requests: list[Any] = []
        self.metadata: list[dict[str, str | bytes]] = []
        self.calls = 0
        self.cancelled = threading.Event()
        self._lock = threading.Lock()
        self._credentials = credentials
        self._address = address
        self._port = 0
        self._server: grpc.Server | None = None

    @property
    def target(self) -> str:
        """What a client takes."""
        return self._address or f"localhost:{self._port}"

    def start(self) -> StubServer:
        """Serves."""
        self._server = grpc.server(
            futures.ThreadPoolExecutor(32), options=[("grpc.so_reuseport", 0), ("grpc.max_receive_message_length", -1)]
        )
        self._server.add_generic_rpc_handlers((_Handlers(self),))
        address = self._address or f"localhost:{self._port}"
        if self._credentials is None:
            port = self._server.add_insecure_port(address)
        else:
            port = self._server.add_secure_port(address, self._credentials)
        self._port = self._port or port
        self._server.start()
        return self

    def stop(self, grace: float | None = None) -> None:
        """Ends all calls, at once or after so many seconds."""
        if self._server is not None:
            self._server.stop(grace).wait()
            self._server = None

    # The service.

    def embed_one(self, image: image_pb2.Image, options: pb.EmbedOptions) -> pb.Features:
        """The features of an image."""
        data = image.encoded or image.pixels.rgb
        numbers = vector_of(data)
        if self.behaviour.answer_numbers != DIMENSION:
            numbers = np.zeros(self.behaviour.answer_numbers, np.float32)
        tensor = tensor_pb2.Tensor(
            element_type=tensor_pb2.ELEMENT_TYPE_F32, shape=numbers.shape, data=numbers.astype("<f4").tobytes()
        )
        outputs = [pb.OutputTensor(output=output, tensor=tensor) for output in options.outputs]
        return pb.Features(outputs=outputs, model=self._model(), timings=pb.Timings(batch_size=1))

    def classify_one(self, options: pb.ClassifyOptions) -> pb.Classification:
        """The classes of an image."""
        heads = [self._head_result(name, options.top_k) for name in options.heads]
        scores = heads[0].classes if heads else self._head_result("default", options.top_k).classes
        return pb.Classification(classes=scores, model=self._model(), timings=pb.Timings(batch_size=1), heads=heads)

    @staticmethod
    def _head_result(name: str, top_k: int) -> pb.HeadResult:
        word = "class" if name == "default" else name
        scores = [
            pb.ClassScore(index=i, label=f"{word} {i}", probability=0.5 / (i + 1), logit=-i) for i in range(top_k)
        ]
        if name == "default":
            return pb.HeadResult(name=name, classes=scores)
        near = pb.Neighbour(path="a/1.png", index=1, label="a", similarity=0.5)
        distance = pb.Distance(value=0.25, percentile=75)
        return pb.HeadResult(
            name=name, fingerprint="h1", classes=scores, rejected=False, distance=distance, neighbours=[near]
        )

    def _model(self) -> pb.ModelVersion:
        return pb.ModelVersion(name="stub", version="1", fingerprint=self.behaviour.fingerprint, revision="r1")

    def models(self) -> model_service_pb2.ListModelsResponse:
        """The one model."""
        model = model_service_pb2.Model(version=self._model(), is_default=True)
        model.architecture.hidden_size = DIMENSION
        model.outputs.add(output=pb.OUTPUT_EMBEDDING, shape=[DIMENSION])
        softmax, sigmoid = model_service_pb2.HEAD_ACTIVATION_SOFTMAX, model_service_pb2.HEAD_ACTIVATION_SIGMOID
        model.heads.add(
            name="default", labels=["class 0", "class 1"], activation=softmax, output=pb.OUTPUT_EMBEDDING_LAST4
        )
        model.heads.add(
            name="tags", labels=["a"], activation=sigmoid, output=pb.OUTPUT_EMBEDDING, fingerprint="h1"
        ).metrics["accuracy"] = 0.75
        return model_service_pb2.ListModelsResponse(models=[model])

    def stream(self, requests: Iterator[Any], context: grpc.ServicerContext, response: Any) -> Iterator[Any]:
        """Embed and Classify."""
        behaviour = self.behaviour
        with self._lock:
            self.calls += 1
            self.metadata.append({key: value for key, value in context.invocation_metadata()})
            end = behaviour.ends.pop(0) if behaviour.ends else None
        context.add_callback(lambda: None if self._ended_well(context) else self.cancelled.set())
        answered, due = 0, time.monotonic()
        waiting: list[Any] = []
        first = True
        behaviour.reading.wait()
        for request in requests:
            behaviour.reading.wait()
            if first:
                self.first_requests.append(request)
                first = False
            with self._lock:
                self.received[request.image.encoded or request.image.pixels.rgb] += 1
            waiting.append(request)
            if len(waiting) < behaviour.shuffle:
                continue
            random.shuffle(waiting)
            for waited in waiting:
                behaviour.answering.wait()
                due += behaviour.pace
                time.sleep(max(0.0, due - time.monotonic()))
                if end is not None and answered >= end[0]:
                    context.abort(end[1], "the stub ends the call")
                yield self._answer(waited, response)
                answered += 1
            waiting.clear()
        for waited in waiting:
            yield self._answer(waited, response)

    @staticmethod
    def _ended_well(context: grpc.ServicerContext) -> bool:
        return not context.is_active() and context.code() is not None  # type: ignore[attr-defined]

    def _answer(self, request: Any, response: Any) -> Any:
        data = request.image.encoded
        with self._lock:
            times, status = self.behaviour.errors.get(data, (0, None))
            if times > 0 and status is not None:
                self.behaviour.errors[data] = times - 1, status
                return response(request_id=request.request_id, error=status)
        if response is pb.EmbedResponse:
            return response(request_id=request.request_id, features=self.embed_one(request.image, request.options))
        if unknown_head(request.options):
            return response(request_id=request.request_id, error=unknown_head(request.options))
        return response(request_id=request.request_id, classification=self.classify_one(request.options))

    def unary(self, request: Any, context: grpc.ServicerContext) -> Any:
        """EmbedImage and ClassifyImage."""
        with self._lock:
            self.calls += 1
            self.metadata.append({key: value for key, value in context.invocation_metadata()})
            self.received[request.image.encoded or request.image.pixels.rgb] += 1
            status = self.behaviour.unary_errors.pop(0) if self.behaviour.unary_errors else None
        time.sleep(self.behaviour.pace)
        if status is None:
            times, status = self.behaviour.errors.get(request.image.encoded, (0, None))
        if status is None and isinstance(request, pb.ClassifyImageRequest):
            status = unknown_head(request.options)
        if status is not None:
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
            context.abort(_code(status.code), status.message)
        if isinstance(request, pb.EmbedImageRequest):
            return pb.EmbedImageResponse(features=self.embed_one(request.image, request.options))
        return pb.ClassifyImageResponse(classification=self.classify_one(request.options))


def _code(number: int) -> grpc.StatusCode:
    return next(code for code in grpc.StatusCode if code.value[0] == number)


class _Handlers(grpc.GenericRpcHandler):
    def __init__(self, stub: StubServer) -> None:
        def unary(request: Any, run: Any) -> Any:
            return grpc.unary_unary_rpc_method_handler(
                run, request.FromString, lambda message: message.SerializeToString()
            )

        def stream(request: Any, response: Any) -> Any:
            return grpc.stream_stream_rpc_method_handler(
                lambda requests, context: stub.stream(requests, context, response),
                request.FromString,
                lambda message: message.SerializeToString(),
            )

        self._methods = {
            "/ijepa.v1.FeatureService/Embed": stream(pb.EmbedRequest, pb.EmbedResponse),
            "/ijepa.v1.FeatureService/Classify": stream(pb.ClassifyRequest, pb.ClassifyResponse),
            "/ijepa.v1.FeatureService/EmbedImage": unary(pb.EmbedImageRequest, stub.unary),
            "/ijepa.v1.FeatureService/ClassifyImage": unary(pb.ClassifyImageRequest, stub.unary),
            "/ijepa.v1.ModelService/ListModels": unary(
                model_service_pb2.ListModelsRequest, lambda request, context: stub.models()
            ),
            "/ijepa.v1.ModelService/GetModel": unary(
                model_service_pb2.GetModelRequest,
                lambda request, context: model_service_pb2.GetModelResponse(model=stub.models().models[0]),
            ),
        }

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        return self._methods.get(handler_call_details.method)


def busy(after: float) -> status_pb2.Status:
    """The server is at its bound."""
    return error_status(code_pb2.RESOURCE_EXHAUSTED, "SERVER_BUSY", "busy", after)


def unknown_head(options: pb.ClassifyOptions) -> status_pb2.Status | None:
    """Why there is no answer, if a head is named that the model does not have."""
    unknown = [name for name in options.heads if name not in ("default", "tags")]
    return error_status(code_pb2.NOT_FOUND, "HEAD_UNKNOWN", f"no head {unknown[0]}") if unknown else None


def corrupt() -> status_pb2.Status:
    """The image is broken."""
    return error_status(code_pb2.INVALID_ARGUMENT, "IMAGE_CORRUPT", "it ends early")


if __name__ == "__main__":
    server = StubServer()
    server.behaviour.pace = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
    server.start()
    print(server.target, flush=True)
    sys.stdin.read()
    server.stop()
