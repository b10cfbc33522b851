package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorNamesTest {
  @ParameterizedTest
  @CsvSource({
    "layernorm.weight, layernorm.weight",
    "classifier.bias, classifier.bias",
    "encoder.layer.3.attention.attention.query.bias, encoder.layer.3.attention.attention.query.bias",
    "layers.3.attention.q_proj.bias, encoder.layer.3.attention.attention.query.bias",
    "layers.11.attention.o_proj.weight, encoder.layer.11.attention.output.dense.weight",
    "layers.0.mlp.fc1.weight, encoder.layer.0.intermediate.dense.weight",
    "layers.0.mlp.fc2.weight, encoder.layer.0.output.dense.weight",
    "layers.0.layernorm_before.weight, encoder.layer.0.layernorm_before.weight",
    "layers.0.mlp.fc3.weight, layers.0.mlp.fc3.weight"
  })
  void namesOfVersions4And5MeanTheSame(String stored, String canonical) throws CheckpointException {
    for (String prefix : List.of("", "ijepa.")) {
      String name = stored.startsWith("classifier") ? stored : prefix + stored;

      assertThat(names(prefix).canonical(name)).contains(canonical);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_orig_mod.",
        "module.",
        "model.",
        "backbone.",
        "ijepa.",
        "encoder.",
        "module.ijepa.",
        "module._orig_mod.model.backbone.",
        "base_model.model.ijepa.",
        "ijepa._orig_mod.",
        "_fsdp_wrapped_module.ijepa.",
        "net.of.my.own.",
      })
  void whatTheWholeEncoderHasInFrontIsLeftOut(String prefix) throws CheckpointException {
    TensorNames names = names(prefix);

    assertThat(names.canonical(prefix + "encoder.layer.0.output.dense.bias"))
        .contains("encoder.layer.0.output.dense.bias");
    assertThat(names.canonical(prefix + "layers.0.mlp.fc2.bias"))
        .contains("encoder.layer.0.output.dense.bias");
  }

  @ParameterizedTest
  @CsvSource({
    "ijepa., classifier.weight",
    "module.ijepa., module.classifier.weight",
    "_orig_mod.ijepa., _orig_mod.classifier.weight",
    "ijepa._orig_mod., classifier.weight",
    "backbone., classifier.weight",
    "'', classifier.weight"
  })
  void theClassifierIsBesideTheEncoderOrFurtherOut(String prefix, String classifier)
      throws CheckpointException {
    assertThat(names(prefix).canonical(classifier)).contains("classifier.weight");
  }

  @Test
  void wrappersOfSingleBlocksAreLeftOut() throws CheckpointException {
    assertThat(names("").canonical("encoder.layer.0._orig_mod.output.dense.bias"))
        .contains("encoder.layer.0.output.dense.bias");
    assertThat(names("").canonical("layers.0._checkpoint_wrapped_module.mlp.fc2.bias"))
        .contains("encoder.layer.0.output.dense.bias");
  }

  @ParameterizedTest
  @CsvSource({
    "'', pooler.dense.weight",
    "ijepa., ijepa.pooler.dense.weight",
    "'', embeddings.mask_token",
    "ijepa., ijepa.embeddings.position_ids",
    "'', predictor.layers.0.attention.q_proj.weight",
    "ijepa., layernorm.weight",
    "ijepa., predictor.classifier.weight",
    "'', head.weight"
  })
  void whatTheEncoderDoesNotNeedHasNoName(String prefix, String stored) throws CheckpointException {
    assertThat(names(prefix).canonical(stored)).isEmpty();
  }

  @Test
  void twoEncodersAreRefusedWithWhatTheirNamesBeginWith() {
    List<String> stored =
        List.of("student.embeddings.position_embeddings", "teacher.embeddings.position_embeddings");

    assertThatThrownBy(() -> TensorNames.of(stored))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("2 encoders: 'student.', 'teacher.'");
  }

  @Test
  void weightsWithoutAnEncoderAreRefusedWithTheNamesThatAreThere() {
    List<String> stored = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      stored.add("w" + i);
    }

    assertThatThrownBy(() -> TensorNames.of(stored))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("7 tensors: 'w0', 'w1', 'w2', 'w3', 'w4', …")
        .hasMessageContaining("such as 'encoder.layer.0.attention.attention.query.weight'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vit.embeddings.cls_token                                  | a ViT's with a class token
          embeddings.cls_token                                      | a ViT's with a class token
          encoder.layer.0.layer_scale1.lambda1                      | DINOv2's
          embeddings.register_tokens                                | DINOv3
          vision_model.embeddings.class_embedding                   | CLIP's
          vision_model.embeddings.patch_embedding.weight            | SigLIP's
          encoder.layer.0.lambda_1                                  | BEiT's
          module.blocks.0.attn.qkv.weight                           | Meta's or timm's
          base_model.model.ijepa.layers.0.q_proj.lora_A.weight      | LoRA
          ijepa.layers.0.attention.q_proj.base_layer.weight         | LoRA
          ijepa.layers.0.attention.q_proj.weight.absmax             | quantised
          model.embed_tokens.weight                                 | a language model's
          layer1.0.conv1.weight                                     | a ResNet's
          """)
  void anotherArchitectureIsNamedEvenWithTheEncoderComplete(String foreign, String owner) {
    List<String> stored = List.of("embeddings.position_embeddings", foreign);

    assertThatThrownBy(() -> TensorNames.of(stored))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("'" + foreign + "'")
        .hasMessageContaining(owner);
  }

  private static TensorNames names(String prefix) throws CheckpointException {
    return TensorNames.of(List.of(prefix + "embeddings.position_embeddings"));
  }
}
