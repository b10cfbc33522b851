"""Makes the tables of docs/fidelity.md: full-size models, converted and served, against transformers.

For each model: a random but lively checkpoint with a classifier, its outputs in transformers, then
for each precision `ijepa convert`, `serve`, `embed` and `classify` on the same image files. Exits
with 1 if a distance is above its bar. One model is on the disk at a time.
"""

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from lively import PRESETS
from reference import Reference, relative_l2
from serving import Ijepa

HERE = Path(__file__).resolve().parent
EMBEDDED = HERE.parent / "embedded"
OUTPUTS = ("embedding", "embedding_last4", "tokens", "logits")
F32_BAR = 1e-5
BF16_BAR = 1.5  # times PyTorch's own bfloat16

Outputs = list[dict[str, np.ndarray]]


def reference_outputs(checkpoint: Path, images: list[Path]) -> tuple[Outputs, Outputs]:
    """What transformers gives for each image, in float32 and in bfloat16."""
    reference = Reference(checkpoint)
    pixels = [reference.pixels(path) for path in images]
    single = [reference.outputs(values) for values in pixels]
    reference.bfloat16()
    return single, [reference.outputs(values) for values in pixels]


def in_a_process(function, *args):
    """Calls a function in a process of its own, whose memory is free again afterwards."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, args)


def largest(actual: Outputs, expected: Outputs) -> dict[str, float]:
    """The largest relative L2 of one image, by output; NaN if there is one."""
    return {
        output: np.max([relative_l2(a[output], e[output]) for a, e in zip(actual, expected, strict=True)])
        for output in OUTPUTS
    }


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def distances(name: str, what: str, errors: dict[str, float]) -> None:
    row(name, what, *(f"{errors[output]:.1e}" for output in OUTPUTS))


def copy_seconds(checkpoint: Path, folder: Path) -> float:
    """How long the machine takes to copy the checkpoint's files."""
    target = folder / "copy"
    start = time.monotonic()
    shutil.copytree(checkpoint, target)
    seconds = time.monotonic() - start
    shutil.rmtree(target)
    return seconds


def measure(name: str, folder: Path, options: argparse.Namespace, conversions: list) -> bool:
    """One model in all precisions; prints its rows and tells whether it is within the bars."""
    checkpoint = folder / "checkpoint"
    make = [sys.executable, HERE / "make_checkpoint.py", checkpoint, "--preset", name]
    subprocess.run([*make, "--labels", "1000"], check=True, stdout=subprocess.DEVNULL)
    single, brain = in_a_process(reference_outputs, checkpoint, options.images)
    pytorch = largest(brain, single)
    distances(name, "PyTorch's bf16", pytorch)
    size = sum(file.stat().st_size for file in checkpoint.iterdir())
    copy = copy_seconds(checkpoint, folder)
    good = True
    for precision in options.precisions:
        ijepa = Ijepa(options.ijepa, folder / precision)
        cost = ijepa.convert(checkpoint, "--precision", precision)
        print(f"{name} {precision}: {cost}", file=sys.stderr, flush=True)
        conversions.append((name, precision, size, copy, cost))
        errors = largest(ijepa.outputs(options.images), single)
        distances(name, precision, errors)
        bars = {o: F32_BAR if precision == "f32" else BF16_BAR * pytorch[o] for o in OUTPUTS}
        good &= all(errors[output] <= bars[output] for output in OUTPUTS)
        shutil.rmtree(folder / precision)
    return good


def print_conversions(conversions: list[tuple], options: argparse.Namespace) -> None:
    print()
    row("model", "precision", "checkpoint", "plain copy", "conversion", "processor", "peak", "of it")
    row(*["---"] * 8)
    for name, precision, size, copy, cost in conversions:
        stored = f"{size / 1e9:.2f} GB"
        row(name, precision, stored, f"{copy:.1f} s", cost, f"{cost.peak / size:.2f} ×")
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        cost = Ijepa(options.ijepa, Path(folder) / "model").convert(EMBEDDED / "checkpoint")
    row("embedded", "f32", "", "", cost, "")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    full_size = ["vit-h14", "vit-h16-448", "vit-g16"]
    parser.add_argument("images", nargs="*", type=Path, help="default: the sample photographs")
    parser.add_argument("--models", nargs="+", choices=PRESETS, default=full_size)
    parser.add_argument("--precisions", nargs="+", choices=["f32", "bf16"], default=["f32", "bf16"])
    parser.add_argument("--ijepa", type=Path, default=HERE.parents[1] / "ijepa")
    parser.add_argument("--work", type=Path, help="a folder with 15 GB of room")
    options = parser.parse_args()
    options.images = options.images or sorted((EMBEDDED / "samples").glob("*.jpg"))
    return options


def main() -> None:
    options = parse_options()
    conversions: list[tuple] = []
    row("model", "precision", *(output.upper() for output in OUTPUTS))
    row(*["---"] * 6)
    good = True
    for name in options.models:
        with tempfile.TemporaryDirectory(dir=options.work) as folder:
            good &= measure(name, Path(folder), options, conversions)
    print_conversions(conversions, options)
    print(f"\n{len(options.images)} images, {os.cpu_count()} cores. "
          f"{'All within the bars.' if good else 'NOT within the bars.'}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
