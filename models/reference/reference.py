"""The reference: transformers in float32 on a CPU, with the Pillow-backed image processor."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from safetensors import safe_open
from torch import Tensor
from transformers import IJepaForImageClassification, IJepaModel
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil


def relative_l2(actual: np.ndarray, expected: np.ndarray) -> float:
    """|actual - expected| / |expected|, over all values of the array, computed in float64."""
    expected = expected.astype(np.float64)
    return float(np.linalg.norm(actual - expected) / np.linalg.norm(expected))


class Reference:
    """A checkpoint folder as transformers understands it.

    Refuses what transformers lets pass with a warning: tensors that are missing or not known.
    Weights of other types are computed with as float32. With a size, (height, width), images are
    resized to it and position embeddings interpolated.
    """

    def __init__(self, folder: Path, size: tuple[int, int] | None = None) -> None:
        self.processor = ViTImageProcessorPil.from_pretrained(folder)
        self.options = {}
        if size:
            self.processor.size = {"height": size[0], "width": size[1]}
            self.options = {"interpolate_pos_encoding": True}
        self.has_head = "classifier.weight" in tensor_names(folder)
        kind = IJepaForImageClassification if self.has_head else IJepaModel
        self.model, loading = kind.from_pretrained(
            folder, dtype=torch.float32, output_loading_info=True, local_files_only=True
        )
        if faults := {name: keys for name, keys in loading.items() if keys}:
            raise ValueError(f"{folder} does not fit its config: {faults}")
        self.model.eval()

    def pixels(self, path: Path) -> np.ndarray:
        """What the model sees of an image file: upright, RGB, resized; uint8 [H, W, 3]."""
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
        resized = self.processor(upright, do_rescale=False, do_normalize=False, return_tensors="np")
        values = resized["pixel_values"][0]
        return np.ascontiguousarray(values.transpose(1, 2, 0)).astype(np.uint8)

    def outputs(self, pixels: np.ndarray) -> dict[str, np.ndarray]:
        """From uint8 [H, W, 3]: embedding [D], embedding_last4 [4 D], tokens [N, D], logits [K].

        `logits` is absent where the checkpoint has no head. All are float32, or float64 after
        `double`.
        """
        normalized = self.processor(pixels, do_resize=False, return_tensors="pt")["pixel_values"]
        return self._forward(normalized.to(self.model.dtype))

    def double(self) -> None:
        """Computes in float64 from now on, from the same float32 pixels."""
        self.model.double()

    def bfloat16(self) -> None:
        """Computes as PyTorch does in bfloat16 from now on; only the pooling is in float32."""
        self.model.bfloat16()

    @torch.inference_mode()
    def _forward(self, normalized: Tensor) -> dict[str, np.ndarray]:
        encoder = self.model.ijepa if self.has_head else self.model
        result = encoder(normalized, output_hidden_states=True, **self.options)
        tokens = widened(result.last_hidden_state)
        # hidden_states are the blocks' outputs, before the final LayerNorm, the oldest first.
        last4 = torch.cat([widened(state).mean(1) for state in result.hidden_states[-4:]], dim=-1)
        outputs = {"embedding": tokens.mean(1), "embedding_last4": last4, "tokens": tokens}
        if self.has_head:
            outputs["logits"] = widened(self.model(normalized, **self.options).logits)
        return {name: value[0].numpy() for name, value in outputs.items()}


def widened(values: Tensor) -> Tensor:
    return values.float() if values.dtype == torch.bfloat16 else values


def tensor_names(folder: Path) -> set[str]:
    """The names of all tensors in the folder's safetensors files."""
    names: set[str] = set()
    for path in folder.glob("*.safetensors"):
        with safe_open(path, framework="np") as file:
            names.update(file.keys())
    return names
