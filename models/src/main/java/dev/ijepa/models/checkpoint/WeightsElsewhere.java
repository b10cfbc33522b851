package dev.ijepa.models.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Weights in forms that are not read, by the names of their files: what they are, and how to bring
 * them into safetensors.
 */
public final class WeightsElsewhere {
  /** Marks the folder of an adapter. */
  public static final String ADAPTER_CONFIG = "adapter_config.json";

  /** How pickles become safetensors. Only tensors are loaded from the pickle, no code is run. */
  static final String PYTORCH =
      "convert it in its folder with: "
          + "python -c \"import glob, torch; from safetensors.torch import save_file; "
          + "save_file({k: v.contiguous() for f in glob.glob('pytorch_model*.bin') "
          + "for k, v in torch.load(f, map_location='cpu', weights_only=True).items()}, "
          + "'model.safetensors', {'format': 'pt'})\"";

  static final String RENAMED_PYTORCH = "rename it to pytorch_model.bin and " + PYTORCH;

  static final String OTHER_FRAMEWORK =
      "no I-JEPA of transformers is made of such a file; use the PyTorch checkpoint";

  private static final String META =
      "convert it with convert_ijepa_to_hf.py of transformers (src/transformers/models/ijepa), "
          + "which gives its tensors the names of transformers, such as "
          + "encoder.layer.0.attention.attention.query.weight for blocks.0.attn.qkv.weight";

  private static final String ADAPTER =
      "merge it into its base model in its folder with: "
          + "python -c \"from peft import AutoPeftModel; "
          + "AutoPeftModel.from_pretrained('.').merge_and_unload().save_pretrained('merged')\", "
          + "then convert the folder 'merged'";

  private record Form(Pattern names, String description) {
    boolean fits(String file) {
      return names.matcher(file).matches();
    }
  }

  // The first that fits counts.
  private static final List<Form> FORMS =
      List.of(
          form("adapter_(model|config)\\..+", "a PEFT adapter; " + ADAPTER),
          form("pytorch_model.*\\.bin", "PyTorch weights; " + PYTORCH),
          form(".+\\.(pth\\.tar|pth|pt|ckpt|tar)", "a PyTorch training checkpoint; " + META),
          form("tf_model.*\\.h5", "TensorFlow weights; " + OTHER_FRAMEWORK),
          form("flax_model.*\\.msgpack", "Flax weights; " + OTHER_FRAMEWORK),
          form(".+\\.gguf", "a file of llama.cpp; " + OTHER_FRAMEWORK),
          form(".+\\.onnx", "an ONNX graph; " + OTHER_FRAMEWORK),
          form(
              ".+-\\d+-of-\\d+\\.safetensors",
              "a shard whose index is missing; download " + WeightFiles.INDEX),
          form(
              "(?!model\\.safetensors$).+\\.safetensors",
              "weights of another name; rename the file to " + WeightFiles.SINGLE),
          form(
              ".+\\.(incomplete|part|crdownload|download)",
              "an interrupted download; run it again"));

  private WeightsElsewhere() {}

  private static Form form(String names, String description) {
    return new Form(Pattern.compile(names, Pattern.CASE_INSENSITIVE), description);
  }

  /**
   * What to say of a checkpoint without safetensors weights.
   *
   * @param files the names of the files that it has
   */
  public static String describe(Collection<String> files) {
    for (Form form : FORMS) {
      Optional<String> file = files.stream().filter(form::fits).sorted().findFirst();
      if (file.isPresent()) {
        return "'%s' is %s".formatted(file.get(), form.description);
      }
    }
    return "it has " + Names.few("file", files);
  }
}
