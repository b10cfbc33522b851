/** Tests of the image room against Pillow's own pixels; see models/reference/images. */
@NullMarked
package dev.ijepa.models.preprocessing;

import org.jspecify.annotations.NullMarked;
