"""What Triton answers to odd requests of the Open Inference Protocol, beside what this server answers, as a table.

    ./ijepa serve --port 50051                       # in another terminal
    /usr/bin/python3 -m venv .venv                   # not pyenv's: Triton's backend links to the system's Python
    .venv/bin/pip install -r ops/oracle/requirements.txt
    .venv/bin/python ops/oracle/triton_answers.py localhost:50051

It needs no GPU. Triton serves a model with inputs and outputs of ours. The model's function fails if an image of its
batch is no JPEG, as that of a backend would that decodes.
"""

import os
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import grpc
import numpy as np
from pytriton.decorators import batch
from pytriton.model_config import ModelConfig, Tensor
from pytriton.triton import Triton, TritonConfig
from tritonclient.grpc import service_pb2 as pb
from tritonclient.grpc import service_pb2_grpc

MODEL = "embedded"
DIMENSIONS = 128
MOST = 64
SAMPLE = Path(__file__).resolve().parents[2] / "models/embedded/samples/cat.jpg"
IMAGE = SAMPLE.read_bytes()
BROKEN = b"<html>"


@batch
def infer(IMAGE: np.ndarray | None = None, PIXELS: np.ndarray | None = None) -> dict[str, np.ndarray]:
    images = IMAGE if IMAGE is not None else PIXELS
    if IMAGE is not None and any(not image[0].startswith(b"\xff\xd8") for image in IMAGE):
        raise ValueError("an image is no JPEG")
    rows = np.zeros((len(images), DIMENSIONS), dtype=np.float32)
    return {"EMBEDDING": rows, "LOGITS": rows[:, :10]}


def prefixed(*elements: bytes) -> bytes:
    return b"".join(struct.pack("<I", len(element)) + element for element in elements)


def request(*images: bytes, **fields: object) -> pb.ModelInferRequest:
    message = pb.ModelInferRequest(model_name=MODEL)
    message.inputs.add(name="IMAGE", datatype="BYTES", shape=[len(images), 1])
    message.raw_input_contents.append(prefixed(*images))
    for name, value in fields.items():
        setattr(message, name, value)
    return message


Change = Callable[[pb.ModelInferRequest], object]


def changed(change: Change, *images: bytes) -> pb.ModelInferRequest:
    message = request(*(images or (IMAGE,)))
    change(message)
    return message


def set_input(**fields: object) -> Change:
    def change(message: pb.ModelInferRequest) -> None:
        for name, value in fields.items():
            if name == "shape":
                del message.inputs[0].shape[:]
                message.inputs[0].shape.extend(value)
            else:
                setattr(message.inputs[0], name, value)

    return change


def set_raw(*raw: bytes) -> Change:
    def change(message: pb.ModelInferRequest) -> None:
        del message.raw_input_contents[:]
        message.raw_input_contents.extend(raw)

    return change


def both(*changes: Change) -> Change:
    return lambda message: [change(message) for change in changes]


def add_output(name: str, **parameters: int) -> Change:
    def change(message: pb.ModelInferRequest) -> None:
        output = message.outputs.add(name=name)
        for key, value in parameters.items():
            output.parameters[key].int64_param = value

    return change


def set_parameter(name: str, value: int) -> Change:
    return lambda message: setattr(message.parameters[name], "int64_param", value)


def typed(message: pb.ModelInferRequest) -> None:
    message.inputs[0].contents.bytes_contents.append(IMAGE)


REQUESTS: dict[str, pb.ModelInferRequest] = {
    "one image, no output named": request(IMAGE),
    "shape [1, 2]": changed(set_input(shape=[1, 2])),
    "shape [n]": changed(set_input(shape=[1])),
    "shape [1, 1, 1]": changed(set_input(shape=[1, 1, 1])),
    "datatype UINT8 for IMAGE": changed(set_input(datatype="UINT8")),
    "datatype STRING": changed(set_input(datatype="STRING")),
    "PIXELS as FP32": changed(
        both(set_input(name="PIXELS", datatype="FP32", shape=[1, 1, 1, 3]), set_raw(bytes(12)))
    ),
    "unknown input": changed(set_input(name="INPUT")),
    "no input": changed(lambda message: (message.inputs.pop(), set_raw()(message))),
    "unknown output": changed(add_output("POOLED")),
    "an output twice": changed(both(add_output("EMBEDDING"), add_output("EMBEDDING"))),
    "empty tensor, shape [0, 1]": changed(both(set_input(shape=[0, 1]), set_raw(b""))),
    "shape [-1, 1]": changed(set_input(shape=[-1, 1])),
    "an element of no bytes": request(b""),
    "shape [2, 1], one element": changed(set_input(shape=[2, 1])),
    "shape [1, 1], two elements": changed(set_input(shape=[1, 1]), IMAGE, IMAGE),
    "an element longer than the contents": changed(set_raw(struct.pack("<I", 1 << 30) + IMAGE)),
    "two entries of raw contents, one input": changed(set_raw(prefixed(IMAGE), prefixed(IMAGE))),
    "raw and typed contents": changed(typed),
    "typed contents of another type": changed(
        both(set_raw(), lambda message: message.inputs[0].contents.fp32_contents.append(1))
    ),
    "two images, one of them broken": request(IMAGE, BROKEN),
    f"{MOST + 1} images, where {MOST} are allowed": request(*[IMAGE] * (MOST + 1)),
    "unknown model": request(IMAGE, model_name="resnet"),
    "no model's name": request(IMAGE, model_name=""),
    "unknown version": request(IMAGE, model_version="7"),
    "version that is no number": request(IMAGE, model_version="latest"),
    "unknown parameter": changed(set_parameter("regions", 1)),
    "timeout of 1 µs": changed(set_parameter("timeout", 1)),
    "`classification` of EMBEDDING": changed(add_output("EMBEDDING", classification=3)),
    "an id of 1,000 bytes": request(IMAGE, id="x" * 1000),
}


def answer(call: Callable[[], object]) -> str:
    try:
        return str(call())
    except grpc.RpcError as error:
        return f"{error.code().name}: {first_line(error.details())}"


def first_line(text: str) -> str:
    line = text.strip().splitlines()[0].replace("|", "\\|")
    return line if len(line) <= 110 else line[:110] + "…"


def shown(response: pb.ModelInferResponse) -> str:
    return "OK: " + ", ".join(f"{output.name} {list(output.shape)}" for output in response.outputs)


def stream(stub: service_pb2_grpc.GRPCInferenceServiceStub) -> str:
    """Three requests of a stream, of which the second is broken."""
    responses = stub.ModelStreamInfer(iter([request(IMAGE, id="1"), request(BROKEN, id="2"), request(IMAGE, id="3")]))
    seen = [
        f"{response.infer_response.id or 'no id'}: {'error' if response.error_message else 'OK'}" for response in responses
    ]
    return ", ".join(seen)


def answers(target: str) -> dict[str, str]:
    with grpc.insecure_channel(target, options=[("grpc.enable_retries", 0)]) as channel:
        stub = service_pb2_grpc.GRPCInferenceServiceStub(channel)
        rows = {
            name: answer(lambda message=message: shown(stub.ModelInfer(message, timeout=30)))
            for name, message in REQUESTS.items()
        }
        rows["a stream of three requests, the second broken"] = answer(lambda: stream(stub))
        rows["ModelReady of an unknown model"] = answer(
            lambda: f"OK: ready: {stub.ModelReady(pb.ModelReadyRequest(name='resnet')).ready}"
        )
        rows["ModelMetadata of an unknown model"] = answer(
            lambda: stub.ModelMetadata(pb.ModelMetadataRequest(name="resnet"))
        )
        rows["ModelConfig of an unknown model"] = answer(lambda: stub.ModelConfig(pb.ModelConfigRequest(name="resnet")))
        rows["RepositoryModelLoad"] = answer(
            lambda: stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name=MODEL))
        )
        return rows


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("localhost", 0))
        return listening.getsockname()[1]


def main(ours: str) -> None:
    port = free_port()
    # pytriton waits for ever if it is given an address of its own: Triton listens on all.
    config = TritonConfig(
        http_port=free_port(), grpc_port=port, allow_metrics=False, log_file=Path(os.devnull), exit_timeout_secs=5
    )
    with Triton(config=config) as triton:
        triton.bind(
            model_name=MODEL,
            infer_func=infer,
            inputs=[
                Tensor(name="IMAGE", dtype=bytes, shape=(1,), optional=True),
                Tensor(name="PIXELS", dtype=np.uint8, shape=(-1, -1, 3), optional=True),
            ],
            outputs=[
                Tensor(name="EMBEDDING", dtype=np.float32, shape=(DIMENSIONS,)),
                Tensor(name="LOGITS", dtype=np.float32, shape=(10,)),
            ],
            config=ModelConfig(max_batch_size=MOST),
        )
        triton.run()
        theirs = answers(f"localhost:{port}")
    mine = answers(ours)
    print("| request | Triton | this server |\n| --- | --- | --- |")
    for name, row in theirs.items():
        print(f"| {name} | {row} | {mine[name]} |")


if __name__ == "__main__":
    main(sys.argv[1])
