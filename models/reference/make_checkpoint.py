"""Makes a random but lively I-JEPA checkpoint folder of any size.

Lively: no weight, bias, gain or offset is at its trivial value, and activations stay of order 1
through all blocks, so that a mistake anywhere shows in the output. Tensors are drawn and written
one at a time: memory stays at the largest tensor's, not the model's.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from lively import BLOCK_NAMES, PRESETS, Architecture, TensorPlan, encoder_tensors, linear
from streaming import ELEMENT_TYPES, ElementType, write_json, write_weights


def model_tensors(options: argparse.Namespace, arch: Architecture) -> list[TensorPlan]:
    prefix = "ijepa." if options.prefix else ""
    encoder = encoder_tensors(arch, options.names, options.qkv_bias)
    tensors = [replace(tensor, name=prefix + tensor.name) for tensor in encoder]
    if options.labels:
        tensors += linear("classifier", options.labels, arch.hidden_size)
    if options.pooler:
        tensors += linear(prefix + "pooler.dense", arch.hidden_size, arch.hidden_size)
    return tensors


def write_configs(
    folder: Path, options: argparse.Namespace, arch: Architecture, kind: ElementType
) -> None:
    width = arch.image_width or arch.image_size
    image_size = arch.image_size if width == arch.image_size else [arch.image_size, width]
    config = {
        "architectures": ["IJepaForImageClassification" if options.labels else "IJepaModel"],
        "attention_probs_dropout_prob": 0.0,
        "hidden_act": options.activation,
        "hidden_dropout_prob": 0.0,
        "hidden_size": arch.hidden_size,
        "image_size": image_size,
        "initializer_range": 0.02,
        "intermediate_size": arch.mlp,
        "layer_norm_eps": options.layer_norm_eps,
        "model_type": "ijepa",
        "num_attention_heads": arch.heads,
        "num_channels": 3,
        "num_hidden_layers": arch.layers,
        "patch_size": arch.patch_size,
        "qkv_bias": options.qkv_bias,
        "torch_dtype": kind.torch,
    }
    if arch.head_dim:
        config["head_dim"] = arch.head_dim
    if options.labels:
        config["id2label"] = {str(i): f"class {i}" for i in range(options.labels)}
        config["label2id"] = {f"class {i}": i for i in range(options.labels)}
    write_json(folder / "config.json", config)
    processor = {
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": [0.5, 0.5, 0.5],
        "image_processor_type": "ViTImageProcessor",
        "image_std": [0.5, 0.5, 0.5],
        "resample": 2,
        "rescale_factor": 1 / 255,
        "size": {"height": arch.image_size, "width": width},
    }
    write_json(folder / "preprocessor_config.json", processor)


def architecture(options: argparse.Namespace) -> Architecture:
    """The preset with the dimensions that were given explicitly."""
    fields = Architecture.__dataclass_fields__
    given = {name: value for name in fields if (value := getattr(options, name)) is not None}
    return replace(PRESETS[options.preset], **given)


def parse_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--preset", choices=PRESETS, default="tiny")
    for name in Architecture.__dataclass_fields__:
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, help="instead of the preset's")
    parser.add_argument("--labels", type=int, default=0, help="0: no classifier")
    parser.add_argument("--dtype", choices=ELEMENT_TYPES, default="f32")
    parser.add_argument("--names", choices=BLOCK_NAMES, default="v4", help="transformers' names")
    parser.add_argument(
        "--prefix", action=argparse.BooleanOptionalAction,
        help="`ijepa.` before the encoder's names; default: with a classifier",
    )
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--qkv-bias", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--activation", default="gelu", help="transformers' name")
    parser.add_argument("--layer-norm-eps", type=float, default=1e-6)
    parser.add_argument("--pooler", action="store_true", help="with a pooler, which nothing uses")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    if options.prefix is None:
        options.prefix = options.labels > 0
    return options


def make(options: argparse.Namespace) -> None:
    arch, kind = architecture(options), ELEMENT_TYPES[options.dtype]
    tensors = model_tensors(options, arch)
    options.folder.mkdir(parents=True)
    write_configs(options.folder, options, arch, kind)
    write_weights(options.folder, tensors, kind, options.shards, options.seed)
    parameters = sum(tensor.size for tensor in tensors)
    print(f"{options.folder}: {len(tensors)} tensors, {parameters:,} parameters, {arch}")


def main() -> None:
    make(parse_options())


if __name__ == "__main__":
    main()
