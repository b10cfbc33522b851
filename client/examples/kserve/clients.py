"""Runs unmodified clients of the Open Inference Protocol against a server, and compares their vectors with those that
the Java client got over ijepa.v1: python clients.py HOST:PORT SAMPLES JAVA_VECTORS."""

import asyncio
import json
import queue
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import tritonclient.grpc as triton
import tritonclient.grpc.aio as triton_aio
from kserve import InferInput, InferRequest, InferenceGRPCClient
from tritonclient.utils import InferenceServerException

TOLERANCE = 1e-6
MODEL = "embedded"
BATCH = 8


class Samples:
    """The bundled images, and the vectors that the Java client got for them."""

    def __init__(self, folder: Path, java: Path) -> None:
        vectors = np.load(java.with_suffix(".npy"))
        lines = java.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
        row_of = {Path(line["path"]).name: line["row"] for line in map(json.loads, lines)}
        names = sorted(row_of)
        self.files = [(folder / name).read_bytes() for name in names]
        self.vectors = vectors[[row_of[name] for name in names]]

    def check(self, vectors: np.ndarray) -> float:
        """Returns the largest difference from the Java client's vectors of the first images."""
        expected = self.vectors[: len(vectors)]
        require(vectors.shape == expected.shape, f"the shape is {vectors.shape}, not {expected.shape}")
        difference = float(np.abs(vectors - expected).max())
        require(difference <= TOLERANCE, f"the vectors differ by {difference}")
        return difference


def image_input(files: list[bytes]) -> triton.InferInput:
    tensor = triton.InferInput("IMAGE", [len(files), 1], "BYTES")
    tensor.set_data_from_numpy(np.array([[file] for file in files], dtype=object))
    return tensor


def batches(files: list[bytes]) -> list[list[bytes]]:
    return [files[start : start + BATCH] for start in range(0, len(files), BATCH)]


def triton_unary(target: str, samples: Samples, compression: str | None = None) -> str:
    with triton.InferenceServerClient(target) as client:
        require(client.is_server_live() and client.is_server_ready(), "the server is not ready")
        require(client.is_model_ready(MODEL), "the model is not ready")
        require(client.get_server_metadata().name == "ijepa-server", "the server has another name")
        metadata, config = client.get_model_metadata(MODEL), client.get_model_config(MODEL).config
        require([tensor.name for tensor in metadata.inputs] == ["IMAGE", "PIXELS"], "the inputs are others")
        require(BATCH <= config.max_batch_size, f"max_batch_size is {config.max_batch_size}")
        require(client.get_model_repository_index().models[0].state == "READY", "the index says otherwise")
        rows = [
            client.infer(MODEL, [image_input(some)], compression_algorithm=compression).as_numpy("EMBEDDING")
            for some in batches(samples.files)
        ]
        difference = samples.check(np.concatenate(rows))
        counts = client.get_inference_statistics(MODEL).model_stats[0]
        require(counts.inference_count >= len(samples.files), f"{counts.inference_count} inferences were counted")
    return f"{len(samples.files)} images in {len(rows)} calls, largest difference {difference:.1e}"


def triton_outputs(target: str, samples: Samples) -> str:
    """All outputs, their types, and Triton's classification extension."""
    outputs = [triton.InferRequestedOutput(name) for name in ("TOKENS", "EMBEDDING_LAST4", "EMBEDDING", "LOGITS")]
    outputs.append(triton.InferRequestedOutput("CLASSES", class_count=3))
    with triton.InferenceServerClient(target) as client:
        some = samples.files[:BATCH]
        result = client.infer(MODEL, [image_input(some)], outputs=outputs, request_id="all")
        require(result.get_response().id == "all", "the id is not repeated")
        difference = samples.check(result.as_numpy("EMBEDDING"))
        tokens = result.as_numpy("TOKENS")
        require(np.allclose(tokens.mean(axis=1), result.as_numpy("EMBEDDING"), atol=1e-5), "the tokens are others")
        classes, logits = result.as_numpy("CLASSES"), result.as_numpy("LOGITS")
        require(classes.shape == (len(some), 3), f"CLASSES has the shape {classes.shape}")
        for row, scores in zip(classes, logits, strict=True):
            found = [int(text.decode().split(":")[1]) for text in row]
            require(found == list(np.argsort(-scores, kind="stable")[:3]), f"the classes are {row}")
        halves = client.infer(MODEL, [image_input(some)], parameters={"datatype": "FP16"}).as_numpy("EMBEDDING")
        require(halves.dtype == np.float16, f"the datatype is {halves.dtype}")
        require(np.allclose(halves, samples.vectors[: len(some)], rtol=1e-3, atol=1e-3), "FP16 is something else")
    return f"5 outputs, largest difference {difference:.1e}"


def triton_pixels(target: str, samples: Samples) -> str:
    """Pixels of the model's size reach it untouched."""
    pixels = np.zeros((2, 56, 56, 3), dtype=np.uint8)
    pixels[1] = 255
    tensor = triton.InferInput("PIXELS", list(pixels.shape), "UINT8")
    tensor.set_data_from_numpy(pixels)
    with triton.InferenceServerClient(target) as client:
        both = client.infer(MODEL, [tensor]).as_numpy("EMBEDDING")
        require(both.shape == (2, samples.vectors.shape[1]), f"the shape is {both.shape}")
        require(np.abs(both[0] - both[1]).max() > 0.1, "black and white are one")
    return "2 images of 56 × 56"


def triton_errors(target: str, samples: Samples) -> str:
    with triton.InferenceServerClient(target) as client:
        for files, reason in (
            ([samples.files[0], b"<html>"], "StatusCode.INVALID_ARGUMENT"),
            ([samples.files[0]] * 100, "StatusCode.INVALID_ARGUMENT"),
        ):
            try:
                client.infer(MODEL, [image_input(files)])
            except InferenceServerException as fault:
                require(fault.status() == reason, f"{fault.status()} is not {reason}")
            else:
                raise Different("a request with a broken image was answered")
        try:
            client.load_model(MODEL)
        except InferenceServerException as fault:
            require("--model" in fault.message(), f"loading is refused as {fault}")
    return "a broken image, too many images, loading a model"


def triton_async(target: str, samples: Samples) -> str:
    results: queue.Queue = queue.Queue()
    with triton.InferenceServerClient(target) as client:
        for index, some in enumerate(batches(samples.files)):
            client.async_infer(
                MODEL,
                [image_input(some)],
                partial(lambda its, result, error: results.put((its, result, error)), index),
                client_timeout=30,
            )
        rows = {}
        for _ in batches(samples.files):
            index, result, error = results.get(timeout=30)
            require(error is None, f"an error: {error}")
            rows[index] = result.as_numpy("EMBEDDING")
    return f"largest difference {samples.check(np.concatenate([rows[index] for index in sorted(rows)])):.1e}"


async def asyncio_rows(target: str, samples: Samples) -> np.ndarray:
    async with triton_aio.InferenceServerClient(target) as client:
        calls = [client.infer(MODEL, [image_input(some)]) for some in batches(samples.files)]
        return np.concatenate([result.as_numpy("EMBEDDING") for result in await asyncio.gather(*calls)])


def triton_asyncio(target: str, samples: Samples) -> str:
    return f"largest difference {samples.check(asyncio.run(asyncio_rows(target, samples))):.1e}"


def triton_stream(target: str, samples: Samples) -> str:
    """An error in the middle of a stream is that of its request alone, and the order is that of the requests."""
    results: queue.Queue = queue.Queue()
    requests = [[file] for file in samples.files]
    requests.insert(3, [b"<html>"])
    with triton.InferenceServerClient(target) as client:
        client.start_stream(lambda result, error: results.put((result, error)))
        for index, some in enumerate(requests):
            client.async_stream_infer(
                MODEL, [image_input(some)], request_id=str(index), enable_empty_final_response=True
            )
        rows = []
        for index in range(len(requests)):
            result, error = results.get(timeout=30)
            if index == 3:
                require("IMAGE_FORMAT_UNSUPPORTED" in str(error), f"the broken image was told as {error}")
                continue
            require(error is None, f"an error: {error}")
            response = result.get_response()
            require(response.id == str(index), f"response {index} has the id {response.id}")
            require(response.parameters["triton_final_response"].bool_param, "a response is not the last")
            rows.append(result.as_numpy("EMBEDDING"))
        client.stop_stream()
    return f"{len(requests)} requests, largest difference {samples.check(np.concatenate(rows)):.1e}"


async def kserve_rows(target: str, samples: Samples) -> np.ndarray:
    client = InferenceGRPCClient(url=target)
    try:
        require(await client.is_server_live(), "the server is not live")
        require(await client.is_server_ready(), "the server is not ready")
        require(await client.is_model_ready(MODEL), "the model is not ready")
        rows = []
        for some in batches(samples.files):
            image = InferInput(name="IMAGE", shape=[len(some), 1], datatype="BYTES")
            image.set_data_from_numpy(np.array([[file] for file in some], dtype=object), binary_data=True)
            response = await client.infer(InferRequest(model_name=MODEL, infer_inputs=[image]))
            rows.append(response.outputs[0].as_numpy())
        return np.concatenate(rows)
    finally:
        await client.close()


def kserve_sdk(target: str, samples: Samples) -> str:
    return f"largest difference {samples.check(asyncio.run(kserve_rows(target, samples))):.1e}"


class Different(Exception):
    """Says what is not as it should be."""


def require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Different(otherwise)


def main(target: str, folder: Path, java: Path) -> None:
    samples = Samples(folder, java)
    clients: dict[str, Callable[[str, Samples], str]] = {
        "tritonclient, unary": triton_unary,
        "tritonclient, gzip": partial(triton_unary, compression="gzip"),
        "tritonclient, all outputs": triton_outputs,
        "tritonclient, pixels": triton_pixels,
        "tritonclient, errors": triton_errors,
        "tritonclient, async": triton_async,
        "tritonclient, asyncio": triton_asyncio,
        "tritonclient, stream": triton_stream,
        "kserve SDK": kserve_sdk,
    }
    failed = 0
    for name, client in clients.items():
        try:
            print(f"{name}: {client(target, samples)}", flush=True)
        except Exception as fault:  # noqa: BLE001 Whatever a client throws, the others run.
            failed += 1
            print(f"{name}: failed: {type(fault).__name__}: {fault}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
