package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  @TempDir private Path folder;

  private TestCheckpoint checkpoint;

  @BeforeEach
  void copy() throws IOException {
    checkpoint = TestCheckpoint.in(folder);
  }

  @Test
  void theEmbeddedOneIsReadAsItsFilesSay() throws IOException {
    try (Checkpoint opened = Checkpoint.open(folder)) {
      assertThat(opened.encoder().hiddenSize()).isEqualTo(128);
      assertThat(opened.encoder().tokens()).isEqualTo(49);
      assertThat(opened.encoder().layerNormEps()).isEqualTo(1e-6);
      assertThat(opened.processor().image().resample()).isEqualTo(Resample.BILINEAR);
      assertThat(opened.processor().mean()).containsExactly(0.5f, 0.5f, 0.5f);
      assertThat(opened.labels()).hasSize(10).startsWith("0", "1");
      assertThat(opened.card().license()).isEqualTo("apache-2.0");
      assertThat(opened.warnings()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{1} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "model_type": "ijepa"     | "model_type": "vit"         | model_type is 'vit'; only 'ijepa'
          "model_type": "ijepa"     | "model": "ijepa"            | model_type is missing; only 'ijepa'
          "qkv_bias": true          | "quantization_config": {"quant_method": "bitsandbytes"} | quantization_config is {"quant_method":"bitsandbytes"}; it must be absent
          "layer_norm_eps": 1e-06   | "layer_norm_eps": NaN       | layer_norm_eps is "NaN"; it must be a number from
          "layer_norm_eps": 1e-06   | "layer_norm_eps": null      | layer_norm_eps is null; it must be a value, or absent
          "hidden_size": 128        | "hidden_size": Infinity     | hidden_size is "Infinity"; it must be an integer
          "hidden_size": 128        | "hidden_size": "wide"       | hidden_size is "wide"
          "hidden_size": 128        | "hidden_size": -1           | hidden_size is -1
          "hidden_size": 128        | "hidden_size": 99999999999  | hidden_size is 99999999999
          "num_attention_heads": 4  | "num_attention_heads": 5    | a divisor of hidden_size, which is 128
          "hidden_act": "gelu"      | "hidden_act": "swish7"      | supported are gelu, gelu_new
          "num_channels": 3         | "num_channels": 1           | num_channels is 1; it must be 3
          "image_size": 56          | "image_size": 4             | at least one patch of 8
          "patch_size": 8           | "patch_size": [8, 4]        | square
          "qkv_bias": true          | "qkv_bias": "yes"           | true or false
          """)
  void aFaultyConfigIsRefusedByName(String from, String to, String message) throws IOException {
    checkpoint.edit("config.json", text -> text.replace(from, to));

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"image_std": [0.5, 0, 0.5]}   | image_std is 0; it must be a number from 1.0E-6
          {"image_mean": [0.5, 0.5]}     | image_mean is [0.5,0.5]; it must be three numbers, or one
          {"image_mean": null}           | image_mean is null; it must be three numbers, or one
          {"image_mean": [0, NaN, 0]}    | image_mean is "NaN"; it must be a number
          {"resample": 9}                | resample is 9; it must be an integer from 0 to 5: 0 (nearest), 1 (lanczos)
          {"resample": "bicubic"}        | resample is "bicubic"; it must be an integer from 0 to 5
          {"resample": 3.0}              | resample is 3.0; it must be an integer from 0 to 5
          {"resample": true}             | resample is true; it must be an integer from 0 to 5
          {"resample": null}             | resample is null; it must be an integer from 0 to 5
          {"rescale_factor": -1}         | rescale_factor is -1
          {"rescale_factor": null}       | rescale_factor is null; it must be a number
          {"rescale_factor": "1/255"}    | rescale_factor is "1/255"; it must be a number
          {"do_normalize": "false"}      | do_normalize is "false"; it must be true, false or null
          {"size": 56, "do_center_crop": true} | crop_size is missing; it must be {"height": 56, "width": 56}
          {"size": 56, "do_center_crop": true, "crop_size": 48} | crop_size is 48; it must be {"height": 56, "width": 56}
          {"do_resize": false, "do_center_crop": true, "crop_size": 56} | do_center_crop is true; it must be false without do_resize
          {"do_pad": true, "pad_size": 64} | pad_size is 64; it must be {"height": 56, "width": 56}
          {"size": {"shortest_edge": 56}} | it must be {"height": 56, "width": 56}
          {"size": {"longest_edge": 56}} | it must be {"height": 56, "width": 56}
          {"size": {"height": 56}}       | it must be {"height": 56, "width": 56}
          {"size": {"height": 56, "width": 56, "shortest_edge": 56}} | it must be {"height": 56, "width": 56}
          {"size": {"height": 56.0, "width": 56.0}} | it must be {"height": 56, "width": 56}
          {"size": "56"}                 | size is "56"; it must be {"height": 56, "width": 56}
          {"size": null}                 | size is null; it must be {"height": 56, "width": 56}
          {"size": 56, "default_to_square": false} | without keeping their proportions, cropping or padding
          {"image_processor_type": "MyImageProcessor"} | image_processor_type is "MyImageProcessor"; it must be one of ViTImageProcessor, CLIPImageProcessor
          {"image_processor_type": 5}    | image_processor_type is 5; it must be one of
          {"image_processor_type": "CLIPImageProcessor"} | size is {"shortest_edge":224}; it must be {"height": 56, "width": 56}
          {"image_processor_type": "CLIPImageProcessor", "size": 56, "do_center_crop": false} | size is 56; it must be {"height": 56, "width": 56}
          {"image_processor_type": "DeiTImageProcessor", "size": 56} | crop_size is {"height":224,"width":224}; it must be {"height": 56, "width": 56}
          {"image_processor_type": "ConvNextImageProcessor", "size": 56} | it must be one of ViTImageProcessor
          """)
  void aFaultyProcessorIsRefusedByName(String json, String message) throws IOException {
    Files.writeString(folder.resolve("preprocessor_config.json"), json);

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("preprocessor_config.json: ")
        .hasMessageContaining(message);

    Files.writeString(
        folder.resolve("processor_config.json"), "{\"image_processor\": " + json + "}");

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("processor_config.json, image_processor: ")
        .hasMessageContaining(message);
  }

  @Test
  void aProcessorOfAnotherSizeIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        "{\"size\": {\"height\": 224, \"width\": 224}}");

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageContaining("\"height\": 56, \"width\": 56");
  }

  @Test
  void aMissingProcessorIsWarnedOf() throws IOException {
    Files.delete(folder.resolve("preprocessor_config.json"));

    try (Checkpoint opened = Checkpoint.open(folder)) {
      assertThat(opened.warnings()).singleElement().asString().contains("preprocessor_config.json");
      assertThat(opened.processor().rescaleFactor()).isEqualTo(1.0 / 255);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          60      | image size 60x60 is not made of whole patches of 8 × 8 pixels; the nearest that is: 64x64
          56x3    | the nearest that is: 56x8
          16000   | image size 16000x16000 is too large
          """)
  void aSizeThatPatchesDoNotFillIsRefusedWithTheNearestThatTheyDo(String size, String message) {
    InputOverrides overrides = new InputOverrides(InputSize.parse(size), null, null, null);

    assertThatThrownBy(() -> Checkpoint.open(folder, overrides))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theProcessorCanBeOverridden() throws IOException {
    List<Float> mean = List.of(0.485f, 0.456f, 0.406f);
    List<Float> std = List.of(0.229f, 0.224f, 0.225f);
    InputOverrides overrides =
        new InputOverrides(new InputSize(64, 48), mean, std, Resample.BICUBIC);

    try (Checkpoint opened = Checkpoint.open(folder, overrides)) {
      assertThat(opened.processor())
          .isEqualTo(
              new ProcessorConfig(
                  new ImageSpec(64, 48, Resample.BICUBIC), 0.00392156862745098, mean, std));
      assertThat(opened.warnings()).isEmpty();
    }
  }

  @Test
  void anOverrideThatCanNotBeUsedIsRefused() {
    InputOverrides overrides = new InputOverrides(null, null, List.of(0.5f, 0f, 0.5f), null);

    assertThatThrownBy(() -> Checkpoint.open(folder, overrides))
        .hasMessage("std is [0.5, 0.0, 0.5]; it must be three numbers from 1.0E-6 to 1000000.0");
  }

  @Test
  void positionsThatAreNotSinCosAreWarnedOf() throws IOException {
    int position = checkpoint.element("ijepa.embeddings.position_embeddings");
    checkpoint.pokeFloat(position + 5, 40);

    try (Checkpoint opened = Checkpoint.open(folder)) {
      assertThat(opened.warnings()).singleElement().asString().contains("2-D sin-cos");
    }
  }

  @Test
  void aPoolerIsIgnoredAndSaid() throws IOException {
    try (Checkpoint opened =
        Checkpoint.open(GoldenFile.models().resolve("reference/kinds/pooler"))) {
      assertThat(opened.warnings())
          .containsExactly(
              "ignored, features do not depend on it: 2 tensors: 'pooler.dense.bias', 'pooler.dense.weight'");
    }
  }

  @Test
  void aTensorOfIntegersThatIsNotNeededIsIgnoredAndSaid() throws IOException {
    checkpoint.append("ijepa.embeddings.some_ids", "I64", "[49]", 49 * Long.BYTES);
    checkpoint.append("ijepa.embeddings.position_ids", "F32", "[2]", 2 * Float.BYTES);
    checkpoint.append("seen", "OF_THE_FUTURE", "[3]", 3);

    try (Checkpoint opened = Checkpoint.open(folder)) {
      assertThat(opened.warnings())
          .containsExactly(
              "ignored, features do not depend on it: 3 tensors: 'ijepa.embeddings.position_ids', 'ijepa.embeddings.some_ids', 'seen'");
    }
  }

  @Test
  void aNeededTensorOfIntegersIsRefusedByName() throws IOException {
    checkpoint.editHeader(
        header ->
            header.replace(
                "{\"dtype\":\"F32\",\"shape\":[10]", "{\"dtype\":\"I32\",\"shape\":[10]"));

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor 'classifier.bias' has the type I32; weights must have one of")
        .hasMessageContaining("without quantisation");
  }

  @Test
  void anAdapterBesideTheWeightsIsRefused() throws IOException {
    Files.writeString(folder.resolve("adapter_config.json"), "{}");

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("'adapter_config.json' is a PEFT adapter")
        .hasMessageContaining("merge_and_unload()");
  }

  @Test
  void optionsThatSayAllOfTheProcessorReplaceOneThatCanNotBeUsed() throws IOException {
    Files.writeString(
        folder.resolve("preprocessor_config.json"), "{\"image_processor_type\": \"Mine\"}");
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    InputOverrides all = new InputOverrides(null, half, half, Resample.BOX);
    InputOverrides some = new InputOverrides(null, half, half, null);

    try (Checkpoint opened = Checkpoint.open(folder, all)) {
      assertThat(opened.processor().image().resample()).isEqualTo(Resample.BOX);
      assertThat(opened.warnings()).singleElement().asString().contains("\"Mine\"");
    }
    assertThatThrownBy(() -> Checkpoint.open(folder, some)).hasMessageContaining("\"Mine\"");
  }

  @Test
  void aShardOutsideTheFolderIsRefused() throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"../../secrets.safetensors\"}}");

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageContaining("../../secrets.safetensors")
        .hasMessageContaining("same folder");
  }

  @Test
  void aFolderWithoutAConfigIsNoCheckpoint() throws IOException {
    Files.delete(folder.resolve("config.json"));

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("it has no config.json; it has 3 files: 'README.md'");
    Files.createFile(folder.resolve("saved_model.pb"));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageContaining("converted already: serve it with --model");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("README.md")))
        .hasMessageContaining("it is a file; give the folder that it is in");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("gone")))
        .hasMessageContaining("there is no such folder");
    Files.writeString(folder.resolve("adapter_config.json"), "{}");
    assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("is a PEFT adapter");
  }
}
