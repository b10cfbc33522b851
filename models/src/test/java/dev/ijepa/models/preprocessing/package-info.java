/**
 * Tests of preprocessing and of the decoders. They compare with Pillow's pixels;
 * models/reference/images makes the files.
 */
@NullMarked
package dev.ijepa.models.preprocessing;

import org.jspecify.annotations.NullMarked;
