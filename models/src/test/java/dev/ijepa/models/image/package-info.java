/** Tests of the image room against Pillow's own pixels; see models/reference/images. */
@NullMarked
package dev.ijepa.models.image;

import org.jspecify.annotations.NullMarked;
