/**
 * The I-JEPA encoder as a TensorFlow graph, from uint8 pixels to all outputs. Source of the
 * mathematics: transformers' modeling_ijepa.py.
 *
 * <p>Between the blocks the hidden state has the shape [B·N, D]. TensorFlow fuses matrix products
 * of rank 2 with the bias and the activation that follow.
 *
 * <p>In bf16 the products and the activation between them are bf16. Normalisation, LayerNorm,
 * softmax, the hidden state that blocks add to, and the pooling stay float32. Of these the hidden
 * state matters most: rounding it at each block makes tokens about 40 % further off
 * (docs/fidelity.md). On a CPU, float32 costs nothing there.
 */
@NullMarked
package dev.ijepa.models.encoder;

import org.jspecify.annotations.NullMarked;
