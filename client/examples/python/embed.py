"""Streams the images of a folder through Embed and writes their features to a .npy file."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore

import grpc
import numpy as np
from google.rpc import code_pb2, error_details_pb2, status_pb2

from ijepa.v1 import feature_service_pb2 as pb
from ijepa.v1 import feature_service_pb2_grpc, image_pb2, tensor_pb2

IMAGE_SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}

OUTPUTS = {
    "embedding": pb.OUTPUT_EMBEDDING,
    "embedding-last4": pb.OUTPUT_EMBEDDING_LAST4,
    "tokens": pb.OUTPUT_TOKENS,
}
ELEMENT_TYPES = {
    "f32": tensor_pb2.ELEMENT_TYPE_F32,
    "f16": tensor_pb2.ELEMENT_TYPE_F16,
    "bf16": tensor_pb2.ELEMENT_TYPE_BF16,
    "int8": tensor_pb2.ELEMENT_TYPE_INT8,
}
DTYPES = {
    tensor_pb2.ELEMENT_TYPE_F32: np.dtype("<f4"),
    tensor_pb2.ELEMENT_TYPE_F16: np.dtype("<f2"),
    tensor_pb2.ELEMENT_TYPE_BF16: np.dtype("V2"),  # NumPy has none.
    tensor_pb2.ELEMENT_TYPE_INT8: np.dtype("i1"),
}

# How many images may be under way: more than the server has in flight of one stream, so that it never waits.
WINDOW = 256
# Tokens of a large model are more than the 4 MiB that gRPC takes by default.
MAX_RESPONSE_BYTES = 64 << 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", metavar="HOST:PORT")
    parser.add_argument("folder", type=Path)
    parser.add_argument("file", type=Path, nargs="?", default=Path("vectors.npy"))
    parser.add_argument("--output", choices=OUTPUTS, default="embedding")
    parser.add_argument("--element-type", choices=ELEMENT_TYPES, default="f32")
    arguments = parser.parse_args()
    options = pb.EmbedOptions(
        outputs=[OUTPUTS[arguments.output]],
        element_type=ELEMENT_TYPES[arguments.element_type],
    )
    try:
        images = sorted(path for path in arguments.folder.iterdir() if is_image(path))
        tensors = embed(arguments.target, images, options)
    except OSError as error:
        sys.exit(f"embed: {error}")
    except grpc.RpcError as error:
        sys.exit(f"embed: {arguments.target}: {error.code().name}: {error.details()}")
    if not tensors:
        sys.exit("embed: no image was embedded, so nothing was written")
    save(arguments.file, [elements(tensor) for tensor in tensors])
    if options.element_type == tensor_pb2.ELEMENT_TYPE_INT8:
        stem = arguments.file.name.removesuffix(".npy")
        save(arguments.file.with_name(f"{stem}.scales.npy"), [scales(tensor) for tensor in tensors])
    return 0 if len(tensors) == len(images) else 1


def is_image(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix.lower() in IMAGE_SUFFIXES


def save(path: Path, rows: list[np.ndarray]) -> None:
    with path.open("wb") as file:
        np.save(file, np.stack(rows))


def embed(target: str, images: list[Path], options: pb.EmbedOptions) -> list[tensor_pb2.Tensor]:
    """Returns the output of the images that have one, in the order of the images."""
    tensors = []
    window = Semaphore(WINDOW)
    receive_limit = [("grpc.max_receive_message_length", MAX_RESPONSE_BYTES)]
    with grpc.insecure_channel(target, options=receive_limit) as channel:
        stub = feature_service_pb2_grpc.FeatureServiceStub(channel)
        # gRPC asks the generator for the next request when the server has room for it, in a thread of its own.
        for response in stub.Embed(requests(images, options, window)):
            window.release()
            if response.HasField("error"):
                print(f"{response.request_id}\terror {describe(response.error)}", flush=True)
                continue
            tensor = response.features.outputs[0].tensor
            tensors.append(tensor)
            print(f"{response.request_id}\tnorm {np.linalg.norm(values(tensor)):.4f}", flush=True)
    return tensors


def requests(
    images: list[Path], options: pb.EmbedOptions, window: Semaphore
) -> Iterator[pb.EmbedRequest]:
    """Yields a request for each image; one is read only when fewer than WINDOW are unanswered."""
    # Read by the server from the first request alone. Asked for in order, the answers need no sorting.
    stream_options = pb.StreamOptions(response_order=pb.RESPONSE_ORDER_REQUEST)
    for path in images:
        window.acquire()
        try:
            encoded = path.read_bytes()
        except OSError as error:
            window.release()
            print(f"{path.name}\terror {error.strerror}", flush=True)
            continue
        yield pb.EmbedRequest(
            request_id=path.name,
            image=image_pb2.Image(encoded=encoded),
            options=options,
            stream_options=stream_options,
        )
        stream_options = None


def elements(tensor: tensor_pb2.Tensor) -> np.ndarray:
    """Returns the elements as the server wrote them."""
    return np.frombuffer(tensor.data, DTYPES[tensor.element_type]).reshape(tensor.shape)


def scales(tensor: tensor_pb2.Tensor) -> np.ndarray:
    """Returns the scale of each row of an INT8 tensor; a row is the last axis."""
    return np.array(tensor.scales, dtype="<f4").reshape(tensor.shape[:-1])


def values(tensor: tensor_pb2.Tensor) -> np.ndarray:
    """Returns the numbers that the elements stand for, as float64."""
    encoded = elements(tensor)
    match tensor.element_type:
        case tensor_pb2.ELEMENT_TYPE_INT8:
            return encoded * scales(tensor)[..., np.newaxis].astype(float)
        case tensor_pb2.ELEMENT_TYPE_BF16:
            # The upper half of a float32.
            return (encoded.view("<u2").astype("<u4") << 16).view("<f4").astype(float)
        case _:
            return encoded.astype(float)


def describe(error: status_pb2.Status) -> str:
    """Returns the code, the API's own reason (an ErrorReason) and the message."""
    info = error_details_pb2.ErrorInfo()
    reasons = [info.reason for detail in error.details if detail.Unpack(info)]
    return f"{' '.join([code_pb2.Code.Name(error.code), *reasons])}: {error.message}"


if __name__ == "__main__":
    sys.exit(main())
