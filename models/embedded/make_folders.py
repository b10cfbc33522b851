"""Writes the digits as folders of PNG files, a folder for each class: what `ijepa head train` takes.

    python models/embedded/make_folders.py OUT      writes OUT/train (8,500 images) and OUT/held-out (1,500)

Needs npm, and numpy and Pillow (requirements.txt).
"""

import argparse
from pathlib import Path

import digits

CACHE = Path.home() / ".cache" / "ijepa-digits"


def save(part: digits.Digits, folder: Path) -> None:
    """One file for each digit, named after its place in the data."""
    for row in range(len(part)):
        of = folder / str(part.labels[row])
        of.mkdir(parents=True, exist_ok=True)
        part.image(row).save(of / f"{part.indices[row]:04d}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the digits are kept")
    options = parser.parse_args()
    train, held_out = digits.split(digits.load(options.cache))
    save(train, options.out / "train")
    save(held_out, options.out / "held-out")


if __name__ == "__main__":
    main()
