#!/usr/bin/env python3
"""What ops/gpu/check.sh runs once Python has what it needs."""

import argparse
import os
import pathlib
import subprocess
import sys
import time

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "ops/load"), str(ROOT / "ops/bench")]
import load  # noqa: E402  (other folders of ops)
import peers  # noqa: E402

CHECKPOINT = ROOT / "models/embedded/checkpoint"
# Of the embedded model's embedding, to transformers on the CPU; that of f32 is the bar of every other device too.
BARS = {"f32": 1e-5, "bf16": 2.5e-2}
DTYPES = {"f32": torch.float32, "bf16": torch.bfloat16}
LANES = 2


def ijepa(*arguments):
    """Runs a command, of which nothing is seen unless it fails."""
    run = subprocess.run([ROOT / "ijepa", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode != 0:
        sys.exit(run.stdout.decode())


def check_features(work, device, precision):
    """Serves the embedded model on the device, and compares all samples with the reference."""
    model, vectors = work / f"embedded-{precision}", work / f"vectors-{precision}"
    ijepa("convert", CHECKPOINT, model, "--precision", precision)
    vectors.mkdir()
    with load.Server("--model", f"m={model}", "--device", device) as server:
        ijepa("embed", load.SAMPLES, "--target", f"localhost:{server.port}", "--out", vectors / "v.npy")
    images = sorted(load.SAMPLES.glob("*.jpg")) + sorted(load.SAMPLES.glob("*.png"))
    return subprocess.run(
        [sys.executable, ROOT / "models/reference/compare.py", CHECKPOINT, *images, "--results", vectors, "--bar",
         str(BARS[precision])]).returncode == 0


def pytorch(checkpoint, device, precision, batch, seconds):
    """Images/s of PyTorch, eager, from pixels that are on the device already."""
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    device = {"gpu": "cuda", "cpu": "cpu"}[device]
    module = peers.Pooled(checkpoint, DTYPES[precision]).to(device)
    pixels = module.pixels(batch).to(device, DTYPES[precision])
    images, start = 0, None
    with torch.inference_mode():
        while start is None or time.perf_counter() - start < seconds:
            module(pixels).sum().item()
            # The first run chooses kernels.
            images, start = (images + batch, start) if start else (0, time.perf_counter())
    return images / (time.perf_counter() - start)


def rates(work, options, precision):
    checkpoint, model = work / "checkpoint", work / "model"
    ijepa("convert", checkpoint, model, "--precision", precision, "--force")
    loop = load.EngineLoop(model, LANES, options.seconds, options.device)
    ours = {batch: loop.measure(batch) for batch in options.batches}
    loop.close()
    for batch, rate in ours.items():
        theirs = pytorch(checkpoint, options.device, precision, batch, options.seconds)
        yield [options.preset, precision, batch, f"{rate:.4g}", f"{theirs:.4g}", f"{rate / theirs:.2f}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--device", choices=["gpu", "cpu"], default="gpu")
    parser.add_argument("--preset", default="vit-h14")
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 8, 32, 128])
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    if options.device == "gpu":
        os.environ["IJEPA_PROFILE"] = "gpu"
    right = True
    for precision in BARS:
        print(f"\nFeatures of the embedded model, {precision}, relative L2 to transformers; at most "
              f"{BARS[precision]:g} is right:\n", flush=True)
        right = check_features(options.work, options.device, precision) and right
    subprocess.run([sys.executable, ROOT / "models/reference/make_checkpoint.py", options.work / "checkpoint",
                    "--preset", options.preset], check=True, stdout=subprocess.DEVNULL)
    print(f"\nImages/s from uint8 pixels in Java to vectors in Java, {LANES} batches at once; PyTorch's are on the device "
          "already.\n")
    rows = [row for precision in BARS for row in rates(options.work, options, precision)]
    load.table(["model", "precision", "batch", "this project", "PyTorch, eager", "ratio"], rows)
    if not right:
        sys.exit("the features are not right")


if __name__ == "__main__":
    main()
