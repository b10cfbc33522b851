package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the description of the image processor is. transformers 5 writes it into {@code
 * processor_config.json}, under the key {@code image_processor}, and prefers that to {@code
 * preprocessor_config.json}. Source: ImageProcessingMixin.get_image_processor_dict.
 *
 * @param name of the file, and of the key within it, for messages
 * @param json the description
 */
record ProcessorSource(String name, JsonNode json) {
  private static final String KEY = "image_processor";

  /**
   * The description that transformers reads; empty if the folder has none.
   *
   * @param warnings gets a sentence if there are two
   */
  static Optional<ProcessorSource> in(Path folder, List<String> warnings) throws IOException {
    Path old = folder.resolve(ProcessorConfig.FILE);
    Optional<ProcessorSource> nested = nested(folder.resolve(ProcessorConfig.NESTED_FILE));
    if (nested.isPresent()) {
      if (Files.isRegularFile(old)) {
        warnings.add(
            "%s is not read: %s describes the image processor too, and transformers prefers that"
                .formatted(ProcessorConfig.FILE, ProcessorConfig.NESTED_FILE));
      }
      return nested;
    }
    return Files.isRegularFile(old)
        ? Optional.of(new ProcessorSource(ProcessorConfig.FILE, StrictJson.readObject(old)))
        : Optional.empty();
  }

  private static Optional<ProcessorSource> nested(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonFields fields = new JsonFields(ProcessorConfig.NESTED_FILE, StrictJson.readObject(file));
    if (!fields.has(KEY)) {
      return Optional.empty();
    }
    if (!fields.get(KEY).isObject()) {
      throw fields.bad(KEY, fields.get(KEY), "an object");
    }
    return Optional.of(
        new ProcessorSource(ProcessorConfig.NESTED_FILE + ", " + KEY, fields.get(KEY)));
  }
}
