"""Writes the reference's pixels and outputs for some images as one safetensors file.

Keys: `<file name>/pixels` (U8 [H, W, 3]), `/embedding`, `/embedding_last4`, `/tokens`, `/logits`
(F32). Prints how far float32 is from float64 on the same pixels, the floor that rounding sets, and
how far PyTorch's own bfloat16 is from float32: the measure for a bf16 model.
"""

import argparse
from pathlib import Path

from safetensors.numpy import save_file

from reference import Reference, relative_l2

HERE = Path(__file__).resolve().parent
EMBEDDED = HERE.parent / "embedded"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("images", nargs="*", type=Path, help="default: the embedded samples")
    parser.add_argument("--checkpoint", type=Path, default=EMBEDDED / "checkpoint")
    parser.add_argument(
        "--image-size", type=lambda text: tuple(map(int, text.split("x"))), metavar="HEIGHTxWIDTH"
    )
    parser.add_argument("--output", type=Path, default=HERE / "golden" / "embedded.safetensors")
    options = parser.parse_args()
    samples = EMBEDDED / "samples"
    images = options.images or sorted([*samples.glob("*.png"), *samples.glob("*.jpg")])

    reference = Reference(options.checkpoint, options.image_size)
    pixels = {path.name: reference.pixels(path) for path in images}
    if len(pixels) < len(images):
        parser.error("two images have the same file name")
    single = {name: reference.outputs(values) for name, values in pixels.items()}
    tensors = {f"{name}/pixels": values for name, values in pixels.items()}
    for name, outputs in single.items():
        tensors |= {f"{name}/{output}": value for output, value in outputs.items()}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, options.output)

    reference.double()
    double = {name: reference.outputs(values) for name, values in pixels.items()}
    reference.bfloat16()
    brain = {name: reference.outputs(values) for name, values in pixels.items()}
    print(f"{options.output}: {len(images)} images; largest relative L2")
    for output in next(iter(single.values())):
        rounding = max(relative_l2(single[n][output], double[n][output]) for n in pixels)
        bfloat16 = max(relative_l2(brain[n][output], single[n][output]) for n in pixels)
        print(f"  {output}: float32 to float64 {rounding:.2e}, bfloat16 to float32 {bfloat16:.2e}")


if __name__ == "__main__":
    main()
