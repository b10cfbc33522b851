#!/usr/bin/env python3
"""One other way to run an I-JEPA encoder, in a loop: OpenVINO, ONNX Runtime or PyTorch, each at its best.

    ops/bench/peers.py openvino|onnxruntime|pytorch CHECKPOINT f32|bf16 SECONDS

Speaks as EngineLoop does: prints "ready …", then for each line of its input measures for so long and prints images/s.
The line "one" asks for single images, one after the other; "all" for the most images a second that any of its settings
gives, which it finds out before it is ready.
"""

import concurrent.futures
import os
import pathlib
import sys
import tempfile
import time

import numpy
import torch
from transformers import IJepaModel

CORES = len(os.sched_getaffinity(0))
BATCHES = (1, 8)
TRIAL_SECONDS = 2


class Pooled(torch.nn.Module):
    """Pixels to embeddings, as the server's EMBEDDING."""

    def __init__(self, checkpoint, dtype=torch.float32):
        super().__init__()
        self.model = IJepaModel.from_pretrained(checkpoint).eval().to(dtype)
        size = self.model.config.image_size
        self.size = (size, size) if isinstance(size, int) else tuple(size)

    def forward(self, pixels):
        return self.model(pixel_values=pixels).last_hidden_state.mean(1)

    def pixels(self, batch):
        return torch.rand(batch, 3, *self.size)


class Callers:
    """A number of threads that call a function again and again; each call computes a batch."""

    def __init__(self, name, call, batch, threads=1):
        self.name, self.call, self.batch, self.threads = f"{name}, batches of {batch}", call, batch, threads
        self.pool = concurrent.futures.ThreadPoolExecutor(threads)

    def measure(self, seconds):
        return sum(self.pool.map(lambda _: self._loop(seconds), range(self.threads)))

    def _loop(self, seconds):
        start, images = time.perf_counter(), 0
        while (passed := time.perf_counter() - start) < seconds:
            self.call()
            images += self.batch
        return images / passed


def openvino(checkpoint, precision):
    import openvino as ov

    module = Pooled(checkpoint)
    core = ov.Core()
    model = ov.convert_model(module, example_input=module.pixels(1))
    for batch in BATCHES:
        model.reshape([batch, 3, *module.size])
        pixels = module.pixels(batch).numpy()
        for hint in ("LATENCY", "THROUGHPUT"):
            compiled = core.compile_model(model, "CPU", {
                "PERFORMANCE_HINT": hint, "INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": CORES})
            requests = 1 if hint == "LATENCY" else compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
            yield OpenVinoQueue(f"{hint.lower()}, {requests} requests", ov.AsyncInferQueue(compiled, requests), pixels)


class OpenVinoQueue:
    """As many requests in flight as OpenVINO asks for."""

    def __init__(self, name, queue, pixels):
        self.name, self.queue, self.pixels, self.batch = f"{name}, batches of {len(pixels)}", queue, pixels, len(pixels)

    def measure(self, seconds):
        start, images = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            self.queue.start_async([self.pixels], share_inputs=True)
            images += self.batch
        self.queue.wait_all()
        return images / (time.perf_counter() - start)


def onnxruntime(checkpoint, precision):
    import onnxruntime as ort

    if precision != "f32":
        return
    module = Pooled(checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "model.onnx"
        torch.onnx.export(module, (module.pixels(2),), file, dynamo=True, external_data=True, verbose=False,
                          dynamic_shapes=({0: torch.export.Dim("batch")},))
        for threads, callers in ((CORES, 1), (1, CORES)):
            options = ort.SessionOptions()
            options.intra_op_num_threads = threads
            session = ort.InferenceSession(file, options)
            name = session.get_inputs()[0].name
            for batch in BATCHES:
                feed = {name: module.pixels(batch).numpy()}
                yield Callers(f"{callers} callers", lambda s=session, f=feed: s.run(None, f), batch, callers)


def pytorch(checkpoint, precision):
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16}[precision]
    torch.set_num_threads(CORES)
    eager = Pooled(checkpoint, dtype)
    for name, module in (("eager", eager), ("compiled", torch.compile(eager))):
        for batch in BATCHES:
            pixels = eager.pixels(batch).to(dtype)

            def call(module=module, pixels=pixels):
                with torch.inference_mode():
                    module(pixels)
            yield Callers(name, call, batch)


def main():
    engine, checkpoint, precision, seconds = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
    trials = []
    for setting in {"openvino": openvino, "onnxruntime": onnxruntime, "pytorch": pytorch}[engine](checkpoint, precision):
        setting.measure(0.5)
        trials.append((setting.measure(TRIAL_SECONDS), setting))
        print(f"{setting.name}: {trials[-1][0]:.2f} images/s", file=sys.stderr)
    if not trials:
        return
    best = max(trials, key=lambda trial: trial[0])[1]
    one = max((t for t in trials if t[1].batch == 1 and getattr(t[1], "threads", 1) == 1 and "throughput" not in
               t[1].name), key=lambda trial: trial[0])[1]
    print(f"ready {best.name}", flush=True)
    for line in sys.stdin:
        print(f"{(one if line.strip() == 'one' else best).measure(seconds):.3f}", flush=True)


if __name__ == "__main__":
    main()
