package dev.ijepa.models.checkpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The activation of the MLP, by transformers' name ({@code hidden_act}). */
public enum Activation {
  /** x Φ(x), with the exact error function. */
  GELU("gelu"),
  /** GELU's approximation by tanh. */
  GELU_NEW("gelu_new"),
  /** GELU's approximation by tanh, as PyTorch computes it. */
  GELU_PYTORCH_TANH("gelu_pytorch_tanh"),
  /** x σ(1.702 x). */
  QUICK_GELU("quick_gelu"),
  RELU("relu"),
  /** x σ(x). */
  SILU("silu");

  private final String transformersName;

  Activation(String transformersName) {
    this.transformersName = transformersName;
  }

  static Activation of(String name) throws CheckpointException {
    return Arrays.stream(values())
        .filter(activation -> activation.transformersName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CheckpointException(
                    "config.json: hidden_act is '%s'; supported are %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(activation -> activation.transformersName)
                                .collect(Collectors.joining(", ")))));
  }
}
