/**
 * Tests of preprocessing and of the decoders against Pillow's own pixels; see
 * models/reference/images.
 */
@NullMarked
package dev.ijepa.models.preprocessing;

import org.jspecify.annotations.NullMarked;
