/**
 * JPEG, of which TensorFlow decodes the most; and what a TIFF with JPEGs in it needs to know of
 * them.
 */
@NullMarked
package dev.ijepa.models.image.jpeg;

import org.jspecify.annotations.NullMarked;
