#!/usr/bin/env python3
"""From a file to the pixels of a model: Pillow and this project on the same files, one thread each, in turns.

Makes the files from a photograph of the samples, times Pillow (open, convert to RGB, resize to 224 x 224, bilinear) and
the JMH benchmark PreprocessingBenchmark on them, and prints Markdown. Needs Pillow: models/reference/requirements.txt.

    ops/bench/images.py [png tiff …]

With `fast` it makes JPEGs of all photographs of the samples instead, and shows what `--decode fast` costs and saves: how
far the embedded model's embedding is from that of exact decoding (FastDecode), and the time to the pixels in both; at
its own input of 56 x 56 and converted for 224 x 224.

    ops/bench/images.py fast
"""

import io
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import PIL
from PIL import Image, ImageOps

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops/load"))
import load  # noqa: E402  (the other folder of ops)

PHOTO = ROOT / "models/embedded/samples/cat.jpg"
NATIVE = ["-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0"]
SIZES = {"500x375": (500, 375), "4000x3000": (4000, 3000)}
FORMATS = {
    "jpg": {"format": "JPEG", "quality": 90},
    "progressive.jpg": {"format": "JPEG", "quality": 90, "progressive": True},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": 85},
    "lossless.webp": {"format": "WEBP", "lossless": True},
    "gif": {"format": "GIF"},
    "bmp": {"format": "BMP"},
    "tiff": {"format": "TIFF", "compression": "tiff_lzw"},
}


def make(folder):
    photo = Image.open(PHOTO).convert("RGB")
    for size, pixels in SIZES.items():
        image = photo.resize(pixels, Image.Resampling.LANCZOS)
        for suffix, options in FORMATS.items():
            image.save(folder / f"{size}.{suffix}", **options)


def pillow(content):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    return image.resize((224, 224), Image.Resampling.BILINEAR)


def time_pillow(file):
    """Milliseconds, the median of the runs of about a second."""
    content = file.read_bytes()
    pillow(content)
    times = []
    end = time.perf_counter() + 1.5
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter()
        pillow(content)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def time_ours(folder, file):
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        subprocess.run(
            ["java", *NATIVE, f"-Dijepa.images={folder}", "-cp", load.class_path(),
             "org.openjdk.jmh.Main", "PreprocessingBenchmark", "-p", f"file={file.name}", "-rf", "json",
             "-rff", result.name],
            check=True, stdout=subprocess.DEVNULL)
        return json.load(result)[0]["primaryMetric"]["score"]


def fast():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        files = []
        for size in (1600, 1200), (4000, 3000):
            for photo in sorted(PHOTO.parent.glob("*.jpg")):
                files.append(folder / f"{size[0]}x{size[1]}.{photo.name}")
                Image.open(photo).convert("RGB").resize(size, Image.Resampling.LANCZOS).save(files[-1], quality=90)
        print("| input | file | cosine | relative L2 | exact, ms | fast, ms | ratio |\n"
              "| --- | --- | --- | --- | --- | --- | --- |", flush=True)
        for side in "56", "224":
            subprocess.run([ROOT / "ijepa", "convert", ROOT / "models/embedded/checkpoint", folder / side,
                            "--image-size", side], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(
                ["java", *NATIVE, "-cp", load.class_path(),
                 "dev.ijepa.ops.bench.FastDecode", folder / side, *files], check=True)


def main():
    subprocess.run([ROOT / "ijepa", "inspect", "--help"], check=True, stdout=subprocess.DEVNULL)
    if sys.argv[1:] == ["fast"]:
        fast()
        return
    print(f"Pillow {PIL.__version__}; milliseconds an image, one thread.\n")
    print("| file | size, kB | Pillow | this project | ratio |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder)
        for size in SIZES:
            for suffix in sys.argv[1:] or FORMATS:
                file = folder / f"{size}.{suffix}"
                before, ours, after = time_pillow(file), time_ours(folder, file), time_pillow(file)
                theirs = (before + after) / 2
                print(f"| {file.name} | {file.stat().st_size / 1000:.0f} | {theirs:.2f} | {ours:.2f} | "
                      f"{ours / theirs:.2f} |", flush=True)


if __name__ == "__main__":
    main()
