package dev.ijepa.models;

/**
 * What a model is computed on. Images are decoded, and checkpoints converted, on the CPU always.
 */
public enum Device {
  CPU,
  GPU;

  /** Whether this process can use it. The first call may take seconds. */
  public boolean isThere() {
    return this == CPU || Gpu.probe().fault().isEmpty();
  }

  /**
   * Whether bf16 is computed there by instructions of its own, which is quicker than float32. GPUs
   * are taken to have them; those before NVIDIA's Ampere do not.
   */
  public boolean hasBfloat16() {
    return this == GPU || Processor.current().hasBfloat16();
  }

  /** Whether bf16 is known to be computed as float32 there, with more roundings. */
  public boolean lacksBfloat16() {
    return this == CPU && Processor.current().lacksBfloat16();
  }
}
