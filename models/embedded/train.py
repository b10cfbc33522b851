"""Pre-trains the embedded I-JEPA on handwritten digits, fits its linear probe, saves both."""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import torch
from transformers import IJepaForImageClassification, IJepaModel

import digits
import encoder
import probe
from pretraining import Pretraining, Recipe

CHECKPOINT = Path(__file__).parent / "checkpoint"
CACHE = Path.home() / ".cache" / "ijepa-digits"


def classifier(trunk: IJepaModel, head: probe.LinearProbe) -> IJepaForImageClassification:
    """The encoder with the probe as its classifier over the mean of the tokens."""
    model = IJepaForImageClassification(encoder.config())
    model.ijepa.load_state_dict(trunk.state_dict())
    model.classifier.weight.data.copy_(head.weight)
    model.classifier.bias.data.copy_(head.bias)
    return model.eval()


def save(trunk: IJepaModel, train: digits.Digits, folder: Path) -> float:
    """Fits the probe and writes the checkpoint. Returns the probe's validation accuracy."""
    head, penalty, accuracy = probe.fit_selected(encoder.features(trunk, train), train.labels)
    print(f"probe: validation accuracy {accuracy:.4f} with penalty {penalty:g}", flush=True)
    classifier(trunk, head).save_pretrained(folder)
    save_processor(folder)
    return accuracy


def save_processor(folder: Path) -> None:
    """Under the class's public name, so that every version of transformers can load it."""
    values = {
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": [0.5, 0.5, 0.5],
        "image_processor_type": "ViTImageProcessor",
        "image_std": [0.5, 0.5, 0.5],
        "resample": 2,
        "rescale_factor": 1 / 255,
        "size": {"height": encoder.IMAGE_SIZE, "width": encoder.IMAGE_SIZE},
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(values, indent=2) + "\n")


def main() -> None:
    defaults = Recipe()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=CHECKPOINT)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the digits are kept")
    parser.add_argument("--epochs", type=int, default=defaults.epochs)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--save-every", type=int, default=4, metavar="EPOCHS")
    options = parser.parse_args()

    recipe = replace(defaults, epochs=options.epochs, seed=options.seed)
    torch.manual_seed(recipe.seed)
    train, _ = digits.split(digits.load(options.cache))
    pretraining = Pretraining(recipe, train)
    start = time.monotonic()
    for epoch in range(1, recipe.epochs + 1):
        losses = pretraining.epoch()
        seconds = time.monotonic() - start
        print(f"epoch {epoch}, {seconds:.0f} s: {losses}", flush=True)
        if epoch % options.save_every == 0 or epoch == recipe.epochs:
            save(pretraining.target, train, options.output)


if __name__ == "__main__":
    main()
