"""Runs unmodified clients against the HTTP port of a server, and compares their vectors with those that the Java client
got over gRPC: python clients.py HOST:PORT SAMPLES JAVA_VECTORS."""

import asyncio
import base64
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # Otherwise LiteLLM fetches a list of prices.

import litellm
import numpy as np
import openai
import tritonclient.http as triton
from kserve import InferInput, InferRequest, InferenceRESTClient, RESTConfig
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
        self.paths = [folder / name for name in names]
        self.files = [path.read_bytes() for path in self.paths]
        self.urls = ["data:image/png;base64," + base64.b64encode(file).decode() for file in self.files]
        self.vectors = vectors[[row_of[name] for name in names]]

    def check(self, vectors: np.ndarray) -> str:
        """Returns the largest difference from the Java client's vectors of the first images."""
        expected = self.vectors[: len(vectors)]
        require(vectors.shape == expected.shape, f"the shape is {vectors.shape}, not {expected.shape}")
        difference = float(np.abs(vectors - expected).max())
        require(difference <= TOLERANCE, f"the vectors differ by {difference}")
        return f"{len(vectors)} images, largest difference {difference:.1e}"


def curl(target: str, samples: Samples, *options: str) -> str:
    """Raw bytes in, NumPy out."""
    rows = []
    for path in samples.paths[:BATCH]:
        command = ["curl", "--silent", "--show-error", "--fail", *options]
        command += ["--header", "Content-Type: image/png", "--header", "Accept: application/x-npy"]
        command += ["--data-binary", f"@{path}", f"http://{target}/v1/models/{MODEL}:embed"]
        rows.append(np.load(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)))
    return samples.check(np.stack(rows))


def curl_form(target: str, samples: Samples) -> str:
    """A form with several files in, one NumPy file out."""
    command = ["curl", "--silent", "--show-error", "--fail", "--header", "Accept: application/x-npy"]
    for path in samples.paths[:BATCH]:
        command += ["--form", f"file=@{path}"]
    command.append(f"http://{target}/v1/models/{MODEL}:embed")
    return samples.check(np.load(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)))


def openai_sdk(target: str, samples: Samples, encoding: str | None = None) -> str:
    client = openai.OpenAI(base_url=f"http://{target}/v1", api_key="none")
    require([model.id for model in client.models.list()] == [MODEL], "the models are others")
    form = {"encoding_format": encoding} if encoding else {}
    rows = []
    for start in range(0, len(samples.urls), BATCH):
        answer = client.embeddings.create(model=MODEL, input=samples.urls[start : start + BATCH], **form)
        rows += [item.embedding for item in answer.data]
    return samples.check(np.array(rows, dtype=np.float32))


def openai_errors(target: str, samples: Samples) -> str:
    client = openai.OpenAI(base_url=f"http://{target}/v1", api_key="none")
    for given, error in (
        ({"model": MODEL, "input": "some text"}, openai.BadRequestError),
        ({"model": MODEL, "input": ["https://example.org/cat.jpg"]}, openai.BadRequestError),
        ({"model": MODEL, "input": samples.urls[0], "dimensions": 8}, openai.BadRequestError),
        ({"model": "other", "input": samples.urls[0]}, openai.NotFoundError),
    ):
        try:
            client.embeddings.create(**given)
        except error as fault:
            require(fault.code in ("REQUEST_INVALID", "MODEL_UNKNOWN"), f"the code is {fault.code}")
        else:
            raise Different(f"{list(given)} was answered")
    return "text, a URL, dimensions, an unknown model"


def lite_llm(target: str, samples: Samples, provider: str) -> str:
    images = samples.urls[:BATCH]
    if provider == "jina_ai":
        # It makes {"image": base64} of a data URL.
        answer = litellm.embedding(
            model=f"jina_ai/{MODEL}", input=images, api_base=f"http://{target}/v1/embeddings", api_key="none"
        )
    else:
        answer = litellm.embedding(
            model=f"openai/{MODEL}", input=images, api_base=f"http://{target}/v1", api_key="none"
        )
    return samples.check(np.array([item["embedding"] for item in answer.data], dtype=np.float32))


def image_input(files: list[bytes]) -> triton.InferInput:
    tensor = triton.InferInput("IMAGE", [len(files), 1], "BYTES")
    tensor.set_data_from_numpy(np.array([[file] for file in files], dtype=object))
    return tensor


def triton_http(target: str, samples: Samples, binary: bool, compression: str | None = None) -> str:
    with triton.InferenceServerClient(target) as client:
        require(client.is_server_live() and client.is_server_ready(), "the server is not ready")
        require(client.is_model_ready(MODEL), "the model is not ready")
        require(client.get_server_metadata()["name"] == "ijepa-server", "the server has another name")
        require(client.get_model_metadata(MODEL)["inputs"][0]["name"] == "IMAGE", "the input is another")
        require(client.get_model_config(MODEL)["max_batch_size"] >= BATCH, "batches are smaller")
        require(client.get_model_repository_index()[0]["state"] == "READY", "the index says otherwise")
        outputs = [triton.InferRequestedOutput("EMBEDDING", binary_data=binary)]
        rows = [
            client.infer(
                MODEL,
                [image_input(samples.files[start : start + BATCH])],
                outputs=outputs,
                request_compression_algorithm=compression,
            ).as_numpy("EMBEDDING")
            for start in range(0, len(samples.files), BATCH)
        ]
        counts = client.get_inference_statistics(MODEL)["model_stats"][0]
        require(counts["inference_count"] >= len(samples.files), f"the counts are {counts}")
    return samples.check(np.concatenate(rows))


def triton_async(target: str, samples: Samples) -> str:
    with triton.InferenceServerClient(target, concurrency=4) as client:
        calls = [client.async_infer(MODEL, [image_input([file])]) for file in samples.files]
        return samples.check(np.concatenate([call.get_result().as_numpy("EMBEDDING") for call in calls]))


def triton_pixels(target: str, samples: Samples) -> str:
    """The same pixels as bytes and as JSON."""
    pixels = np.random.default_rng(0).integers(0, 256, (2, 56, 56, 3), dtype=np.uint8)
    rows = []
    with triton.InferenceServerClient(target) as client:
        for binary in (True, False):
            tensor = triton.InferInput("PIXELS", list(pixels.shape), "UINT8")
            tensor.set_data_from_numpy(pixels, binary_data=binary)
            rows.append(client.infer(MODEL, [tensor]).as_numpy("EMBEDDING"))
    require(np.abs(rows[0] - rows[1]).max() <= TOLERANCE, "the two differ")
    return "2 images of 56 × 56, as bytes and as JSON"


def triton_errors(target: str, samples: Samples) -> str:
    with triton.InferenceServerClient(target) as client:
        for model, files, status in (
            (MODEL, [samples.files[0], b"<html>"], "400"),
            (MODEL, [samples.files[0]] * 100, "400"),
            ("other", [samples.files[0]], "404"),
        ):
            try:
                client.infer(model, [image_input(files)])
            except InferenceServerException as fault:
                require(fault.status() == status, f"{fault.status()} is not {status}: {fault}")
            else:
                raise Different("a request with a fault was answered")
    return "a broken image, too many images, an unknown model"


async def kserve_rows(target: str, samples: Samples) -> np.ndarray:
    client = InferenceRESTClient(RESTConfig(protocol="v2"))
    base = f"http://{target}"
    require(await client.is_server_live(base), "the server is not live")
    require(await client.is_server_ready(base), "the server is not ready")
    require(await client.is_model_ready(base, MODEL), "the model is not ready")
    rows = []
    for start in range(0, len(samples.files), BATCH):
        files = samples.files[start : start + BATCH]
        image = InferInput(name="IMAGE", shape=[len(files), 1], datatype="BYTES")
        image.set_data_from_numpy(np.array([[file] for file in files], dtype=object), binary_data=True)
        response = await client.infer(base, InferRequest(model_name=MODEL, infer_inputs=[image]), model_name=MODEL)
        rows.append(response.outputs[0].as_numpy())
    return np.concatenate(rows)


def kserve_sdk(target: str, samples: Samples) -> str:
    return samples.check(asyncio.run(kserve_rows(target, samples)))


class Different(Exception):
    """Says what is not as it should be."""


def require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Different(otherwise)


def main(target: str, folder: Path, java: Path) -> None:
    logging.disable(logging.WARNING)
    samples = Samples(folder, java)
    clients: dict[str, Callable[[str, Samples], str]] = {
        "curl, HTTP/1.1": curl,
        "curl, HTTP/2": lambda target, samples: curl(target, samples, "--http2-prior-knowledge"),
        "curl, a form of several files": curl_form,
        "OpenAI SDK": openai_sdk,
        "OpenAI SDK, float": partial(openai_sdk, encoding="float"),
        "OpenAI SDK, errors": openai_errors,
        "LiteLLM, openai": partial(lite_llm, provider="openai"),
        "LiteLLM, jina_ai": partial(lite_llm, provider="jina_ai"),
        "tritonclient, binary": partial(triton_http, binary=True),
        "tritonclient, JSON out": partial(triton_http, binary=False),
        "tritonclient, gzip": partial(triton_http, binary=True, compression="gzip"),
        "tritonclient, async": triton_async,
        "tritonclient, pixels": triton_pixels,
        "tritonclient, errors": triton_errors,
        "KServe SDK": kserve_sdk,
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
