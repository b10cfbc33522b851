"""Runs an exported SavedModel in Python's TensorFlow and compares it with a golden file."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

GOLDEN = Path(__file__).resolve().parent / "golden" / "embedded.safetensors"
OUTPUTS = ("embedding", "embedding_last4", "tokens", "logits")
BAR = 1e-5

Signature = Callable[[np.ndarray], Mapping[str, np.ndarray]]


def load_signature(folder: Path) -> Signature:
    """`serving_default`: uint8 [B, H, W, 3] to arrays by output name."""
    import tensorflow as tf

    model = tf.saved_model.load(str(folder))
    function = model.signatures["serving_default"]

    def run(images: np.ndarray) -> Mapping[str, np.ndarray]:
        outputs = function(images=tf.constant(images, dtype=tf.uint8))
        return {name: tensor.numpy() for name, tensor in outputs.items()}

    run.model = model  # the signature does not keep its variables alive
    return run


def by_output(golden: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """`<image>/<output>` arrays as one array an output, images along the first dimension."""
    images = sorted({key.rpartition("/")[0] for key in golden})
    outputs = sorted({key.rpartition("/")[2] for key in golden})
    return {
        output: np.stack([golden[f"{image}/{output}"] for image in images]) for output in outputs
    }


def largest_errors(
    run: Signature, golden: Mapping[str, np.ndarray], batch: int
) -> dict[str, float]:
    """The largest relative L2 of one image, for each output of the golden file."""
    stacked = by_output(golden)
    images = stacked.pop("pixels")
    parts = [run(images[start : start + batch]) for start in range(0, len(images), batch)]
    errors = {}
    for output, expected in stacked.items():
        if any(output not in part for part in parts):
            raise SystemExit(f"the SavedModel has no output {output!r}, it has {sorted(parts[0])}")
        actual = np.concatenate([part[output] for part in parts])
        if actual.shape != expected.shape:
            raise SystemExit(f"{output} has shape {actual.shape}, not {expected.shape}")
        flat, wanted = (a.reshape(len(images), -1).astype(np.float64) for a in (actual, expected))
        norms = np.linalg.norm(flat - wanted, axis=1) / np.linalg.norm(wanted, axis=1)
        errors[output] = float(norms.max())  # NaN stays NaN
    return errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("saved_model", type=Path)
    parser.add_argument("--golden", type=Path, default=GOLDEN)
    parser.add_argument("--batch", type=int, default=4)
    options = parser.parse_args()

    run, golden = load_signature(options.saved_model), load_file(options.golden)
    errors = largest_errors(run, golden, options.batch)
    for output in filter(errors.__contains__, OUTPUTS):
        print(f"{output}: {errors[output]:.3e}")
    sys.exit(any(not error <= BAR for error in errors.values()))


if __name__ == "__main__":
    main()
