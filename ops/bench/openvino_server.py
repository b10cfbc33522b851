#!/usr/bin/env python3
"""What a user would write instead of this project: an asyncio gRPC server around OpenVINO. Serves EmbedImage, and no more than
the load generator needs beside it.

    ops/bench/openvino_server.py CHECKPOINT PORT f32|bf16 MAX_BATCH

Pillow decodes in a pool of threads; requests that wait are run together, MAX_BATCH at most. With MAX_BATCH 1 OpenVINO's
throughput mode runs as many requests at once as it likes; above, its latency mode runs one batch at a time.
"""

import asyncio
import concurrent.futures
import io
import pathlib
import sys
import tempfile

import grpc
import numpy
import openvino as ov
from grpc_tools import protoc
from PIL import Image

from peers import CORES, Pooled

PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto/src/main/proto"


def generated():
    """The messages and stubs of the contract, generated in a folder that goes with the process."""
    folder = tempfile.mkdtemp()
    files = sorted(str(file.relative_to(PROTO)) for file in (PROTO / "ijepa").rglob("*.proto"))
    include = pathlib.Path(protoc.__file__).parent / "_proto"
    if protoc.main(["", f"-I{PROTO}", f"-I{include}", f"-I{commons()}", f"--python_out={folder}",
                    f"--grpc_python_out={folder}", *files]):
        sys.exit("the contract could not be compiled")
    sys.path.insert(0, folder)
    from ijepa.v1 import (feature_service_pb2, feature_service_pb2_grpc, model_service_pb2, model_service_pb2_grpc,
                          tensor_pb2)
    return feature_service_pb2, feature_service_pb2_grpc, model_service_pb2, model_service_pb2_grpc, tensor_pb2


def commons():
    """The folder of google/rpc/status.proto, from the package googleapis-common-protos."""
    import google.rpc
    return pathlib.Path(list(google.rpc.__path__)[0]).parents[1]


class Encoder:
    """OpenVINO with models of a few batch sizes, as many requests in flight as pay."""

    def __init__(self, checkpoint, precision, max_batch):
        module = Pooled(checkpoint)
        self.size = module.size
        model = ov.convert_model(module, example_input=module.pixels(1))
        self.sizes = [size for size in (1, 2, 4, 8, 16, 32) if size <= max_batch]
        self.compiled = {}
        for size in self.sizes:
            model.reshape([size, 3, *module.size])
            self.compiled[size] = ov.Core().compile_model(model, "CPU", {
                "PERFORMANCE_HINT": "THROUGHPUT" if max_batch == 1 else "LATENCY",
                "INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": CORES})
        self.at_once = self.compiled[1].get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS") if max_batch == 1 else 1
        self.requests = {size: [c.create_infer_request() for _ in range(self.at_once)]
                         for size, c in self.compiled.items()}

    def run(self, lane, images):
        size = next(size for size in self.sizes if size >= len(images))
        batch = numpy.zeros((size, 3, *self.size), numpy.float32)
        for i, image in enumerate(images):
            batch[i] = image
        result = self.requests[size][lane].infer([batch], share_inputs=True)
        return [row.tobytes() for row in next(iter(result.values()))[:len(images)]]


def pixels(data, size):
    image = Image.open(io.BytesIO(data)).convert("RGB").resize(size[::-1], Image.Resampling.BILINEAR)
    array = numpy.asarray(image, numpy.float32)
    return ((array / 255 - 0.5) / 0.5).transpose(2, 0, 1)


class Batcher:
    def __init__(self, encoder):
        self.encoder, self.waiting = encoder, asyncio.Queue()
        self.threads = concurrent.futures.ThreadPoolExecutor(encoder.at_once)
        self.lanes = [asyncio.create_task(self.lane(number)) for number in range(encoder.at_once)]

    async def embed(self, image):
        answer = asyncio.get_running_loop().create_future()
        self.waiting.put_nowait((image, answer))
        return await answer

    async def lane(self, number):
        while True:
            batch = [await self.waiting.get()]
            while len(batch) < self.encoder.sizes[-1] and not self.waiting.empty():
                batch.append(self.waiting.get_nowait())
            rows = await asyncio.get_running_loop().run_in_executor(
                self.threads, self.encoder.run, number, [image for image, _ in batch])
            for (_, answer), row in zip(batch, rows):
                if not answer.done():
                    answer.set_result(row)


async def main():
    checkpoint, port, precision, max_batch = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    messages, stubs, models, model_stubs, tensors = generated()
    encoder = Encoder(checkpoint, precision, max_batch)
    batcher = Batcher(encoder)
    decoders = concurrent.futures.ThreadPoolExecutor(CORES)

    class Service(stubs.FeatureServiceServicer):
        async def EmbedImage(self, request, context):
            image = await asyncio.get_running_loop().run_in_executor(
                decoders, pixels, request.image.encoded, encoder.size)
            row = await batcher.embed(image)
            tensor = tensors.Tensor(element_type=tensors.ELEMENT_TYPE_F32, shape=[len(row) // 4], data=row)
            features = messages.Features(outputs=[messages.OutputTensor(output=messages.OUTPUT_EMBEDDING, tensor=tensor)])
            return messages.EmbedImageResponse(features=features)

    class Models(model_stubs.ModelServiceServicer):
        """The load generator asks whether the model is there."""

        async def GetModel(self, request, context):
            return models.GetModelResponse(model=models.Model(version=messages.ModelVersion(name="openvino")))

    server = grpc.aio.server(options=[("grpc.max_receive_message_length", 64 << 20)])
    stubs.add_FeatureServiceServicer_to_server(Service(), server)
    model_stubs.add_ModelServiceServicer_to_server(Models(), server)
    server.add_insecure_port(f"localhost:{port}")
    await server.start()
    print("ready", flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(main())
