package dev.ijepa.models.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of tensors that I-JEPA never has, and whose they are. */
final class ForeignArchitecture {
  private record Mark(Pattern names, String owner) {}

  // The first that is found counts: the more special ones come first.
  private static final List<Mark> MARKS =
      List.of(
          mark(
              "(^|\\.)(lora_[AB]|base_layer)\\.",
              "a LoRA adapter's; merge it into its base model first"),
          mark(
              "\\.(absmax|quant_map|qweight|qzeros|weight_scale|weight_scale_inv|SCB)$",
              "quantised weights'; save the checkpoint without quantisation"),
          mark(
              "(^|\\.)blocks\\.\\d+\\.attn\\.qkv\\.",
              "Meta's or timm's; convert_ijepa_to_hf.py of transformers renames those of I-JEPA"),
          mark(
              "(^|\\.)(register_tokens|storage_tokens)$",
              "a ViT's with registers (DINOv2, DINOv3)"),
          mark("(^|\\.)layer_scale1\\.lambda1$", "DINOv2's"),
          mark("(^|\\.)(lambda_1|relative_position_bias_table)$", "BEiT's"),
          mark("(^|\\.)class_embedding$", "CLIP's"),
          mark("(^|\\.)vision_model\\.", "CLIP's or SigLIP's"),
          mark(
              "(^|\\.)(cls_token|class_token)$",
              "a ViT's with a class token (ViT, DeiT, MAE, DINO)"),
          mark("(^|\\.)patch_embeddings\\.proj\\.", "V-JEPA 2's"),
          mark("(^|\\.)(embed_tokens|word_embeddings)\\.", "a language model's"),
          mark("(^|\\.)(conv1|layer[1-4]\\.\\d+\\.conv\\d)\\.weight$", "a ResNet's"));

  private ForeignArchitecture() {}

  private static Mark mark(String names, String owner) {
    return new Mark(Pattern.compile(names), owner);
  }

  /**
   * Looks for tensors of others.
   *
   * @throws CheckpointException naming one, and whose it is
   */
  static void requireNone(Collection<String> names) throws CheckpointException {
    for (Mark mark : MARKS) {
      Optional<String> found =
          names.stream().filter(name -> mark.names.matcher(name).find()).sorted().findFirst();
      if (found.isPresent()) {
        throw new CheckpointException(
            "the weights are no I-JEPA's: the name '%s' is %s"
                .formatted(Names.shortened(found.get()), mark.owner));
      }
    }
  }
}
