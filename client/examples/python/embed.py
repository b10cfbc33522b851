"""Streams the images of a folder through Embed and writes their features to a .npy file."""

import argparse
from pathlib import Path

import numpy as np

import ijepa

SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("target", metavar="HOST:PORT")
parser.add_argument("folder", type=Path)
parser.add_argument("file", type=Path, nargs="?", default=Path("vectors.npy"))
parser.add_argument("--output", choices=[output.value for output in ijepa.Output], default="embedding")
parser.add_argument("--element-type", choices=[element.value for element in ijepa.ElementType], default="f32")
arguments = parser.parse_args()
images = sorted(path for path in arguments.folder.iterdir() if path.suffix.lower() in SUFFIXES)

tensors = []
with ijepa.Client(arguments.target) as client:
    for result in client.embed_many(images, arguments.output, element_type=arguments.element_type):
        name = Path(result.name).name
        if result.error:
            print(f"{name}\terror {result.error}")
        else:
            tensors.append(result.value.tensor())
            print(f"{name}\tnorm {np.linalg.norm(result.value.to_numpy()):.4f}")

# As the server wrote them: bfloat16, which NumPy lacks, is two bytes of no type, and int8 has scales beside it.
np.save(arguments.file, np.stack([tensor.encoded for tensor in tensors]))
if arguments.element_type == "int8":
    scales = np.stack([tensor.scales for tensor in tensors])
    np.save(arguments.file.with_name(f"{arguments.file.name.removesuffix('.npy')}.scales.npy"), scales)
raise SystemExit(len(tensors) < len(images))
