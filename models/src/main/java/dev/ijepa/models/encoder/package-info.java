/**
 * The I-JEPA encoder as a TensorFlow graph, from uint8 pixels to all outputs.
 *
 * <p>Between the blocks the hidden state has the shape [B·N, D]: matrix products of rank 2 are what
 * TensorFlow fuses with the bias and the activation behind them. Source of the mathematics:
 * transformers' modeling_ijepa.py.
 *
 * <p>In bf16 the products and the activation between them are bf16; normalisation, LayerNorm,
 * softmax, the hidden state that blocks add to, and the pooling stay float32. Of these the hidden
 * state matters most: rounded at each block it makes tokens about 40 % further off
 * (docs/fidelity.md), and on a CPU it costs nothing.
 */
@NullMarked
package dev.ijepa.models.encoder;

import org.jspecify.annotations.NullMarked;
