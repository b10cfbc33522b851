"""Accuracy on the held-out digits: the checkpoint, the same encoder untrained, and raw pixels."""

import argparse
from pathlib import Path

import numpy as np
import torch
from transformers import IJepaForImageClassification

import digits
import encoder
import probe
from pretraining import Recipe
from train import CACHE, CHECKPOINT


@torch.inference_mode()
def predictions(model: IJepaForImageClassification, held_out: digits.Digits) -> np.ndarray:
    """The label with the largest logit for each digit, int64 [n]."""
    process = encoder.processor()
    images = [held_out.image(row).convert("RGB") for row in range(len(held_out))]
    pixels = process(images, return_tensors="pt")["pixel_values"]
    return torch.cat([model(part).logits.argmax(1) for part in pixels.split(250)]).numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the digits are kept")
    parser.add_argument("--untrained-seeds", type=int, default=3, metavar="N")
    options = parser.parse_args()
    train, held_out = digits.split(digits.load(options.cache))

    model = IJepaForImageClassification.from_pretrained(options.checkpoint).eval()
    correct = predictions(model, held_out) == held_out.labels
    print(f"checkpoint: {correct.mean():.4f} ({correct.sum()} of {len(held_out)})")

    for seed in range(options.untrained_seeds):
        torch.manual_seed(Recipe.seed + seed)
        untrained = encoder.new_encoder().eval()
        head, _, _ = probe.fit_selected(encoder.features(untrained, train), train.labels)
        accuracy = head.accuracy(encoder.features(untrained, held_out), held_out.labels)
        print(f"the same encoder, untrained, seed {Recipe.seed + seed}: {accuracy:.4f}")

    raw, raw_held_out = (d.pixels.reshape(len(d), -1) / 255.0 for d in (train, held_out))
    head, _, _ = probe.fit_selected(raw, train.labels)
    print(f"raw pixels, 28 x 28: {head.accuracy(raw_held_out, held_out.labels):.4f}")


if __name__ == "__main__":
    main()
