"""Makes the sample images: held-out digits as PNG and freely licensed photographs as JPEG."""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data
from transformers import IJepaForImageClassification

import digits
from evaluate import predictions
from train import CACHE, CHECKPOINT

SAMPLES = Path(__file__).parent / "samples"
LONG_SIDE = 500
PER_CLASS = 2
PHOTOGRAPHS = {
    "cat.jpg": data.chelsea,
    "coffee.jpg": data.coffee,
    "galaxies.jpg": data.hubble_deep_field,
    "photographer.jpg": data.camera,  # gray: one component in the JPEG
    "rocket.jpg": data.rocket,
}


def first_right_of_each_class(held_out: digits.Digits) -> list[int]:
    """The rows of the first digits of each class that the checkpoint classifies right.

    In the order of the split. Says how many it passed over.
    """
    model = IJepaForImageClassification.from_pretrained(CHECKPOINT).eval()
    right = predictions(model, held_out) == held_out.labels
    rows = []
    for label in range(10):
        of_class = np.flatnonzero(held_out.labels == label)
        chosen = [int(row) for row in of_class if right[row]][:PER_CLASS]
        passed_over = int((~right[of_class[: list(of_class).index(chosen[-1])]]).sum())
        print(f"digit {label}: {passed_over} passed over")
        rows += chosen
    return rows


def save_digits(held_out: digits.Digits, folder: Path) -> None:
    """Named by class and by place in the package's file of that class."""
    for row in first_right_of_each_class(held_out):
        name = f"digit-{held_out.labels[row]}-{held_out.indices[row]:04}.png"
        held_out.image(row).save(folder / name, optimize=True)


def save_photographs(folder: Path) -> None:
    for name, load in PHOTOGRAPHS.items():
        photograph = Image.fromarray(load())
        photograph.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        photograph.save(folder / name, quality=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=SAMPLES)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the digits are kept")
    options = parser.parse_args()

    options.output.mkdir(exist_ok=True)
    _, held_out = digits.split(digits.load(options.cache))
    save_digits(held_out, options.output)
    save_photographs(options.output)


if __name__ == "__main__":
    main()
