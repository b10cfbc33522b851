/**
 * JPEG. TensorFlow decodes most JPEGs; this package decodes the others, and provides what the TIFF
 * decoder needs for JPEGs in a TIFF.
 */
@NullMarked
package dev.ijepa.models.image.jpeg;

import org.jspecify.annotations.NullMarked;
