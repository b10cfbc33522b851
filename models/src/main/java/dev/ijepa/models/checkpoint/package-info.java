/**
 * A Hugging Face I-JEPA checkpoint folder: safetensors, {@code config.json}, and {@code
 * processor_config.json} or {@code preprocessor_config.json}.
 *
 * <p>Everything in it is a stranger's bytes: each value is checked before it is used, and a refusal
 * names what was found and what was expected.
 */
@NullMarked
package dev.ijepa.models.checkpoint;

import org.jspecify.annotations.NullMarked;
