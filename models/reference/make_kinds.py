"""Makes `kinds/`: a very small checkpoint of every kind that the converter takes, and what
transformers computes from it in float32 for two images of random pixels, `golden.safetensors`.

Kinds of one group have the same weights under other names or in other files: their features must
be the same to the bit.
"""

import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

import make_checkpoint
from reference import Reference

KINDS = Path(__file__).resolve().parent / "kinds"
SAME_WEIGHTS = {
    "plain": "",
    "names-of-version-5": "--names v5",
    "prefix": "--prefix",
    "shards": "--shards 3",
    "shards-prefix-version-5": "--shards 2 --prefix --names v5",
    "pooler": "--pooler",
}
OTHERS = {
    "classifier": "--labels 3",
    "no-qkv-bias": "--no-qkv-bias",
    "head-dim": "--head-dim 11",
    "rectangular": "--image-width 24",
    "patches-do-not-fill": "--image-size 18",
    "layer-norm-eps": "--layer-norm-eps 0.05",
    "f64": "--dtype f64",
    "f16": "--dtype f16",
    "bf16": "--dtype bf16",
} | {
    activation: f"--activation {activation}"
    for activation in ("gelu_new", "gelu_pytorch_tanh", "quick_gelu", "relu", "silu")
}


def make(kind: str, arguments: str) -> Path:
    folder = KINDS / kind
    options = [str(folder), "--preset", "kind", *arguments.split()]
    make_checkpoint.make(make_checkpoint.parse_options(options))
    return folder


def write_golden(folder: Path) -> None:
    reference = Reference(folder)
    size = reference.processor.size
    rng = np.random.default_rng(1)
    tensors = {}
    for image in ("first", "second"):
        pixels = rng.integers(0, 256, (size["height"], size["width"], 3), dtype=np.uint8)
        tensors[f"{image}/pixels"] = pixels
        for output, value in reference.outputs(pixels).items():
            tensors[f"{image}/{output}"] = value
    save_file(tensors, folder / "golden.safetensors")


def main() -> None:
    shutil.rmtree(KINDS, ignore_errors=True)
    for kind, arguments in SAME_WEIGHTS.items():
        make(kind, arguments)
    write_golden(KINDS / "plain")
    for kind, arguments in OTHERS.items():
        write_golden(make(kind, arguments))


if __name__ == "__main__":
    main()
