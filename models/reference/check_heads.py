"""Exchanges a head with transformers: exports it, loads it, and imports what transformers saves.

    ./ijepa head train IMAGES HEAD
    python check_heads.py HEAD
    python check_heads.py HEAD --checkpoint CHECKPOINT --model MODEL_DIR IMAGE...

Exits with 1 if transformers' logits are further from the head's than 1e-5 (relative L2), if labels
differ, or if an imported classifier is not the one that was saved, bit for bit.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file

from reference import Reference, relative_l2

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SAMPLES = HERE.parent / "embedded" / "samples"
BAR = 1e-5


def ijepa(*arguments: object) -> None:
    subprocess.run([ROOT / "ijepa", "head", *map(str, arguments)], check=True)


def check_export(head: Path, exported: Path, images: list[Path]) -> bool:
    """Whether transformers computes the logits of the head."""
    reference = Reference(exported)
    weights = {name: values.astype(np.float64) for name, values in load_file(head / "head.safetensors").items()}
    labels = json.loads((head / "head.json").read_text())["labels"]
    same_labels = [reference.model.config.id2label[index] for index in range(len(labels))] == labels
    worst = 0.0
    for image in images:
        outputs = reference.outputs(reference.pixels(image))
        logits = weights["classifier.weight"] @ outputs["embedding"] + weights["classifier.bias"]
        worst = max(worst, relative_l2(outputs["logits"], logits))
    print(f"export: {len(images)} images, largest relative L2 of the logits {worst:.1e}, labels {same_labels}")
    return worst <= BAR and same_labels


def check_import(exported: Path, work: Path, model: list[object]) -> bool:
    """Whether a classifier that transformers saves comes back as a head."""
    reference = Reference(exported)
    with torch.no_grad():
        reference.model.classifier.weight.mul_(1.5)
        reference.model.classifier.bias.add_(0.25)
    reference.model.save_pretrained(work / "saved")
    reference.processor.save_pretrained(work / "saved")
    ijepa("import", work / "saved", work / "head", *model)
    imported = load_file(work / "head" / "head.safetensors")
    same = all(
        np.array_equal(imported[f"classifier.{name}"], getattr(reference.model.classifier, name).detach().numpy())
        for name in ("weight", "bias")
    )
    print(f"import: the classifier is the one that was saved: {same}")
    return same


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("head", type=Path)
    parser.add_argument("images", nargs="*", type=Path, help="default: the embedded samples")
    parser.add_argument("--checkpoint", type=Path, help="default: the embedded one")
    parser.add_argument("--model", type=Path, help="default: the embedded one")
    options = parser.parse_args()
    images = options.images or sorted([*SAMPLES.glob("*.png"), *SAMPLES.glob("*.jpg")])
    checkpoint = ["--checkpoint", options.checkpoint] if options.checkpoint else []
    model = ["--model", options.model] if options.model else []
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / "exported"
        ijepa("export", options.head, "--transformers", exported, *checkpoint)
        good = [check_export(options.head, exported, images), check_import(exported, Path(folder), model)]
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
