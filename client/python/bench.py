#!/usr/bin/env python3
"""Measures embed_many, and plain grpcio beside it, against a stub server of a given number of images a second.

Prints for both the images a second, their share of what the server can do, and processor time of this process an image.
Needs the package and nothing else.

    client/python/bench.py [--rate 200] [--images 2000] [--bytes 20000]
"""

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ijepa  # Before grpc.

import grpc  # isort: skip

from ijepa.v1 import feature_service_pb2 as pb
from ijepa.v1 import image_pb2

WINDOW = 64


def package(target: str, images: Iterator[bytes]) -> int:
    """Embeds by the package."""
    with ijepa.Client(target) as client:
        return sum(result.value.to_numpy().size > 0 for result in client.embed_many(images))


def plain(target: str, images: Iterator[bytes]) -> int:
    """Embeds by grpcio alone, with a window of the same size."""
    window = threading.Semaphore(WINDOW)

    def requests() -> Iterator[pb.EmbedRequest]:
        options = pb.EmbedOptions(outputs=[pb.OUTPUT_EMBEDDING])
        for number, image in enumerate(images):
            window.acquire()
            yield pb.EmbedRequest(request_id=str(number), image=image_pb2.Image(encoded=image), options=options)

    count = 0
    with grpc.insecure_channel(target) as channel:
        method = channel.stream_stream(
            "/ijepa.v1.FeatureService/Embed", pb.EmbedRequest.SerializeToString, pb.EmbedResponse.FromString
        )
        for _ in method(requests()):
            window.release()
            count += 1
    return count


def main() -> None:
    """Measures both in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--images", type=int, default=2000)
    parser.add_argument("--bytes", type=int, default=20_000)
    options = parser.parse_args()
    stub = Path(__file__).parent / "tests/stub.py"
    with subprocess.Popen(
        [sys.executable, stub, str(1 / options.rate)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        target = server.stdout.readline().strip()
        for name, embed in (("ijepa", package), ("plain grpcio", plain)):
            measure(name, embed, target, options)
        server.kill()


def measure(name: str, embed: Callable[[str, Iterator[bytes]], int], target: str, options: argparse.Namespace) -> None:
    """Measures one client, and prints a line."""
    images = (os.urandom(64).ljust(options.bytes, b"\0") for _ in range(options.images))
    start, processor = time.monotonic(), time.process_time()
    count = embed(target, images)
    seconds, processor = time.monotonic() - start, time.process_time() - processor
    print(
        f"{name}: {count / seconds:.1f} images/s, {count / seconds / options.rate:.3f} of the server's;"
        f" {processor / count * 1e3:.2f} ms of processor time an image"
    )


if __name__ == "__main__":
    main()
