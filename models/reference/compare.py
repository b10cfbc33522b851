"""Compares features written by the client with the reference, image by image."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from reference import Reference, relative_l2


def rows(index: Path) -> dict[str, int]:
    """From the .jsonl: file name to row of the .npy. Lines without a row are errors: skipped."""
    lines = [json.loads(line) for line in index.read_text().splitlines() if line.strip()]
    return {Path(line["path"]).name: line["row"] for line in lines if line.get("row") is not None}


def only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder} must hold exactly one {pattern}, it holds {len(found)}")
    return found[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--results", type=Path, required=True, help="folder of a .npy and a .jsonl")
    parser.add_argument(
        "--features", default="embedding", choices=["embedding", "embedding_last4", "tokens"]
    )
    parser.add_argument("--normalized", action="store_true", help="the client asked for L2 norm 1")
    parser.add_argument("--bar", type=float, help="exit with 1 if an image is above it")
    options = parser.parse_args()

    features = np.load(only(options.results, "*.npy"))
    row_of = rows(only(options.results, "*.jsonl"))
    reference = Reference(options.checkpoint)
    errors = []
    for path in options.images:
        if path.name not in row_of:
            raise SystemExit(f"no result for {path.name}")
        expected = reference.outputs(reference.pixels(path))[options.features]
        if options.normalized:
            expected = expected / np.linalg.norm(expected)
        error = relative_l2(features[row_of[path.name]].reshape(expected.shape), expected)
        print(f"{error:.3e}  {path.name}")
        errors.append(error)
    worst = np.max(errors)  # unlike max(), it keeps a NaN
    print(f"{worst:.3e}  largest")
    sys.exit(options.bar is not None and not bool(worst <= options.bar))


if __name__ == "__main__":
    main()
