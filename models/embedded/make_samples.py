"""Makes the sample images: held-out digits as PNG and freely licensed photographs as JPEG."""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data

import digits
from train import CACHE

SAMPLES = Path(__file__).parent / "samples"
LONG_SIDE = 500
PHOTOGRAPHS = {
    "cat.jpg": data.chelsea,
    "coffee.jpg": data.coffee,
    "galaxies.jpg": data.hubble_deep_field,
    "photographer.jpg": data.camera,  # gray: one component in the JPEG
    "rocket.jpg": data.rocket,
}


def first_of_each_class(held_out: digits.Digits) -> list[int]:
    """The row of the first digit of each class, in the order of the split."""
    return [int(np.flatnonzero(held_out.labels == label)[0]) for label in range(10)]


def save_digits(held_out: digits.Digits, folder: Path) -> None:
    """Named by class and by place in the package's file of that class."""
    for row in first_of_each_class(held_out):
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
