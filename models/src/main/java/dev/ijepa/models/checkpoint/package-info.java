/**
 * Reads a Hugging Face I-JEPA checkpoint folder: safetensors, {@code config.json}, and {@code
 * processor_config.json} or {@code preprocessor_config.json}.
 *
 * <p>The code does not trust the folder. It checks each value before it uses it. An error names
 * what was found and what was expected.
 */
@NullMarked
package dev.ijepa.models.checkpoint;

import org.jspecify.annotations.NullMarked;
