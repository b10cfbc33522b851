package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsElsewhereTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pytorch_model.bin                 | is PyTorch weights; convert it in its folder with: python -c "
          pytorch_model-00001-of-00002.bin  | is PyTorch weights
          IN1K-vit.h.14-300e.pth.tar        | is a PyTorch training checkpoint; convert it with convert_ijepa_to_hf.py
          last.ckpt                         | is a PyTorch training checkpoint
          adapter_model.safetensors         | is a PEFT adapter; merge it into its base model
          adapter_model.bin                 | is a PEFT adapter
          tf_model.h5                       | is TensorFlow weights; no I-JEPA of transformers
          flax_model.msgpack                | is Flax weights
          ijepa-q4_0.gguf                   | is a file of llama.cpp
          model.onnx                        | is an ONNX graph
          model-00001-of-00002.safetensors  | is a shard whose index is missing; download model.safetensors.index.json
          model.fp16.safetensors            | is weights of another name; rename the file to model.safetensors
          model.safetensors.incomplete      | is an interrupted download
          """)
  void whatIsThereIsNamedWithWhatToDo(String file, String message) {
    assertThat(WeightsElsewhere.describe(List.of("README.md", "config.json", file)))
        .startsWith("'" + file + "' " + message);
  }

  @Test
  void otherFilesAreListed() {
    assertThat(WeightsElsewhere.describe(List.of("README.md", "config.json")))
        .isEqualTo("it has 2 files: 'README.md', 'config.json'");
    assertThat(WeightsElsewhere.describe(List.of())).isEqualTo("it has no files");
  }
}
