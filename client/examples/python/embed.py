"""Streams the images of a folder through Embed and writes their vectors to a .npy file."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore

import grpc
import numpy as np
from google.rpc import code_pb2, error_details_pb2, status_pb2

from ijepa.v1 import feature_service_pb2 as pb
from ijepa.v1 import feature_service_pb2_grpc, image_pb2

IMAGE_SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}

# How many images may be under way: more than the server has in flight of one stream, so that it never waits.
WINDOW = 256


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", metavar="HOST:PORT")
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=Path("vectors.npy"))
    arguments = parser.parse_args()
    try:
        images = sorted(path for path in arguments.folder.iterdir() if is_image(path))
        vectors = embed(arguments.target, images)
    except OSError as error:
        sys.exit(f"embed: {error}")
    except grpc.RpcError as error:
        sys.exit(f"embed: {arguments.target}: {error.code().name}: {error.details()}")
    if not vectors:
        sys.exit("embed: no image was embedded, so nothing was written")
    with arguments.output.open("wb") as output:
        np.save(output, np.stack(vectors))
    return 0 if len(vectors) == len(images) else 1


def is_image(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix.lower() in IMAGE_SUFFIXES


def embed(target: str, images: list[Path]) -> list[np.ndarray]:
    """Returns the vectors of the images that have one, in the order of the images."""
    vectors = []
    window = Semaphore(WINDOW)
    with grpc.insecure_channel(target) as channel:
        stub = feature_service_pb2_grpc.FeatureServiceStub(channel)
        # gRPC asks the generator for the next request when the server has room for it, in a thread of its own.
        for response in stub.Embed(requests(images, window)):
            window.release()
            if response.HasField("error"):
                print(f"{response.request_id}\terror {describe(response.error)}", flush=True)
                continue
            # No outputs were named in the request, so there is one: the embedding, as float32.
            vector = np.frombuffer(response.features.outputs[0].tensor.data, dtype="<f4")
            vectors.append(vector)
            print(f"{response.request_id}\tnorm {np.linalg.norm(vector):.4f}", flush=True)
    return vectors


def requests(images: list[Path], window: Semaphore) -> Iterator[pb.EmbedRequest]:
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
            stream_options=stream_options,
        )
        stream_options = None


def describe(error: status_pb2.Status) -> str:
    """Returns the code, the API's own reason (an ErrorReason) and the message."""
    info = error_details_pb2.ErrorInfo()
    reasons = [info.reason for detail in error.details if detail.Unpack(info)]
    return f"{' '.join([code_pb2.Code.Name(error.code), *reasons])}: {error.message}"


if __name__ == "__main__":
    sys.exit(main())
