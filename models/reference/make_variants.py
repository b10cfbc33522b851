"""Makes `variants/`: very small checkpoints as other tools write them, and what transformers computes
from each in float32, `golden.safetensors`: for an image of random pixels (`source`) the model's
input (`pixels`), the outputs, and the scores of the pipeline.

Names that transformers does not load are given to the tensors after it has computed.
"""

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import AutoImageProcessor, IJepaForImageClassification, IJepaModel, pipeline

import make_checkpoint

VARIANTS = Path(__file__).resolve().parent / "variants"
ARCHITECTURE = "--hidden-size 8 --layers 1 --heads 2 --mlp 12 --image-size 8 --patch-size 4"
SIZE = {"height": 8, "width": 8}
IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}

Edit = Callable[[Path], None]


def config(**values: object) -> Edit:
    """Changes fields of config.json; None takes one away."""
    return lambda folder: change(folder / "config.json", values)


def processor(**values: object) -> Edit:
    """Changes fields of preprocessor_config.json; None takes one away."""
    return lambda folder: change(folder / "preprocessor_config.json", values)


def change(path: Path, values: dict[str, object]) -> None:
    fields = json.loads(path.read_text()) | values
    kept = {name: value for name, value in fields.items() if value is not None}
    path.write_text(json.dumps(kept, indent=2) + "\n")


def whole(name: str, value: object) -> Edit:
    """Writes a file."""
    return lambda folder: void((folder / name).write_text(json.dumps(value, indent=2) + "\n"))


def without(name: str) -> Edit:
    return lambda folder: (folder / name).unlink()


def weights(rewrite: Callable[[dict], dict]) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / "model.safetensors"
        save_file(rewrite(load_file(path)), path, {"format": "pt"})

    return edit


def prefixed(prefix: str, of_encoder: str = "") -> Edit:
    """Puts a prefix before all names, and `of_encoder` in the place of `ijepa.`."""
    return weights(
        lambda tensors: {prefix + k.replace("ijepa.", of_encoder): v for k, v in tensors.items()}
    )


def cast(dtype: torch.dtype) -> Edit:
    return weights(lambda tensors: {name: value.to(dtype) for name, value in tensors.items()})


def void(_: object) -> None:
    return None


NESTED = {
    "image_processor": {
        "image_processor_type": "ViTImageProcessor", "do_resize": True, "size": SIZE, "resample": 3,
        "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, **IMAGENET,
    }
}
HEADLESS = "--no-prefix"
HEAD = "--labels 3"

# What transformers loads: the options of make_checkpoint.py, and what is changed before it computes.
LOADED: dict[str, tuple[str, list[Edit]]] = {
    "processor-nested": (
        HEADLESS, [without("preprocessor_config.json"), whole("processor_config.json", NESTED)]
    ),
    "processor-nested-and-old": (HEADLESS, [whole("processor_config.json", NESTED)]),
    "processor-nested-null": (
        HEADLESS,
        [
            processor(resample=1, **IMAGENET),
            whole("processor_config.json", {"image_processor": None, "processor_class": "X"}),
        ],
    ),
    "processor-type-clip": (
        HEADLESS,
        [
            whole(
                "preprocessor_config.json",
                {"image_processor_type": "CLIPImageProcessor", "size": SIZE, "do_center_crop": False},
            )
        ],
    ),
    "processor-type-clip-crop-of-all": (
        HEADLESS,
        [
            whole(
                "preprocessor_config.json",
                {"feature_extractor_type": "CLIPFeatureExtractor", "size": [8, 8], "crop_size": 8},
            )
        ],
    ),
    "processor-type-siglip": (
        HEADLESS,
        [
            whole(
                "preprocessor_config.json",
                {"image_processor_type": "SiglipImageProcessorFast", "size": SIZE},
            )
        ],
    ),
    "processor-type-pvt": (
        HEADLESS,
        [
            whole(
                "preprocessor_config.json",
                {"image_processor_type": "PvtImageProcessorPil", "size": SIZE},
            )
        ],
    ),
    "processor-sparse": (HEADLESS, [whole("preprocessor_config.json", {"size": 8})]),
    "processor-type-of-model": (
        HEADLESS,
        [
            whole("preprocessor_config.json", {"size": SIZE}),
            config(image_processor_type="BlipImageProcessor"),
        ],
    ),
    "processor-normalize-null": (
        HEADLESS,
        [whole("preprocessor_config.json", {"size": SIZE, "do_normalize": None, "resample": 4})],
    ),
    "processor-rescale-null": (
        HEADLESS, [whole("preprocessor_config.json", {"size": SIZE, "do_rescale": None})]
    ),
    "processor-one-mean": (
        HEADLESS, [processor(image_mean=0.4, image_std=0.3, rescale_factor=1 / 127.5, resample=0)]
    ),
    "processor-do-nothing": (
        HEADLESS,
        [processor(do_center_crop=True, crop_size=8, do_pad=True, pad_size=8, resample="bilinear")],
    ),
    "multi-label": (HEAD, [config(problem_type="multi_label_classification")]),
    "regression": (HEAD, [config(problem_type="regression")]),
    "one-label": ("--labels 1", []),
    "single-label": (HEAD, [config(problem_type="single_label_classification")]),
    "labels-are-numbers": (HEAD, [config(id2label={"0": 7, "1": 8, "2": 9}, label2id=None)]),
    "config-infinity": (HEAD, [config(time_step_limit=[0.0, math.inf], initializer_range=math.nan)]),
    "config-defaults": (HEADLESS, [config(hidden_act=None, qkv_bias=None, num_channels=None)]),
    "f8-e4m3": (HEADLESS, [cast(torch.float8_e4m3fn)]),
    "f8-e5m2": (HEADLESS, [cast(torch.float8_e5m2)]),
    "buffers": (
        HEAD,
        [
            weights(
                lambda tensors: tensors
                | {
                    "ijepa.embeddings.position_ids": torch.arange(4),
                    "ijepa.embeddings.seen": torch.tensor([True, False]),
                    "predictor.embeddings.weight": torch.ones(3),
                    "num_batches_tracked": torch.tensor(7, dtype=torch.uint8),
                }
            )
        ],
    ),
}

# What transformers does not: what is changed after it has computed.
RENAMED: dict[str, tuple[str, Edit]] = {
    "prefix-compiled": (HEAD, prefixed("_orig_mod.", "ijepa.")),
    "prefix-parallel": (HEAD, prefixed("module.", "ijepa.")),
    "prefix-lightning": (HEAD, prefixed("model._orig_mod.", "ijepa.")),
    "prefix-backbone": (HEAD, prefixed("", "backbone.")),
    "prefix-encoder": (HEADLESS, prefixed("module.encoder.")),
    "prefix-compiled-blocks": (
        HEAD,
        weights(
            lambda tensors: {k.replace(".layer.0.", ".layer.0._orig_mod."): v for k, v in tensors.items()}
        ),
    ),
}


def make(name: str, options: str) -> Path:
    folder = VARIANTS / name
    arguments = [str(folder), *ARCHITECTURE.split(), *options.split()]
    make_checkpoint.make(make_checkpoint.parse_options(arguments))
    return folder


@torch.inference_mode()
def write_golden(folder: Path) -> None:
    source = np.random.default_rng(1).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    image = Image.fromarray(source)
    images = AutoImageProcessor.from_pretrained(folder, backend="pil")
    resized = images(image, do_rescale=False, do_normalize=False, return_tensors="np")
    pixels = np.ascontiguousarray(resized["pixel_values"][0].transpose(1, 2, 0)).astype(np.uint8)
    normalized = images(image, return_tensors="pt")["pixel_values"].float()
    tensors = {"source": torch.from_numpy(source), "image/pixels": torch.from_numpy(pixels)}
    if "classifier.weight" in load_file(folder / "model.safetensors"):
        model = IJepaForImageClassification.from_pretrained(folder, dtype=torch.float32).eval()
        encoder = model.ijepa
        tensors["image/logits"] = model(normalized).logits[0]
        tensors["scores"] = scores(model, images, image)
    else:
        encoder = IJepaModel.from_pretrained(folder, dtype=torch.float32).eval()
    tensors["image/tokens"] = encoder(normalized).last_hidden_state[0]
    tensors["image/embedding"] = tensors["image/tokens"].mean(0)
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / "golden.safetensors")


def scores(model: IJepaForImageClassification, images: object, image: Image.Image) -> torch.Tensor:
    """The scores of the classes, by index."""
    found = pipeline("image-classification", model=model, image_processor=images)(image, top_k=99)
    index = {label: number for number, label in model.config.id2label.items()}
    ordered = sorted(found, key=lambda score: index[score["label"]])
    return torch.tensor([score["score"] for score in ordered])


def main() -> None:
    shutil.rmtree(VARIANTS, ignore_errors=True)
    for name, (options, edits) in LOADED.items():
        folder = make(name, options)
        for edit in edits:
            edit(folder)
        write_golden(folder)
    for name, (options, edit) in RENAMED.items():
        folder = make(name, options)
        write_golden(folder)
        edit(folder)


if __name__ == "__main__":
    main()
