package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorNamesTest {
  @ParameterizedTest
  @CsvSource({
    "layernorm.weight, layernorm.weight",
    "ijepa.layernorm.weight, layernorm.weight",
    "classifier.bias, classifier.bias",
    "ijepa.encoder.layer.3.attention.attention.query.bias, encoder.layer.3.attention.attention.query.bias",
    "layers.3.attention.q_proj.bias, encoder.layer.3.attention.attention.query.bias",
    "ijepa.layers.11.attention.o_proj.weight, encoder.layer.11.attention.output.dense.weight",
    "layers.0.mlp.fc1.weight, encoder.layer.0.intermediate.dense.weight",
    "layers.0.mlp.fc2.weight, encoder.layer.0.output.dense.weight",
    "layers.0.layernorm_before.weight, encoder.layer.0.layernorm_before.weight",
    "layers.0.mlp.fc3.weight, layers.0.mlp.fc3.weight"
  })
  void oldAndNewNamesWithAndWithoutPrefixMeanTheSame(String stored, String canonical) {
    assertThat(TensorNames.canonical(stored)).isEqualTo(canonical);
  }
}
