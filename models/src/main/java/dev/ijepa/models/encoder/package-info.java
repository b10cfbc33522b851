/**
 * The I-JEPA encoder as a TensorFlow graph, from uint8 pixels to all outputs.
 *
 * <p>Between the blocks the hidden state has the shape [B·N, D]: matrix products of rank 2 are what
 * TensorFlow fuses with the bias and the activation behind them. Source of the mathematics:
 * transformers' modeling_ijepa.py.
 */
@NullMarked
package dev.ijepa.models.encoder;

import org.jspecify.annotations.NullMarked;
