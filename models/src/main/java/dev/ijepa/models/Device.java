package dev.ijepa.models;

/**
 * What a model is computed on. Images are decoded, and checkpoints converted, on the CPU always.
 */
public enum Device {
  CPU,
  GPU;

  /** Whether this process can use it. The first call may take seconds. */
  public boolean isThere() {
    return this == CPU || TensorFlowRuntime.seesGpu();
  }

  /** Whether bf16 is known to be computed as float32 there, with more roundings. */
  public boolean lacksBfloat16() {
    return this == CPU && Processor.current().lacksBfloat16();
  }
}
