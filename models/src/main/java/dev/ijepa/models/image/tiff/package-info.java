/** The TIFF decoder: the first image. */
@NullMarked
package dev.ijepa.models.image.tiff;

import org.jspecify.annotations.NullMarked;
