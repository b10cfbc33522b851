"""Makes about 1,100 odd image files, and manifest.jsonl with what Pillow makes of each.

    python3 -m venv .venv && .venv/bin/pip install -r requirements-odd.txt
    .venv/bin/python odd_files.py OUT_DIR
    .venv/bin/python odd_check.py OUT_DIR

The kinds of faults come from public bug reports, which the manifest names; every file is built here. Files of tiffcp,
cjpeg, cwebp, gifsicle and ImageMagick 6 need the Debian packages libtiff-tools, libjpeg-turbo-progs, webp, gifsicle and
imagemagick. What is missing is told in a line, and its files are left out.

Each line of the manifest is an object:

file, family, what, report  its name, what is odd about it, the public report (owner or project, and number)
difference                  the deliberate difference of package-info.java that it is of, if any
names                       a pattern; a refusal's message must match it to say what the file is
opens, why                  whether Pillow opens it, and its error if not
width, height, sha256       of the RGB bytes after exif_transpose and convert("RGB")
gray16, sha256_high         unsigned 16-bit gray: the RGB bytes of each sample's high byte
"""

import argparse
import contextlib
import hashlib
import io
import json
import pathlib
import re
import signal
import sys
import warnings

import numpy as np
from PIL import Image, ImageOps

from odd import bmps, gifs, jpegs, large, netpbm, orientations, others, pngs, tiff_faults, tiff_writers, webps
from odd.common import Odd, Pictures

FAMILIES = {
    "tiff-writer": tiff_writers,
    "tiff-fault": tiff_faults,
    "jpeg": jpegs,
    "orientation": orientations,
    "png": pngs,
    "gif": gifs,
    "bmp": bmps,
    "webp": webps,
    "netpbm": netpbm,
    "other": others,
    "large": large,
}
LIMIT_SECONDS = 20


def sha256(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def high_bytes(image: Image.Image) -> Image.Image:
    """16-bit gray as this project takes it: the high byte of each sample."""
    return Image.fromarray((np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)).convert("RGB")


def verdict(data: bytes) -> dict:
    """What Pillow makes of a file. sha256_plain is that of the image as it lies, without its orientation."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            upright = ImageOps.exif_transpose(image)
            gray16 = image.mode.startswith("I;16")
            rgb = upright.convert("RGB")
            found = {
                "opens": True,
                "format": image.format,
                "mode": image.mode,
                "width": rgb.width,
                "height": rgb.height,
                "sha256": sha256(rgb),
            }
            if gray16:
                found |= {"gray16": True, "sha256_high": sha256(high_bytes(upright))}
            return found
    except Exception as e:  # Plugins raise errors of every kind.
        text = re.sub(r"<_io[^>]*>", "", str(e))
        return {"opens": False, "why": f"{type(e).__name__}: {' '.join(text.split())}"[:200]}


def entry(family: str, odd: Odd, name: str) -> dict:
    signal.alarm(LIMIT_SECONDS)
    try:
        found = verdict(odd.data)
    except TimeoutError:
        found = {"opens": False, "why": f"takes more than {LIMIT_SECONDS} s"}
    finally:
        signal.alarm(0)
    told = {"file": name, "family": family, "what": odd.what, "report": odd.report}
    optional = {key: value for key, value in (("difference", odd.difference), ("names", odd.names)) if value}
    return told | optional | {"bytes": len(odd.data)} | found


def chosen(made: list[Odd], most: int, seed: int) -> list[Odd]:
    """A sample of a family, in its order."""
    if not most or len(made) <= most:
        return made
    places = np.random.default_rng(seed).choice(len(made), most, replace=False)
    return [made[i] for i in sorted(places)]


def on_alarm(*_) -> None:
    raise TimeoutError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument(
        "--seed", type=int, default=0, help="another seed gives other pictures, in the same kinds of files"
    )
    parser.add_argument(
        "--per-family", type=int, default=112, help="at most so many of each family, chosen by the seed; 0 for all"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, on_alarm)
    warnings.simplefilter("ignore")
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = Pictures(options.seed)
    lines, seen = [], set()
    for family, module in FAMILIES.items():
        made = chosen(module.make(pictures), options.per_family, options.seed)
        for odd in made:
            name = f"{family}-{odd.name}"
            if name in seen:
                sys.exit(f"two files are named {name}")
            seen.add(name)
            (options.out / name).write_bytes(odd.data)
            lines.append(json.dumps(entry(family, odd, name), ensure_ascii=False))
        print(f"{family}: {len(made)} files", flush=True)
    (options.out / "manifest.jsonl").write_text("\n".join(lines) + "\n")
    print(len(lines), "files in", options.out)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
